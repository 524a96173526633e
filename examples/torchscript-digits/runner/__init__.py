"""What entrypoint.py is made of, in the order in which a prediction needs it.

specification  model-spec.json: inputs, params, outputs and their flags
arguments      the command line, taken apart
help           what --help and --version print
params         the values of params, checked
gpu            in an image for CUDA: what is said where there is no GPU
targets        where outputs go: written beside, then put in place
process        the work in a child process; signals and crashes
prediction     the whole way from files to files
inputs         a file as the array that the model takes
formats/       how each kind of file is read and written
model_call     model.py, and the calls into it
arrays         shapes and dtypes
selftest       --selftest
failure, text  what is said, and how
"""
