"""--predict: the files of the folder, by the names that ABLInfer gives them."""

import unittest

import numpy as np

from support import InFolder, part, spec

PARTS = {"x": part("x"), "m": part("m", status="optional")}
MODEL = """
def load(path): return None
def predict(model, inputs): return {"y": inputs["x"] + inputs.get("m", 0)}
"""


class FilesHere(InFolder):
    def test_are_the_inputs_and_outputs(self):
        folder = self.folder(spec(PARTS, {"y": part("y")}), model=MODEL)
        got = folder.run("--predict")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        self.assertEqual(np.load(folder.data / "y.npy").tolist(), [1, 2])

    def test_are_optional_where_the_input_is(self):
        folder = self.folder(spec(PARTS, {"y": part("y")}), model=MODEL)
        np.save(folder.data / "m.npy", np.array([10, 10], "float32"))
        self.assertEqual(folder.run("--predict").returncode, 0)
        self.assertEqual(np.load(folder.data / "y.npy").tolist(), [11, 12])

    def test_give_way_to_files_that_are_named(self):
        folder = self.folder()
        folder.run("--predict", "--y=other.npy")
        self.assertEqual(folder.left(), ["other.npy", "x.npy"])

    def test_that_are_not_there_are_named(self):
        folder = self.folder()
        (folder.data / "x.npy").unlink()
        message = "there is no x.npy in .*; put it there, or give --x your own file"
        self.fails(folder, ["--predict"], message)


if __name__ == "__main__":
    unittest.main()
