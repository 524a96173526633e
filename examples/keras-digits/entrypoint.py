"""The command line of this image, built from model-spec.json.

It reads the declared inputs, hands them to model.py (load, preprocess, predict,
postprocess), and writes the declared outputs. This file is the way through; each
step is a file in runner/, whose __init__.py lists them.

Only what an answer needs is imported for it: --help, --version and --spec touch
neither numpy nor the model, and are there about as fast as Python itself.

Exit status: 0 done, 1 failed, 2 wrong arguments, 3 nothing to self-test with,
128+n ended by signal n. A failure is one line on stderr; the environment variable
ML_IMAGE_DEBUG=1 adds Python's whole traceback.
"""

from __future__ import annotations

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
if HERE not in sys.path:  # Python leaves it out where PYTHONSAFEPATH is set
    sys.path.insert(0, HERE)

from runner.arguments import check_files, parse_arguments
from runner.failure import guarded
from runner.specification import GPU_FLAG, Spec


def main(arguments: list[str]) -> int:
    """Answer the arguments; give the exit status."""
    spec = Spec(os.path.join(HERE, "model-spec.json"))
    texts = parse_arguments(spec, arguments)
    if "--spec" in texts:
        return print_specification(spec)
    if "--help" in texts or "--version" in texts:
        return print_help(spec, whole="--help" in texts)
    if "--selftest" in texts:
        return run_selftest(spec, texts)
    check_files(spec, texts)
    return run_prediction(spec, texts)


def print_specification(spec: Spec) -> int:
    """Print model-spec.json, byte for byte."""
    with open(spec.path, "rb") as file:
        sys.stdout.buffer.write(file.read())
    return 0


def print_help(spec: Spec, whole: bool) -> int:
    """Print the help, or of it only the first line: the model and its version."""
    from runner.help import help_text, version_text

    print(help_text(spec) if whole else version_text(spec))
    return 0


def run_selftest(spec: Spec, texts: dict[str, str]) -> int:
    """Predict from a made-up input, in a process of its own."""
    from runner.gpu import check_gpu
    from runner.params import param_values
    from runner.process import supervise

    params = param_values(spec, texts)
    check_gpu(required=GPU_FLAG in texts)

    def work() -> None:
        from runner.selftest import selftest

        selftest(spec, params)

    return supervise(work)


def run_prediction(spec: Spec, texts: dict[str, str]) -> int:
    """Predict from the given files, in a process of its own."""
    from runner.gpu import check_gpu
    from runner.params import param_values
    from runner.process import supervise
    from runner.targets import Target

    written = [part for part in spec.outputs if part.key in texts]
    targets = [Target(part, texts[part.key]) for part in written]
    params = param_values(spec, texts)
    check_gpu(required=GPU_FLAG in texts)

    def work() -> None:
        from runner.prediction import predict

        predict(spec, texts, params, targets)

    return supervise(work, targets)


if __name__ == "__main__":
    if sys.stdout is not None:  # not closed by the caller
        sys.stdout.reconfigure(errors="backslashreplace")
    code = guarded(lambda: main(sys.argv[1:]))
    # Taking the interpreter down in order would cost a tenth of the time of --help.
    os._exit(code)
