"""How the model is used: an XGBoost model (.json or .ubj). This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import xgboost


def load(path: str) -> xgboost.Booster:
    """Read the model, once."""
    return xgboost.Booster(model_file=path)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: xgboost.Booster, inputs: dict[str, np.ndarray]) -> np.ndarray:
    """Run the model on a table, one row a sample, columns as in training.

    NaN is a missing value. What comes back is set by the model's objective.
    """
    table = next(iter(inputs.values()))
    return model.predict(xgboost.DMatrix(table, feature_names=model.feature_names))


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
