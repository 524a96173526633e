"""An example for pictures. To use it, take the `# ` away, and these functions out above."""

from typing import Any

import numpy as np
from PIL import Image

SIZE = (224, 224)  # width and height that the model was trained with
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])  # ImageNet


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """Resize, scale to 0..1, subtract the mean; batch and channels come first."""
    ((name, pixels),) = inputs.items()  # uint8, (height, width, channels)
    picture = Image.fromarray(pixels.squeeze()).convert("RGB").resize(SIZE)
    array = (np.asarray(picture) / 255 - MEAN) / STD
    return {name: array.transpose(2, 0, 1)[np.newaxis]}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """Scores as probabilities (softmax); `labels` in model-spec.json name the classes."""
    ((name, scores),) = outputs.items()
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return {name: powers / powers.sum(axis=-1, keepdims=True)}
