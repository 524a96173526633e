"""How the model is used: a scikit-learn estimator of named columns. This file is yours to edit.

The table is a DataFrame whose columns model-spec.json names. Every param of the
specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import joblib


def load(path: str) -> Any:
    """Read the model, once. This runs code that the file names: trust its author."""
    return joblib.load(path)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the table as read to the one that the model takes."""
    return inputs


def predict(model: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    """The columns of the table that is written: a class and its scores, or a number."""
    table = next(iter(inputs.values()))
    predicted = model.predict(table)
    if not hasattr(model, "classes_"):
        return {"prediction": predicted}
    if not hasattr(model, "predict_proba"):
        return {"class": predicted}
    scores = model.predict_proba(table)
    columns = {str(name): scores[:, at] for at, name in enumerate(model.classes_)}
    return {"label": predicted, **columns}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
