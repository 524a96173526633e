"""Inputs that claim, or unpack to, more than a machine has; each is one line, soon."""

import bz2
import gzip
import io
import lzma
import os
import struct
import unittest
import zipfile
from unittest import mock

import nibabel
import nrrd
import numpy as np
from PIL import Image

from made_files import VOLUME, nifti, npy, nrrd_of, png, zipped
from support import Folder, part, spec

from runner.failures import Failure
from runner.formats import LIMITS, MAX_BYTES, MAX_PIXELS, MAX_ROWS, limit, read_input
from runner.specification import Part


class Limits(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def read(self, name, data, dtype=None, **limits):
        path = self.folder.data / name
        path.write_bytes(data)
        record = Part("inputs", "x", part("x", name[name.index(".") :], dtype))
        with mock.patch.dict(os.environ, {k: str(v) for k, v in limits.items()}):
            return read_input(str(path), record)

    def refused(self, name, data, message, **limits):
        with self.assertRaisesRegex(Failure, message) as got:
            self.read(name, data, **limits)
        self.assertEqual(str(got.exception).splitlines(), [str(got.exception)])

    def beyond(self, name, data, variable=MAX_BYTES, **limits):
        self.refused(
            name, data, f"than the limit of [0-9]+; {variable} changes it", **limits
        )

    def test_the_defaults_let_large_inputs_through(self):
        self.assertGreaterEqual(limit(MAX_BYTES), 1024 * 1024 * 2000 * 4)
        self.assertGreaterEqual(limit(MAX_PIXELS), 30_000 * 30_000)
        self.assertGreaterEqual(limit(MAX_ROWS), 10_000_000)

    def test_the_file_itself(self):
        for name in ("a.npy", "a.csv", "a.json", "a.png", "a.nii", "a.nrrd", "a.npz"):
            self.beyond(name, bytes(1001), ML_IMAGE_MAX_INPUT_BYTES=1000)

    def test_claims_of_npy(self):
        for version in (1, 2, 3):
            for shape in ("(10**13,)", "(1000000000000,)", "(9999999, 9999999, 99)"):
                data = npy(shape.replace("10**13", str(10**13)), version=version)
                self.beyond("a.npy", data)
                self.beyond("a.npz", zipped(data))
        self.refused("a.npy", npy("(-1,)"), "negative length")
        for dtype in ("<U0", "|S0", "|V0"):  # values of no bytes, without end
            self.beyond("a.npy", npy(f"({10**15},)", dtype))
        self.refused("a.npy", npy("(100,)"), "cannot read")
        header = b"{" + b"[" * 60000 + b"}"
        bomb = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
        self.refused("a.npy", bomb, "cannot read")
        self.assertEqual(self.read("a.npy", npy("(2,)", data=bytes(8))).shape, (2,))
        self.assertEqual(self.read("a.npy", npy("(0, 9)")).shape, (0, 9))

    def test_archives(self):
        small = npy("(250,)", data=bytes(1000))
        self.assertEqual(self.read("a.npz", zipped(small)).shape, (250,))
        for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
            self.refused("a.npz", zipped(small, method=method), "method that numpy")
        bomb = zipped(npy("(25000000,)", data=bytes(10**8)))
        self.assertLess(len(bomb), 200_000)
        self.beyond("a.npz", bomb, ML_IMAGE_MAX_INPUT_BYTES=10**7)
        # A member that says less of itself than it holds.
        lie = bomb.replace(struct.pack("<I", 10**8 + 128), struct.pack("<I", 228))
        self.refused("a.npz", lie, "cannot read|limit", ML_IMAGE_MAX_INPUT_BYTES=10**7)
        self.refused("a.npz", zipped(b"no array"), "cannot read .*magic")
        buffer = io.BytesIO(zipped(small))
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr("x", small)
        self.refused("a.npz", buffer.getvalue(), "two arrays x")

    def test_an_archive_of_pickles_is_not_run(self):
        buffer = io.BytesIO()
        np.save(buffer, np.array([{}], dtype=object), allow_pickle=True)
        self.refused("a.npz", zipped(buffer.getvalue()), "it holds Python objects")

    def test_claims_of_nifti(self):
        def dims(raw):
            struct.pack_into("<8h", raw, 40, 3, 32767, 32767, 32767, 1, 1, 1, 1)

        def large(raw):
            struct.pack_into("<8h", raw, 40, 3, 10000, 10000, 10, 1, 1, 1, 1)

        def offset(raw):
            struct.pack_into("<f", raw, 108, 1e30)

        def extension(raw):
            struct.pack_into("<f", raw, 108, 2**30)
            raw[348] = 1
            struct.pack_into("<2i", raw, 352, 2**30 - 352, 4)

        for change in (dims, offset, extension):
            for pack, name in ((bytes, "a.nii"), (gzip.compress, "a.nii.gz")):
                with self.subTest(change.__name__, name=name):
                    data = pack(nifti(change))
                    self.refused(name, data, "limit|cannot read")
        self.beyond("a.nii", nifti(dims))
        # Beyond what the file can unpack to: nothing is allocated for it.
        for pack, name in ((bytes, "a.nii"), (gzip.compress, "a.nii.gz")):
            self.refused(
                name, pack(nifti(large)), "cut off: its header says .* 2000000"
            )
        self.refused("a.nii", b"MATLAB 5.0" + bytes(1000), "no NIfTI volume")

    def test_what_libraries_say_of_a_header_is_not_printed(self):
        def magic(raw):
            raw[344:348] = b"\x1b[1m"

        folder = Folder(spec({"x": part("x", ".nii", None)}, {"y": part("y")}))
        self.addCleanup(folder.remove)
        (folder.data / "x.nii").write_bytes(nifti(magic))
        got = folder.run("--x=x.nii", "--y=y.npy")
        self.assertRegex(got.stderr, "^(error: --x: cannot read x.nii: .*\n)?$")
        self.assertNotIn("\x1b", got.stderr)

    def test_gzip_bombs_are_counted_while_they_are_unpacked(self):
        raw = bytearray(nifti(data=np.zeros((200, 200, 200), "uint8")))
        bomb = gzip.compress(bytes(raw))
        self.assertLess(len(bomb), 20_000)
        self.beyond("a.nii.gz", bomb, ML_IMAGE_MAX_INPUT_BYTES=10**6)
        self.assertEqual(self.read("a.nii.gz", bomb).shape, (200, 200, 200))
        # Behind an extension that never ends.
        raw = bytearray(nifti())
        struct.pack_into("<f", raw, 108, 5 * 10**7)
        raw[348] = 1
        struct.pack_into("<2i", raw, 352, 5 * 10**7 - 352, 4)
        bomb = gzip.compress(bytes(raw) + bytes(6 * 10**7))
        self.beyond("a.nii.gz", bomb, ML_IMAGE_MAX_INPUT_BYTES=10**6)

    def test_packed_volumes_read_as_before(self):
        for data in (gzip.compress(nifti()), nifti()):
            for name in ("a.nii", "a.nii.gz"):  # by content, however it is called
                np.testing.assert_array_equal(self.read(name, data), VOLUME)
        pair = nibabel.Nifti2Image(VOLUME, np.eye(4)).to_bytes()
        np.testing.assert_array_equal(self.read("a.nii", pair), VOLUME)

    def test_nrrd(self):
        fields = ["type: int16", "dimension: 3", "sizes: 10 10 10", "endian: little"]
        raw = VOLUME.tobytes(order="F")
        for encoding, pack in (
            ("raw", bytes),
            ("gzip", gzip.compress),
            ("gz", gzip.compress),
            ("bzip2", bz2.compress),
        ):
            lines = [*fields, f"encoding: {encoding}"]
            with self.subTest(encoding):
                got = self.read("a.nrrd", nrrd_of(lines, pack(raw)))
                np.testing.assert_array_equal(got, VOLUME)
                last = [*lines, "byte skip: -1"]
                got = self.read("a.nrrd", nrrd_of(last, pack(b"more" + raw)))
                np.testing.assert_array_equal(got, VOLUME)
                self.refused("a.nrrd", nrrd_of(lines, pack(raw[:-2])), "cannot read")
                self.refused("a.nrrd", nrrd_of(lines, pack(raw + raw)), "cannot read")
                huge = [*lines[:2], "sizes: 100000 100000 100000", *lines[3:]]
                self.beyond("a.nrrd", nrrd_of(huge, pack(raw)))
                skip = [*lines, "byte skip: -7"]
                self.refused("a.nrrd", nrrd_of(skip, pack(raw)), "cannot read")
        text = " ".join(map(str, VOLUME.ravel(order="F").tolist())).encode()
        got = self.read("a.nrrd", nrrd_of([*fields, "encoding: ascii"], text))
        np.testing.assert_array_equal(got, VOLUME)
        for line in ("line skip: 999999999999", "sizes: -1 10 10", "type: block"):
            self.refused("a.nrrd", nrrd_of([*fields, "encoding: raw", line]), "cannot")
        self.refused("a.nrrd", b"NRRD0004\n" + b"#" * 2**21, "header has more")

    def test_nrrd_bombs(self):
        fields = ["type: uint8", "dimension: 1", "sizes: 10", "endian: little"]
        for encoding, pack in (("gzip", gzip.compress), ("bzip2", bz2.compress)):
            bomb = pack(bytes(10**8))
            self.refused(
                "a.nrrd", nrrd_of([*fields, f"encoding: {encoding}"], bomb), "10 bytes"
            )
            for skip in ("-1", str(9 * 10**7)):
                lines = [*fields, f"encoding: {encoding}", f"byte skip: {skip}"]
                data = nrrd_of(lines, bomb)
                self.beyond("a.nrrd", data, ML_IMAGE_MAX_INPUT_BYTES=10**7)

    def test_nrrd_reads_no_other_file(self):
        secret = self.folder.root / "secret"
        secret.write_bytes(b"0123456789")
        fields = ["type: uint8", "dimension: 1", "sizes: 10", "encoding: raw"]
        for key in ("data file", "datafile"):
            for place in (secret, "../secret", "LIST", "x%d.raw 1 2 1"):
                data = nrrd_of([*fields, f"{key}: {place}"])
                self.refused("a.nrrd", data, "its data is in another file")

    def test_what_pynrrd_writes_is_read(self):
        for encoding in ("gzip", "bzip2", "raw", "ASCII"):
            path = self.folder.data / "b.nrrd"
            nrrd.write(str(path), VOLUME, {"encoding": encoding})
            np.testing.assert_array_equal(
                self.read("a.nrrd", path.read_bytes()), VOLUME
            )

    def test_pictures(self):
        self.assertEqual(self.read("a.png", png(300, 200)).shape[:2], (200, 300))
        most = {"ML_IMAGE_MAX_PIXELS": 59_999}
        self.beyond("a.png", png(300, 200), MAX_PIXELS, **most)
        self.beyond("a.png", png(50_000, 30_000, rows=9), MAX_PIXELS)
        # Above what Pillow warns of, below our limit: no warning, no error.
        before = Image.MAX_IMAGE_PIXELS
        with mock.patch.object(Image, "MAX_IMAGE_PIXELS", 1000):
            self.assertEqual(self.read("a.png", png(300, 200)).shape[:2], (200, 300))
        self.assertEqual(Image.MAX_IMAGE_PIXELS, before)

    def test_pictures_are_opened_as_what_they_are_called(self):
        image = Image.new("RGB", (4, 4))
        for kind in ("JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "ICO", "EPS", "PDF"):
            buffer = io.BytesIO()
            try:
                image.save(buffer, kind)
            except (OSError, KeyError):
                continue  # this Pillow was built without it
            self.refused("a.png", buffer.getvalue(), "its content is no PNG")
            if kind != "JPEG":
                self.refused("a.jpg", buffer.getvalue(), "its content is no JPEG")
        self.refused("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n", "no PNG")
        self.refused("a.png", b"8BPS\0\1" + bytes(50), "no PNG")
        self.refused("a.jpeg", png(4, 4), "its content is no JPEG")

    def test_tables(self):
        most = {"ML_IMAGE_MAX_ROWS": 3}
        self.assertEqual(self.read("a.csv", b"a\n1\n\n2\n3\n", "int64", **most).size, 3)
        for dtype in ("str", "float32"):
            with self.assertRaisesRegex(
                Failure, "it has more rows than the limit of 3; ML_"
            ):
                self.read("a.csv", b"1\n2\n3\n4\n", dtype, **most)

    def test_an_lzma_file_is_no_gzip(self):
        self.refused("a.nii.gz", lzma.compress(nifti()), "no NIfTI volume")

    def test_values_that_cannot_be(self):
        for name in LIMITS:
            for text in ("0", "-1", "1e9", "8G", "1_0", "\u0661", "x\x1b", "9" * 40):
                with (
                    mock.patch.dict(os.environ, {name: text}),
                    self.assertRaisesRegex(Failure, f"{name}: .* is not a whole"),
                ):
                    limit(name)
        for words in (["--x=x.npy", "--y=y.npy"], ["--help"]):
            got = self.folder.run(*words, env={MAX_ROWS: "1\x1b[1m\n"})
            message = r"ML_IMAGE_MAX_ROWS: '1\\x1b\[1m' is not a whole number"
            self.assertRegex(got.stderr, f"^error: {message}.*\n$")
            self.assertEqual((got.returncode, got.stdout), (2, ""))

    def test_help_shows_the_present_values(self):
        given = {MAX_BYTES: "12", MAX_PIXELS: "", MAX_ROWS: "34"}
        got = self.folder.run("--help", env=given).stdout
        for line in (f"{MAX_BYTES}=12", f"{MAX_PIXELS}={2**30}", f"{MAX_ROWS}=34"):
            self.assertIn(f"\n  {line} ", got)


if __name__ == "__main__":
    unittest.main()
