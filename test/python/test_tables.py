"""CSV and JSON: what is a number, where the message points, and how fast it is read."""

import json
import random
import time
import unittest

import numpy as np

from support import Folder, part

from runner.failures import Failure
from runner.formats import read_input
from runner.specification import Part

# Python's float and int take these; no other program does.
ONLY_PYTHONS = ("1_0", "1_000.5", "\u0661", "\uff11", "1e1_0", "_1", "\u0967.5", "-1_0")
DATA = ("nan", "NaN", "-inf", "inf", "Infinity", "1e999", "-0", "+1", " 1 ", ".5", "1.")


class Tables(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def read(self, text, dtype="float32", extension=".csv"):
        path = self.folder.data / f"a{extension}"
        path.write_bytes(text.encode())
        return read_input(str(path), Part("inputs", "x", part("x", extension, dtype)))

    def refused(self, text, message, dtype="float32", extension=".csv"):
        with self.assertRaises(Failure) as got:
            self.read(text, dtype, extension)
        path = self.folder.data / f"a{extension}"
        self.assertEqual(str(got.exception), f"--x: cannot read {path}: {message}")

    def test_what_only_python_takes_for_a_number_is_none(self):
        for dtype in ("float32", "float64", "int64", "uint8", "bool", None):
            for cell in ONLY_PYTHONS:
                with self.subTest(cell, dtype=dtype):
                    where = f"line 3, column 2: {cell!r} is not a number"
                    self.refused(f"a,b\n1,2\n3,{cell}\n5,6\n", where, dtype)

    def test_a_first_line_of_such_is_no_line_of_names(self):
        where = "line 1, column 1: '1_0' is not a number"
        self.refused("1_0\n2\n3\n", where)
        self.refused("1_0,2_0\n3,4\n", where)
        self.assertEqual(self.read("a_b,\u00e9\n3,4\n").tolist(), [[3, 4]])

    def test_nan_and_infinity_are_data(self):
        for cell in DATA:
            for dtype in ("float64", "int64", None):
                with self.subTest(cell, dtype=dtype):
                    got = self.read(f"1\n{cell}\n", dtype)
                    np.testing.assert_array_equal(got[1, 0], float(cell))

    def test_the_first_bad_cell_is_named(self):
        for text, message in (
            ("1,2\n3,x\n", "line 2, column 2: 'x' is not a number"),
            ("1,2\n\n\n,4\n", "line 4, column 1: '' is not a number"),
            ("1,2\n3,4,5\n", "line 2 has 3 columns, others 2"),
            ('1,2\n3,"4\n5"\n', "line 3, column 2: '4\\n5' is not a number"),
            ("1,2\r\n0x1,2\r\n", "line 2, column 1: '0x1' is not a number"),
            ("1\n\u202e2\n", "line 2, column 1: '\\u202e2' is not a number"),
            ("1\n1,5\n", "line 2 has 2 columns, others 1"),
            ('1\n"1,5"\n', "line 2, column 1: '1,5' is not a number"),
            ("\n\n", "no rows"),
            ("a\n", "no rows"),
            ("", "no rows"),
        ):
            for dtype in ("float32", "int64"):
                with self.subTest(text, dtype=dtype):
                    self.refused(text, message, dtype)

    def test_a_quote_that_is_left_open(self):
        text = '1\n"' + "2\n" * 70000
        with self.assertRaisesRegex(Failure, "line [0-9]+: field larger than"):
            self.read(text)

    def test_whole_numbers_stay_whole_until_one_is_not(self):
        big = 2**53 + 1
        self.assertEqual(self.read(f"1\n{big}\n", "int64").tolist(), [[1], [big]])
        self.assertEqual(self.read("1\n2.5\n3\n", "int64").tolist(), [[1], [2.5], [3]])
        got = self.read(f"1,2\n3,{2**64}\n5,6\n", "int64")
        self.assertEqual(got.tolist(), [[1, 2], [3, 2.0**64], [5, 6]])
        self.assertEqual(self.read("1.0\n2\n", "int64").dtype, "int64")

    def test_as_python_reads_each_cell(self):
        source = random.Random(12)
        for _ in range(300):
            width = source.randint(1, 4)
            table = [
                [source.choice((source.random() * 1e3, source.randint(-9, 9)))] * width
                for _ in range(source.randint(1, 9))
            ]
            text = "\n".join(",".join(map(repr, row)) for row in table)
            np.testing.assert_array_equal(self.read(text, "float64"), np.array(table))

    def test_20_megabytes_take_seconds_and_little_memory(self):
        row = ",".join(f"{n}.{n:05}" for n in range(25)) + "\n"
        rows = 20_000_000 // len(row)
        path = self.folder.data / "a.csv"
        path.write_text(row * rows)
        record = Part("inputs", "x", part("x", ".csv", "float32"))
        start = time.process_time()
        array = read_input(str(path), record)
        self.assertEqual(array.shape, (rows, 25))
        self.assertLess(time.process_time() - start, 10)

    def test_texts_are_not_padded_beyond_the_limit(self):
        # A million short ones beside a long one would take 200 GB.
        text = "a\n" * 1_000_000 + "b" * 50_000 + "\n"
        with self.assertRaisesRegex(Failure, "200000200000 bytes.*INPUT_BYTES"):
            self.read(text, "str")

    def test_json_takes_no_text_for_a_number(self):
        for value in ("1", "1_0", "nan", "x"):
            for dtype in ("float32", "int64"):
                text = json.dumps([[1, 2], [3, value]])
                message = f"a text where the model takes {dtype}"
                self.refused(text, message, dtype, ".json")
        message = "an object where the model takes float32"
        self.refused('[{"a": 1}]', message, extension=".json")
        self.assertEqual(self.read('["1_0"]', "str", ".json").tolist(), ["1_0"])

    def test_json_of_any_depth_is_one_line(self):
        for depth in (40, 900, 100_000):
            for inner in ("", "1"):
                text = "[" * depth + inner + "]" * depth
                with self.subTest(depth), self.assertRaisesRegex(Failure, "nested"):
                    self.read(text, extension=".json")
        self.assertEqual(self.read("[" * 9 + "]" * 9, extension=".json").ndim, 9)


if __name__ == "__main__":
    unittest.main()
