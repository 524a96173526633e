"""Outputs: what they never replace, what they keep, and what they are written into."""

import os
import socket
import stat
import tempfile
import unittest
from unittest import mock

import numpy as np

from places import TWO, TWO_MODEL, InFolder
from support import Folder, part, spec

from runner.failures import Failure
from runner.outputs import Target, check_distinct


class Refused(InFolder):
    def test_an_output_that_is_an_input_however_it_is_written(self):
        (self.data / "link.npy").symlink_to("x.npy")
        (self.data / "far.npy").symlink_to("link.npy")
        os.link(self.data / "x.npy", self.data / "hard.npy")
        (self.data / "sub").mkdir()
        (self.data / "here").symlink_to(".")
        for path in (
            "x.npy",
            "./x.npy",
            ".//x.npy",
            "x.npy/",
            "sub/../x.npy",
            "here/x.npy",
            "here/here/link.npy",
            "link.npy",
            "far.npy",
            "hard.npy",
            self.data / "x.npy",
            "/proc/self/cwd/x.npy",
            f"../{self.data.name}/x.npy",
        ):
            with self.subTest(path):
                message = "--y would replace --x: .* is the same file as x.npy; .*"
                self.fails(["--x=x.npy", f"--y={path}"], message, 2)
                self.fails([f"--y={path}", "--x=x.npy"], message, 2)
        message = "--y would replace --x: x.npy is the same file as hard.npy; .*"
        self.fails(["--x=hard.npy", "--y=x.npy"], message, 2)

    def test_an_output_that_is_an_optional_input(self):
        inputs = {"x": part("x"), "m": part("m", status="optional")}
        folder = Folder(spec(inputs, {"y": part("y")}))
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.zeros(2, "float32"))
        np.save(folder.data / "m.npy", np.zeros(2, "float32"))
        got = folder.run("--x=x.npy", "--m=m.npy", "--y=m.npy")
        self.assertIn("--y would replace --m", got.stderr)

    def test_an_output_that_is_another(self):
        folder = Folder(TWO, TWO_MODEL)
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.zeros(2, "float32"))
        (folder.data / "one.npy").write_text("")
        os.link(folder.data / "one.npy", folder.data / "two.npy")
        (folder.data / "soft.npy").symlink_to("new.npy")  # not there yet
        for one, other in (
            ("y.npy", "y.npy"),
            ("y.npy", "./y.npy"),
            ("one.npy", "two.npy"),
            ("new.npy", "soft.npy"),
        ):
            left = folder.left()
            got = folder.run("--x=x.npy", f"--y={one}", f"--z={other}")
            with self.subTest(one):
                self.assertRegex(got.stderr, "^error: two outputs would be .*\n$")
                self.assertEqual((got.returncode, folder.left()), (2, left))
        self.runs("--x=x.npy", "--y=/dev/null", "--z=/dev/null", folder=folder)

    def test_names_that_a_folder_takes_for_one(self):
        with tempfile.TemporaryDirectory() as folder:
            names = ("Out.npy", "out.npy")
            targets = [
                Target(_part(key), os.path.join(folder, name))
                for key, name in zip("yz", names)
            ]
            for target in targets:
                target.check()
            check_distinct(targets)  # Linux tells them apart
            for target in targets:
                self.assertFalse(target.ignores_case)
                target.ignores_case = True
            with self.assertRaisesRegex(Failure, "takes .*out.npy for the same name"):
                check_distinct(targets)
            # What check() looks at: whether its file is there in the other case too.
            with mock.patch("os.path.lexists", return_value=True):
                targets[0].check()
            self.assertTrue(targets[0].ignores_case)

    def test_an_output_in_the_model_or_the_code(self):
        app = self.folder.app
        (app / "src").mkdir()
        outside = self.folder.root / "weights"
        outside.mkdir()
        (outside / "w.npy").write_bytes(b"w")
        (self.data / "to.npy").symlink_to(app / "model" / "weights.bin")
        (self.data / "models").symlink_to(app / "model")
        for path in (
            app / "model",
            app / "model" / "weights.bin",
            app / "model" / "new.npy",
            app / "model" / "deep" / "new.npy",
            app / "runner" / ".." / "model" / "new.npy",
            "to.npy",
            "models/weights.bin",
        ):
            with self.subTest(path):
                message = "--y: .* is the model or inside it; write to another path"
                self.fails(["--x=x.npy", f"--y={path}"], message, 2)
        for path in ("model.py", "entrypoint.py", "runner/new.npy", "src/a.npy"):
            message = "--y: .* is the image's code or inside it; .*"
            self.fails(["--x=x.npy", f"--y={app / path}"], message, 2)
        for place, path in (
            (outside, outside / "w.npy"),
            (outside, outside / "new.npy"),
            (outside / "w.npy", outside / "w.npy"),
        ):
            env = {"MODEL_PATH": str(place)}
            message = "--y: .* is the model or inside it; .*"
            self.fails(["--x=x.npy", f"--y={path}"], message, 2, env=env)
        env = {"MODEL_PATH": str(outside / "w.npy")}
        self.runs("--x=x.npy", f"--y={outside / 'beside.npy'}", env=env)

    def test_folders(self):
        (self.data / "sub").mkdir()
        message = "--y: cannot write .*: Is a directory"
        for path in ("sub", "sub/", ".", ".."):
            self.fails(["--x=x.npy", f"--y={path}"], message)
        message = "--y: cannot write new/: a path that ends in / is that of a folder"
        self.fails(["--x=x.npy", "--y=new/"], message)

    def test_sockets(self):
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(self.data / "s.npy"))
            message = "--y: cannot write s.npy: it is a socket, not a file"
            self.fails(["--x=x.npy", "--y=s.npy"], message)
            self.assertTrue(stat.S_ISSOCK((self.data / "s.npy").stat().st_mode))

    def test_inputs_that_are_no_files(self):
        os.mkfifo(self.data / "f.npy")
        for path, what in (
            ("f.npy", "a pipe"),
            ("/dev/null", "a device"),
            ("/dev/zero", "a device"),
        ):
            message = f"--x: cannot read {path}: it is {what}, not a file"
            self.fails([f"--x={path}", "--y=y.npy"], message, timeout=20)


def _part(key):
    from runner.specification import Part

    return Part("outputs", key, part(key))


class Kept(InFolder):
    def test_the_mode_of_what_was_there(self):
        for mode in (0o600, 0o640, 0o664, 0o444, 0o777, 0o660, 0o602):
            path = self.data / "y.npy"
            path.write_text("before")
            path.chmod(mode)
            self.runs("--x=x.npy", "--y=y.npy")
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode)
            np.testing.assert_array_equal(np.load(path), [1, 2])
            path.unlink()

    def test_no_set_user_bits(self):
        path = self.data / "y.npy"
        path.write_text("before")
        path.chmod(0o6755)
        self.runs("--x=x.npy", "--y=y.npy")
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o755)

    def test_the_owner_where_that_is_allowed(self):
        if os.getuid() != 0:
            return  # only root gives files away
        path = self.data / "y.npy"
        path.write_text("before")
        os.chown(path, 12345, 678)
        path.chmod(0o640)
        self.runs("--x=x.npy", "--y=y.npy")
        there = path.stat()
        self.assertEqual((there.st_uid, there.st_gid), (12345, 678))
        self.assertEqual(stat.S_IMODE(there.st_mode), 0o640)

    def test_what_is_private_is_so_while_it_is_written(self):
        path = self.data / "y.npy"
        path.write_text("before")
        path.chmod(0o600)
        target = Target(_part("y"), str(path))
        target.write(np.zeros(3), None)
        self.assertEqual(stat.S_IMODE(os.stat(target.partial).st_mode), 0o600)
        target.discard()

    def test_a_link_stays_and_what_it_leads_to_is_written(self):
        (self.data / "sub").mkdir()
        (self.data / "sub" / "real.npy").write_text("before")
        (self.data / "sub" / "real.npy").chmod(0o640)
        (self.data / "y.npy").symlink_to("sub/real.npy")
        (self.data / "new.npy").symlink_to("sub/new.npy")
        for name in ("y.npy", "new.npy"):
            self.runs("--x=x.npy", f"--y={name}")
            self.assertTrue((self.data / name).is_symlink())
            np.testing.assert_array_equal(np.load(self.data / name), [1, 2])
        mode = (self.data / "sub" / "real.npy").stat().st_mode
        self.assertEqual(stat.S_IMODE(mode), 0o640)
        self.assertEqual(sorted(os.listdir(self.data / "sub")), ["new.npy", "real.npy"])

    def test_a_failed_run_changes_nothing(self):
        (self.data / "y.npy").write_text("before")
        folder = Folder(None, "def load(path): 1\ndef predict(m, i): raise ValueError")
        self.addCleanup(folder.remove)
        words = [f"--x={self.data / 'x.npy'}", f"--y={self.data / 'y.npy'}"]
        self.fails(words, "model.py:2: .*", folder=folder)
        self.assertEqual((self.data / "y.npy").read_text(), "before")


if __name__ == "__main__":
    unittest.main()
