"""How the model is used: a TensorFlow SavedModel. This file is yours to edit.

Inputs and outputs are dicts by the names that the model itself gives them,
which are in model-spec.json under `tensor`. Every param of the specification arrives in
preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import tensorflow as tf


def load(path: str) -> Any:
    """Read the model, once."""
    return tf.saved_model.load(path)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Run the model through the signature that it was saved with for serving."""
    signatures = dict(model.signatures)
    signature = signatures.get("serving_default") or next(iter(signatures.values()))
    outputs = signature(**{key: tf.constant(array) for key, array in inputs.items()})
    return {key: tensor.numpy() for key, tensor in outputs.items()}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
