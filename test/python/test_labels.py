"""Scores with the names of their classes."""

import json
import unittest

import numpy as np

from support import InFolder, part, spec

from runner.arrays import labelled

NAMES = ["cat", "dog", "cow"]


class Labelled(unittest.TestCase):
    def test_scores_are_columns_by_class(self):
        scores = np.array([[0.1, 0.7, 0.2], [0.5, 0.25, 0.25]])
        self.assertEqual(
            labelled(scores, NAMES),
            {
                "label": ["dog", "cat"],
                "cat": [0.1, 0.5],
                "dog": [0.7, 0.25],
                "cow": [0.2, 0.25],
            },
        )

    def test_one_row_needs_no_batch(self):
        one = np.array([0.0, 0.0, 1.0])
        self.assertEqual(labelled(one, NAMES)["label"], ["cow"])
        self.assertEqual(labelled(one[None, None], NAMES)["cow"], [1.0])

    def test_classes_are_named(self):
        self.assertEqual(labelled(np.array([2, 0]), NAMES), {"label": ["cow", "cat"]})
        with self.assertRaisesRegex(ValueError, "class 3, and the last .* of class 2"):
            labelled(np.array([3]), NAMES)

    def test_one_score_of_two_classes_is_that_of_the_second(self):
        for scores in (np.array([0.25, 0.5, 0.9]), np.array([[0.25], [0.5], [0.9]])):
            self.assertEqual(
                labelled(scores, ["no", "yes"]),
                {"label": ["no", "yes", "yes"], "yes": [0.25, 0.5, 0.9]},
            )

    def test_another_number_of_classes_is_refused(self):
        with self.assertRaisesRegex(ValueError, "2 scores a row, .* 3 labels"):
            labelled(np.zeros((4, 2)), NAMES)

    def test_what_postprocess_made_stays(self):
        self.assertEqual(labelled({"a": 1}, NAMES), {"a": 1})
        self.assertEqual(labelled("cat", NAMES), "cat")


class Files(InFolder):
    MODEL = """
import numpy as np
def load(path): return None
def predict(model, inputs): return {"y": np.array([[0.25, 0.5, 0.25]], "float32")}
"""

    def written(self, extension):
        out = part("y", extension)
        out["labels"] = NAMES
        folder = self.folder(spec({"x": part("x")}, {"y": out}), model=self.MODEL)
        got = folder.run("--predict")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        return (folder.data / f"y{extension}").read_text()

    def test_a_table_has_a_column_for_each_class(self):
        self.assertEqual(self.written(".csv"), "label,cat,dog,cow\ndog,0.25,0.5,0.25\n")

    def test_json_has_an_object_for_each_row(self):
        self.assertEqual(
            json.loads(self.written(".json")),
            [{"label": "dog", "cat": 0.25, "dog": 0.5, "cow": 0.25}],
        )

    def test_an_array_stays_one(self):
        out = part("y", ".npy")
        out["labels"] = NAMES
        folder = self.folder(spec({"x": part("x")}, {"y": out}), model=self.MODEL)
        folder.run("--predict")
        self.assertEqual(np.load(folder.data / "y.npy").shape, (1, 3))


if __name__ == "__main__":
    unittest.main()
