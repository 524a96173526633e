"""How the model is used: a TensorFlow SavedModel. This file is yours to edit.

Inputs and outputs are dicts by the names that the model itself gives them,
which are in model-spec.json under `tensor`. Every param of the specification arrives in
preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import tensorflow as tf


def load(path: str) -> Any:
    """Read the model, once; give the signature that it was saved with for serving.

    Keras 2 saved optimizers too, which TensorFlow alone cannot make: then the graph is
    read as TensorFlow 1 reads it, which needs no objects.
    """
    try:
        signatures = dict(tf.saved_model.load(path).signatures)
    except (AttributeError, ValueError, KeyError, TypeError):
        return read_graph(path)
    return signatures.get("serving_default") or next(iter(signatures.values()))


def read_graph(path: str) -> Any:
    """The same as a function of named arrays, by the graph that is saved for serving."""
    session = tf.compat.v1.Session(graph=tf.Graph())
    with session.graph.as_default():
        saved = tf.compat.v1.saved_model.load(session, ["serve"], path)
    signatures = dict(saved.signature_def)
    signature = signatures.get("serving_default") or next(iter(signatures.values()))
    outputs = {key: each.name for key, each in signature.outputs.items()}

    def run(**inputs: Any) -> dict[str, np.ndarray]:
        given = {signature.inputs[key].name: value for key, value in inputs.items()}
        return session.run(outputs, given)

    return run


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Run the model through that signature."""
    outputs = model(**{key: as_tensor(model, array) for key, array in inputs.items()})
    return {key: np.asarray(tensor) for key, tensor in outputs.items()}


def as_tensor(model: Any, array: np.ndarray) -> Any:
    """What a signature takes; a graph takes arrays as they are."""
    return tf.constant(array) if hasattr(model, "structured_outputs") else array


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
