"""Reading what unpacks: no more than the limit comes out of it, whatever it claims."""

from __future__ import annotations

import io
import os
from typing import Any

from runner.limits import MAX_BYTES, limit, over

# How much is unpacked at a time where it is only passed over.
STEP = 1 << 20


class Counted(io.RawIOBase):
    """An unpacked file that raises Failure beyond the limit, and can only be read."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner
        self.most = limit(MAX_BYTES)

    def read(self, size: int = -1) -> bytes:
        """As of any file; it never asks for more than a byte beyond the limit."""
        left = self.most - self.inner.tell() + 1
        data = self.inner.read(left if size is None or size < 0 else min(size, left))
        self._check()
        return data

    def readinto(self, buffer: Any) -> int:
        """As of any file; the buffer is the caller's, who held its size to the limit."""
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view):
            got = self.inner.readinto(view[done : done + STEP])
            if not got:
                break
            done += got
            self._check()
        return done

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Only from the start or from here: the end is not known before it is read."""
        if whence == os.SEEK_CUR:
            offset += self.tell()
        elif whence != os.SEEK_SET:
            raise io.UnsupportedOperation("its end is not known")
        if offset > self.most:
            raise over(MAX_BYTES, offset)
        return self.inner.seek(offset)

    def tell(self) -> int:
        """How far it is read."""
        return self.inner.tell()

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always, by reading anew."""
        return True

    def _check(self) -> None:
        if self.inner.tell() > self.most:
            raise over(MAX_BYTES)
