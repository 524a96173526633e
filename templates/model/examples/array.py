"""An example for arrays. To use it, take the `# ` away, and these functions out above."""

from typing import Any

import numpy as np


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """Scale as in training, and add the batch that the file has not."""
    ((name, array),) = inputs.items()
    scaled = (array - array.mean()) / max(array.std(), 1e-6)
    return {name: scaled[np.newaxis]}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """Scores as probabilities (softmax)."""
    ((name, scores),) = outputs.items()
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return {name: powers / powers.sum(axis=-1, keepdims=True)}
