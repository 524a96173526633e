"""An example for volumes. To use it, take the `# ` away, and these functions out above.

It needs SciPy: ml-image pip scipy
"""

from typing import Any

import numpy as np
from scipy import ndimage

SPACING = np.array([1.5, 1.5, 1.5])  # millimetres along x, y, z, as in training
LIKE_VOXELS: dict[str, Any] = {"mode": "nearest", "grid_mode": True}


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """Resample to the spacing of training and scale; batch and channel come first."""
    ((name, scan),) = inputs.items()  # (x, y, z), with scan.spacing and scan.affine
    array = np.asarray(scan, dtype="float32")
    array = ndimage.zoom(array, scan.spacing / SPACING, order=1, **LIKE_VOXELS)
    array = (array - array.mean()) / max(array.std(), 1e-6)
    return {name: array[np.newaxis, np.newaxis]}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """The class of each voxel on the scan's own grid, so that the mask lies on it."""
    ((name, scores),) = outputs.items()  # (1, classes, x, y, z)
    (scan,) = inputs.values()
    mask = scores[0].argmax(axis=0).astype("uint8")
    back = np.array(scan.shape) / mask.shape
    return {name: ndimage.zoom(mask, back, order=0, **LIKE_VOXELS)}
