"""Arguments as ABLInfer makes them and as people type them; help, version, spec."""

import copy
import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import Folder, param, part, spec

from runner.arguments import check_files, parse_arguments
from runner.failure import Failure
from runner.params import param_value
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


class Flags(unittest.TestCase):
    def test_both_spellings(self):
        for words in (["--x=a.npy", "--y=b.npy"], ["--y", "b.npy", "--x", "a.npy"]):
            self.assertEqual(parsed(usual(), *words), {"x": "a.npy", "y": "b.npy"})

    def test_values_may_look_like_flags(self):
        got = parsed(usual(PARAMS), "--x", "-a", "--y=--b=c", "-t", "--fast")
        self.assertEqual((got["x"], got["y"], got["title"]), ("-a", "--b=c", "--fast"))
        self.assertFalse(got["fast"])

    def test_negative_numbers_in_every_notation(self):
        for text in ("-1", "-1e-05", "-.5"):
            got = parsed(usual(PARAMS), "--x=a", "--y=b", "--level", text)
            self.assertEqual(got["level"], float(text))

    def test_the_longest_flag_that_fits_is_meant(self):
        params = {
            "a": param("string", "", "--a="),
            "b": param("string", "", "--a=b="),
        }
        got = parsed(usual(params), "--x=a", "--y=b", "--a=b=c", "--a=d")
        self.assertEqual((got["a"], got["b"]), ("d", "c"))

    def test_a_flag_without_a_dash(self):
        params = {"a": param("string", "", "a=")}
        self.assertEqual(parsed(usual(params), "--x=1", "--y=2", "a=3")["a"], "3")

    def test_an_empty_flag_is_the_value_in_its_place(self):
        specification = spec(
            {"x": part("x", flag=""), "z": part("z", flag="", status="optional")},
            {"y": part("y", flag="")},
            {"n": param("int", 1, "")},
            ["x", "n", "z", "y"],
        )
        got = parsed(specification, "a", "-7", "c", "b")
        self.assertEqual(got, {"x": "a", "n": -7, "z": "c", "y": "b"})
        # One less: the last place that needs no value stays empty.
        got = parsed(specification, "a", "-7", "b")
        self.assertEqual(got, {"x": "a", "n": -7, "y": "b"})
        # Behind -- anything is a value.
        self.assertEqual(parsed(specification, "--", "--a", "2", "b")["x"], "--a")

    def test_optional_files_may_be_left_out(self):
        specification = spec(
            {"x": part("x"), "m": part("m", status="suggested")},
            {"y": part("y"), "z": part("z", status="optional")},
        )
        got = parsed(specification, "--x=a", "--y=b")
        self.assertEqual(got, {"x": "a", "y": "b"})


class Params(unittest.TestCase):
    def test_types(self):
        got = parsed(usual(PARAMS), "--x=a", "--y=b")
        self.assertEqual(
            [got[k] for k in PARAMS], [3, 0.5, False, "none", "a"], "defaults"
        )
        words = ["--count", "9", "--level=-1", "--fast", "-t", "", "--mode=b"]
        got = parsed(usual(PARAMS), "--x=a", "--y=b", *words)
        self.assertEqual([got[k] for k in PARAMS], [9, -1.0, True, "", "b"])
        self.assertIsInstance(got["level"], float)

    def test_a_bool_that_is_true_by_default_is_false_without_its_flag(self):
        params = {"fast": param("bool", True, "--fast=")}
        self.assertFalse(parsed(usual(params), "--x=a", "--y=b")["fast"])
        # ABLInfer passes the flag of a bool as it stands, with its `=`.
        self.assertTrue(parsed(usual(params), "--x=a", "--y=b", "--fast=")["fast"])


class Refused(unittest.TestCase):
    def test_one_line_says_what(self):
        for arguments, message in (
            ("--y=b", "--x missing; see --help"),
            ("", "--x, --y missing; see --help"),
            ("--x= --y=b", "--x needs the path of a file"),
            ("--x=a --y", "--y needs a value"),
            ("--x=a --x=b", "--x is given twice"),
            ("--x=a --y=b c", "unexpected argument 'c'; see --help"),
            ("--x=a --cuont 3", "unknown flag --cuont; did you mean --count?"),
            ("--zzz=1", "unknown flag --zzz; see --help"),
            ("--x=a --y=b --fast=1", "--fast takes no value"),
            ("--x=a --y=b --count 10", "--count: 10 is not from 1 to 9"),
            ("--x=a --y=b --count 0", "--count: 0 is not from 1 to 9"),
            ("--x=a --y=b --count 1.5", "--count: '1.5' is not a whole number"),
            ("--x=a --y=b --level=nan", "--level: nan is not from -1 to 1"),
            ("--x=a --y=b --level=1.01", "--level: 1.01 is not from -1 to 1"),
            ("--x=a --y=b --count 1_0", "--count: '1_0' is not a whole number"),
            ("--x=a --y=b --level=0_1", "--level: '0_1' is not a number"),
            ("--x=a --y=b --level=x", "--level: 'x' is not a number"),
            ("--x=a --y=b --mode=First", "--mode: 'First' is none of a, b"),
        ):
            with self.subTest(arguments), self.assertRaises(Failure) as got:
                parsed(usual(PARAMS), *arguments.split())
            self.assertEqual((str(got.exception), got.exception.status), (message, 2))

    def test_outputs_at_one_path(self):
        specification = spec({"x": part("x")}, {"y": part("y"), "z": part("z")})
        with self.assertRaisesRegex(Failure, "two outputs would be written"):
            parsed(specification, "--x=a", "--y=b", "--z=./b")

    def test_specifications_that_cannot_be(self):
        def broken(change):
            specification = usual(PARAMS)
            change(specification)
            return specification

        cases = {
            "inputs must be an object": lambda s: s.update(inputs=[]),
            "inputs.x must be an object": lambda s: s["inputs"].update(x="x"),
            "inputs.x.flag must be text": lambda s: s["inputs"]["x"].update(flag=1),
            "params.t.flag is --help, which is the image's own flag": lambda s: s[
                "params"
            ].update(t=param("string", "", "--help=")),
            "two entries share the flag --x": lambda s: s["outputs"]["y"].update(
                flag="--x"
            ),
            "order must list each input, param and output once; it lacks .*mode, y": (
                lambda s: s.update(order=["x"])
            ),
            "inputs.x.tensor must hold": lambda s: s["inputs"]["x"].update(tensor=1),
        }
        for message, change in cases.items():
            with self.subTest(message):
                text = f"model-spec.json: {message}"
                with self.assertRaisesRegex(Failure, text):
                    parsed(broken(change), "--x=a", "--y=b")


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
