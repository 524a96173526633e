"""What each kind of file is written as, and where it is in space."""

import io
import json
import unittest
import zipfile

import nibabel
import nrrd
import numpy as np
from PIL import Image

from support import Folder, part, spec

from runner.failures import Failure
from runner.outputs import Target
from runner.specification import Part

RNG = np.random.default_rng(1)


def made(extension=".npy", dtype="float32", shape=None, key="x", section="inputs"):
    return Part(section, key, part(key, extension, dtype, shape))


class Writers(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def write(self, name, array, inputs=None):
        path = self.folder.data / name
        record = made(name[name.index(".") :], None, key="y", section="outputs")
        target = Target(record, str(path))
        self.addCleanup(target.discard)
        target.write(array, inputs or {})
        target.move()
        return path

    def test_json_is_valid_json(self):
        text = self.write("y.json", [np.nan, np.inf, -np.inf, 0.5]).read_text()
        self.assertEqual(text, "[null, 1e999, -1e999, 0.5]\n")
        self.assertEqual(json.loads(text)[1:], [np.inf, -np.inf, 0.5])

    def test_csv_is_a_table_of_short_numbers(self):
        table = np.array([[[0.1, 2]]], "float32")
        self.assertEqual(self.write("y.csv", table).read_text(), "0.1,2.0\n")
        self.assertEqual(self.write("y.csv", [1, 2]).read_text(), "1\n2\n")
        message = r"a .csv holds a table, the output is \(2, 2, 2\)"
        with self.assertRaisesRegex(Failure, message):
            self.write("y.csv", np.zeros((2, 2, 2)))

    def test_npz_entry_has_the_outputs_key(self):
        path = self.write("y.npz", [1])
        self.assertEqual(zipfile.ZipFile(path).namelist(), ["y.npy"])

    def test_pictures_of_other_ranges_are_refused(self):
        message = "holds uint8, the output is float64 with other values"
        with self.assertRaisesRegex(Failure, message):
            self.write("y.png", np.full((2, 2), 0.5))
        with self.assertRaisesRegex(Failure, "is no picture"):
            self.write("y.png", np.zeros((2, 7, 7, 7), "uint8"))

    def test_pictures_of_batches_channels_first_and_masks(self):
        for array, expected in (
            (np.zeros((1, 1, 5, 7), "uint8"), ("L", (7, 5))),
            (np.zeros((1, 3, 5, 7)), ("RGB", (7, 5))),
            (np.zeros((1, 5, 7, 4), "int64"), ("RGBA", (7, 5))),
            (np.ones((5, 7), bool), ("L", (7, 5))),
        ):
            image = Image.open(io.BytesIO(self.write("y.png", array).read_bytes()))
            self.assertEqual((image.mode, image.size), expected)
        self.assertEqual(np.asarray(image).max(), 255)

    def test_text_and_bytes(self):
        path = self.write("y.json", np.array([b"a", "\u00e9"], dtype=object))
        self.assertEqual(json.loads(path.read_text()), ["a", "\u00e9"])
        with self.assertRaisesRegex(Failure, "neither number nor text"):
            self.write("y.npy", np.array([{}], dtype=object))

    def test_json_takes_what_a_person_returns(self):
        value = {
            "label": "cat",
            "scores": np.float32([0.5, 2]),
            3: [None, True, np.nan],
        }
        path = self.write("y.json", value)
        expected = {"label": "cat", "scores": [0.5, 2.0], "3": [None, True, None]}
        self.assertEqual(json.loads(path.read_text()), expected)
        tricky = 'NaN Infinity \\" -Infinity'
        self.assertEqual(json.loads(self.write("y.json", tricky).read_text()), tricky)
        with self.assertRaisesRegex(Failure, "JSON has no value for a object"):
            self.write("y.json", [object()])

    def test_csv_keeps_names_of_columns(self):
        expected = 'name,score\n"a,b",0.5\nc,\n'
        columns = {"name": ["a,b", "c"], "score": np.array([0.5, np.nan])}
        self.assertEqual(self.write("y.csv", columns).read_text(), expected)
        rows = [{"name": "a,b", "score": 0.5}, {"name": "c", "score": None}]
        self.assertEqual(self.write("y.csv", rows).read_text(), expected)
        with self.assertRaisesRegex(Failure, "columns are of different lengths"):
            self.write("y.csv", {"a": [1], "b": [1, 2]})
        with self.assertRaisesRegex(Failure, "have not all the same columns"):
            self.write("y.csv", [{"a": 1}, {"b": 1}])

    def test_a_text_is_written_as_it_is(self):
        self.assertEqual(self.write("y.txt", "two\nlines").read_text(), "two\nlines\n")
        self.assertEqual(self.write("y.txt", ["a", "b"]).read_text(), "a\nb\n")


class Space(unittest.TestCase):
    """Where a volume lies in the patient stays with what is made of it."""

    AFFINE = np.array([[0, -2, 0, 9], [1.5, 0, 0, -8], [0, 0, 3, 7], [0, 0, 0, 1.0]])

    def through(self, read, write, model_shape=(1, 4, 3, 2), crop="", refused=""):
        model = f"""
import numpy as np

def load(path):
    return None

def predict(model, inputs):
    return (inputs["x"] > 0.5).reshape({model_shape}){crop}
"""
        folder = Folder(
            spec(
                {"x": part("x", read, "float32", [None, 4, 3, 2])},
                {"y": part("y", write, "bool")},
            ),
            model,
        )
        self.addCleanup(folder.remove)
        volume = RNG.random((4, 3, 2), "float32")
        path = folder.data / f"x{read}"
        if read == ".nrrd":
            flipped = self.AFFINE[:3] * [[-1], [-1], [1]]
            header = {
                "space": "left-posterior-superior",
                "space directions": flipped[:, :3].T,
                "space origin": flipped[:, 3],
            }
            nrrd.write(str(path), volume, header)
        else:
            image = nibabel.Nifti1Image(volume, self.AFFINE)
            image.header["descrip"] = b"a scan"
            nibabel.save(image, path)
        got = folder.run(f"--x=x{read}", f"--y=y{write}")
        if refused:
            self.assertEqual(got.returncode, 1, got.stdout)
            self.assertIn(refused, got.stderr)
            self.assertEqual(got.stderr.count("\n"), 1)
            self.assertEqual(folder.left(), [f"x{read}"])
            return volume, None
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        return volume, folder.data / f"y{write}"

    def refused(self, message, model_shape, crop):
        """The run ends with this message and writes nothing."""
        self.through(".nii", ".nii", model_shape, crop, refused=message)

    def test_nifti(self):
        for shape in ((4, 3, 2), (1, 4, 3, 2), (1, 1, 4, 3, 2), (1, 4, 3, 2, 1)):
            volume, path = self.through(".nii.gz", ".nii.gz", shape)
            image = nibabel.load(path)
            np.testing.assert_allclose(image.affine, self.AFFINE)
            self.assertEqual(image.get_data_dtype(), "uint8")
            self.assertEqual(bytes(image.header["descrip"]).rstrip(b"\0"), b"a scan")
            np.testing.assert_array_equal(np.asanyarray(image.dataobj), volume > 0.5)

    def test_nrrd(self):
        volume, path = self.through(".nrrd", ".nrrd")
        array, header = nrrd.read(str(path))
        np.testing.assert_array_equal(array, volume > 0.5)
        self.assertEqual(header["space"], "left-posterior-superior")
        np.testing.assert_allclose(header["space origin"], [-9, 8, 7])

    def test_from_one_to_the_other(self):
        _, path = self.through(".nrrd", ".nii")
        np.testing.assert_allclose(nibabel.load(path).affine, self.AFFINE)
        _, path = self.through(".nii", ".nrrd")
        header = nrrd.read_header(str(path))
        flipped = self.AFFINE[:3] * [[-1], [-1], [1]]
        np.testing.assert_allclose(header["space directions"], flipped[:, :3].T)
        np.testing.assert_allclose(header["space origin"], flipped[:, 3])

    def test_another_shape_has_no_place_so_nothing_is_written(self):
        message = "where it lies in space is not known: its shape is (2, 3, 2), x has"
        self.refused(message, (4, 3, 2), "[:2]")


if __name__ == "__main__":
    unittest.main()
