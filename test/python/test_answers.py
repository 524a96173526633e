"""What the entrypoint answers to --help, --version and --spec."""

import copy
import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import Folder, param, part, spec

from runner.arguments import check_files, param_value, parse_arguments
from runner.failures import Failure
from runner.specification import Spec

PARAMS = {
    "count": param("int", 3, "--count", min=1, max=9),
    "level": param("float", 0.5, "--level=", min=-1, max=1),
    "fast": param("bool", False, "--fast"),
    "title": param("string", "none", "-t"),
    "mode": param("enum", "a", "--mode=", enum={"First": "a", "Second": "b"}),
}


def parsed(specification: dict, *arguments: str) -> dict:
    """What is made of the arguments: texts of files, typed values of params."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model-spec.json")
        path.write_text(json.dumps(specification))
        read = Spec(str(path))
    texts = parse_arguments(read, list(arguments))
    check_files(read, texts)
    values = {p.key: param_value(p, texts.get(p.key)) for p in read.params}
    return {**texts, **values}


def usual(params: dict | None = None) -> dict:
    return spec({"x": part("x")}, {"y": part("y")}, copy.deepcopy(params))


class Answers(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(usual(PARAMS), "import none_such  # never imported here\n")
        self.addCleanup(self.folder.remove)

    def test_version(self):
        self.assertEqual(self.folder.run("--version").stdout, "tiny 0.1.0\n")

    def test_spec_is_the_file_byte_for_byte(self):
        path = self.folder.app / "model-spec.json"
        path.write_bytes(path.read_bytes().replace(b"Gives", "Gibt\u00e9 ".encode()))
        got = self.folder.run("--spec", env={"LC_ALL": "C", "PYTHONUTF8": "0"})
        self.assertEqual(got.stdout.encode(), path.read_bytes())

    def test_help(self):
        self.assertEqual(
            self.folder.run("--help").stdout,
            """\
tiny 0.1.0

Gives back what it is given.

Usage:
  docker run --rm -u "$(id -u):0" -v "$PWD:/data" \\
    lab/tiny:0.1.0 --x=/data/x.npy --y=/data/y.npy

Inputs:
  --x=FILE  X. The x (.npy; float32)

Params:
  --count INT    A param. It changes the answer (from 1 to 9; default 3)
  --level=FLOAT  A param. It changes the answer (from -1 to 1; default 0.5)
  --fast         A param. It changes the answer
  -t TEXT        A param. It changes the answer (default none)
  --mode=CHOICE  A param. It changes the answer (a, b; default a)

Outputs:
  --y=FILE  Y. The y (.npy; float32)

Other:
  --help      show this help
  --version   print the model's version
  --spec      print the model specification (model-spec.json)
  --selftest  run the model on a made-up input of the declared shape
  --predict   predict from the files in this folder, by the names that ABLInfer gives

Limits of inputs (docker run -e NAME=NUMBER changes one):
  ML_IMAGE_MAX_INPUT_BYTES=8589934592  bytes of an input, unpacked
  ML_IMAGE_MAX_PIXELS=1073741824       pixels of a picture
  ML_IMAGE_MAX_ROWS=20000000           rows of a table
""",
        )

    def test_imports_no_more_than_the_answer_needs(self):
        for flag in ("--help", "--version", "--spec"):
            command = self.folder.command(flag)
            got = subprocess.run(
                [command[0], "-X", "importtime", *command[1:]],
                capture_output=True,
                text=True,
                check=True,
            )
            modules = {line.split("|")[-1].strip() for line in got.stderr.splitlines()}
            self.assertIn("runner.specification", modules)
            for slow in ("argparse", "json", "numpy", "re", "typing"):
                self.assertNotIn(slow, modules)

    def test_where_python_does_not_look_beside_the_program(self):
        got = self.folder.run("--version", env={"PYTHONSAFEPATH": "1"})
        self.assertEqual((got.stdout, got.stderr), ("tiny 0.1.0\n", ""))

    def test_a_value_and_a_default_arrive_in_their_type(self):
        params = {
            "n": param("int", 3, "--n=", min=1, max=9),
            "whole": param("int", 3.0, "--whole="),
            "f": param("float", 1, "--f=", min=0, max=2),
            "fast": param("bool", False, "--fast"),
            "text": param("string", "", "--text="),
            "mode": param("enum", "a", "--mode=", enum=["a", "b"]),
        }
        files = ("--x=a", "--y=b")
        given = ("--n=9", "--whole=4.0", "--f=2", "--fast", "--text=1", "--mode=b")
        for arguments, expected in (
            (
                files,
                {"n": 3, "whole": 3, "f": 1.0, "fast": False, "text": "", "mode": "a"},
            ),
            (
                (*files, *given),
                {"n": 9, "whole": 4, "f": 2.0, "fast": True, "text": "1", "mode": "b"},
            ),
        ):
            got = parsed(usual(params), *arguments)
            for key, value in expected.items():
                self.assertEqual((got[key], type(got[key])), (value, type(value)))

    def test_a_default_that_cannot_be_is_told_in_one_line(self):
        for wrong, message in (
            (param("int", 10, "--n=", min=1, max=9), "10 is not from 1 to 9"),
            (param("int", 0.5, "--n="), "'0.5' is not a whole number"),
            (param("float", "x", "--n="), "'x' is not a number"),
            (param("float", True, "--n="), "True is not a number"),
            (param("enum", "c", "--n=", enum=["a", "b"]), "'c' is none of a, b"),
        ):
            with self.assertRaises(Failure) as caught:
                parsed(usual({"n": wrong}), "--x=a", "--y=b")
            self.assertEqual(
                str(caught.exception), f"model-spec.json: params.n.default: {message}"
            )

    def test_help_of_hostile_text_is_plain(self):
        specification = usual()
        specification["description"] = "a\nb\x1b[31m \u202e c"
        folder = Folder(specification)
        self.addCleanup(folder.remove)
        text = folder.run("--help", env={"PYTHONIOENCODING": "utf-8"}).stdout
        self.assertIn("\na b\\x1b[31m \\u202e c\n", text)

    def test_a_specification_that_is_no_json(self):
        for text, message in (
            ("{", "model-spec.json is not valid JSON: .*line 1 column 2"),
            ('{"id": "a"} x', "model-spec.json is not valid JSON: .*Extra data"),
            ("[]", "model-spec.json must be an object"),
        ):
            folder = Folder(text)
            self.addCleanup(folder.remove)
            got = folder.run("--help")
            self.assertRegex(got.stderr, f"^error: {message}")
            self.assertEqual((got.returncode, got.stderr.count("\n")), (1, 1))


if __name__ == "__main__":
    unittest.main()
