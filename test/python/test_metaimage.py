"""MetaImage headers that claim too much, name other files, or are written another way."""

import os
import unittest
import zlib
from unittest import mock

import numpy as np

from support import Folder, part

from runner.failures import Failure
from runner.formats import read_input
from runner.specification import Part

DATA = np.arange(24, dtype="<i2")
BYTES = DATA.tobytes()
FIELDS = {
    "ObjectType": "Image",
    "NDims": "3",
    "DimSize": "2 3 4",
    "ElementType": "MET_SHORT",
    "ElementDataFile": "LOCAL",
}


class MetaImage(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def read(self, data=BYTES, name="a.mha", limits=None, **fields):
        """What is read of a header with these fields, and the data behind it."""
        last = {"ElementDataFile": fields.pop("ElementDataFile", "LOCAL")}
        lines = {**FIELDS, **fields}
        lines.pop("ElementDataFile")
        head = "".join(f"{k} = {v}\n" for k, v in {**lines, **last}.items())
        path = self.folder.data / name
        path.write_bytes(head.encode() + data)
        record = Part("inputs", "x", part("x", path.suffix, None))
        with mock.patch.dict(os.environ, limits or {}):
            return read_input(str(path), record)

    def refused(self, message, data=BYTES, **more):
        with self.assertRaisesRegex(Failure, message) as got:
            self.read(data, **more)
        self.assertTrue(str(got.exception).isprintable())

    def test_a_plain_one(self):
        got = self.read()
        np.testing.assert_array_equal(got, DATA.reshape((2, 3, 4), order="F"))
        np.testing.assert_array_equal(got.affine, np.diag([-1, -1, 1, 1]))

    def test_other_ways_to_write_it(self):
        expected = DATA.reshape((2, 3, 4), order="F")
        packed = zlib.compress(DATA.tobytes())
        for data, fields in (
            (DATA.astype(">i2").tobytes(), {"BinaryDataByteOrderMSB": "True"}),
            (DATA.astype(">i2").tobytes(), {"ElementByteOrderMSB": "True"}),
            (packed, {"CompressedData": "True"}),
            (packed, {"CompressedData": "True", "CompressedDataSize": len(packed)}),
            (b"\0" * 9 + DATA.tobytes(), {"HeaderSize": -1}),
        ):
            with self.subTest(fields):
                np.testing.assert_array_equal(self.read(data, **fields), expected)
        got = self.read(Position="1 2 3", Orientation="0 1 0 1 0 0 0 0 1")
        np.testing.assert_array_equal(got.affine[:3, 3], [-1, -2, 3])
        np.testing.assert_array_equal(got.affine[:3, 0], [0, -1, 0])

    def test_data_beside_the_header_only(self):
        (self.folder.data / "a.raw").write_bytes(DATA.tobytes())
        got = self.read(b"", "a.mhd", ElementDataFile="a.raw")
        np.testing.assert_array_equal(got, DATA.reshape((2, 3, 4), order="F"))
        secret = self.folder.root / "secret"
        secret.write_bytes(DATA.tobytes())
        os.symlink(secret, self.folder.data / "b.raw")
        os.mkfifo(self.folder.data / "c.raw")
        for name, message in (
            (str(secret), "its data is not in one file beside it"),
            ("../secret", "its data is not in one file beside it"),
            ("x%03d.raw 1 2 1", "its data is not in one file beside it"),
            ("b.raw", "b.raw, its data, is a link"),
            ("c.raw", "it is a pipe, not a file"),
            ("LIST", "LIST, its data, is not beside it"),
        ):
            with self.subTest(name):
                self.refused(message, b"", name="a.mhd", ElementDataFile=name)

    def test_what_it_claims_is_held_to_the_limit_and_to_its_bytes(self):
        limits = {"ML_IMAGE_MAX_INPUT_BYTES": "10000"}
        message = "more than the limit of 10000"
        self.refused(message, DimSize="2000 3 4", limits=limits)
        self.refused(message, ElementNumberOfChannels="9999", limits=limits)
        bomb = zlib.compress(bytes(10**7))
        self.refused("has not the 48 bytes", bomb, CompressedData="True")
        self.refused("has not the 48 bytes", b"1")
        self.refused("negative length", DimSize="-2 -3 4")
        self.refused("not that of 3 dimensions", ElementSpacing="1 1")
        self.refused("its ElementType is 'MET_OTHER'", ElementType="MET_OTHER")
        self.refused("written as text", BinaryData="False")
        self.refused("no MetaImage", b"", ElementDataFile="x" * (1 << 20))


if __name__ == "__main__":
    unittest.main()
