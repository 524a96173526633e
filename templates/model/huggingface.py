"""How the model is used: a Hugging Face directory. This file is yours to edit.

Arrays are dict values, by their names under `tensor` in model-spec.json: those that
the model itself takes (input_ids, pixel_values) and gives (logits). An input of dtype
`str` goes through the tokenizer of the directory. Every param of the specification
arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import torch
import transformers

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def load(path: str) -> Any:
    """Read the model, once, as the class that its config.json names.

    trust_remote_code=True would run code that the directory brings.
    """
    transformers.utils.logging.disable_progress_bar()
    config = transformers.AutoConfig.from_pretrained(path, trust_remote_code=False)
    network = getattr(transformers, config.architectures[0])
    return network.from_pretrained(path).to(DEVICE).eval()


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Run the model and give all tensors that it returns, by their names."""
    tensors: dict[str, torch.Tensor] = {}
    for name, array in inputs.items():
        if array.dtype.kind == "U":
            tokenizer = transformers.AutoTokenizer.from_pretrained(model.name_or_path)
            texts = array.ravel().tolist()
            tensors |= tokenizer(texts, padding=True, return_tensors="pt")
        else:
            tensors[name] = torch.from_numpy(array)
    with torch.inference_mode():
        outputs = model(**{name: value.to(DEVICE) for name, value in tensors.items()})
    found = {name: value for name, value in outputs.items() if torch.is_tensor(value)}
    return {name: value.cpu().numpy() for name, value in found.items()}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
