"""What ABLInfer itself makes of a specification is what the entrypoint understands."""

import copy
import json
import logging
import random
import tempfile
import unittest
from pathlib import Path

from ablinfer.base import DispatchBase
from ablinfer.model import normalize_model, normalize_model_config

from support import param, part, spec

from runner.arguments import check_files, param_value, parse_arguments
from runner.specification import Spec
from trials import default_values, texts_of, words_of

FLAGS = ("", "--{}=", "--{}", "-{}", "{}=", "--{}-of=")


class Command(DispatchBase):
    """ABLInfer's own making of a command line, without a container."""

    def __init__(self, model, config):
        self.model = model
        self.model_config = normalize_model_config(model, config)

    def command(self):
        return self._make_flags(self._make_fmap())

    def _make_fmap(self):
        return self._make_fmap_helper(self.model["docker"]["data_path"])

    def _save_input(self, fmap):
        raise NotImplementedError

    def _run_command(self, cmd):
        raise NotImplementedError

    def _load_output(self, fmap):
        raise NotImplementedError


def made_up(random_):
    """A random specification, the values to give, and what must arrive."""
    flag = lambda key: random_.choice(FLAGS).format(key)
    kinds = {
        "int": lambda: param("int", 1, "", min=-5, max=5),
        "float": lambda: param("float", 0.5, "", min=-1, max=1),
        "bool": lambda: param("bool", random_.random() < 0.5, ""),
        "string": lambda: param("string", "plain", ""),
        "enum": lambda: param("enum", "a", "", enum={"First": "a", "Second": "b"}),
    }
    values = {
        "int": lambda: random_.randint(-5, 5),
        "float": lambda: random_.choice((-1, -1e-05, 0.25, 1)),
        "bool": lambda: random_.random() < 0.5,
        "string": lambda: random_.choice(("", "a b", "x=y", "\u00e9", "$(x)")),
        "enum": lambda: random_.choice(("a", "b")),
    }
    inputs = {
        f"i{n}": part(f"i{n}", ".nii.gz", flag=flag(f"i{n}"))
        for n in range(random_.randint(1, 3))
    }
    outputs = {
        f"o{n}": part(f"o{n}", ".csv", flag=flag(f"o{n}"))
        for n in range(random_.randint(1, 2))
    }
    params, given = {}, {}
    for n in range(random_.randint(0, 4)):
        kind = random_.choice(list(kinds))
        params[f"p{n}"] = {**kinds[kind](), "flag": flag(f"p{n}")}
        if kind == "bool" and params[f"p{n}"]["flag"] == "":
            params[f"p{n}"]["flag"] = f"--p{n}"  # an empty argument says nothing
        if random_.random() < 0.8:
            given[f"p{n}"] = values[kind]()
    order = [*inputs, *outputs, *params]
    random_.shuffle(order)
    return spec(inputs, outputs, params, order), given


class Agreement(unittest.TestCase):
    def test_every_command_of_ablinfer_arrives_as_meant(self):
        random_ = random.Random(1)
        for _ in range(500):
            specification, given = made_up(random_)
            with self.assertNoLogs(level=logging.WARNING):
                model = normalize_model(copy.deepcopy(specification))
            config = {
                side: {
                    key: {"value": f"/host/{key}", "enabled": True}
                    for key in specification[side]
                }
                for side in ("inputs", "outputs")
            }
            config["params"] = {key: {"value": value} for key, value in given.items()}
            logging.disable(logging.WARNING)  # a default that is used is one
            self.addCleanup(logging.disable, logging.NOTSET)
            command = Command(model, config).command()
            logging.disable(logging.NOTSET)
            with (
                self.subTest(command),
                tempfile.TemporaryDirectory() as folder,
            ):
                path = Path(folder, "model-spec.json")
                path.write_text(json.dumps(specification))
                read = Spec(str(path))
                texts = parse_arguments(read, command)
                check_files(read, texts)
                for part_ in read.inputs + read.outputs:
                    expected = f"/data/{part_.key}{part_.extension}"
                    self.assertEqual(texts[part_.key], expected)
                for part_ in read.params:
                    default = specification["params"][part_.key]["default"]
                    self.assertEqual(
                        param_value(part_, texts.get(part_.key)),
                        given.get(part_.key, default),
                    )

    def test_make_test_gives_the_command_that_ablinfer_makes_by_default(self):
        random_ = random.Random(2)
        logging.disable(logging.WARNING)  # a default that is used is one
        self.addCleanup(logging.disable, logging.NOTSET)
        for _ in range(300):
            specification, _ = made_up(random_)
            config = {
                side: {key: {"value": f"/host/{key}"} for key in specification[side]}
                for side in ("inputs", "outputs")
            }
            model = normalize_model(copy.deepcopy(specification))
            expected = Command(model, {**config, "params": {}}).command()
            with (
                self.subTest(expected),
                tempfile.TemporaryDirectory() as folder,
            ):
                path = Path(folder, "model-spec.json")
                path.write_text(json.dumps(specification))
                read = Spec(str(path))
                files = [part_.file for part_ in read.inputs]
                values = default_values(read, read.data_path, files)
                self.assertEqual(words_of(read, texts_of(read, values)), expected)


if __name__ == "__main__":
    unittest.main()
