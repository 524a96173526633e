"""The small init: signals end it at once, crashes are explained, nothing is left."""

import os
import shutil
import signal
import subprocess
import time
import unittest

import numpy as np

from support import Folder, part, spec

# A native call that holds the interpreter's lock, so that no Python handler can run.
STUCK = """
import ctypes, os, subprocess, sys

def load(path):
    return None

def predict(model, inputs):
    {before}
    print("ready", flush=True)
    ctypes.PyDLL(None).sleep(60)
"""

# PID 1 of a namespace of its own, as in a container.
AS_INIT = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
CAN_UNSHARE = (
    shutil.which("unshare") is not None
    and subprocess.run([*AS_INIT, "true"], capture_output=True, check=False).returncode
    == 0
)


class Process(unittest.TestCase):
    def folder(self, model):
        folder = Folder(None, model)
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.array([1], "float32"))
        return folder

    def stop(self, number, before="", prefix=()):
        """Send the signal in the middle of predict(); seconds, status and stderr."""
        folder = self.folder(STUCK.format(before=before))
        process = subprocess.Popen(
            [*prefix, *folder.command("--x=x.npy", "--y=y.npy")],
            cwd=folder.data,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.assertEqual(process.stdout.readline(), "ready\n")
        target = process.pid
        if prefix:  # unshare itself waits; its only child is PID 1 in there
            path = f"/proc/{process.pid}/task/{process.pid}/children"
            with open(path) as children:
                target = int(children.read())
        start = time.monotonic()
        os.kill(target, number)
        _, errors = process.communicate(timeout=20)
        self.assertEqual(folder.left(), ["x.npy"])
        return time.monotonic() - start, process.returncode, errors

    def test_a_signal_ends_it_at_once_in_a_native_call(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            seconds, status, errors = self.stop(number)
            self.assertEqual((status, errors), (128 + number, ""))
            self.assertLess(seconds, 1)

    def test_as_pid_1(self):
        if not CAN_UNSHARE:
            return  # no PID namespace without root
        seconds, status, _ = self.stop(signal.SIGTERM, prefix=AS_INIT)
        self.assertEqual(status, 128 + signal.SIGTERM)
        self.assertLess(seconds, 1)

    def test_a_handler_of_model_py_does_not_hold_it_up(self):
        before = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
        seconds, status, _ = self.stop(signal.SIGTERM, before)
        self.assertEqual(status, 143)
        self.assertLess(seconds, 1)

    def test_half_written_outputs_of_an_ended_run_are_removed(self):
        # The writer is entered, its file is there, then the process is killed.
        folder = self.folder(
            "import __main__, os, signal\n"
            "def load(path): return None\n"
            "def predict(model, inputs):\n"
            "    def write(path, *rest):\n"
            "        assert os.path.exists(path)\n"
            "        os.kill(os.getpid(), signal.SIGKILL)\n"
            "    for target in __import__('gc').get_objects():\n"
            "        if type(target).__name__ == 'Target':\n"
            "            target.writer = write\n"
            "    return [1]\n"
        )
        got = folder.run("--x=x.npy", "--y=y.npy")
        self.assertEqual(
            (got.returncode, got.stderr),
            (
                137,
                (
                    "error: the model's process was ended by SIGKILL; "
                    "it is likely out of memory\n"
                ),
            ),
        )
        self.assertEqual(folder.left(), ["x.npy"])

    def test_a_crash_is_one_line_with_the_last_native_words(self):
        folder = self.folder(
            "import os\n"
            "def load(path):\n"
            "    os.write(2, b'I0000 noise\\nterminate called\\n')\n"
            "    os.abort()\n"
        )
        got = folder.run("--x=x.npy", "--y=y.npy")
        message = "the model's process was ended by SIGABRT: terminate called"
        self.assertEqual((got.returncode, got.stderr), (134, f"error: {message}\n"))

    def test_native_log_lines_are_kept_away_but_not_pythons(self):
        folder = self.folder(
            "import os, sys, warnings\n"
            "def load(path):\n"
            "    os.write(2, b'I0000 noise\\n')\n"
            "    warnings.warn('a warning')\n"
            "    print('a note', file=sys.stderr)\n"
            "def predict(model, inputs): return [1]\n"
        )
        words = ["--x=x.npy", "--y=y.npy"]
        got = folder.run(*words)
        self.assertEqual(got.returncode, 0)
        self.assertNotIn("noise", got.stderr)
        self.assertRegex(got.stderr, "(?s)a warning.*a note")
        self.assertIn("noise", folder.run(*words, env={"ML_IMAGE_DEBUG": "1"}).stderr)

    def test_orphans_are_reaped(self):
        if not CAN_UNSHARE:
            return  # no PID namespace without root
        folder = self.folder(
            "import os, subprocess, time\n"
            "def load(path):\n"
            "    subprocess.run(['sh', '-c', 'sleep 0.1 & exit'])\n"
            "    time.sleep(0.5)\n"
            "    names = [n for n in os.listdir('/proc') if n.isdigit()]\n"
            "    states = [open(f'/proc/{n}/stat').read().split()[2] for n in names]\n"
            "    print('zombies', states.count('Z'))\n"
            "def predict(model, inputs): return [1]\n"
        )
        command = [*AS_INIT, *folder.command("--x=x.npy", "--y=y.npy")]
        got = subprocess.run(
            command, cwd=folder.data, capture_output=True, text=True, check=False
        )
        self.assertEqual(got.stderr, "")
        self.assertIn("zombies 0", got.stdout)

    def test_prints_before_a_failure_are_not_lost(self):
        folder = self.folder("print('got this far')\n1 / 0")
        got = folder.run("--x=x.npy", "--y=y.npy")
        self.assertEqual((got.returncode, got.stdout), (1, "got this far\n"))

    def test_a_reader_that_has_seen_enough(self):
        folder = self.folder("")
        command = " ".join(folder.command("--help"))
        got = subprocess.run(
            ["bash", "-c", f"{command} | true; {command} >&-"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertNotIn("Traceback", got.stderr)


class SelfTest(unittest.TestCase):
    def run_it(self, specification, model, *arguments, **options):
        folder = Folder(specification, model)
        self.addCleanup(folder.remove)
        got = folder.run("--selftest", *arguments, **options)
        self.assertEqual(folder.left(), [])
        return got

    MODEL = (
        "def load(path): return None\n"
        "def predict(model, inputs): return {'y': inputs['x']}\n"
    )

    def test_makes_an_input_of_the_declared_shape(self):
        for dtype, shape, expected in (
            ("float32", [None, None, 3], "float32 (1, 32, 3)"),
            ("int64", [4], "int64 (4)"),
            ("bool", [], "bool ()"),
            ("uint8", [2, None], "uint8 (2, 32)"),
            (None, [1, None], "float32 (1, 32)"),
        ):
            specification = spec(
                {"x": part("x", dtype=dtype, shape=shape)}, {"y": part("y")}
            )
            got = self.run_it(specification, self.MODEL)
            self.assertEqual(
                (got.stdout, got.stderr), (f"selftest: y: {expected}\n", "")
            )

    def test_text_inputs(self):
        specification = spec(
            {"x": part("x", dtype="str", shape=[None])}, {"y": part("y")}
        )
        self.assertEqual(self.run_it(specification, self.MODEL).returncode, 0)

    def test_without_a_shape_it_says_what_to_fill_in(self):
        got = self.run_it(None, self.MODEL)
        self.assertEqual(got.returncode, 3)
        self.assertEqual(
            got.stderr,
            "error: selftest: inputs.x.tensor.shape in model-spec.json is null; "
            "fill it in, or give model.py a function example()\n",
        )

    def test_takes_the_models_own_example(self):
        model = self.MODEL + (
            "import numpy as np\n"
            "def preprocess(inputs): return {'x': inputs['x'] + 1}\n"
            "def example(): return {'x': np.zeros((5, 6), 'float32')}\n"
        )
        got = self.run_it(None, model)
        self.assertEqual(got.stdout, "selftest: y: float32 (5, 6)\n")

    def test_tries_the_writers_too(self):
        specification = spec(
            {"x": part("x", shape=[1, 5])}, {"y": part("y", ".png", None)}
        )
        got = self.run_it(specification, self.MODEL)
        self.assertEqual(got.returncode, 1)
        self.assertIn("a picture holds uint8, the output is float32", got.stderr)

    def test_a_container_without_a_temporary_folder_gets_one(self):
        specification = spec({"x": part("x", shape=[1])}, {"y": part("y")})
        model = "import tempfile\nprint(tempfile.gettempdir())\n" + self.MODEL
        for env, expected in (
            ({"TMPDIR": "/none/such"}, "/dev/shm"),
            ({"TMPDIR": "/var/tmp"}, "/var/tmp"),
        ):
            got = self.run_it(specification, model, env=env)
            self.assertEqual((got.returncode, got.stdout.split()[0]), (0, expected))

    def test_leaves_nothing_behind(self):
        specification = spec({"x": part("x", shape=[1])}, {"y": part("y")})
        folder = Folder(specification, self.MODEL)
        self.addCleanup(folder.remove)
        temp = folder.root / "temp"
        temp.mkdir()
        got = folder.run("--selftest", env={"TMPDIR": str(temp)})
        self.assertEqual((got.returncode, list(temp.iterdir())), (0, []))


if __name__ == "__main__":
    unittest.main()
