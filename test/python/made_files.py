"""Files that are larger, or say that they are larger, than they may be."""

import io
import struct
import zipfile
import zlib

import nibabel
import numpy as np

VOLUME = np.arange(1000, dtype="int16").reshape(10, 10, 10)


def npy(shape, dtype="<f4", data=b"", version=1):
    """An .npy whose header claims what the data has not."""
    head = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}}}"
    head = head.encode().ljust(117) + b"\n"
    size = struct.pack("<H" if version == 1 else "<I", len(head))
    return b"\x93NUMPY" + bytes((version, 0)) + size + head + data


def zipped(content, name="x.npy", method=zipfile.ZIP_DEFLATED):
    """An archive of one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def nifti(change=None, data=VOLUME):
    """A volume as bytes, its header changed behind nibabel's back."""
    raw = bytearray(nibabel.Nifti1Image(data, np.eye(4)).to_bytes())
    if change:
        change(raw)
    return bytes(raw)


def nrrd_of(fields, data=b""):
    """A .nrrd of these lines."""
    return "\n".join(["NRRD0004", *fields, "", ""]).encode() + data


def png(width, height, rows=None):
    """A picture of zeros, with fewer rows than it claims where that is said."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pack = zlib.compressobj()
    data = pack.compress(bytes((width + 1) * (rows or height))) + pack.flush()
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
