"""The process: a small init, with the work in a child.

As PID 1 a process gets no default handling of signals, and a framework deep in native
code runs no Python handler: the parent here ends the child at once, then itself. It
also reaps orphans, explains a crash, and removes half-written files.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence

from runner.failure import DEBUG, complain, guarded
from runner.targets import Target


def supervise(work: Callable[[], None], targets: Sequence[Target] = ()) -> int:
    """Do the work in a child process; give the exit status.

    What is left of the targets when it ends, however it ends, is removed.
    """
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
    for target in targets:
        target.discard()
    if stopped:
        return 128 + stopped[0]
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status)
    killer = signal.Signals(os.WTERMSIG(status))
    complain(f"the model's process was ended by {killer.name}{_why(killer, noise)}")
    return 128 + killer


def _be_the_child(
    work: Callable[[], None], noise: int, stopping: set[signal.Signals]
) -> None:
    """Do the work and exit: as if it were the only process, but for its stderr."""
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
    if killer == signal.SIGKILL:
        return "; it is likely out of memory"
    if noise < 0:
        return ""
    end = os.pread(noise, 4096, max(0, os.fstat(noise).st_size - 4096))
    return f": {end.splitlines()[-1].decode(errors='replace')}" if end else ""
