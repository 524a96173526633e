"""How the model is used: a MONAI bundle. This file is yours to edit.

Network, preprocessing, inferer and postprocessing are those of the bundle's own
configuration (configs/inference), which may hold Python: MONAI evaluates it. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

import os
import sys
from typing import Any

import numpy as np
import torch
from monai.bundle import ConfigParser
from monai.inferers import SimpleInferer
from monai.transforms import Compose, SaveImaged

from runner.volume import Volume

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load(path: str) -> ConfigParser:
    """Read the configuration, make the network and give it its weights, once."""
    sys.path.insert(0, path)  # scripts/ of the bundle
    ends = ("json", "yaml", "yml")
    configs = [os.path.join(path, "configs", f"inference.{end}") for end in ends]
    parser = ConfigParser()
    parser.read_config(next(config for config in configs if os.path.exists(config)))
    parser.read_meta(os.path.join(path, "configs", "metadata.json"))
    parser["bundle_root"], parser["device"] = path, DEVICE
    if "imports" in parser:
        parser.get_parsed_content("imports")
    key = "network_def" if "network_def" in parser else "network"
    network = parser.get_parsed_content(key).to(DEVICE)
    weights = torch.load(
        os.path.join(path, "models", "model.pt"), map_location=DEVICE, weights_only=True
    )
    for name in ("model", "state_dict"):
        weights = weights.get(name, weights)
    network.load_state_dict(weights)
    parser.network = network.eval()
    return parser


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """The files: the bundle's own preprocessing reads them."""
    return {name: volume.path for name, volume in inputs.items()}


def predict(model: ConfigParser, inputs: dict[str, str]) -> dict[str, Any]:
    """What the bundle makes of the files; volumes lie where its own transforms put them."""
    transforms = model.get_parsed_content("preprocessing")
    data = transforms(dict(inputs))
    inferer = SimpleInferer()
    if "inferer" in model:
        inferer = model.get_parsed_content("inferer")
    name = model.get("image_key", "image")
    name = name if torch.is_tensor(data.get(name)) else next(iter(inputs))
    with torch.inference_mode():
        batch = data[name].unsqueeze(0).to(DEVICE)
        data["pred"] = inferer(inputs=batch, network=model.network)[0]
    if "postprocessing" in model:
        data = without_saving(model.get_parsed_content("postprocessing"))(data)
    outputs = model.get("_meta_", {}).get("network_data_format", {}).get("outputs", {})
    return {key: as_volume(data[key]) for key in outputs or ["pred"]}


def without_saving(transforms: Any) -> Any:
    """The transforms but those that write files, which the image does itself."""
    return Compose([t for t in transforms.transforms if not isinstance(t, SaveImaged)])


def as_volume(tensor: Any) -> Any:
    """(channels, x, y, z) as a volume with its affine; channels last, one left out."""
    array = np.moveaxis(tensor.cpu().numpy(), 0, -1)
    array = array[..., 0] if array.shape[-1] == 1 else array
    if np.array_equal(array, array.astype("uint8")):
        array = array.astype("uint8")  # labels
    return (
        Volume(array, np.asarray(tensor.affine)) if hasattr(tensor, "affine") else array
    )


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
