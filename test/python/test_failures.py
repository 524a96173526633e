"""Failure is one line on stderr that says what and where, and nothing half-written."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

import numpy as np

from support import Folder, param, part, spec

from runner.volume import VOLUMES

ODD_MODEL = """
import os
import numpy as np

def load(path):
    return None

def predict(model, inputs):
    return {code}
"""


class InFolder(unittest.TestCase):
    def folder(self, specification=None, **model):
        folder = Folder(specification, **model)
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.array([1, 2], "float32"))
        return folder

    def fails(self, folder, arguments, message, status=1, **options):
        """It ends with one line that has the message, and leaves the folder alone."""
        before = folder.left()
        got = folder.run(*arguments, **options)
        self.assertRegex(got.stderr, f"^error: {message}\n$")
        self.assertEqual((got.stdout, got.returncode), ("", status))
        self.assertEqual(folder.left(), before)


class Failures(InFolder):
    """What is given from outside."""

    def test_arguments(self):
        self.fails(self.folder(), ["--x=x.npy"], "--y missing; see --help", 2)

    def test_inputs(self):
        folder = self.folder()
        (folder.data / "dir.npy").mkdir()
        for name, reason in (
            ("none.npy", "no such file or folder; is it mounted .docker run -v.."),
            ("dir.npy", "Is a directory"),
        ):
            message = f"--x: cannot read {name}: {reason}"
            self.fails(folder, [f"--x={name}", "--y=y.npy"], message)
        message = "--x: x.csv ends in .csv, the specification says .npy"
        self.fails(folder, ["--x=x.csv", "--y=y.npy"], message, 2)

    def test_outputs(self):
        folder = self.folder()
        (folder.data / "dir.npy").mkdir()
        for name, reason in (
            ("none/y.npy", "no such file or folder; is it mounted .docker run -v.."),
            ("dir.npy", "Is a directory"),
            ("x.npy/y.npy", "Not a directory"),
        ):
            message = f"--y: cannot write {name}: {reason}"
            self.fails(folder, ["--x=x.npy", f"--y={name}"], message)
        message = "--y: y.csv ends in .csv, the specification says .npy"
        self.fails(folder, ["--x=x.npy", "--y=y.csv"], message, 2)

    def test_outputs_that_another_user_may_not_write(self):
        closed = [p for p in Path(sys.executable).parents if not p.stat().st_mode & 1]
        if os.getuid() != 0 or closed:
            return  # only root can become someone else, who has to reach this Python
        folder = self.folder()
        folder.root.chmod(0o755)
        message = (
            "--y: cannot write y.npy: Permission denied for user 12345:678; "
            'docker run -u "\\$\\(id -u\\):0" writes as you'
        )
        words = ["--x=x.npy", "--y=y.npy"]
        self.fails(folder, words, message, user=12345, group=678)
        (folder.data / "x.npy").chmod(0o600)
        message = "--x: cannot read x.npy: Permission denied for user 12345:678"
        folder.data.chmod(0o777)
        self.fails(folder, words, message, user=12345, group=678)

    def test_an_output_on_a_full_disk(self):
        zeros = 'np.zeros((1000, 50, 20), "float32")'
        for extension in (".npy", ".npz", ".json", *VOLUMES):
            code = f"Volume({zeros}, np.eye(4))" if extension in VOLUMES else zeros
            code = code.replace("zeros", "random.default_rng(0).random").replace(
                ', "float32"', ""
            )
            model = ODD_MODEL.replace("{code}", code).replace(
                "import numpy as np",
                "import numpy as np\nfrom runner.volume import Volume",
            )
            outputs = {"y": part("y", extension, None)}
            folder = self.folder(spec({"x": part("x")}, outputs), model=model)
            code = (
                "import resource, signal, sys, os;"
                "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
                "resource.setrlimit(resource.RLIMIT_FSIZE, (999, 999));"
                "os.execv(sys.argv[1], sys.argv[1:])"
            )
            command = folder.command("--x=x.npy", f"--y=y{extension}")
            got = subprocess.run(
                [command[0], "-c", code, *command],
                cwd=folder.data,
                capture_output=True,
                text=True,
                check=False,
            )
            with self.subTest(extension):
                self.assertRegex(
                    got.stderr, f"^error: --y: cannot write y{extension}: .*large.*\n$"
                )
                self.assertEqual((got.returncode, folder.left()), (1, ["x.npy"]))

    def test_all_outputs_or_none(self):
        specification = spec(
            {"x": part("x")}, {"y": part("y"), "z": part("z", ".png", None)}
        )
        model = ODD_MODEL.replace("{code}", '{"y": inputs["x"], "z": np.zeros(3)}')
        message = r"--z: cannot write z.png: the output is no picture: .*\(3,\)"
        folder = self.folder(specification, model=model)
        words = ["--x=x.npy", "--y=y.npy", "--z=z.png"]
        self.fails(folder, words, message)
        (folder.data / "y.npy").write_text("as before")
        self.fails(folder, words, message)
        self.assertEqual((folder.data / "y.npy").read_text(), "as before")

    def test_an_output_replaces_what_was_there(self):
        folder = self.folder()
        (folder.data / "y.npy").write_text("before")
        got = folder.run("--x=x.npy", "--y", folder.data / "y.npy")
        text = f"{folder.data}/y.npy: float32 (2)\n"
        self.assertEqual((got.stdout, got.stderr), (text, ""))
        np.testing.assert_array_equal(np.load(folder.data / "y.npy"), [1, 2])
        mode = (folder.data / "y.npy").stat().st_mode & 0o777
        mask = os.umask(0)
        os.umask(mask)
        self.assertEqual(mode, 0o666 & ~mask)

    def test_shape_and_dtype(self):
        specification = spec({"x": part("x", shape=[None, 3])}, {"y": part("y")})
        message = r"--x: the model takes shape \(\?, 3\), given \(2\)"
        words = ["--x=x.npy", "--y=y.npy"]
        self.fails(self.folder(specification), words, message)
        specification = spec({"x": part("x", dtype="str")}, {"y": part("y")})
        message = "--x: the model takes str, given float32, and the cast would .*"
        self.fails(self.folder(specification), words, message)

    def test_an_extension_without_a_reader(self):
        specification = spec({"x": part("x", ".dcm")}, {"y": part("y")})
        message = "--x: this image has no reader or writer for '.dcm', .*"
        self.fails(self.folder(specification), ["--x=x.dcm", "--y=y.npy"], message)

    def test_no_model(self):
        folder = self.folder()
        words = ["--x=x.npy", "--y=y.npy"]
        missing = {"MODEL_PATH": "/none/such"}
        message = r"no model at /none/such \(MODEL_PATH\); put it into model/ and .*"
        self.fails(folder, words, message, env=missing)
        (folder.app / "model" / "weights.bin").unlink()
        (folder.app / "model" / "README.md").write_text("Put it here.")
        message = "no model in .*/app/model; put one there, or set MODEL_PATH"
        self.fails(folder, words, message)
        self.fails(folder, ["--selftest"], message)
        (folder.app / "model" / "a").write_text("")
        (folder.app / "model" / "b").write_text("")
        self.fails(folder, words, "2 entries in .*/app/model; put one there, .*")


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
                "model.py:1: import failed: ModuleNotFoundError: No module .*HINT",
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
                head + "    raise ValueError('a' * 9999)",
                r"model.py:4: predict\(\) failed: ValueError: a{600} \.\.\.HINT",
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
