"""How the model is used: a TensorFlow Lite model. This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter


def load(path: str) -> Interpreter:
    """Read the model, once."""
    return Interpreter(path)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Interpreter, inputs: dict[str, np.ndarray]) -> Any:
    """Run the model by its signature, or else by the order of its tensors."""
    signatures = list(model.get_signature_list())
    if signatures:
        name = "serving_default" if "serving_default" in signatures else signatures[0]
        return model.get_signature_runner(name)(**inputs)
    given = list(zip(model.get_input_details(), inputs.values()))
    for tensor, array in given:
        model.resize_tensor_input(tensor["index"], array.shape)
    model.allocate_tensors()
    for tensor, array in given:
        model.set_tensor(tensor["index"], array)
    model.invoke()
    return [model.get_tensor(tensor["index"]) for tensor in model.get_output_details()]


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
