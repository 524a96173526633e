"""Damaged inputs of every format: an array or one line, soon, whatever the bytes are."""

import bz2
import contextlib
import gzip
import io
import random
import time
import unittest

import nibabel
import nrrd
import numpy as np
import SimpleITK as sitk
from PIL import Image

from support import Folder, part

from runner.failures import Failure, complain
from runner.formats import FORMATS, read_input
from runner.specification import Part

VOLUME = np.arange(64, dtype="int16").reshape(4, 4, 4)
TIMES = 150


def saved(write):
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()


def nrrd_with(folder, encoding):
    path = folder / "seed.nrrd"
    nrrd.write(str(path), VOLUME, {"encoding": encoding})
    data = path.read_bytes()
    path.unlink()
    return data


def metaimage(folder, packed=True):
    path = folder / "seed.mha"
    sitk.WriteImage(sitk.GetImageFromArray(VOLUME), str(path), packed)
    data = path.read_bytes()
    path.unlink()
    return data


def seeds(folder):
    """Small whole files by extension."""
    picture = Image.new("RGB", (9, 7), (1, 2, 3))
    png = saved(lambda out: picture.save(out, "png"))
    jpeg = saved(lambda out: picture.save(out, "jpeg"))
    volume = nibabel.Nifti1Image(VOLUME, np.eye(4)).to_bytes()
    encodings = ("gzip", "bzip2", "raw", "ASCII")
    return {
        ".npy": [saved(lambda out: np.save(out, VOLUME))],
        ".npz": [
            saved(lambda out: np.savez(out, x=VOLUME)),
            saved(lambda out: np.savez_compressed(out, x=VOLUME, y=VOLUME)),
        ],
        ".json": [b"[[1, 2.5], [3, null]]", b'{"x": [1, 2]}'],
        ".csv": [b'a,b\n1,2\n3,4.5\n"6",nan\n'],
        ".png": [png],
        ".jpg": [jpeg],
        ".jpeg": [jpeg],
        ".nii": [volume, nibabel.Nifti2Image(VOLUME, np.eye(4)).to_bytes()],
        ".nii.gz": [gzip.compress(volume)],
        ".nrrd": [nrrd_with(folder, encoding) for encoding in encodings],
        ".mha": [metaimage(folder), metaimage(folder, packed=False)],
        ".mhd": [metaimage(folder)],
        ".txt": ["a text\n\u00e9".encode()],
    }


def damaged(data, source):
    """The data with a few bytes changed, added or left out."""
    data = bytearray(data)
    for _ in range(source.randint(1, 6)):
        at = source.randrange(len(data) + 1)
        what = source.random()
        if what < 0.5:
            data[at : at + 1] = bytes([source.choice((0, 255, 127, 57, 45, 27))])
        elif what < 0.7:
            data[at:at] = source.randbytes(source.randint(1, 9))
        elif what < 0.8:
            data[at:at] = b"9" * source.randint(1, 30)
        elif what < 0.9:
            del data[at : at + source.randint(1, 20)]
        else:
            other = source.randrange(len(data) + 1)
            data[at:at] = data[other : other + 40]
    return bytes(data)


class Damaged(unittest.TestCase):
    def test_every_format(self):
        folder = Folder()
        self.addCleanup(folder.remove)
        whole = seeds(folder.data)
        self.assertEqual(sorted(whole), sorted(FORMATS))
        source = random.Random(4)
        for extension, files in whole.items():
            refused = 0
            for _ in range(TIMES):
                data = source.choice(files)
                if extension == ".nii.gz" and source.random() < 0.7:
                    data = gzip.compress(damaged(gzip.decompress(data), source))
                else:
                    data = damaged(data, source)
                refused += self.read(folder, extension, data, source)
            with self.subTest(extension):
                self.assertGreater(refused, 0)

    def read(self, folder, extension, data, source):
        """Read it; whether it was refused, which has to be in one line, within seconds."""
        path = folder.data / f"a{extension}"
        path.write_bytes(data)
        dtype = source.choice(("float32", "int64", None, "str"))
        start = time.process_time()
        try:
            read_input(str(path), Part("inputs", "x", part("x", extension, dtype)))
            return False
        except Failure as failure:
            with self.subTest(data):
                self.assertTrue(said(str(failure)).isprintable())
                self.assertLess(time.process_time() - start, 3)
            return True

    def test_cut_off_at_every_byte(self):
        folder = Folder()
        self.addCleanup(folder.remove)
        source = random.Random(5)
        for extension, files in seeds(folder.data).items():
            step = max(1, len(files[0]) // 40)
            for length in range(0, len(files[0]), step):
                self.read(folder, extension, files[0][:length], source)

    def test_one_format_under_the_name_of_another(self):
        folder = Folder()
        self.addCleanup(folder.remove)
        whole = seeds(folder.data)
        source = random.Random(6)
        binary = [files[0] for files in whole.values()]
        for extension in whole:
            for data in (*binary, bz2.compress(binary[0])):
                self.read(folder, extension, data, source)


def said(message):
    """What is printed of a failure, but for its line break."""
    out = io.StringIO()
    with contextlib.redirect_stderr(out):
        complain(message)
    text = out.getvalue()
    assert text.endswith("\n"), text
    return text[:-1]


if __name__ == "__main__":
    unittest.main()
