"""Volumes in space: three formats, one convention, with SimpleITK as the judge."""

import itertools
import unittest

import nibabel
import numpy as np
import SimpleITK as sitk

from support import Folder, part, spec

from runner.formats import read_input
from runner.outputs import Target
from runner.specification import Part
from runner.volume import LPS, Volume, placed

RNG = np.random.default_rng(3)
EXTENSIONS = (".nii", ".nii.gz", ".nrrd", ".mha", ".mhd")
# Oblique: turned about two axes, with another spacing along each.
TURN = np.array(
    [[0.8, -0.6, 0.0], [0.36, 0.48, -0.8], [0.48, 0.64, 0.6]], dtype="float64"
)
SPACING = (0.7, 1.5, 3.0)
ORIGIN = (-12.5, 30.25, 7.0)  # left, posterior, superior


def affine():
    """The affine of the above, to the right, the front and up."""
    matrix = np.eye(4)
    matrix[:3, :3] = TURN * SPACING
    matrix[:3, 3] = ORIGIN
    matrix[:3] *= LPS[:, None]
    return matrix


def corners(shape):
    """The indices of the eight corners."""
    return list(itertools.product(*[(0, length - 1) for length in shape[:3]]))


class Volumes(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def read(self, name):
        extension = name[name.index(".") :]
        record = Part("inputs", "x", part("x", extension, None))
        return read_input(str(self.folder.data / name), record)

    def write(self, name, value, inputs=None):
        extension = name[name.index(".") :]
        record = Part("outputs", "y", part("y", extension, None))
        target = Target(record, str(self.folder.data / name))
        self.addCleanup(target.discard)
        target.write(value, inputs or {})
        target.move()
        return str(self.folder.data / name)

    def made(self, array, is_vector=False):
        """SimpleITK's image of an array (X, Y, Z[, channels]), lying obliquely."""
        axes = (2, 1, 0, 3) if array.ndim == 4 else (2, 1, 0)
        image = sitk.GetImageFromArray(array.transpose(axes), isVector=is_vector)
        image.SetSpacing(SPACING)
        image.SetOrigin(ORIGIN)
        image.SetDirection(TURN.ravel())
        return image

    def check_corners(self, image, volume):
        for corner in corners(volume.shape):
            point = volume.affine @ [*corner, 1]
            expected = image.TransformIndexToPhysicalPoint([int(i) for i in corner])
            np.testing.assert_allclose(point[:3] * LPS, expected, atol=1e-3)

    def test_what_itk_wrote_lies_where_itk_has_it(self):
        for kind in ("uint8", "int16", "uint16", "int32", "float32", "float64"):
            array = (RNG.random((4, 5, 6)) * 99).astype(kind)
            for extension in EXTENSIONS:
                with self.subTest(extension, dtype=kind):
                    name = f"a{extension}"
                    image = self.made(array)
                    packed = extension not in (".nii", ".mhd")
                    sitk.WriteImage(image, str(self.folder.data / name), packed)
                    got = self.read(name)
                    np.testing.assert_array_equal(np.asarray(got), array)
                    self.assertEqual(got.dtype, kind)
                    np.testing.assert_allclose(got.spacing, SPACING, rtol=1e-5)
                    self.assertEqual(got.path, str(self.folder.data / name))
                    self.check_corners(image, got)

    def test_what_is_written_itk_reads_where_it_lies(self):
        for kind in ("bool", "uint8", "int16", "int64", "float16", "float32"):
            array = (RNG.random((4, 5, 6)) * 2).astype(kind)
            for extension in EXTENSIONS:
                with self.subTest(extension, dtype=kind):
                    volume = Volume(array, affine())
                    image = sitk.ReadImage(self.write(f"b{extension}", volume))
                    back = sitk.GetArrayFromImage(image).transpose(2, 1, 0)
                    np.testing.assert_array_equal(back, array)
                    self.check_corners(image, volume)

    def test_channels_are_last_in_every_format(self):
        array = RNG.random((4, 5, 6, 3)).astype("float32")
        for extension in EXTENSIONS:
            with self.subTest(extension):
                image = self.made(array, is_vector=True)
                sitk.WriteImage(image, str(self.folder.data / f"c{extension}"))
                got = self.read(f"c{extension}")
                np.testing.assert_array_equal(np.asarray(got), array)
                self.check_corners(image, got)
                path = self.write(f"d{extension}", Volume(array, affine()))
                again = self.read(f"d{extension}")
                np.testing.assert_array_equal(np.asarray(again), array)
                self.check_corners(image, again)
                if extension in (".nrrd", ".mha", ".mhd"):
                    back = sitk.GetArrayFromImage(sitk.ReadImage(path))
                    np.testing.assert_array_equal(back.transpose(2, 1, 0, 3), array)

    def test_from_every_format_to_every_other(self):
        array = RNG.integers(0, 9, (4, 5, 6), dtype="int16")
        for source, other in itertools.product(EXTENSIONS, repeat=2):
            with self.subTest(f"{source} to {other}"):
                image = self.made(array)
                sitk.WriteImage(image, str(self.folder.data / f"e{source}"))
                given = self.read(f"e{source}")
                path = self.write(f"f{other}", np.asarray(given) > 4, {"x": given})
                mask = sitk.ReadImage(path)
                self.check_corners(mask, given)
                back = sitk.GetArrayFromImage(mask).transpose(2, 1, 0)
                np.testing.assert_array_equal(back, array > 4)

    def test_scaled_integers(self):
        stored = RNG.integers(-9, 9, (4, 5, 6), dtype="int16")
        image = nibabel.Nifti1Image(stored, affine())
        image.header.set_slope_inter(0.5, -3)
        nibabel.save(image, self.folder.data / "g.nii.gz")
        got = self.read("g.nii.gz")
        itk = sitk.ReadImage(str(self.folder.data / "g.nii.gz"))
        np.testing.assert_array_equal(
            np.asarray(got), sitk.GetArrayFromImage(itk).transpose(2, 1, 0)
        )
        path = self.write("h.nii.gz", np.asarray(got) > 0, {"x": got})
        back = sitk.GetArrayFromImage(sitk.ReadImage(path)).transpose(2, 1, 0)
        np.testing.assert_array_equal(back, np.asarray(got) > 0)

    def test_a_file_that_does_not_say_where_it_lies(self):
        array = RNG.random((4, 5, 6)).astype("float32")
        nibabel.save(nibabel.Nifti1Image(array, None), self.folder.data / "i.nii")
        got = self.read("i.nii")
        self.assertIsNone(got.affine)
        self.assertIsNone(got.spacing)
        back = nibabel.load(self.write("j.nii", array > 0.5, {"x": got}))
        codes = [int(back.header[name]) for name in ("sform_code", "qform_code")]
        self.assertEqual(codes, [0, 0])
        with self.assertRaisesRegex(Exception, "where it lies in space is not known"):
            self.write("j.mha", array > 0.5, {"x": got})

    def test_units_are_millimetres(self):
        image = nibabel.Nifti1Image(np.zeros((2, 2, 2), "uint8"), np.diag([1, 1, 2, 1]))
        image.header.set_xyzt_units("micron")
        nibabel.save(image, self.folder.data / "k.nii")
        np.testing.assert_allclose(self.read("k.nii").spacing, (0.001, 0.001, 0.002))

    def test_a_place_is_forgotten_by_what_is_computed(self):
        volume = Volume(np.zeros((4, 5, 6)), affine(), "p", "h")
        for made in (volume[1:], volume * 2, volume.T, volume.astype("int8")):
            self.assertEqual((made.affine, made.path, made.header), (None, None, None))
        with self.assertRaisesRegex(ValueError, "an affine is 4 x 4"):
            Volume(np.zeros((4, 5, 6)), np.eye(3))
        with self.assertRaisesRegex(ValueError, "a number that is not finite"):
            Volume(np.zeros((4, 5, 6)), np.full((4, 4), np.nan))


class Placed(unittest.TestCase):
    """Which grid an output takes; none is ever made up."""

    GRID = Volume(np.zeros((4, 5, 6)), affine())

    def test_the_shapes_that_fit(self):
        for shape, expected in (
            ((4, 5, 6), (4, 5, 6)),
            ((1, 1, 4, 5, 6), (4, 5, 6)),
            ((1, 4, 5, 6, 1), (4, 5, 6)),
            ((1, 3, 4, 5, 6), (4, 5, 6, 3)),
            ((1, 4, 5, 6, 3), (4, 5, 6, 3)),
        ):
            got = placed(np.zeros(shape), {"x": self.GRID})
            self.assertEqual(got.shape, expected)
            np.testing.assert_array_equal(got.affine, affine())

    def test_what_fits_none_is_refused(self):
        for shape in ((4, 5), (2, 5, 6), (6, 5, 4), (2, 3, 4, 5, 6)):
            for inputs in ({}, {"x": self.GRID}, {"x": np.zeros(shape)}):
                with self.assertRaisesRegex(ValueError, "Volume.array, affine."):
                    placed(np.zeros(shape), inputs)

    def test_its_own_affine_comes_first(self):
        own = Volume(np.zeros((2, 2, 2)), np.eye(4))
        self.assertIs(placed(own, {"x": self.GRID}), own)

    def test_two_grids_that_fit_must_lie_alike(self):
        other = Volume(np.zeros((4, 5, 6)), np.eye(4))
        with self.assertRaisesRegex(ValueError, "fits a and b, which lie apart"):
            placed(np.zeros((4, 5, 6)), {"a": self.GRID, "b": other})
        placed(np.zeros((4, 5, 6)), {"a": self.GRID, "b": self.GRID})


class Contract(unittest.TestCase):
    """What model.py sees of a volume, and gives back."""

    def run_with(self, code, out=".nii.gz"):
        inputs = {"x": part("x", ".nii.gz", "float32", [None, 1, None, None, None])}
        folder = Folder(spec(inputs, {"y": part("y", out, None)}), code)
        self.addCleanup(folder.remove)
        array = RNG.integers(0, 99, (4, 6, 8), dtype="int16")
        nibabel.save(nibabel.Nifti1Image(array, affine()), folder.data / "x.nii.gz")
        got = folder.run("--x=x.nii.gz", f"--y=y{out}")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        return array, folder.data / f"y{out}"

    def test_resample_to_another_grid_and_back(self):
        array, path = self.run_with(
            """
import numpy as np

def load(path):
    return None

def preprocess(inputs):
    volume = inputs["x"]
    assert volume.dtype == np.int16 and volume.path.endswith("x.nii.gz")
    assert np.allclose(volume.spacing, (0.7, 1.5, 3.0))
    return {"x": volume[::2, ::2, ::2] / 1}

def predict(model, inputs):
    assert inputs["x"].dtype == np.float32 and inputs["x"].shape == (1, 1, 2, 3, 4)
    return inputs["x"] > 50

def postprocess(outputs, inputs):
    mask = outputs["y"][0, 0]
    for axis in range(3):
        mask = mask.repeat(2, axis)
    assert mask.shape == inputs["x"].shape
    return mask
"""
        )
        image = nibabel.load(path)
        expected = np.kron(array[::2, ::2, ::2] > 50, np.ones((2, 2, 2)))
        np.testing.assert_array_equal(np.asanyarray(image.dataobj), expected)
        np.testing.assert_allclose(image.affine, affine(), atol=1e-5)

    def test_an_output_of_its_own_grid_brings_its_affine(self):
        _, path = self.run_with(
            """
import numpy as np
from runner.volume import Volume

def load(path):
    return None

def predict(model, inputs):
    return inputs["x"][0, 0, ::2]

def postprocess(outputs, inputs):
    return Volume(outputs["y"], inputs["x"].affine @ np.diag([2, 1, 1, 1]))
"""
        )
        image = nibabel.load(path)
        self.assertEqual(image.shape, (2, 6, 8))
        expected = affine() @ np.diag([2, 1, 1, 1])
        np.testing.assert_allclose(image.affine, expected, atol=1e-5)

    def test_postprocess_of_before_takes_no_inputs(self):
        _, path = self.run_with(
            "def load(path): return None\n"
            "def predict(model, inputs): return inputs['x']\n"
            "def postprocess(outputs, **params): return outputs\n"
        )
        np.testing.assert_allclose(nibabel.load(path).affine, affine(), atol=1e-5)


if __name__ == "__main__":
    unittest.main()
