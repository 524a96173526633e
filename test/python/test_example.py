"""Example inputs, as the archive that `make test` puts into a container."""

import io
import tarfile
import unittest

import numpy as np

from support import ECHO, Case, Folder, part, usual


class Inputs(Case):
    def members(self, folder: Folder) -> dict[str, tarfile.TarInfo]:
        archive = tarfile.open(fileobj=io.BytesIO(self.archive(folder)))  # noqa: SIM115
        return {member.name: member for member in archive}

    def test_are_roots_with_mode_0640(self):
        (member,) = self.members(self.folder(usual())).values()
        self.assertEqual((member.uid, member.gid, member.mode), (0, 0, 0o640))

    def test_of_every_format_that_can_hold_them_are_read_again(self):
        for extension, shape in (
            (".npy", [None, 8, 8]),
            (".npz", [4]),
            (".json", [None, 2]),
            (".csv", [None, 64]),
            (".png", [1, 32, 32, 3]),
            (".jpg", [None, 3, 32, 32]),
            (".nii.gz", [None, 1, 8, 9, 10]),
            (".nii", [None, 8, 9, 10, 1]),
            (".nrrd", [8, 9, 10]),
        ):
            with self.subTest(extension):
                folder = self.folder(usual(x=part("x", extension, shape=shape)))
                status, said, errors = self.given(
                    folder, "trials", self.archive(folder)
                )
                self.assertEqual((status, errors), (0, ""))
                self.assertIn("ok      predicts: every input and output\n", said)

    def test_that_are_there_are_taken(self):
        folder = self.folder(usual())
        np.save(folder.data / "x.npy", np.ones((1, 3), "float32"))
        got = folder.ask("inputs")
        archive = tarfile.open(fileobj=io.BytesIO(got.stdout))  # noqa: SIM115
        held = archive.extractfile("x.npy").read()
        self.assertEqual(held, (folder.data / "x.npy").read_bytes())

    def test_come_of_the_models_own_example(self):
        model = ECHO + (
            "import numpy as np\n"
            "def example():\n"
            "    print('this is not in the archive')\n"
            "    return {'x': np.zeros((2, 2), 'float32')}\n"
        )
        folder = self.folder(usual(x=part("x")), model)
        got = folder.ask("inputs")
        with tarfile.open(fileobj=io.BytesIO(got.stdout)) as archive:
            self.assertEqual(archive.getnames(), ["x.npy"])

    def test_without_a_shape_are_what_is_to_be_given(self):
        got = self.folder(usual(x=part("x"))).ask("inputs")
        self.assertEqual((got.returncode, got.stdout), (3, b""))
        self.assertIn(b"inputs.x.tensor.shape in model-spec.json is null", got.stderr)

    def test_that_no_file_can_hold_are_to_be_given_too(self):
        table = part("x", ".csv", shape=[2, 3, 4])
        got = self.folder(usual(x=table)).ask("inputs")
        self.assertEqual(got.returncode, 3)
        self.assertIn(b"no example can be made: --x: cannot write", got.stderr)

    def test_are_not_needed_to_load_the_model(self):
        folder = self.folder(usual(x=part("x")))
        self.assertEqual(folder.ask("load").returncode, 0)
        broken = ECHO.replace("return None", "raise ValueError('bad weights')")
        self.assertNotEqual(broken, ECHO)
        got = self.folder(usual(x=part("x")), broken).ask("load")
        self.assertEqual(got.returncode, 1)
        self.assertRegex(
            got.stderr.decode(), "model.py:[0-9]+: load.. failed: .*bad weights"
        )

    def test_leave_nothing_behind(self):
        folder = self.folder(usual())
        temp = folder.root / "temp"
        temp.mkdir()
        folder.ask("inputs", env={"TMPDIR": str(temp)})
        self.assertEqual((list(temp.iterdir()), folder.left()), ([], []))


if __name__ == "__main__":
    unittest.main()
