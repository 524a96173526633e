"""What model.py does wrong, and what a model file misses, is told in one line."""

import subprocess
import sys
import unittest

import numpy as np

from support import InFolder, param, part, spec


class ModelFile(InFolder):
    """What model.py does wrong is told with its line."""

    def check(self, code, message, specification=None):
        folder = self.folder(specification, model=code)
        hint = r" \(ML_IMAGE_DEBUG=1 shows more\)"
        self.fails(folder, ["--x=x.npy", "--y=y.npy"], message.replace("HINT", hint))

    def test_its_code(self):
        head = "def load(path):\n    return 1\ndef predict(model, inputs):\n"
        for code, message in (
            ("def load(:", "model.py:1: import failed: SyntaxError: invalid .*HINT"),
            (
                "import none_such",
                (
                    "model.py:1: import failed: ModuleNotFoundError: No module named 'none_such'; "
                    r"put its package into requirements.txt \(ml-image pip NAME\), or none_such.py into src/"
                    "HINT"
                ),
            ),
            ("", r"model.py has no function load\(\)"),
            ("def load(path): return 1", r"model.py has no function predict\(\)"),
            (
                "def load(path):\n    open('/none')",
                r"model.py:2: load\(\) failed: FileNotFoundError: .*'/none'HINT",
            ),
            (
                head + "    raise ValueError('a\\nb\\x1b[1m')",
                r"model.py:4: predict\(\) failed: ValueError: a b\\x1b\[1mHINT",
            ),
            (
                head + "    exit(0)",
                r"model.py:4: predict\(\) failed: SystemExit: 0HINT",
            ),
            (
                head + "    raise ValueError('a' * 9999 + 'z')",
                r"model.py:4: predict\(\) failed: ValueError: a{300} \.\.\. a{299}zHINT",
            ),
            (
                head + "    return [1, 2]",
                r"predict\(\) of model.py returned 2 outputs, model-spec.json declares 1",
            ),
            (
                head + "    return {'a': 1, 'b': 2}",
                r"--y: postprocess\(\) of model.py gave no output 'y'; it gave a, b",
            ),
            (
                head + "    return 1\ndef preprocess(inputs):\n    return [1]",
                r"preprocess\(\) of model.py must return a dict, not list",
            ),
        ):
            with self.subTest(code):
                self.check(code, message)

    def test_what_to_do_about_a_missing_operation(self):
        for said, operation in (
            ("Unknown builtin op: torchvision::nms.", "torchvision::nms"),
            ("Op type not registered 'AddBlas' in binary", "AddBlas"),
            ("ai.onnx.contrib:Tok(-1) is not a registered function/op", "contrib:Tok"),
        ):
            code = f"def load(path):\n    raise RuntimeError({said!r})\n"
            code += "def predict(model, inputs): return inputs\n"
            self.check(
                code, f"model.py:2: .*; import the package .*{operation} in .*HINT"
            )

    def pickled(self, code, saved_by):
        """A folder of this model.py, with what a script pickles as the model."""
        folder = self.folder(
            model="import pickle\n" + code + "def load(path):\n"
            "    with open(path, 'rb') as file:\n"
            "        return pickle.load(file)\n"
            "def predict(model, inputs): return model.twice(inputs['x'])\n"
        )
        path = folder.app / "model" / "weights.bin"
        script = (
            saved_by + f"import pickle\npickle.dump(Net(), open({str(path)!r}, 'wb'))"
        )
        subprocess.run([sys.executable, "-c", script], check=True)
        return folder

    NET = "class Net:\n    def twice(self, x): return x * 2\n"

    def test_a_class_of_main_is_found_in_model_py(self):
        folder = self.pickled(self.NET, self.NET)
        got = folder.run("--x=x.npy", "--y=y.npy")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        # A name that entrypoint.py has too.
        named = self.NET.replace("Net", "Spec")
        folder = self.pickled(named, named + "Net = Spec\n")
        got = folder.run("--x=x.npy", "--y=y.npy")
        self.assertEqual((got.returncode, got.stderr), (0, ""))

    def test_a_class_of_another_release_names_the_package(self):
        folder = self.pickled(
            "",
            "import json\nclass Net: pass\nNet.__module__ = 'json'\njson.Net = Net\n",
        )
        message = "model.py:.*; json in this image has no Net: install the release .*"
        self.fails(folder, ["--x=x.npy", "--y=y.npy"], message)

    def test_modules_packages_and_data_in_src(self):
        folder = self.folder(
            model="import net\nfrom parts.blocks import SCALE\n"
            "def load(path): return net.weight() * SCALE\n"
            "def predict(model, inputs): return inputs['x'] * model\n"
        )
        code = folder.app / "src"
        (code / "parts").mkdir(parents=True)
        (code / "parts" / "blocks.py").write_text("SCALE = 2\n")
        (code / "weight.txt").write_text("3")
        (code / "net.py").write_text(
            "import pathlib\n"
            "def weight():\n"
            "    return int(pathlib.Path(__file__).with_name('weight.txt').read_text())\n"
        )
        got = folder.run("--x=x.npy", "--y=y.npy")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        self.assertEqual(np.load(folder.data / "y.npy").tolist(), [6, 12])

    def test_a_class_that_is_missing_is_named(self):
        folder = self.pickled("", self.NET)
        message = (
            r"model.py:.*; the model file needs Net: define or import it in model.py .*"
        )
        self.fails(folder, ["--x=x.npy", "--y=y.npy"], message)

    def test_a_param_that_preprocess_does_not_take(self):
        code = "def load(path): 1\ndef predict(model, inputs): 1\n"
        code += "def preprocess(inputs): return inputs"
        specification = spec(
            {"x": part("x")}, {"y": part("y")}, {"n": param("int", 1, "--n=")}
        )
        message = r"model.py: preprocess\(\) failed: TypeError: .*argument 'n'HINT"
        self.check(code, message, specification)

    def test_a_param_may_have_any_name(self):
        params = {
            name: param("int", 1, f"--{name}=")
            for name in ("name", "self", "function", "doing", "values", "params")
        }
        code = (
            "def load(path): return 1\n"
            "def predict(model, inputs): return [1]\n"
            "def postprocess(outputs, **params):\n"
            "    return [sum(params.values())]\n"
        )
        folder = self.folder(
            spec({"x": part("x")}, {"y": part("y")}, params), model=code
        )
        got = folder.run("--x=x.npy", "--y=y.npy", "--self=10")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        self.assertEqual(np.load(folder.data / "y.npy"), 15)

    def test_the_whole_traceback_on_demand(self):
        folder = self.folder(model="def load(path):\n    1 / 0\n")
        for code in ("1", "yes"):
            words = ["--x=x.npy", "--y=y.npy"]
            got = folder.run(*words, env={"ML_IMAGE_DEBUG": code})
            self.assertIn("Traceback (most recent call last)", got.stderr)
            self.assertIn('model.py", line 2, in load', got.stderr)
            self.assertRegex(got.stderr, "\nerror: model.py:2: .*division by zero\n$")


if __name__ == "__main__":
    unittest.main()
