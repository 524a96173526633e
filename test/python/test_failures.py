"""Failure is one line on stderr that says what and where, and nothing half-written."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

import numpy as np

from support import InFolder, part, spec

from runner.formats import VOLUMES

ODD_MODEL = """
import os
import numpy as np

def load(path):
    return None

def predict(model, inputs):
    return {code}
"""


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


if __name__ == "__main__":
    unittest.main()
