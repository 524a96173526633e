"""The weights of a PyTorch network: out of any checkpoint, into the class that they fit."""

from __future__ import annotations

import argparse
import collections
import contextlib
import datetime
import importlib
import pathlib
import pkgutil
from typing import Any

import numpy as np
import torch

# Where programs of training keep the weights in a checkpoint; else under any other name.
USUAL = (
    "state_dict",
    "model_state_dict",
    "model_state",
    "model",
    "net",
    "weights",
    "params",
)
# What checkpoints hold beside tensors, and what torch.load may make of it: no code runs.
HARMLESS: list[Any] = [
    *(type(np.dtype(code)) for code in "?bBhHiIlLqQefdFDSUO"),
    *(np.dtype, np.ndarray, argparse.Namespace, pathlib.PosixPath, slice),
    *(collections.defaultdict, collections.deque, dict, list, set, datetime.timedelta),
]


def read_weights(path: str, device: str) -> dict[str, torch.Tensor]:
    """The weights in a file of torch.save, by name. Nothing in the file is run.

    Raises what torch.load raises where the file holds anything but known data.
    """
    core = importlib.import_module("numpy._core.multiarray")
    numpy1 = [
        (getattr(core, name), f"numpy.{module}.multiarray.{name}")
        for name in ("scalar", "_reconstruct")
        for module in ("core", "_core")
    ]
    with torch.serialization.safe_globals([*HARMLESS, *numpy1]):
        found = torch.load(path, map_location=device, weights_only=True)
    for name in (*USUAL, *found):
        inner = found.get(name)
        if isinstance(inner, dict) and any(map(torch.is_tensor, inner.values())):
            return inner
    return dict(found)


def find_network(
    weights: dict[str, torch.Tensor], folder: str
) -> torch.nn.Module | None:
    """A network of a class in the folder's modules that has the weights' names; or None.

    Only classes that are made without arguments are tried.
    """
    for _, name, _ in pkgutil.iter_modules([folder]):
        for kind in vars(importlib.import_module(name)).values():
            if isinstance(kind, type) and issubclass(kind, torch.nn.Module):
                with contextlib.suppress(TypeError):
                    network = kind()
                    if fitted(weights, network):
                        return network
    return None


def fitted(
    weights: dict[str, torch.Tensor], network: torch.nn.Module
) -> dict[str, torch.Tensor] | None:
    """The weights by the network's names; None where it has others.

    Programs of training put a prefix before them: `module.`, `_orig_mod.`, `model.`.
    """
    wanted = set(network.state_dict())
    first = next(iter(weights), "")
    for cut in range(first.count(".") + 1):
        prefix = "".join(f"{part}." for part in first.split(".")[:cut])
        short = {key.removeprefix(prefix): value for key, value in weights.items()}
        if wanted and wanted <= set(short):
            return {key: short[key] for key in wanted}
    return None
