"""How the model is used: a CatBoost model. This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import catboost
import numpy as np

CLASSIFIERS = ("Logloss", "CrossEntropy", "MultiClass", "MultiClassOneVsAll")


def load(path: str) -> catboost.CatBoost:
    """Read the model, once: binary, or JSON."""
    with open(path, "rb") as file:
        kind = "json" if file.read(1) == b"{" else "cbm"
    return catboost.CatBoost().load_model(path, format=kind)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: catboost.CatBoost, inputs: dict[str, Any]) -> np.ndarray:
    """Run the model on a table, one row a sample, columns as in training.

    A classifier gives probabilities, one column a class.
    """
    table = next(iter(inputs.values()))
    loss = str(model.get_all_params().get("loss_function", "")).split(":")[0]
    kind = "Probability" if loss in CLASSIFIERS else "RawFormulaVal"
    return model.predict(table, prediction_type=kind)


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
