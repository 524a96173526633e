"""Known names that no installed package can show, by their source."""

from collections import OrderedDict

from rules import TEXT_METHODS, under

#: Names of programs that no package of today has, by their source; a check cannot look them up.
UNCHECKED = OrderedDict(
    # Python 2.7, which Python 3 reads by `_compat_pickle.py`.
    under("builtin", "__builtin__", "bool bytearray bytes complex dict float frozenset int list long object set slice str "
          "tuple unicode xrange")
    + under("rebuild", "copy_reg", "_reconstructor")
    + under("pure", "__builtin__", "abs len round")
    + [("__builtin__." + text + "." + name, "method") for text in ("str", "unicode") for name in TEXT_METHODS.split()]
    # Python 3.13 alone.
    + under("builtin", "pathlib._local", "PosixPath PurePosixPath PureWindowsPath WindowsPath")
    # torch 0.3 to 1.0: `torch/autograd/variable.py`, `torch/nn/modules/module.py` (an attribute of every layer).
    + under("tensor", "torch.autograd.variable", "Variable")
    + under("rebuild", "torch.nn.backends.thnn", "_get_thnn_function_backend")
    # torch 1.4 to 1.8: `torch/nn/modules/linear.py`.
    + under("layer", "torch.nn.modules.linear", "_LinearWithBias")
    # training_args.bin, which transformers' Trainer saves beside the weights (4.0 to 5.24, accelerate 0.20 to 1.15).
    + under("choice", "accelerate.utils.dataclasses", "DistributedType")
    + under("choice", "transformers.debug_utils", "DebugOption")
    + under("choice", "transformers.trainer_utils", "EvaluationStrategy FSDPOption HubStrategy IntervalStrategy "
            "SaveStrategy SchedulerType ShardedDDPOption")
    + under("choice", "transformers.training_args", "OptimizerNames ParallelMode")
    + under("settings", "accelerate.state", "AcceleratorState PartialState")
    + under("settings", "transformers.trainer_pt_utils", "AcceleratorConfig")
    + under("settings", "transformers.training_args", "TrainingArguments")
    + under("settings", "transformers.training_args_seq2seq", "Seq2SeqTrainingArguments")
)
