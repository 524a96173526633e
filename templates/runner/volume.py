"""A volume: an array with its place in space, and the place that an output gets.

Also how compressed volumes are unpacked: no more than the limit, whatever they claim.
"""

from __future__ import annotations

import io
import os
from typing import Any

import numpy as np

from runner.arrays import cast_if_same, only_leading
from runner.failures import describe
from runner.formats import MAX_BYTES, limit, over

# How much is unpacked at a time where it is only passed over.
STEP = 1 << 20
# Viewers know neither bool nor float16, and few know 64 bit integers.
BETTER = {"bool": "uint8", "float16": "float32", "int64": "int32"}
# Signs between NIfTI's right, anterior, superior and ITK's left, posterior, superior.
LPS = np.array([-1.0, -1.0, 1.0])


class Volume(np.ndarray):
    """An array (X, Y, Z) or (X, Y, Z, channels or time) with its place in space.

    affine   4x4, from indices to millimetres, x to the right, y to the front, z up
             (RAS+); None where the file does not say where it lies
    spacing  millimetres from one voxel to the next, along X, Y and Z
    path     the file that it was read from, or None
    header   what else the file said that an output keeps

    What is computed from a volume, a part of it too, is an array without a place:
    an output of another grid is returned as Volume(array, affine).
    """

    affine: np.ndarray | None
    path: str | None
    header: Any

    def __new__(  # noqa: PYI034 - Self came with Python 3.11
        cls, array: Any, affine: Any, path: str | None = None, header: Any = None
    ) -> Volume:
        """Make a volume of an array. Raises ValueError where the affine is none."""
        volume = np.asarray(array).view(cls)
        if affine is not None:
            affine = np.array(affine, dtype="float64")
            if affine.shape != (4, 4):
                raise ValueError(f"an affine is 4 x 4 numbers, not {affine.shape}")
            if not np.isfinite(affine).all():
                raise ValueError("its affine has a number that is not finite")
        volume.affine, volume.path, volume.header = affine, path, header
        return volume

    def __array_finalize__(self, other: Any) -> None:
        """Forget the place: an array made of this one may lie elsewhere."""
        self.affine = self.path = self.header = None

    def holding(self, array: Any, path: str) -> Volume:
        """The same volume with these values, read from this file."""
        return Volume(array, self.affine, path, self.header)

    @property
    def spacing(self) -> tuple[float, float, float] | None:
        """Millimetres between voxels; None where the file does not say."""
        if self.affine is None:
            return None
        x, y, z = np.linalg.norm(self.affine[:3, :3], axis=0).tolist()
        return x, y, z


def affine_of_lps(axes: Any, origin: Any) -> np.ndarray:
    """The affine of a volume in ITK's space.

    Takes the step of each axis in mm, one a row, and the place of the first voxel.
    """
    affine = np.eye(4)
    affine[:3, :3] = np.asarray(axes, dtype="float64").T
    affine[:3, 3] = origin
    affine[:3] *= LPS[:, np.newaxis]
    return affine


def lps_of_affine(affine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The step of each axis, one a row, and the first voxel, in ITK's space in mm."""
    flipped = affine[:3] * LPS[:, np.newaxis]
    return flipped[:, :3].T, flipped[:, 3]


def placed(value: Any, inputs: dict[str, Any]) -> Volume:
    """An output as a volume where it belongs: by its own affine, or an input's grid.

    Leading dimensions of length 1 are dropped; channels that come first go last.
    Raises ValueError where it fits no input and has no affine: none is ever made up.
    """
    if isinstance(value, Volume) and value.affine is not None:
        return value
    array = np.asarray(value)
    grids = {k: v for k, v in inputs.items() if isinstance(v, Volume)}
    found: list[Volume] = []
    for grid in grids.values():
        same = _on(array, grid.shape[:3])
        if same is not None:
            found.append(Volume(same, grid.affine, header=grid.header))
    own = (
        "postprocess() of model.py can return Volume(array, affine), from runner.volume"
    )
    if not found:
        shapes = [f"{name} has {describe(v.shape)}" for name, v in grids.items()]
        raise ValueError(
            f"where it lies in space is not known: its shape is "
            f"{describe(array.shape)}, {', '.join(shapes) or 'and no input is a volume'}"
            f"; {own}"
        )
    for other in found[1:]:
        if not _is_same_place(found[0].affine, other.affine):
            raise ValueError(
                f"where it lies in space is not known: its shape fits "
                f"{' and '.join(grids)}, which lie apart; {own}"
            )
    return found[0]


def _on(array: np.ndarray, grid: tuple[int, ...]) -> np.ndarray | None:
    """The array with the grid's dimensions first; None where it is of another grid."""
    most = len(grid)
    for volume in (array, only_leading(array, most + 1), only_leading(array, most)):
        if volume.shape[:most] == grid:
            while volume.ndim > most and volume.shape[-1] == 1:
                volume = volume[..., 0]
            if volume.ndim <= most + 1:
                return volume
        if volume.ndim == most + 1 and volume.shape[1:] == grid:
            moved = np.moveaxis(volume, 0, -1)
            return moved[..., 0] if moved.shape[-1] == 1 else moved
    return None


def _is_same_place(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.allclose(one, other, rtol=1e-4, atol=1e-3)


def storable(value: Any) -> tuple[np.ndarray, np.ndarray | None, Any]:
    """The array of a volume in a dtype that volumes have, its affine, its header.

    Raises ValueError where it is no volume: then nobody knows where it lies.
    """
    if not isinstance(value, Volume):
        raise ValueError("where it lies in space is not known")  # noqa: TRY004
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"a volume holds numbers, the output is {array.dtype}")
    if array.dtype.name == "float128":
        array = array.astype("float64")
    return (
        cast_if_same(array, BETTER.get(array.dtype.name)),
        value.affine,
        value.header,
    )


class Counted(io.RawIOBase):
    """An unpacked file that raises Failure beyond the limit, and can only be read."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner
        self.most = limit(MAX_BYTES)

    def read(self, size: int = -1) -> bytes:
        """As of any file; it never asks for more than a byte beyond the limit."""
        left = self.most - self.inner.tell() + 1
        data: bytes = self.inner.read(
            left if size is None or size < 0 else min(size, left)
        )
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
        return int(self.inner.seek(offset))

    def tell(self) -> int:
        """How far it is read."""
        return int(self.inner.tell())

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always, by reading anew."""
        return True

    def _check(self) -> None:
        if self.inner.tell() > self.most:
            raise over(MAX_BYTES)
