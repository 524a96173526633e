"""How the model is used: a sentence-transformers directory. This file is yours to edit.

Every param of the specification arrives in preprocess and postprocess as a keyword of
its name.
"""

from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def load(path: str) -> SentenceTransformer:
    """Read the model, once, with its pooling and normalisation."""
    logging.disable_progress_bar()
    return SentenceTransformer(path, device=DEVICE)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """Each line of the text is one that is embedded."""
    return {
        name: [line for line in text.splitlines() if line.strip()]
        for name, text in inputs.items()
    }


def predict(model: SentenceTransformer, inputs: dict[str, Any]) -> np.ndarray:
    """One row of numbers for each text."""
    (texts,) = inputs.values()
    return model.encode(texts, show_progress_bar=False)


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
