"""How the model is used: a whole PyTorch module, pickled. This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import torch

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"

# Loading needs the module's class, under the name that it was saved with. If that was
# `net.Net`, put net.py beside this file, or its package into requirements.txt. If it
# was `__main__.Net` (saved from a script or notebook), put the class here, and below it
# `sys.modules["__main__"].Net = Net`, with `import sys` above.


def load(path: str) -> torch.nn.Module:
    """Read the model, once.

    weights_only=False runs code that the file names: open only files that you trust.
    """
    network = torch.load(path, map_location=DEVICE, weights_only=False)
    return network.eval()


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
