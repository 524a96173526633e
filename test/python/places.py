"""A folder with an input, in which a run works or fails in one line."""

import unittest

import numpy as np

from support import Folder, part, spec

TWO = spec({"x": part("x")}, {"y": part("y"), "z": part("z")})
TWO_MODEL = """
def load(path): return None
def predict(model, inputs): return {"y": inputs["x"], "z": inputs["x"]}
"""


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)
        self.data = self.folder.data
        np.save(self.data / "x.npy", np.array([1, 2], "float32"))
        self.before = (self.data / "x.npy").read_bytes()

    def runs(self, *words, folder=None, **options):
        got = (folder or self.folder).run(*words, **options)
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        return got

    def fails(self, words, message, status=1, folder=None, **options):
        """One line, nothing printed, nothing left, the input as before."""
        left = self.folder.left()
        got = (folder or self.folder).run(*words, **options)
        self.assertRegex(got.stderr, f"^error: {message}\n$")
        self.assertEqual((got.stdout, got.returncode), ("", status))
        self.assertEqual(self.folder.left(), left)
        self.assertEqual((self.data / "x.npy").read_bytes(), self.before)
