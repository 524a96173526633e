"""How the model is used: the weights of a PyTorch network. This file is yours to edit.

Inputs and outputs are dicts by the names under `tensor` in model-spec.json. Every param
of the specification arrives in preprocess and postprocess as a keyword of its name.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch

from runner.weights import find_network, fitted, read_weights

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def build(weights: dict[str, torch.Tensor]) -> torch.nn.Module:
    """Make the network that the weights belong to: the file holds no code.

    In src/, a class that needs no arguments and has the weights' names is found. For
    any other, import it and return it here: `return Net(channels=3)`.
    """
    network = find_network(weights, str(Path(__file__).parent / "src"))
    if network is None:
        raise NotImplementedError(
            "return your network from build(): the file has no code"
        )
    return network


def load(path: str) -> torch.nn.Module:
    """Make the network and give it the weights, once."""
    weights = read_weights(path, DEVICE)
    network = build(weights)
    network.load_state_dict(fitted(weights, network) or weights)
    return network.to(DEVICE).eval()


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
