"""What each kind of file is read as, and what is refused."""

import io
import unittest

import nibabel
import numpy as np
from PIL import Image

from support import Folder, part

from runner.arrays import fit
from runner.failures import Failure
from runner.formats import read_input
from runner.specification import Part

RNG = np.random.default_rng(1)


def made(extension=".npy", dtype="float32", shape=None, key="x", section="inputs"):
    return Part(section, key, part(key, extension, dtype, shape))


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
        return read_input(str(path), record)

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
        self.assertEqual(self.read("a.json", "[0.1]")[0], np.float32(0.1))
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
            ("L", [None, 3, None, None], (5, 7, 3)),
            ("RGBA", [None, 3, 5, 7], (5, 7, 3)),
            ("L", [None, 1, 5, 7], (5, 7, 1)),
            ("RGB", [None, 5, 7], (5, 7, 1)),
            ("L", None, (5, 7, 1)),
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

    def test_scaled_volumes_are_read_scaled(self):
        image = nibabel.Nifti1Image(np.arange(8, dtype="int16").reshape(2, 2, 2), None)
        image.header.set_slope_inter(0.1, 0)
        nibabel.save(image, self.folder.data / "a.nii")
        got = self.read("a.nii", None)
        self.assertAlmostEqual(float(got[0, 0, 1]), 0.1, 6)
        self.assertEqual(fit(np.asarray(got), made(".nii")).dtype, "float32")

    def test_a_text_is_a_text(self):
        self.assertEqual(self.read("a.txt", "\ufeffone\r\ntwo\n", "str"), "one\ntwo")
        self.refused("a.txt", b"\xff", "cannot read .*a.txt: ")

    def test_foreign_byte_order_becomes_ours(self):
        np.save(self.folder.data / "a.npy", np.array([1, 2], ">i4"))
        self.assertTrue(self.read("a.npy", None, None).dtype.isnative)


if __name__ == "__main__":
    unittest.main()
