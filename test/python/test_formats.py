"""Files in and out: each format, what is cast, and what a volume keeps."""

import io
import json
import unittest
import zipfile

import nibabel
import nrrd
import numpy as np
from PIL import Image

from support import Folder, part, spec

from runner.arrays import fit
from runner.failure import Failure
from runner.inputs import read_input
from runner.specification import Part
from runner.targets import Target
from runner.text import describe

RNG = np.random.default_rng(1)


def made(extension=".npy", dtype="float32", shape=None, key="x", section="inputs"):
    return Part(section, key, part(key, extension, dtype, shape))


class Fit(unittest.TestCase):
    def check(self, array, dtype, shape, expected_shape=None):
        got = fit(np.asarray(array), made(dtype=dtype, shape=shape))
        if expected_shape is not None:
            self.assertEqual(got.shape, expected_shape)
        return got

    def test_a_batch_dimension_is_added_where_one_is_missing(self):
        image = np.zeros((28, 28), "float32")
        self.check(image, "float32", [None, 28, 28], (1, 28, 28))
        self.check(image, "float32", [1, 28, 28], (1, 28, 28))
        self.check(image[None], "float32", [None, 28, 28], (1, 28, 28))
        self.check(np.float32(1), "float32", [], ())

    def test_a_channel_is_added_to_a_volume_where_it_is_one(self):
        volume = np.zeros((4, 5, 6), "float32")
        for wanted in ([None, 1, 4, 5, 6], [1, 1, None, None, None]):
            self.check(volume, "float32", wanted, (1, 1, 4, 5, 6))
        self.check(volume, "float32", [None, 4, 5, 6, 1], (1, 4, 5, 6, 1))
        for wanted in ([None, None, 4, 5, 6], [None, 2, 4, 5, 6], [2, 1, 4, 5, 6]):
            with self.assertRaises(Failure):
                self.check(volume, "float32", wanted)

    def test_other_shapes_are_refused_by_name(self):
        for given, wanted in (
            ((28, 28), [None, 28, 29]),
            ((28, 28), [2, 28, 28]),
            ((28,), [None, 1, 28]),
            ((2, 28, 28), [1, 28, 28]),
            ((), [None, 1]),
        ):
            with self.subTest(given), self.assertRaises(Failure) as got:
                self.check(np.zeros(given, "float32"), "float32", wanted)
            self.assertEqual(
                str(got.exception),
                f"--x: the model takes shape {describe(wanted)}, "
                f"given {describe(given)}",
            )

    def test_a_cast_that_keeps_every_value(self):
        for array, dtype in (
            (np.array([1, 2], "uint8"), "float32"),
            (np.array([1.0, 2.5]), "float32"),
            (np.array([np.nan, np.inf]), "float16"),
            (np.array([1.0, 2.0]), "int64"),
            (np.array([0, 1], "int64"), "bool"),
            (np.array([2**24, -3]), "float32"),
            (np.array([1, 255]), "uint8"),
            (np.array([True, False]), "int32"),
        ):
            with self.subTest(dtype):
                got = self.check(array, dtype, None)
                self.assertEqual(got.dtype, dtype)
                np.testing.assert_array_equal(got, array)

    def test_a_cast_that_loses_is_refused_with_both_dtypes(self):
        for array, dtype in (
            (np.array([0.1]), "float32"),
            (np.array([1.5]), "int64"),
            (np.array([np.nan]), "int64"),
            (np.array([256]), "uint8"),
            (np.array([-1]), "uint8"),
            (np.array([2**24 + 1]), "float32"),
            (np.array([1 + 2j]), "float64"),
            (np.array(["1"]), "float32"),
            (np.array([1.0]), "str"),
            (np.array([2]), "bool"),
        ):
            message = (
                f"the model takes {dtype}, given {array.dtype}, and the cast would"
            )
            with (
                self.subTest(dtype),
                self.assertRaisesRegex(Failure, message.replace("<", "<")),
            ):
                self.check(array, dtype, None)

    def test_what_numpy_has_no_name_for_is_left_alone(self):
        self.assertEqual(self.check(np.array([0.1]), "bfloat16", None).dtype, "float64")


class RoundTrips(unittest.TestCase):
    """What one run writes, another reads back equal."""

    def through(self, extension, array, dtype=None):
        kind = "str" if dtype == "str" else dtype or array.dtype.name
        folder = Folder(
            spec(
                {"x": part("x", extension, kind)},
                {"y": part("y", extension, kind)},
            )
        )
        self.addCleanup(folder.remove)
        record = made(extension, kind, section="outputs")
        path = folder.data / f"x{extension}"
        Target(record, str(path)).check()
        target = Target(record, str(path))
        target.write(array, None)
        target.move()
        got = folder.run(f"--x=x{extension}", f"--y=y{extension}")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        back, _ = read_input(str(folder.data / f"y{extension}"), record)
        self.assertEqual(folder.left(), [f"x{extension}", f"y{extension}"])
        return back

    def test_arrays(self):
        arrays = [
            RNG.random((2, 3), "float32"),
            RNG.integers(-9, 9, (4, 2)),
            np.array([[np.nan, np.inf, -np.inf, 1e-30]], "float64"),
            np.array([[True, False]]),
            np.array([["a,b", 'c"d'], ["\u00e9", "e\nf"]]),
        ]
        for extension in (".npy", ".npz", ".json", ".csv"):
            for array in arrays:
                dtype = "str" if array.dtype.kind == "U" else None
                with self.subTest(extension, dtype=array.dtype):
                    back = self.through(extension, array, dtype)
                    np.testing.assert_array_equal(back, array)
                    self.assertEqual(back.dtype.kind, array.dtype.kind)

    def test_any_rank(self):
        for extension in (".npy", ".npz", ".json"):
            for shape in ((), (3,), (0,), (1, 2, 3, 4)):
                array = RNG.random(shape).astype("float32")
                with self.subTest(extension, shape=shape):
                    back = self.through(extension, array)
                    np.testing.assert_array_equal(back, array)

    def test_pictures(self):
        grey = RNG.integers(0, 256, (5, 4), dtype="uint8")
        colour = RNG.integers(0, 256, (5, 4, 3), dtype="uint8")
        np.testing.assert_array_equal(self.through(".png", grey), grey)
        np.testing.assert_array_equal(self.through(".png", colour), colour)
        deep = RNG.integers(0, 65536, (5, 4), dtype="uint16")
        np.testing.assert_array_equal(self.through(".png", deep), deep)
        smooth = np.full((8, 8, 3), 100, "uint8")
        near = self.through(".jpg", smooth).astype(int)
        self.assertLess(np.abs(near - 100).max(), 4)

    def test_volumes(self):
        volume = RNG.random((4, 3, 2), "float32")
        for extension in (".nii", ".nii.gz", ".nrrd"):
            for array in (volume, (volume * 9).astype("int16"), volume > 0.5):
                with self.subTest(extension, dtype=array.dtype):
                    back = self.through(extension, array)
                    np.testing.assert_array_equal(back, array)


class Readers(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def read(self, name, data, dtype="float32", shape=None, key="x"):
        path = self.folder.data / name
        if data is not None:
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        extension = name[name.index(".") :]
        record = made(extension, dtype, shape, key)
        return read_input(str(path), record)[0]

    def refused(self, name, data, message, **more):
        with self.assertRaisesRegex(Failure, message) as got:
            self.read(name, data, **more)
        self.assertNotIn("\n", str(got.exception))

    def test_npy_that_holds_a_pickle_is_not_run(self):
        buffer = io.BytesIO()
        np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
        self.refused(
            "a.npy", buffer.getvalue(), "cannot read .*it holds Python objects"
        )

    def test_npy_with_an_endless_header_is_told_without_advice_to_unpickle(self):
        header = b"(" * 60000
        raw = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
        self.refused("a.npy", raw, "its header is longer than that of any array$")

    def test_files_that_are_something_else(self):
        for name in (
            "a.npy",
            "a.npz",
            "a.json",
            "a.png",
            "a.nii",
            "a.nii.gz",
            "a.nrrd",
        ):
            with self.subTest(name):
                self.refused(name, "hello", f"^--x: cannot read .*{name}: ")
                self.refused(name, "", f"^--x: cannot read .*{name}: ")

    def test_npz_entry_by_name(self):
        for names, wanted in ((["only"], 0), (["a", "x"], 1)):
            np.savez(self.folder.data / "a.npz", **{n: i for i, n in enumerate(names)})
            self.assertEqual(self.read("a.npz", None, "int64"), wanted)
        np.savez(self.folder.data / "a.npz", a=1, b=2)
        message = "the file has arrays a, b; expected one, or one named x"
        self.refused("a.npz", None, message)

    def test_json(self):
        self.assertEqual(self.read("a.json", "[0.1]"), np.float32(0.1))
        self.assertEqual(self.read("a.json", '{"x": [1], "b": 2}').tolist(), [1])
        self.assertEqual(self.read("a.json", "\ufeff[1]", "int64").dtype, "int64")
        self.assertTrue(np.isnan(self.read("a.json", "[null, 1]")[0]))
        self.assertEqual(self.read("a.json", '["a"]', "str").tolist(), ["a"])
        # Not rounded: fit() then says that it is no integer.
        self.assertEqual(self.read("a.json", "[1.5]", "int64").tolist(), [1.5])
        self.refused("a.json", "[[1], [2, 3]]", "inhomogeneous shape")
        self.refused("a.json", "[1", "cannot read .*line 1 column")

    def test_csv(self):
        self.assertEqual(
            self.read("a.csv", "1,2\r\n3,4\r\n").tolist(), [[1, 2], [3, 4]]
        )
        self.assertEqual(self.read("a.csv", "\ufeffa,b\n\n1, 2\n").tolist(), [[1, 2]])
        big = 2**53 + 1
        self.assertEqual(self.read("a.csv", f"{big}\n", "int64").tolist(), [[big]])
        self.assertEqual(self.read("a.csv", "1\n2\n", shape=[None]).tolist(), [1, 2])
        self.refused("a.csv", "1,2\n3\n", "line 2 has 1 columns, others 2")
        self.refused("a.csv", "1,2\n3,x\n", "line 2, column 2: 'x' is not a number")
        self.refused("a.csv", "a,b\n", "no rows")

    def picture(self, mode, size=(7, 5)):
        buffer = io.BytesIO()
        Image.new(mode, size, 200 if len(mode) == 1 else (200,) * len(mode)).save(
            buffer, "png"
        )
        return buffer.getvalue()

    def test_pictures_take_the_declared_channels(self):
        for mode, shape, expected in (
            ("RGB", [None, 5, 7, 3], (5, 7, 3)),
            ("RGB", [None, None, None, 1], (5, 7, 1)),
            ("L", [None, 3, None, None], (3, 5, 7)),
            ("RGBA", [None, 3, 5, 7], (3, 5, 7)),
            ("L", [None, 1, 5, 7], (1, 5, 7)),
            ("RGB", [None, 5, 7], (5, 7)),
            ("RGBA", None, (5, 7, 4)),
            ("1", None, (5, 7, 3)),
        ):
            with self.subTest(mode, shape=shape):
                got = self.read("a.png", self.picture(mode), shape=shape)
                self.assertEqual(got.shape, expected)

    def test_a_picture_is_turned_as_its_camera_says(self):
        buffer = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6  # Orientation: turn by a quarter
        Image.new("RGB", (4, 5)).save(buffer, "jpeg", exif=exif)
        self.assertEqual(self.read("a.jpg", buffer.getvalue()).shape, (4, 5, 3))

    def test_scaled_volumes_read_as_the_models_float(self):
        image = nibabel.Nifti1Image(np.arange(8, dtype="int16").reshape(2, 2, 2), None)
        image.header.set_slope_inter(0.1, 0)
        nibabel.save(image, self.folder.data / "a.nii")
        got = self.read("a.nii", None)
        self.assertEqual(got.dtype, "float32")
        self.assertAlmostEqual(float(got[0, 0, 1]), 0.1, 6)

    def test_foreign_byte_order_becomes_ours(self):
        np.save(self.folder.data / "a.npy", np.array([1, 2], ">i4"))
        self.assertTrue(self.read("a.npy", None, None).dtype.isnative)


class Writers(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def write(self, name, array, geometry=None):
        path = self.folder.data / name
        record = made(name[name.index(".") :], None, key="y", section="outputs")
        target = Target(record, str(path))
        self.addCleanup(target.discard)
        target.write(np.asarray(array), geometry)
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


class Space(unittest.TestCase):
    """Where a volume lies in the patient stays with what is made of it."""

    AFFINE = np.array([[0, -2, 0, 9], [1.5, 0, 0, -8], [0, 0, 3, 7], [0, 0, 0, 1.0]])

    def through(self, read, write, model_shape=(1, 4, 3, 2), crop=""):
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
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        return volume, folder.data / f"y{write}"

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

    def test_another_shape_has_no_place(self):
        _, path = self.through(".nii", ".nii", (4, 3, 2), "[:2]")
        np.testing.assert_allclose(nibabel.load(path).affine, np.eye(4))


if __name__ == "__main__":
    unittest.main()
