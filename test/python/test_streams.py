"""Inputs and outputs that are pipes, devices and standard streams, and odd names."""

import contextlib
import io
import os
import pty
import signal
import stat
import subprocess
import unittest

import numpy as np

from places import TWO, TWO_MODEL, InFolder
from support import Folder, part, spec


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
            "    import runner.outputs as targets\n"
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
