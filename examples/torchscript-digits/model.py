"""How the model is used: a TorchScript archive. This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import torch

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def load(path: str) -> Any:
    """Read the model, once; it brings its own code, so no class is needed."""
    return torch.jit.load(path, map_location=DEVICE).eval()


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to the model's arrays: scale, crop, resize."""
    return inputs


def predict(model: Any, inputs: dict[str, np.ndarray]) -> Any:
    """Run the model on its inputs, in the specification's order."""
    tensors = [torch.from_numpy(array).to(DEVICE) for array in inputs.values()]
    with torch.inference_mode():
        return to_numpy(model(*tensors))


def to_numpy(output: Any) -> Any:
    """Tensors as arrays; a tuple is named in the specification's order."""
    if isinstance(output, dict):
        return {name: to_numpy(value) for name, value in output.items()}
    if isinstance(output, (list, tuple)):
        return [to_numpy(value) for value in output]
    return output.cpu().numpy()


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
