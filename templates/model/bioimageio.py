"""How the model is used: a BioImage.IO package. This file is yours to edit.

Its description says how inputs are prepared and outputs finished; bioimageio.core does
so. Every param of the specification arrives in preprocess and postprocess as a keyword
of its name.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
from bioimageio.core import create_prediction_pipeline
from bioimageio.core.digest_spec import create_sample_for_model
from bioimageio.spec import load_model_description


def describe(path: str) -> Any:
    """The package's own description; nothing is looked up elsewhere."""
    names = ("bioimageio.yaml", "rdf.yaml")
    found = next(name for name in names if os.path.exists(os.path.join(path, name)))
    return load_model_description(Path(path, found), perform_io_checks=False)


def load(path: str) -> Any:
    """Make the network and give it its weights, once."""
    return create_prediction_pipeline(describe(path))


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """From the inputs as read to arrays; the package's own steps come afterwards."""
    return inputs


def predict(model: Any, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The outputs by name, after the package's own pre- and postprocessing."""
    sample = create_sample_for_model(model.model_description, inputs=inputs)
    found = model.predict_sample_without_blocking(sample).members
    return {str(name): np.asarray(tensor.data) for name, tensor in found.items()}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs


def example() -> dict[str, np.ndarray]:
    """The package's own test inputs, with which make test predicts."""
    return test_tensors("inputs")


def expected() -> dict[str, np.ndarray]:
    """What the package says that comes of them: make test compares."""
    return test_tensors("outputs")


def test_tensors(side: str) -> dict[str, np.ndarray]:
    """The package's test tensors by name: of each part (0.5), or in one list (0.4)."""
    path = Path(os.environ["MODEL_PATH"])
    model = describe(str(path))
    parts = getattr(model, side)
    listed = getattr(model, f"test_{side}", None)
    files = listed or [part.test_tensor.source for part in parts]
    names = [str(getattr(part, "id", None) or part.name) for part in parts]
    return {
        name: np.load(path / str(getattr(file, "path", file)))
        for name, file in zip(names, files)
    }
