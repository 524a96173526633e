"""Failures: each becomes one line and an exit status, a crash of the model too.

The work is done in a child. As PID 1 a process gets no default handling of signals, and a
framework deep in native code runs no Python handler: the parent, a small init, ends the
child at once, then itself. It also reaps orphans and removes half-written files.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Iterable


# How the frameworks say that they do not know an operation: TorchScript, TensorFlow,
# ONNX Runtime.
OPERATIONS = (
    r"Unknown builtin op: ([\w:]+)",
    r"Op type not registered '([^']+)'",
    r"([\w.]+:\w+)\(-?\d+\) is not a registered function/op",
)
# pickle's message where a module lacks the class or function that the file names.
NO_ATTRIBUTE = r"Can't get attribute '([^']+)' on <module '([^']+)'"

DEBUG = os.environ.get("ML_IMAGE_DEBUG", "") not in ("", "0")


class Failure(Exception):
    """What went wrong and where, in one line for people."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def guarded(work: Callable[[], int | None]) -> int:
    """Do the work; give its exit status, or that of the failure it complained of."""
    try:
        status = work() or 0
        print(end="", flush=True)
        return status
    except Failure as failure:
        error: Exception = failure
        message, status = str(failure), failure.status
    except BrokenPipeError:
        return 1  # whoever read our output has seen enough
    except Exception as other:  # noqa: BLE001 - all that is left becomes one line
        error, message, status = other, f"{type(other).__name__}: {other}", 1
    if DEBUG:
        print("\n".join(traceback_of(error)), file=sys.stderr)
    complain(message)
    return status


def traceback_of(error: BaseException | None, chain: bool = True) -> list[str]:
    """The lines of Python's traceback, fit to print; those of its causes first."""
    import traceback

    if error is None:
        return []
    place = error.__traceback__
    lines = traceback.format_exception(type(error), error, place, chain=chain)
    return [escaped(line) for line in "".join(lines).splitlines()]


def complain(message: str) -> None:
    """The one line of a failure, on stderr, after what was printed so far."""
    try:
        print(end="", flush=True)
    except BrokenPipeError:
        pass
    print(f"error: {plain(message, 2000)}", file=sys.stderr, flush=True)


def note(message: str) -> None:
    """One line on stderr of what is no failure; nobody has to read it."""
    try:
        print(f"note: {plain(message, 2000)}", file=sys.stderr, flush=True)
    except OSError:
        pass


def reason(error: BaseException) -> str:
    """Why a file could not be read or written, in a few words."""
    if isinstance(error, ImportError):
        return f"it needs the package {error.name}; add it to requirements.txt"
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; is it mounted (docker run -v)?"
    if isinstance(error, PermissionError):
        return f"{error.strerror} for user {os.getuid()}:{os.getgid()}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = plain(error)
    return text if type(error) is ValueError else f"{type(error).__name__}: {text}"


def escaped(text: object) -> str:
    """The text with an escape in the place of each character that could steer a terminal.

    Those are control characters, marks of direction and all else that is not printable,
    such as the bytes of a file name that are no UTF-8. For the names of files.
    """
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text)
    )


def plain(text: object, most: int = 600) -> str:
    """The text on one line, escaped as escaped() does.

    Of a longer one its head and its tail: frameworks tell the cause at either end.
    """
    words = " ".join(str(text).split())
    if len(words) > most:
        words = f"{words[: most // 2]} ... {words[-(most // 2) :]}"
    return escaped(words)


def describe(shape: Iterable[int | None] | None) -> str:
    """A shape as text, `?` for a free dimension."""
    if shape is None:
        return ""
    return "(" + ", ".join("?" if n is None else str(n) for n in shape) + ")"


def check_digits(text: str) -> None:
    """Raise ValueError where the text is a number to Python alone: `1_0`, `\u0661`."""
    if "_" in text or not text.isascii():
        raise ValueError(f"{text!r} is not a number")


def is_number(text: str) -> bool:
    """Whether the text is a number to everybody; `nan`, `-inf` and `1e9` are numbers."""
    try:
        check_digits(text)
        float(text)
    except ValueError:
        return False
    return True


def advice(error: BaseException) -> str:
    """What to do about the error, to append to its message; empty if unknown."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        module = plain(error.name.split(".")[0], 80)
        return (
            f"; put its package into requirements.txt (ml-image pip NAME), or "
            f"{module}.py into src/"
        )
    import re  # not before it is needed: --help does without

    text = str(error)
    missing = re.search(NO_ATTRIBUTE, text)
    if missing:
        name, module = plain(missing[1], 80), plain(missing[2], 80)
        if module in ("model", "__main__"):
            return f"; the model file needs {name}: define or import it in model.py"
        return (
            f"; {module} in this image has no {name}: install the release that the model "
            "was saved with (requirements.txt)"
        )
    for pattern in OPERATIONS:
        operation = re.search(pattern, text)
        if operation:
            return (
                f"; import the package that brings the operation {plain(operation[1], 80)} "
                "in model.py, and put it into requirements.txt"
            )
    return ""


def supervise(
    work: Callable[[], int | None], clean: Callable[[], None] = lambda: None
) -> int:
    """Do the work in a child process; give the exit status.

    `clean` removes what is left when it ends, however it ends.
    """
    import signal  # not before it is needed: --help does without

    if not hasattr(os, "fork"):
        return guarded(work)  # not in an image, but on Windows
    stopping = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT}
    noise = os.memfd_create("stderr") if hasattr(os, "memfd_create") else -1
    # Held back until there is a child to end and a handler that does it.
    signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    child = os.fork()
    if child == 0:
        _be_the_child(work, noise, stopping)
    stopped = _end_at(stopping, child)
    ended = 0
    while ended != child:
        ended, status = os.wait()
    clean()
    if stopped:
        return 128 + stopped[0]
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status)
    killer = signal.Signals(os.WTERMSIG(status))
    complain(f"the model's process was ended by {killer.name}{_why(killer, noise)}")
    return 128 + killer


def _be_the_child(
    work: Callable[[], int | None], noise: int, stopping: set[signal.Signals]
) -> None:
    """Do the work and exit: as if it were the only process, but for its stderr."""
    import signal

    status = 1
    try:
        for number in stopping:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stopping)
        if noise >= 0 and sys.stderr is not None and not DEBUG:
            _keep_stderr_for_python(noise)
        status = guarded(work)
    finally:
        # Without the frameworks' own teardown, which is slow and can crash.
        os._exit(status)


def _keep_stderr_for_python(noise: int) -> None:
    """Send what native code prints to stderr into the file `noise`.

    Frameworks log there on every run (TensorFlow does whatever its settings); Python's
    own sys.stderr, with warnings and a person's prints, stays where it was.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", 1, errors="backslashreplace")
    os.dup2(noise, 2)


def _end_at(stopping: set[signal.Signals], child: int) -> list[int]:
    """From now on each of the signals ends the child, and is put into the list."""
    import signal

    stopped: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stopped.append(number)
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended by itself a moment ago

    for number in stopping:
        signal.signal(number, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, stopping)
    return stopped


def _why(killer: signal.Signals, noise: int) -> str:
    """What is known of a crash: the last line that native code wrote to stderr."""
    import signal

    if killer == signal.SIGKILL:
        return "; it is likely out of memory"
    if noise < 0:
        return ""
    end = os.pread(noise, 4096, max(0, os.fstat(noise).st_size - 4096))
    return f": {end.splitlines()[-1].decode(errors='replace')}" if end else ""
