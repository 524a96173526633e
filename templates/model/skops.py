"""How the model is used: a skops file. This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import skops.io

# Types of other packages run code of theirs: add one only if you trust it.
TRUSTED = ("sklearn.", "numpy.", "scipy.", "builtins.", "collections.", "functools.")


def load(path: str) -> Any:
    """Read the model, once; a type that is not trusted is refused by name."""
    types = skops.io.get_untrusted_types(file=path)
    return skops.io.load(path, trusted=[t for t in types if t.startswith(TRUSTED)])


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, Any]) -> Any:
    """Run the model on a table, one row a sample, columns as in training.

    A classifier gives classes; for probabilities call model.predict_proba(table).
    """
    table = next(iter(inputs.values()))
    return model.predict(table)


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
