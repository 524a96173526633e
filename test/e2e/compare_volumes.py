"""Compares two NIfTI files: voxels, place in space, dtype and shape, as one JSON object."""

import json
import sys

import nibabel
import numpy as np


def main(got_path: str, wanted_path: str) -> None:
    got, wanted = nibabel.load(got_path), nibabel.load(wanted_path)
    difference = {
        "voxels": int(np.sum(np.asarray(got.dataobj) != np.asarray(wanted.dataobj))),
        "affine": float(np.abs(got.affine - wanted.affine).max()),
        "is": [f"{image.get_data_dtype()} {image.shape}" for image in (got, wanted)],
    }
    print(json.dumps(difference))


if __name__ == "__main__":
    main(*sys.argv[1:])
