"""Arguments as ABLInfer makes them and as people type them; help, version, spec."""

import copy
import json
import tempfile
import unittest
from pathlib import Path

from support import param, part, spec

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


if __name__ == "__main__":
    unittest.main()
