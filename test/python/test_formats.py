"""Files in and out: each format, what is cast, and what a volume keeps."""

import unittest

import numpy as np

from support import Folder, part, spec

from runner.arrays import fit
from runner.failures import Failure, describe
from runner.formats import VOLUMES, read_input
from runner.outputs import Target
from runner.specification import Part
from runner.volume import Volume

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

    def test_floats_are_rounded_to_the_models(self):
        got = self.check(np.array([0.1, np.nan]), "float32", None)
        self.assertEqual(got.dtype, "float32")
        self.assertEqual(got[0], np.float32(0.1))

    def test_channels_go_where_the_model_has_them(self):
        picture = RNG.integers(0, 9, (5, 7, 3), dtype="uint8")
        got = self.check(picture, "uint8", [None, 3, None, None], (1, 3, 5, 7))
        np.testing.assert_array_equal(got[0], np.moveaxis(picture, -1, 0))
        self.assertTrue(got.flags.c_contiguous)
        self.check(picture, "uint8", [None, None, None, 3], (1, 5, 7, 3))
        self.check(picture[:, :, :1], "uint8", [None, 5, 7], (1, 5, 7))
        volume = np.zeros((4, 5, 6, 2), "uint8")
        self.check(volume, "uint8", [1, 2, 4, 5, 6], (1, 2, 4, 5, 6))

    def test_a_cast_that_loses_is_refused_with_both_dtypes(self):
        for array, dtype in (
            (np.array([1e39]), "float32"),
            (np.array([1e5]), "float16"),
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


class Missing(unittest.TestCase):
    def test_a_format_that_the_folder_does_not_have(self):
        folder = Folder(spec({"x": part("x", ".csv")}, {"y": part("y")}))
        self.addCleanup(folder.remove)
        (folder.app / "runner" / "formats" / "csv_table.py").unlink()
        (folder.data / "x.csv").write_text("1\n")
        got = folder.run("--x=x.csv", "--y=y.npy")
        self.assertEqual(got.returncode, 1)
        self.assertEqual(
            got.stderr,
            "error: --x: the code that reads and writes .csv is not in this image; "
            "ml-image regenerate brings it, then build again\n",
        )


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
        if extension in VOLUMES:
            array = Volume(array, np.diag([2.0, 3, 4, 1]))
        target.write(array, {})
        target.move()
        got = folder.run(f"--x=x{extension}", f"--y=y{extension}")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        back = read_input(str(folder.data / f"y{extension}"), record)
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
        np.testing.assert_array_equal(self.through(".png", grey)[:, :, 0], grey)
        np.testing.assert_array_equal(self.through(".png", colour), colour)
        deep = RNG.integers(0, 65536, (5, 4), dtype="uint16")
        np.testing.assert_array_equal(self.through(".png", deep)[:, :, 0], deep)
        smooth = np.full((8, 8, 3), 100, "uint8")
        near = self.through(".jpg", smooth).astype(int)
        self.assertLess(np.abs(near - 100).max(), 4)

    def test_volumes(self):
        volume = RNG.random((4, 3, 2), "float32")
        for extension in VOLUMES:
            for array in (volume, (volume * 9).astype("int16"), volume > 0.5):
                with self.subTest(extension, dtype=array.dtype):
                    back = self.through(extension, array)
                    np.testing.assert_array_equal(back, array)


if __name__ == "__main__":
    unittest.main()
