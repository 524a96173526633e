"""A folder as the image has it under /app, and ways to run its entrypoint.

The tests need what test/fixtures/requirements.txt lists:

    python -m unittest discover -s test/python -t test/python
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FIXTURES = ROOT / "test" / "fixtures"

# What entrypoint.py is made of, for the tests that look inside.
sys.path[:0] = [str(TEMPLATES), str(TEMPLATES / "test")]

IDENTITY = """
import numpy as np

def load(path):
    return path

def predict(model, inputs):
    return {name.replace("x", "y"): array for name, array in inputs.items()}
"""


def part(
    key: str,
    extension: str = ".npy",
    dtype: str | None = "float32",
    shape: list[int | None] | None = None,
    *,
    flag: str | None = None,
    status: str = "required",
    name: str | None = None,
) -> dict:
    """An input or output of a specification, complete for ABLInfer."""
    return {
        "name": key.title(),
        "description": f"The {key}",
        "status": status,
        "flag": f"--{key}=" if flag is None else flag,
        "extension": extension,
        "type": "volume",
        "labelmap": False,
        "tensor": {"name": name or key, "dtype": dtype, "shape": shape},
    }


def param(kind: str, default: object, flag: str, **more: object) -> dict:
    """A param of a specification, complete for ABLInfer."""
    words = {"name": "A param", "description": "It changes the answer"}
    return {**words, "type": kind, "default": default, "flag": flag, **more}


def spec(
    inputs: dict, outputs: dict, params: dict | None = None, order: list | None = None
) -> dict:
    """A whole specification that ABLInfer takes without a warning."""
    for record in inputs.values():
        record.setdefault("pre", [])
    for record in outputs.values():
        record.setdefault("post", [])
    words = ("name", "organ", "task", "status", "modality", "website", "citation")
    return {
        "json_version": "1.3",
        "id": "tiny",
        "type": "docker",
        **{word: f"a {word}" for word in words},
        "version": "0.1.0",
        "description": "Gives back what it is given.",
        "maintainers": [],
        "docker": {
            "image_name": "lab/tiny",
            "image_tag": "0.1.0",
            "data_path": "/data",
        },
        "inputs": inputs,
        "params": params or {},
        "outputs": outputs,
        "order": order or [*inputs, *(params or {}), *outputs],
    }


class Folder:
    """/app of an image in a temporary directory, with /data beside it."""

    def __init__(
        self, specification: dict | str | None = None, model: str = IDENTITY
    ) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="entrypoint-"))
        self.app = self.root / "app"
        self.data = self.root / "data"
        (self.app / "model").mkdir(parents=True)
        self.data.mkdir()
        shutil.copy(TEMPLATES / "entrypoint.py", self.app)
        without_caches = shutil.ignore_patterns("__pycache__")
        shutil.copytree(
            TEMPLATES / "runner", self.app / "runner", ignore=without_caches
        )
        (self.app / "model.py").write_text(model)
        (self.app / "model" / "weights.bin").write_bytes(b"w")
        if specification is None:
            specification = spec({"x": part("x")}, {"y": part("y")})
        if not isinstance(specification, str):
            specification = json.dumps(specification, indent=2)
        (self.app / "model-spec.json").write_text(specification)

    def command(self, *arguments: object) -> list[str]:
        """The command line, with this Python."""
        return [
            sys.executable,
            str(self.app / "entrypoint.py"),
            *(a if isinstance(a, bytes) else str(a) for a in arguments),
        ]

    def run(
        self, *arguments: object, env: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[str]:
        """Run the entrypoint in the data folder and wait for it."""
        environment = {**os.environ, **(env or {})}
        options.setdefault("timeout", 60)
        options.setdefault("text", True)
        return subprocess.run(
            self.command(*arguments),
            cwd=self.data,
            env=environment,
            capture_output=True,
            check=False,
            **options,
        )

    def ask(
        self, *words: object, env: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[bytes]:
        """Ask trials.py as run.sh does: its text, run in the folder of the code.

        The folder of data is where run.sh shows DATA.
        """
        code = (TEMPLATES / "test" / "trials.py").read_text()
        code = code.replace('"/inputs"', repr(str(self.data)))
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            cwd=self.app,
            env={**os.environ, **(env or {})},
            capture_output=True,
            check=False,
            timeout=60,
            **options,
        )

    def left(self) -> list[str]:
        """The names in the data folder, hidden ones too."""
        return sorted(os.listdir(self.data))

    def remove(self) -> None:
        """Delete it all."""
        shutil.rmtree(self.root, ignore_errors=True)


ECHO = (
    "def load(path): return None\n"
    "def predict(model, inputs): return {'y': inputs['x']}\n"
)


def usual(params: dict | None = None, **inputs: dict) -> dict:
    """One input x, one output y, and what else is given."""
    parts = {"x": part("x", shape=[1, 3]), **inputs}
    return spec(parts, {"y": part("y")}, params)


class Case(unittest.TestCase):
    """Asks the folders of a test for what test/run.sh asks images for."""

    def folder(self, specification: dict, model: str = ECHO) -> Folder:
        """A folder that is removed after the test."""
        folder = Folder(specification, model)
        self.addCleanup(folder.remove)
        return folder

    def archive(self, folder: Folder) -> bytes:
        """What trials.py writes when inputs are asked for."""
        got = folder.ask("inputs")
        self.assertEqual((got.returncode, got.stderr), (0, b""))
        return got.stdout

    def given(self, folder: Folder, asked: str, archive: bytes) -> tuple[int, str, str]:
        """What is asked for, with the archive on stdin: status, stdout, stderr."""
        got = folder.ask(asked, input=archive)
        return got.returncode, got.stdout.decode(), got.stderr.decode()


class InFolder(unittest.TestCase):
    """A folder with one input, x.npy, and how its runs fail."""

    def folder(self, specification=None, **model):
        """A folder that is removed after the test."""
        import numpy as np

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
