"""How the model is used: a Keras model (.keras or .h5). This file is yours to edit.

Inputs and outputs are dicts by the names that the model itself gives them,
which are in model-spec.json under `tensor`. Every param of the specification arrives in
preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import keras
import numpy as np


def load(path: str) -> keras.Model:
    """Read the model, once. Layers of your own go into `custom_objects`.

    Without compile=False Keras would also ask for your losses and metrics.
    """
    try:
        return keras.models.load_model(path, compile=False)
    except (TypeError, ValueError):
        try:
            import tf_keras  # only where the file has layers of Keras 2
        except ImportError:
            tf_keras = None
        if tf_keras is None:
            raise
        return tf_keras.models.load_model(path, compile=False)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: keras.Model, inputs: dict[str, np.ndarray]) -> Any:
    """Run the model; several outputs get the names that the model has for them."""
    only = next(iter(inputs.values()))
    outputs = model.predict(inputs if len(inputs) > 1 else only, verbose=0)
    if isinstance(outputs, (list, tuple)):
        return dict(zip(model.output_names, outputs))
    return outputs


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs


# """An example for arrays. To use it, take the `# ` away, and these functions out above."""
#
# from typing import Any
#
# import numpy as np
#
#
# def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
#     """Scale as in training, and add the batch that the file has not."""
#     ((name, array),) = inputs.items()
#     scaled = (array - array.mean()) / max(array.std(), 1e-6)
#     return {name: scaled[np.newaxis]}
#
#
# def postprocess(
#     outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
# ) -> dict[str, Any]:
#     """Scores as probabilities (softmax)."""
#     ((name, scores),) = outputs.items()
#     powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
#     return {name: powers / powers.sum(axis=-1, keepdims=True)}
