"""What `make test` asks of an image: ABLInfer's command, and the trials."""

import json
import math
import tempfile
import unittest
from pathlib import Path

from support import ECHO, Case, param, part, usual

from runner.specification import Spec
from trials import promises

PARAMS = {
    "count": param("int", 1, "--count", min=0, max=3),
    "level": param("float", 0.5, "--level=", min=0, max=1),
    "fast": param("bool", True, "--fast"),
    "title": param("string", "two words", "-t"),
    "mode": param("enum", "a", "--mode=", enum={"First": "a", "Second": "b"}),
}


class Command(Case):
    def test_is_the_one_that_ablinfer_makes(self):
        folder = self.folder(usual(PARAMS, m=part("m", shape=[1], flag="")))
        got = self.given(folder, "command", self.archive(folder))
        expected = """\
folder /data
input x.npy
input m.npy
word --x=/data/x.npy
word /data/m.npy
word --count
word 1
word --level=0.5
word --fast
word -t
word two words
word --mode=a
word --y=/data/y.npy
output /data/y.npy
"""
        self.assertEqual(got, (0, expected, ""))

    def test_that_no_shell_could_read_line_by_line_is_refused(self):
        folder = self.folder(usual({"s": param("string", "a\nword b", "--s=")}))
        status, said, errors = self.given(folder, "command", self.archive(folder))
        self.assertEqual((status, said), (1, ""))
        self.assertRegex(errors, r"^error: a shell cannot try .*\n$")

    def test_that_ablinfer_leaves_empty_is_refused(self):
        specification = usual()
        folder = self.folder({**specification, "order": []})
        status, _, errors = self.given(folder, "command", self.archive(folder))
        self.assertEqual(status, 1)
        self.assertEqual(
            errors, "error: model-spec.json: order is empty; list in it x, y\n"
        )

    def test_without_an_archive_says_what_it_takes(self):
        status, _, errors = self.given(self.folder(usual()), "command", b"")
        self.assertEqual(status, 2)
        self.assertRegex(errors, r"^error: this takes the archive .*\n$")


class Trials(Case):
    def tried(self, specification: dict, model: str = ECHO):
        folder = self.folder(specification, model)
        return self.given(folder, "trials", self.archive(folder))

    def test_tell_of_each_promise_in_one_line(self):
        optional = part("m", shape=[1], status="optional")
        expected = """\
ok      predicts: every input and output, with every param at its default
ok      --x refused: without it
ok      --m predicts: without it
ok      --y refused: without it
ok      --count predicts: 0, 3; refused: -1, 4
ok      --level predicts: 0.0, 1.0; refused: -5e-324, 1.0000000000000002
ok      --fast predicts: with it, without it
ok      --mode predicts: b; refused: a-b-
"""
        self.assertEqual(self.tried(usual(PARAMS, m=optional)), (0, expected, ""))

    def test_load_the_model_once(self):
        model = ECHO.replace("return None", "import sys; sys.stderr.write('loaded\\n')")
        _, _, errors = self.tried(usual(PARAMS), model)
        self.assertEqual(errors, "loaded\n")

    def test_a_default_beyond_its_bounds(self):
        params = {"level": param("float", 5, "--level=", min=0, max=1)}
        status, said, errors = self.tried(usual(params))
        self.assertEqual((status, said), (1, ""))
        self.assertEqual(
            errors,
            "FAILED  every input and output, with every param at its default: "
            "--level: 5 is not from 0 to 1\n"
            "        look at: model.py, and the defaults in model-spec.json\n",
        )

    def test_a_bound_at_which_the_model_fails(self):
        params = {"count": param("int", 1, "--count=", min=0, max=3)}
        model = ECHO + "def postprocess(out, count): 1 / count; return out\n"
        status, said, errors = self.tried(usual(params), model)
        self.assertEqual(status, 1)
        self.assertNotIn("--count", said)
        first, *trace, last = errors.splitlines()
        self.assertIn("FAILED  --count 0: model.py:3: postprocess() failed", first)
        self.assertEqual(trace[-1], "        ZeroDivisionError: division by zero")
        self.assertEqual(
            last, "        look at: model.py; params.count in model-spec.json"
        )

    def test_an_optional_input_that_the_model_needs(self):
        model = ECHO.replace("{'y': inputs['x']}", "{'y': inputs['m']}")
        optional = part("m", shape=[1], status="suggested")
        status, _, errors = self.tried(usual(m=optional), model)
        self.assertEqual(status, 1)
        self.assertRegex(
            errors, r"^FAILED  --m without it: .*KeyError.*\n(.*\n)*.*is suggested\n$"
        )

    def test_a_command_that_means_something_else(self):
        optional = part("m", shape=[1, 3], status="optional", flag="")
        also = part("n", shape=[1, 3], status="optional", flag="")
        status, _, errors = self.tried(usual(m=optional, n=also))
        self.assertEqual(status, 1)
        self.assertIn("M without it: ABLInfer's command is misread for n, m", errors)

    def test_no_bound_is_no_promise(self):
        params = {
            "a": param("int", 1, "--a=", min=-2147483648, max=2147483647),
            "b": param("float", 1, "--b=", min=-3.40282e38),
            "c": param("int", 1, "--c=", max=2),
        }
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model-spec.json")
            path.write_text(json.dumps(usual(params)))
            found = promises(Spec(str(path)), folder, ["x.npy"])
        tried = {p.about: [t.values["c"] for t in p.trials] for p in found[-3:]}
        self.assertEqual(tried, {"--a": [], "--b": [], "--c": [2, 3]})

    def test_whole_numbers_within_broken_bounds(self):
        params = {"a": param("int", 1, "--a=", min=0.5, max=math.pi)}
        _, said, _ = self.tried(usual(params))
        self.assertIn("ok      --a predicts: 3; refused: 0, 4\n", said)

    def test_leave_nothing_behind(self):
        folder = self.folder(usual(PARAMS))
        archive = self.archive(folder)
        temp = folder.root / "temp"
        temp.mkdir()
        got = folder.ask("trials", env={"TMPDIR": str(temp)}, input=archive)
        self.assertEqual((got.returncode, list(temp.iterdir())), (0, []))


if __name__ == "__main__":
    unittest.main()
