"""How the model is used: a program saved by torch.export. This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import torch
from torch.export.passes import move_to_device_pass

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def load(path: str) -> Any:
    """Read the model, once; it brings its own code, so no class is needed."""
    program = torch.export.load(path)
    if DEVICE == "cuda":
        program = move_to_device_pass(program, DEVICE)
    return program.module()


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, np.ndarray]) -> Any:
    """Run the model on its inputs, in the specification's order."""
    tensors = [torch.from_numpy(array).to(DEVICE) for array in inputs.values()]
    with torch.inference_mode():
        return to_numpy(model(*tensors))


def to_numpy(output: Any) -> Any:
    """Tensors as arrays; a tuple is named in the specification's order."""
    if isinstance(output, dict):
        return {name: to_numpy(value) for name, value in output.items()}
    if isinstance(output, (list, tuple)):
        return [to_numpy(value) for value in output]
    return output.cpu().numpy()


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
