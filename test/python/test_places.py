"""Outputs: what they never replace, what they keep, and what they are written into."""

import contextlib
import io
import os
import pty
import signal
import socket
import stat
import subprocess
import tempfile
import unittest
from unittest import mock

import numpy as np

from support import Folder, part, spec

from runner.failure import Failure
from runner.paths import check_distinct
from runner.targets import Target

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


class Streams(InFolder):
    def setUp(self):
        super().setUp()
        scratch = self.folder.root / "scratch"
        scratch.mkdir()
        self.scratch = scratch
        self.env = {"TMPDIR": str(scratch)}

    def tearDown(self):
        self.assertEqual(os.listdir(self.scratch), [])

    def test_dev_null_stays_a_device(self):
        (self.data / "y.npy").symlink_to("/dev/null")
        for path in ("/dev/null", "y.npy", "/dev/../dev/null"):
            got = self.runs("--x=x.npy", f"--y={path}", env=self.env)
            self.assertEqual(got.stdout, f"{path}: float32 (2)\n")
            self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))
        self.assertEqual(self.folder.left(), ["x.npy", "y.npy"])

    def test_a_full_device_is_one_line(self):
        message = "--y: cannot write /dev/full: No space left on device"
        self.fails(["--x=x.npy", "--y=/dev/full"], message, env=self.env)

    def test_stdout_holds_the_output_and_nothing_else(self):
        chatty = (
            "import ctypes, os\n"
            "def load(path): print('loading')\n"
            "def predict(model, inputs):\n"
            "    os.write(1, b'native\\n')\n"
            "    return [inputs['x']]\n"
        )
        folder = Folder(None, chatty)
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.array([1, 2], "float32"))
        (folder.data / "link.npy").symlink_to("/dev/stdout")
        paths = ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link.npy")
        for path in paths:
            got = folder.run("--x=x.npy", f"--y={path}", text=False, env=self.env)
            said = got.stderr.decode()
            with self.subTest(path):
                self.assertEqual(got.returncode, 0)
                np.testing.assert_array_equal(np.load(io.BytesIO(got.stdout)), [1, 2])
                self.assertIn("loading\n", said)
                self.assertIn(f"{path}: float32 (2)\n", said)
        self.assertTrue(os.path.islink("/dev/stdout"))

    def test_stdout_that_is_a_file(self):
        for mode, head in (("wb", b""), ("ab", b"head")):
            path = self.data / "out.bin"
            path.write_bytes(head)
            command = self.folder.command("--x=x.npy", "--y=/dev/stdout")
            with open(path, mode) as out:
                subprocess.run(
                    command,
                    cwd=self.data,
                    stdout=out,
                    stderr=subprocess.PIPE,
                    check=True,
                )
            data = path.read_bytes()
            self.assertEqual(data[: len(head)], head)
            got = np.load(io.BytesIO(data[len(head) :]))
            np.testing.assert_array_equal(got, [1, 2])
        self.assertTrue(os.path.islink("/dev/stdout"))

    def test_stderr(self):
        got = self.folder.run("--x=x.npy", "--y=/dev/stderr", text=False, env=self.env)
        np.testing.assert_array_equal(np.load(io.BytesIO(got.stderr)), [1, 2])

    def test_a_stdout_that_nobody_reads(self):
        command = " ".join(self.folder.command("--x=x.npy", "--y=/dev/stdout"))
        for tail in (">&-", "| true"):
            got = subprocess.run(
                ["bash", "-c", f"{command} {tail}"],
                cwd=self.data,
                env={**os.environ, **self.env},
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertNotIn("Traceback", got.stderr)

    def test_a_terminal_is_spared_what_it_cannot_show(self):
        for extension, shown in ((".npy", False), (".csv", True)):
            folder = Folder(spec({"x": part("x")}, {"y": part("y", extension)}))
            self.addCleanup(folder.remove)
            np.save(folder.data / "x.npy", np.array([1, 2], "float32"))
            main, side = pty.openpty()
            done = subprocess.run(
                folder.command("--x=x.npy", "--y=/dev/stdout"),
                cwd=folder.data,
                stdout=side,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
            os.close(side)
            said = b""
            with contextlib.suppress(OSError):
                said = os.read(main, 1000)
            os.close(main)
            self.assertEqual(done.returncode, 0 if shown else 1)
            self.assertEqual(said, b"1.0\r\n2.0\r\n" if shown else b"")
            if not shown:
                self.assertIn("a terminal cannot show .npy; redirect it", done.stderr)

    def test_a_pipe_is_written_into_and_stays(self):
        os.mkfifo(self.data / "y.npy")
        (self.data / "link.npy").symlink_to("y.npy")
        for name in ("y.npy", "link.npy"):
            with open(self.data / "got", "wb") as out:
                reader = subprocess.Popen(["cat", self.data / "y.npy"], stdout=out)
                self.runs("--x=x.npy", f"--y={name}", env=self.env)
                self.assertEqual(reader.wait(20), 0)
            np.testing.assert_array_equal(np.load(self.data / "got"), [1, 2])
            self.assertTrue(stat.S_ISFIFO((self.data / "y.npy").stat().st_mode))

    def test_a_pipe_that_nobody_reads_does_not_hold_it_up(self):
        os.mkfifo(self.data / "y.npy")
        message = (
            "--y: cannot write y.npy: no program reads this pipe; start that first"
        )
        words = ["--x=x.npy", "--y=y.npy"]
        self.fails(words, message, timeout=20, env=self.env)
        self.assertTrue(stat.S_ISFIFO((self.data / "y.npy").stat().st_mode))

    def test_a_failed_stream_leaves_files_as_they_were(self):
        folder = Folder(TWO, TWO_MODEL)
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.zeros(2, "float32"))
        (folder.data / "y.npy").write_text("before")
        words = ["--x=x.npy", "--y=y.npy", "--z=/dev/full"]
        got = folder.run(*words, env=self.env)
        self.assertEqual(got.returncode, 1)
        self.assertEqual((folder.data / "y.npy").read_text(), "before")
        self.assertEqual(folder.left(), ["x.npy", "y.npy"])

    def test_a_killed_run_leaves_no_scratch_file(self):
        model = (
            "import ctypes\n"
            "def load(path): return None\n"
            "def predict(model, inputs): return [inputs['x']]\n"
            "def postprocess(outputs):\n"
            "    import runner.targets as targets\n"
            "    def stuck(*_):\n"
            "        print('ready', flush=True)\n"
            "        ctypes.PyDLL(None).sleep(60)\n"
            "    targets.send = stuck\n"
            "    return outputs\n"
        )
        folder = Folder(None, model)
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.zeros(2, "float32"))
        process = subprocess.Popen(
            folder.command("--x=x.npy", "--y=/dev/null"),
            cwd=folder.data,
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.assertEqual(process.stdout.readline(), "ready\n")
        self.assertEqual(len(os.listdir(self.scratch)), 1)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        self.assertEqual(process.returncode, 143)


class Names(InFolder):
    """No name of a file steers a terminal, or breaks the line."""

    ODD = (
        "a\nb",
        "a\x1b[31mb",
        "a\u202eb",
        "a\x07",
        "a\u00adb",
        "a\U000e0041",
        "a\x9b",
    )

    def test_in_errors(self):
        for odd in self.ODD:
            os.makedirs(self.data / f"{odd}.d")
            for words in (
                [f"--x={odd}.npy", "--y=y.npy"],
                ["--x=x.npy", f"--y={odd}.d"],
                ["--x=x.npy", f"--y=none/{odd}.npy"],
                [f"--x={odd}.csv", "--y=y.npy"],
                ["--x=x.npy", "--y=y.npy", odd],
                [f"--{odd}"],
            ):
                for debug in ("0", "1") if odd == self.ODD[1] else ("0",):
                    env = {"ML_IMAGE_DEBUG": debug, "PYTHONIOENCODING": "utf-8"}
                    got = self.folder.run(*words, env=env)
                    lines = got.stderr.rstrip("\n").split("\n")
                    with self.subTest(words, debug=debug):
                        self.assertNotEqual(got.returncode, 0)
                        self.assertTrue(all(map(str.isprintable, lines)), lines)
                        self.assertRegex(lines[-1], r"^error: .*\\")
                        self.assertTrue(debug == "1" or len(lines) == 1)

    def test_that_are_no_text(self):
        got = self.folder.run(b"--x=\xff\x1b.npy", "--y=y.npy", text=False)
        self.assertEqual(
            got.stderr,
            b"error: --x: cannot read \\udcff\\x1b.npy: "
            b"no such file or folder; is it mounted (docker run -v)?\n",
        )

    def test_in_what_is_done(self):
        for odd in self.ODD:
            got = self.runs(
                "--x=x.npy", f"--y={odd}.npy", env={"PYTHONIOENCODING": "utf-8"}
            )
            self.assertRegex(got.stdout, r"^a\\.*\.npy: float32 \(2\)\n$")
            self.assertTrue((self.data / f"{odd}.npy").is_file())


if __name__ == "__main__":
    unittest.main()
