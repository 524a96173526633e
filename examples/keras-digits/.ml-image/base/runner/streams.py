"""Outputs that are no plain file: /dev/stdout, /dev/null, a terminal, a named pipe.

They are written into and never replaced: a rename over /dev/null would leave the whole
container without it.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys

from runner.paths import kind_of

# Files whose content a terminal can show.
READABLE = (".csv", ".json")


def is_stream(path: str) -> bool:
    """Whether the path is an open file of this process, or no plain file and no folder."""
    if descriptor_of(path) is not None:
        return True
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def descriptor_of(path: str) -> int | None:
    """The number of the open file that the path stands for, by links too; else None."""
    for _ in range(40):  # as many links as Linux follows
        path = os.path.abspath(path)
        folder, name = os.path.split(path)
        own = ("/dev/fd", "/proc/self/fd", f"/proc/{os.getpid()}/fd")
        if folder == "/dev" and name in ("stdout", "stderr"):
            return 1 if name == "stdout" else 2
        if folder in own and name.isascii() and name.isdigit():
            return int(name)
        if not os.path.islink(path):
            return None
        path = os.path.join(folder, os.readlink(path))
    return None


def open_stream(path: str, extension: str) -> int:
    """The output, open for writing. Raises OSError or ValueError where it cannot be.

    What is printed from here on goes to stderr where the output is stdout.
    """
    number = descriptor_of(path)
    if number is None:
        stream = _open_path(path)
    elif number == 2 and sys.stderr is not None:
        stream = os.dup(sys.stderr.fileno())  # 2 itself is held back: see process
    else:
        stream = os.dup(number)
    if os.isatty(stream) and extension not in READABLE:
        os.close(stream)
        raise ValueError(f"a terminal cannot show {extension}; redirect it to a file")
    if number == 1 and sys.stdout is not None and sys.stderr is not None:
        sys.stdout.flush()
        os.dup2(sys.stderr.fileno(), 1)
    return stream


def _open_path(path: str) -> int:
    mode = os.stat(path).st_mode
    if not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
        raise ValueError(f"it is {kind_of(mode)}, not a file")
    try:
        # Without waiting: a pipe that nobody reads would hold the run up for ever.
        stream = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        if error.errno == errno.ENXIO and stat.S_ISFIFO(mode):
            raise ValueError("no program reads this pipe; start that first") from None
        raise
    os.set_blocking(stream, True)
    return stream


def scratch_folder() -> str:
    """Where the output is written before it is sent: a read-only container has one."""
    folder = os.environ.get("TMPDIR", "/tmp")
    return folder if os.access(folder, os.W_OK) else "/dev/shm"


def send(partial: str, stream: int) -> None:
    """Write the file into the stream and close that."""
    with open(partial, "rb") as file, os.fdopen(stream, "wb") as out:
        shutil.copyfileobj(file, out)
