"""How the model is used: an MLflow model. This file is yours to edit.

MLflow loads it as it was logged, by its python_function flavor. Every param of the
specification arrives in preprocess and postprocess as a keyword of its name.
"""

import os
from typing import Any

import mlflow.models
import mlflow.pyfunc


def load(path: str) -> Any:
    """Read the model, once. This runs code that it brings: trust its author."""
    return mlflow.pyfunc.load_model(path)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, Any]) -> Any:
    """Run the model on its one input, or on all of them by name."""
    values = list(inputs.values())
    found = model.predict(values[0] if len(values) == 1 else inputs)
    return found.to_numpy() if hasattr(found, "to_numpy") else found


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs


def example() -> dict[str, Any] | None:
    """The input_example that was logged with the model, for make test; else none."""
    path = os.environ["MODEL_PATH"]
    saved = mlflow.models.Model.load(path)
    if saved.saved_input_example_info is None:
        return None
    inputs = saved.get_input_schema()
    is_table = inputs is None or not inputs.is_tensor_spec()
    return {"table" if is_table else "input": saved.load_input_example(path)}
