"""Tables with named columns arrive as DataFrames, as pandas itself reads them."""

import io
import unittest

import pandas as pd

from support import Folder, InFolder, part, spec

from runner.failures import Failure
from runner.formats import read_input
from runner.specification import Part

COLUMNS = [
    {"name": "age", "dtype": "float64"},
    {"name": "sex", "dtype": "str"},
    {"name": "count", "dtype": None},
]
TABLE = "sex,age,count\nf,50.5,1\n,,2\nm,NA,3\n007,1,4\n"


class NamedColumns(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def read(self, text, extension=".csv", columns=COLUMNS):
        path = self.folder.data / f"a{extension}"
        path.write_text(text)
        record = {**part("x", extension, None), "columns": columns}
        return read_input(str(path), Part("inputs", "x", record))

    def refused(self, text, message, **more):
        with self.assertRaisesRegex(Failure, f"cannot read .*: {message}$"):
            self.read(text, **more)

    def test_columns_by_name_in_the_specifications_order(self):
        got = self.read(TABLE)
        expected = pd.read_csv(io.StringIO(TABLE), dtype={"sex": str})
        pd.testing.assert_frame_equal(got, expected[["age", "sex", "count"]])
        self.assertEqual(got["count"].dtype, "int64")
        self.assertEqual(got["sex"].tolist()[3], "007")
        self.assertTrue(pd.isna(got["sex"][1]) and pd.isna(got["age"][2]))

    def test_other_columns_are_refused_by_name(self):
        self.refused("age,sex\n1,f\n", "it has no column count")
        self.refused(
            "age,sex,count,a\x1b\n1,f,2,3\n", r"the model has no column a\\x1b"
        )
        self.refused("age,sex,count,age\n1,f,2,3\n", "a column is there twice")
        self.refused("1,f,2\n", "it has to name the columns age, sex, count")
        self.refused("", "it has to name the columns age, sex, count")
        self.refused("age,sex,count\n", "no rows")

    def test_cells_that_are_no_numbers_are_named(self):
        self.refused(
            "age,sex,count\n1,f,2\nold,f,3\n",
            "row 2, column age: 'old' is not a number",
        )
        self.refused("age,sex,count\n1,f,2,9\n", "a row has more than 3 cells")

    def test_json(self):
        rows = '[{"sex": "f", "count": 1, "age": 2.5}, {"sex": null, "count": 2, "age": null}]'
        for text in (rows, '{"sex": ["f", null], "count": [1, 2], "age": [2.5, null]}'):
            got = self.read(text, ".json")
            self.assertEqual(list(got.columns), ["age", "sex", "count"])
            self.assertEqual(got["age"][0], 2.5)
            self.assertTrue(pd.isna(got["sex"][1]) and pd.isna(got["age"][1]))
        self.refused('[{"sex": "f"}]', "it has no column age, count", extension=".json")
        self.refused("[1]", "it is no list of objects, .*", extension=".json")

    def test_columns_that_are_none(self):
        for columns in ({}, [1], [{}], [{"name": 1}]):
            with self.assertRaisesRegex(Failure, "columns must be a list of objects"):
                self.read(TABLE, columns=columns)


class Runs(InFolder):
    MODEL = (
        "def load(path): return None\n"
        "def predict(model, inputs):\n"
        "    table = inputs['x']\n"
        "    assert list(table.columns) == ['age', 'n'], table\n"
        "    return table.assign(twice=table['n'] * 2)[['twice']]\n"
    )

    def folder_of(self, dtype, model=MODEL):
        columns = [{"name": "age", "dtype": dtype}, {"name": "n", "dtype": None}]
        given = {**part("x", ".csv", "float32", [None, 2]), "columns": columns}
        return self.folder(
            spec({"x": given}, {"y": part("y", ".csv", None)}), model=model
        )

    def test_a_data_frame_in_and_out(self):
        folder = self.folder_of("float64")
        (folder.data / "x.csv").write_text("n,age\n3,1\n4,\n")
        got = folder.run("--x=x.csv", "--y=y.csv")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        self.assertEqual((folder.data / "y.csv").read_text(), "twice\n6\n8\n")
        got = folder.run("--selftest")
        self.assertEqual((got.returncode, got.stderr), (0, ""))

    def test_texts_are_not_made_up(self):
        got = self.folder_of("str").run("--selftest")
        self.assertEqual(got.returncode, 3, got.stderr)
        self.assertIn("no text can be made up for the column age", got.stderr)
        example = "import pandas as pd\ndef example():\n"
        example += "    return {'x': pd.DataFrame({'age': ['old'], 'n': [1]})}\n"
        folder = self.folder_of("str", self.MODEL + example)
        self.assertEqual(folder.run("--selftest").returncode, 0)
        got = folder.ask("inputs")
        self.assertEqual((got.returncode, got.stderr), (0, b""))
        self.assertIn(b"age,n\nold,1\n", got.stdout)


if __name__ == "__main__":
    unittest.main()
