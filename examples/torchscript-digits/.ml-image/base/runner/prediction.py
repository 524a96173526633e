"""A prediction, from the files that are given to the files that are asked for."""

from __future__ import annotations

from typing import Any

from runner.arrays import Arrays
from runner.formats import Geometry
from runner.inputs import read_input
from runner.model_call import Model, output_of
from runner.specification import Spec
from runner.targets import Target
from runner.text import describe, plain


def predict(
    spec: Spec, texts: dict[str, str], params: dict[str, Any], targets: list[Target]
) -> None:
    """Read the inputs, run the model, write the outputs: all of them or none."""
    for target in targets:
        target.check()
    inputs: Arrays = {}
    geometry: Geometry | None = None  # of the first volume
    for part in spec.inputs:
        if part.key in texts:
            inputs[part.tensor], place = read_input(texts[part.key], part)
            geometry = geometry or place
    outputs = Model(spec).run(inputs, params)
    for target in targets:
        target.write(output_of(outputs, target.part), geometry)
    for target in targets:
        target.move()
        array = output_of(outputs, target.part)
        print(f"{plain(target.path)}: {array.dtype.name} {describe(array.shape)}")
