"""How the model is used: an ONNX model. This file is yours to edit.

Arrays are kept by the names that stand in model-spec.json under `tensor`. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import onnxruntime


def load(path: str) -> onnxruntime.InferenceSession:
    """Read the model, once, for a GPU where the runtime has one."""
    wanted = ("CUDAExecutionProvider", "CPUExecutionProvider")
    there = onnxruntime.get_available_providers()
    return onnxruntime.InferenceSession(
        path, providers=[name for name in wanted if name in there]
    )


def preprocess(inputs: dict[str, np.ndarray], **params: Any) -> dict[str, np.ndarray]:
    """From the arrays as read to those that the model takes: scale, crop, resize."""
    return inputs


def predict(
    model: onnxruntime.InferenceSession, inputs: dict[str, np.ndarray]
) -> dict[str, Any]:
    """Run the model; its inputs and outputs have names of their own."""
    names = [output.name for output in model.get_outputs()]
    return dict(zip(names, model.run(names, inputs)))


def postprocess(outputs: dict[str, np.ndarray], **params: Any) -> dict[str, np.ndarray]:
    """From what the model gives to what is written: threshold, argmax, cast."""
    return outputs
