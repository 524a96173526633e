"""The header and the data of a .nrrd within limits, before pynrrd has them.

pynrrd unpacks all that is there, whatever the header says, and reads data out of any
other file that the header names (1.1.3, nrrd/reader.py).
"""

from __future__ import annotations

import bz2
import gzip
import io
from typing import Any

import nrrd
import numpy as np

from runner.formats.counted import STEP, Counted
from runner.limits import hold_array

# Bytes of a header, and lines before the data, in a file that means no harm.
MOST_HEADER = 1 << 20
MOST_LINES = 1 << 20

PACKED: dict[str, Any] = {
    "gzip": gzip.open,
    "gz": gzip.open,
    "bzip2": bz2.open,
    "bz2": bz2.open,
}
SKIPS = ("byteskip", "byte skip", "lineskip", "line skip")


def read_volume(file: Any) -> tuple[np.ndarray, dict[str, Any]]:
    """The array in an open .nrrd, and its header.

    Raises Failure beyond a limit, ValueError where the data is in another file.
    """
    header = nrrd.read_header(_header_lines(file))
    if "datafile" in header or "data file" in header:
        raise ValueError("its data is in another file; save it as one .nrrd")
    # pynrrd's own dtype, by an array of none of its values.
    none = {key: header[key] for key in header if key not in SKIPS}
    none.update(sizes=np.array([0]), dimension=1, encoding="raw")
    none.setdefault("endian", "little")
    dtype = nrrd.read_data(none, io.BytesIO()).dtype
    size = hold_array(tuple(map(int, header["sizes"])), dtype.itemsize)
    lines = int(header.get("lineskip", header.get("line skip", 0)))
    if lines > MOST_LINES:
        raise ValueError(f"its data starts {lines} lines on")
    if header["encoding"] not in PACKED:
        return nrrd.read_data(header, file), header
    for _ in range(max(0, lines)):
        file.readline(STEP)
    skip = int(header.get("byteskip", header.get("byte skip", 0)))
    stream = Counted(PACKED[header["encoding"]](file))
    data = _unpacked(stream, size, skip)
    plain = {key: header[key] for key in header if key not in SKIPS}
    plain["encoding"] = "raw"
    return nrrd.read_data(plain, io.BytesIO(data)), header


def _header_lines(file: Any) -> list[bytes]:
    """The lines of the header; the file is then at its data."""
    lines: list[bytes] = []
    left = MOST_HEADER
    while not lines or lines[-1].strip():
        lines.append(file.readline(left))
        left -= len(lines[-1])
        if left <= 0:
            raise ValueError(f"its header has more than {MOST_HEADER} bytes")
    return lines


def _unpacked(stream: Counted, size: int, skip: int) -> bytes:
    """The data behind as many bytes; with a skip of -1 the last `size` bytes."""
    if skip == -1:
        return stream.read()[-size:] if size else b""
    if skip < 0:
        raise ValueError(f"its byte skip is {skip}")
    stream.seek(skip)
    data = stream.read(size)
    if len(data) != size or stream.read(1):
        raise ValueError(f"its data has not the {size} bytes that its sizes say")
    return data
