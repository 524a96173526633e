"""How the model is used: a frozen graph of TensorFlow 1. This file is yours to edit.

Inputs and outputs are dicts by the names of the graph's nodes, which are in
model-spec.json under `tensor`. Every param of the specification arrives in preprocess
and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import tensorflow as tf


def load(path: str) -> tf.compat.v1.Session:
    """Read the graph, once."""
    definition = tf.compat.v1.GraphDef()
    with open(path, "rb") as file:
        definition.ParseFromString(file.read())
    session = tf.compat.v1.Session(graph=tf.Graph())
    with session.graph.as_default():
        tf.import_graph_def(definition, name="")
    return session


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(
    model: tf.compat.v1.Session, inputs: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Run the graph up to the nodes that no other one takes."""
    operations = model.graph.get_operations()
    ends = [
        operation
        for operation in operations
        if operation.type not in ("Placeholder", "Const", "NoOp")
        and not any(output.consumers() for output in operation.outputs)
    ]
    fetched = {end.name: end.outputs[0] for end in ends if end.outputs}
    return model.run(fetched, {f"{name}:0": value for name, value in inputs.items()})


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
