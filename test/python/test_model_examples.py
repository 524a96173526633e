"""The examples of model.py, run as a person does who takes them."""

import unittest

import nibabel
import numpy as np
from PIL import Image
from scipy.special import softmax

from support import TEMPLATES, InFolder, part, spec

# The rest of a model.py, around which an example is put.
HEAD = "from __future__ import annotations\n"
LOAD = "def load(path): return None\n"


class Examples(InFolder):
    def made(self, kind, predict, inputs, outputs):
        code = (TEMPLATES / "model" / "examples" / f"{kind}.py").read_text()
        model = HEAD + code + LOAD + predict
        return self.folder(spec(inputs, outputs), model=model)

    def predicted(self, folder):
        got = folder.run("--predict")
        self.assertEqual((got.returncode, got.stderr), (0, ""))

    def test_of_an_array(self):
        predict = "def predict(model, inputs): return inputs['x'] * 2\n"
        folder = self.made("array", predict, {"x": part("x")}, {"y": part("y")})
        values = np.array([1.0, 3.0, 5.0], "float32")
        np.save(folder.data / "x.npy", values)
        self.predicted(folder)
        scaled = (values - values.mean()) / values.std() * 2
        np.testing.assert_allclose(
            np.load(folder.data / "y.npy"), softmax(scaled)[None], rtol=1e-5
        )

    def test_of_a_picture(self):
        predict = "def predict(model, inputs): return inputs['x'].mean(axis=(2, 3))\n"
        shape = [None, 3, 224, 224]
        out = part("y", ".csv")
        out["labels"] = ["red", "green", "blue"]
        folder = self.made(
            "picture", predict, {"x": part("x", ".png", shape=shape)}, {"y": out}
        )
        Image.new("RGB", (30, 20), (255, 0, 0)).save(folder.data / "x.png")
        self.predicted(folder)
        first, second = (folder.data / "y.csv").read_text().splitlines()
        self.assertEqual(first, "label,red,green,blue")
        label, *scores = second.split(",")
        wanted = (np.array([1, 0, 0]) - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
        self.assertEqual(label, "red")
        np.testing.assert_allclose(np.array(scores, float), softmax(wanted), rtol=1e-4)

    def test_of_a_volume(self):
        predict = (
            "def predict(model, inputs):\n"
            "    scan = inputs['x']\n"
            "    assert scan.shape == (1, 1, 20, 20, 20), scan.shape\n"
            "    return np.concatenate([-scan, scan], axis=1)\n"
        )
        parts = {"x": part("x", ".nii.gz", shape=[1, 1, None, None, None])}
        folder = self.made("volume", predict, parts, {"y": part("y", ".nii.gz")})
        array = np.zeros((30, 30, 10), "float32")
        array[6:15, 9:21, 3:6] = 100
        affine = np.diag([1.0, 1.0, 3.0, 1.0])
        affine[:3, 3] = [-12, 7, 40]
        nibabel.save(nibabel.Nifti1Image(array, affine), folder.data / "x.nii.gz")
        self.predicted(folder)
        mask = nibabel.load(folder.data / "y.nii.gz")
        np.testing.assert_allclose(mask.affine, affine)
        same = (np.asarray(mask.dataobj) == (array > 0)).mean()
        self.assertGreater(same, 0.97)

    def test_of_a_table(self):
        predict = (
            "def predict(model, inputs):\n"
            "    table = inputs['x']\n"
            "    return table['age'].to_numpy() + table['n'].to_numpy()\n"
        )
        table = part("x", ".csv")
        table["columns"] = [{"name": "age", "dtype": "float64"}, {"name": "n"}]
        folder = self.made("table", predict, {"x": table}, {"y": part("y", ".csv")})
        (folder.data / "x.csv").write_text("n,age\n1,20\n2,\n3,40\n")
        self.predicted(folder)
        self.assertEqual(
            (folder.data / "y.csv").read_text(),
            "age,n,prediction\n20.0,1,21.0\n,2,32.0\n40.0,3,43.0\n",
        )


if __name__ == "__main__":
    unittest.main()
