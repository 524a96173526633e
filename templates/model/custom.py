"""How the model is used. This file is yours: fill in load and predict.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
A function `example()` may return such inputs, for --selftest and make test.
"""

from typing import Any

import numpy as np


def load(path: str) -> Any:
    """Read the model at this path, once, and return what predict needs."""
    return path


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Run the model on its inputs and return its outputs by name."""
    raise NotImplementedError("fill in predict() and load() of model.py")


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
