"""Where outputs go: each is written beside its place, then put there in one step.

What is no plain file (/dev/stdout, /dev/null, a terminal, a named pipe) is written into
and never replaced: a rename over /dev/null would leave the container without it.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Sequence
from typing import Any

from runner.failures import Failure, escaped, reason
from runner.formats import VOLUMES, format_of, kind_of
from runner.specification import Part

# Files whose content a terminal can show.
READABLE = (".csv", ".json")


class Target:
    """An output's path, and the file beside it that is written first."""

    def __init__(self, part: Part, path: str) -> None:
        self.part = part
        self.path = path
        self.extension, kind = format_of(path, part)
        self.writer = kind.write
        self.is_stream = is_stream(path)
        self.ignores_case = False  # known once check() has made a file there
        self._stream: int | None = None
        # A link stays, as with any program that writes: what it leads to is replaced.
        self.place = os.path.realpath(path) if os.path.islink(path) else path
        folder, name = os.path.split(self.place)
        # A name of its own for each run, in the same folder, so that the rename is one
        # step; short, since names end at 255 bytes.
        unique = f".{name[:40]}.{os.urandom(4).hex()}{self.extension}"
        self.partial = os.path.join(
            scratch_folder() if self.is_stream else folder, unique
        )

    def check(self) -> None:
        """Raise now what would otherwise be raised after a long prediction."""
        try:
            if self.is_stream:
                self._stream = open_stream(self.path, self.extension)
            elif os.path.isdir(self.path):
                raise IsADirectoryError(21, "Is a directory")
            elif self.path.endswith("/"):
                raise ValueError("a path that ends in / is that of a folder")
            self._create()
            folder, name = os.path.split(self.partial)
            self.ignores_case = os.path.lexists(os.path.join(folder, name.swapcase()))
            os.unlink(self.partial)
        except (OSError, ValueError) as error:
            raise self._failure(error) from error

    def write(self, value: Any, inputs: dict[str, Any]) -> None:
        """Write beside; move() then makes it the output.

        A volume is put where it belongs among the inputs, by their names.
        """
        try:
            if self.part.extension in VOLUMES:
                from runner.volume import placed

                value = placed(value, inputs)
            if self.part.labels and self.part.extension in READABLE:
                from runner.arrays import labelled

                value = labelled(value, self.part.labels)
            self._create()
            self.writer(self.partial, value, self.part)
        except Exception as error:
            raise self._failure(error) from error

    def move(self) -> None:
        """Put what was written in the output's place, or send it there."""
        try:
            if self.is_stream:
                if self._stream is None:
                    self._stream = open_stream(self.path, self.extension)
                send(self.partial, self._stream)
                self.discard()
                return
            self._keep_mode()
            os.replace(self.partial, self.place)
        except (OSError, ValueError) as error:
            raise self._failure(error) from error

    def discard(self) -> None:
        """Remove what was written so far, if anything was."""
        try:
            os.unlink(self.partial)
        except OSError:
            pass

    def _create(self) -> None:
        """Create the file beside; nobody else's to read while the output may be private."""
        mode = 0o666 if self._present() is None and not self.is_stream else 0o600
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        os.close(os.open(self.partial, flags, mode))

    def _present(self) -> os.stat_result | None:
        """What is at the output's place now, where that is a file."""
        try:
            there = os.stat(self.place)
        except OSError:
            return None
        return there if stat.S_ISREG(there.st_mode) else None

    def _keep_mode(self) -> None:
        """Give the file beside the mode, and where that is allowed the owner, of the old."""
        there = self._present()
        if there is None:
            return
        for owner in ((there.st_uid, there.st_gid), (-1, there.st_gid)):
            try:
                os.chown(self.partial, *owner)
                break
            except (AttributeError, OSError):
                pass  # only root gives files away
        os.chmod(self.partial, stat.S_IMODE(there.st_mode) & 0o777)

    def _failure(self, error: Exception) -> Failure:
        hint = ""
        if isinstance(error, PermissionError):
            hint = '; docker run -u "$(id -u):0" writes as you'
        path = escaped(self.path)
        return Failure(f"{self.part.label}: cannot write {path}: {reason(error)}{hint}")


def check_distinct(targets: Sequence[Target]) -> None:
    """Raise Failure where outputs that are not there yet will be one file.

    So it is where the folder takes names that differ in case for one.
    """
    seen: dict[tuple[str, str], str] = {}
    for target in targets:
        if target.is_stream or not target.ignores_case:
            continue
        folder, name = os.path.split(os.path.realpath(target.path))
        first = seen.setdefault((folder, name.casefold()), target.path)
        if first != target.path:
            raise Failure(
                f"two outputs would be written to {escaped(first)}: the folder takes "
                f"{escaped(target.path)} for the same name",
                2,
            )


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
