"""How the model is used: an nnU-Net results folder. This file is yours to edit.

nnU-Net reads the files itself, resamples them as it was trained, and predicts with every
fold that the folder has. Every param of the specification arrives in preprocess and
postprocess as a keyword of its name.
"""

import os
from typing import Any

import torch

for name in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ.setdefault(name, "/tmp")  # folders of training, which it asks for

from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load(path: str) -> nnUNetPredictor:
    """Read the networks of all folds, once."""
    predictor = nnUNetPredictor(
        device=DEVICE,
        perform_everything_on_device=DEVICE.type == "cuda",
        allow_tqdm=False,
    )
    folds = [n.removeprefix("fold_") for n in os.listdir(path) if n.startswith("fold_")]
    final = os.path.join(path, f"fold_{folds[0]}", "checkpoint_final.pth")
    checkpoint = (
        "checkpoint_final.pth" if os.path.exists(final) else "checkpoint_best.pth"
    )
    predictor.initialize_from_trained_model_folder(
        path, [int(f) if f.isdigit() else f for f in sorted(folds)], checkpoint
    )
    return predictor


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """The files, one a channel: nnU-Net's own reader takes them."""
    return {name: volume.path for name, volume in inputs.items()}


def predict(model: nnUNetPredictor, inputs: dict[str, str]) -> Any:
    """The label of each voxel, on the grid of the files."""
    channels = model.dataset_json.get("channel_names", {})
    names = [str(channels[key]) for key in sorted(channels, key=int)]
    if sorted(names) != sorted(inputs):
        names = list(inputs)  # two channels of one name: in the specification's order
    reader = model.plans_manager.image_reader_writer_class()
    image, properties = reader.read_images([inputs[name] for name in names])
    labels = model.predict_single_npy_array(image, properties)
    return labels.T  # its arrays are (z, y, x)


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; it lies where the inputs lie."""
    return outputs
