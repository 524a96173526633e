"""A failure: one line on stderr that says what and where, and an exit status."""

from __future__ import annotations

import os
import sys

from runner.text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

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
        import traceback

        traceback.print_exception(type(error), error, error.__traceback__)
    complain(message)
    return status


def complain(message: str) -> None:
    """The one line of a failure, on stderr, after what was printed so far."""
    try:
        print(end="", flush=True)
    except BrokenPipeError:
        pass
    print(f"error: {plain(message, 2000)}", file=sys.stderr, flush=True)


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
