""".mha and .mhd: MetaImage, a header in text before the data.

By ITK's reading of it (Modules/IO/Meta, and MetaIO's documentation): axes and origin are
in left, posterior, superior; each row of TransformMatrix is the direction of one axis.
"""

from __future__ import annotations

import os
import zlib
from typing import Any

import numpy as np

from runner.formats import MAX_BYTES, check_input, hold, hold_array
from runner.specification import Part
from runner.volume import Volume, affine_of_lps, lps_of_affine, storable

DTYPES = {
    "MET_CHAR": "i1",
    "MET_UCHAR": "u1",
    "MET_SHORT": "i2",
    "MET_USHORT": "u2",
    "MET_INT": "i4",
    "MET_UINT": "u4",
    "MET_LONG_LONG": "i8",
    "MET_ULONG_LONG": "u8",
    "MET_FLOAT": "f4",
    "MET_DOUBLE": "f8",
}
MOST_HEADER = 1 << 20
# Other names of a field, as MetaIO reads them.
OTHERS = {
    "Position": "Offset",
    "Origin": "Offset",
    "Rotation": "TransformMatrix",
    "Orientation": "TransformMatrix",
    "ElementByteOrderMSB": "BinaryDataByteOrderMSB",
}


def read(path: str, part: Part) -> Volume:
    """The volume with its place in space; channels last.

    Raises ValueError where the header is none, or names data outside of its folder.
    """
    with open(path, "rb") as file:
        fields = _fields(file)
        dims = _numbers(fields, "DimSize", int)
        kind = DTYPES.get(fields.get("ElementType", ""))
        if kind is None:
            raise ValueError(f"its ElementType is {fields.get('ElementType')!r}")
        channels = int(fields.get("ElementNumberOfChannels", "1"))
        order = ">" if _is_true(fields, "BinaryDataByteOrderMSB") else "<"
        dtype = np.dtype(order + kind)
        shape = (channels, *dims) if channels != 1 else tuple(dims)
        size = hold_array(shape, dtype.itemsize)
        name = fields["ElementDataFile"]
        if name.upper() == "LOCAL":
            data = _data(file, fields, size)
        else:
            with open(_beside(path, name), "rb") as other:
                data = _data(other, fields, size)
    array = np.frombuffer(data, dtype).reshape(shape, order="F")
    if channels != 1:
        array = np.moveaxis(array, 0, -1)
    return Volume(array, _affine(fields, len(dims)))


def _fields(file: Any) -> dict[str, str]:
    """The header by name, up to ElementDataFile; the file is then at its data."""
    fields: dict[str, str] = {}
    left = MOST_HEADER
    while "ElementDataFile" not in fields:
        line = file.readline(left)
        left -= len(line)
        name, equals, text = line.decode("latin-1").partition("=")
        if not equals or left <= 0:
            raise ValueError("its content is no MetaImage")
        fields[OTHERS.get(name.strip(), name.strip())] = text.strip()
    if not _is_true({"BinaryData": "True", **fields}, "BinaryData"):
        raise ValueError("its data is written as text; save it as binary")
    return fields


def _numbers(fields: dict[str, str], name: str, kind: Any, default: Any = None) -> Any:
    if name not in fields:
        if default is None:
            raise ValueError(f"its header has no {name}")
        return default
    return [kind(word) for word in fields[name].split()]


def _is_true(fields: dict[str, str], name: str) -> bool:
    return fields.get(name, "").lower() in ("true", "1", "t")


def _beside(path: str, name: str) -> str:
    """The file of the data, which has to lie beside the header."""
    if os.path.basename(name) != name or name in ("", ".", "..") or "%" in name:
        raise ValueError("its data is not in one file beside it; save it as .mha")
    other = os.path.join(os.path.dirname(path), name)
    if os.path.islink(other):
        raise ValueError(f"{name}, its data, is a link")
    try:
        check_input(other)
    except FileNotFoundError:
        raise ValueError(f"{name}, its data, is not beside it; use .mha") from None
    return other


def _data(file: Any, fields: dict[str, str], size: int) -> bytes:
    """The bytes of the array. Raises ValueError where there are others."""
    skip = int(fields.get("HeaderSize", "0"))
    if skip == -1:
        file.seek(-size, os.SEEK_END)
    elif skip > 0:
        file.seek(skip)
    if not _is_true(fields, "CompressedData"):
        data: bytes = file.read(size)
    else:
        unpacker = zlib.decompressobj()
        packed = file.read(int(fields.get("CompressedDataSize", "-1")))
        hold(MAX_BYTES, len(packed))
        data = unpacker.decompress(packed, size + 1)
    if len(data) != size:
        raise ValueError(f"its data has not the {size} bytes that its header says")
    return data


def _affine(fields: dict[str, str], rank: int) -> np.ndarray:
    """Where it lies; a field that is not there has MetaIO's default."""
    spacing = _numbers(fields, "ElementSpacing", float, [1.0] * rank)
    matrix = _numbers(fields, "TransformMatrix", float, np.eye(rank).ravel())
    offset = _numbers(fields, "Offset", float, [0.0] * rank)
    if (len(spacing), len(matrix), len(offset)) != (rank, rank * rank, rank):
        raise ValueError(f"its place in space is not that of {rank} dimensions")
    axes, origin = np.eye(3), np.zeros(3)
    most = min(rank, 3)
    steps = np.reshape(matrix, (rank, rank)) * np.reshape(spacing, (-1, 1))
    axes[:most, :most] = steps[:most, :most]
    origin[:most] = offset[:most]
    return affine_of_lps(axes, origin)


def write(path: str, value: Any, part: Part) -> None:
    """Write header and data into one file, compressed, an .mhd too.

    Raises ValueError where it does not say where it lies, which this format has to.
    """
    array, affine, _ = storable(value)
    names = {np.dtype(code): name for name, code in DTYPES.items()}
    if affine is None or array.ndim not in (2, 3, 4):
        raise ValueError("where it lies in space is not known, and .mha has to say it")
    rank = min(array.ndim, 3)
    axes, origin = lps_of_affine(affine)
    axes, origin = axes[:rank, :rank], origin[:rank]
    spacing = np.linalg.norm(axes, axis=1)
    matrix = axes / spacing[:, np.newaxis]
    flat = array.astype(array.dtype.newbyteorder("<"))
    stored = np.moveaxis(flat, -1, 0) if array.ndim == 4 else flat
    data = zlib.compress(stored.tobytes(order="F"), 1)
    header = {
        "ObjectType": "Image",
        "NDims": rank,
        "BinaryData": "True",
        "BinaryDataByteOrderMSB": "False",
        "CompressedData": "True",
        "CompressedDataSize": len(data),
        "TransformMatrix": _words(matrix),
        "Offset": _words(origin),
        "ElementSpacing": _words(spacing),
        "DimSize": " ".join(map(str, array.shape[:rank])),
        "ElementNumberOfChannels": array.shape[3] if array.ndim == 4 else 1,
        "ElementType": names[array.dtype.newbyteorder("=")],
        "ElementDataFile": "LOCAL",
    }
    with open(path, "wb") as file:
        file.writelines(
            f"{name} = {text}\n".encode("ascii") for name, text in header.items()
        )
        file.write(data)


def _words(numbers: np.ndarray) -> str:
    return " ".join(repr(float(number)) for number in numbers.ravel())
