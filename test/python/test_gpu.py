"""In an image for CUDA: one line where there is no GPU, a failure where one is required."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np

from support import Folder, param, part, spec

from runner.gpu import why_no_gpu

# The first lines of /proc/driver/nvidia/version, of the closed and the open module.
CLOSED = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  {}  Sat Aug 19 01:15:15 UTC\n"
OPEN = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  {}  Release Build\n"
COMPILER = "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n"

CUDA = {"ML_IMAGE_ACCELERATOR": "cuda", "ML_IMAGE_MINIMUM_DRIVER": "580.65.06"}
# An image for CUDA on a machine without a GPU, whatever this machine has.
NO_GPU = {**CUDA, "CUDA_VISIBLE_DEVICES": "-1"}
TROUBLE = "CUDA_VISIBLE_DEVICES='-1' hides every GPU"


class Machines(unittest.TestCase):
    def why(self, devices=(), version=None, library=False, **variables):
        """What is said on a machine with these devices and this version file."""
        with tempfile.TemporaryDirectory() as root:
            there = Path(root, "dev")
            there.mkdir()
            for name in devices:
                (there / name).touch()
            file = Path(root, "version")
            if version is not None:
                file.write_text(version + COMPILER)
            variables = {"ML_IMAGE_MINIMUM_DRIVER": "580.65.06", **variables}
            with (
                mock.patch.dict(os.environ, variables, clear=True),
                mock.patch("runner.gpu._loads", lambda name: library),
            ):
                return why_no_gpu(str(there), str(file))

    def test_a_gpu_with_a_driver_that_will_do(self):
        control = ["null", "nvidiactl", "nvidia-uvm", "nvidia-caps"]
        for text in (CLOSED, OPEN):
            for version in ("580.65.06", "580.105", "1000.1"):
                got = self.why([*control, "nvidia0"], text.format(version))
                self.assertIsNone(got, version)
        self.assertIsNone(self.why([*control, "nvidia11"]), "only the twelfth is shown")

    def test_under_wsl_there_is_one_device_and_no_version(self):
        self.assertIsNone(self.why(["null", "dxg"]))

    def test_a_board_whose_gpu_has_other_devices_is_known_by_the_library(self):
        self.assertIsNone(self.why(["null", "nvmap", "nvgpu"], library=True))

    def test_no_gpu_at_all(self):
        self.assertEqual(
            self.why(["null"]),
            "no NVIDIA GPU is here; it takes a host with an NVIDIA driver of at least "
            "580.65.06, and docker needs --gpus all, podman --device nvidia.com/gpu=all",
        )
        without = self.why(["null"], ML_IMAGE_MINIMUM_DRIVER="")
        self.assertIn("it takes a host, and docker", without)

    def test_a_host_that_shows_its_gpu_to_others_only(self):
        hidden = (
            "the host has NVIDIA driver 580.82.07, but shows no GPU here; "
            "docker needs --gpus all, podman --device nvidia.com/gpu=all"
        )
        for devices in (["null"], ["null", "nvidiactl", "nvidia-uvm"]):
            got = self.why(devices, OPEN.format("580.82.07"))
            self.assertEqual(got, hidden)
        # The library comes with the control devices, and is no GPU then.
        self.assertIsNotNone(self.why(["nvidiactl"], library=True))

    def test_a_driver_that_is_too_old(self):
        for text in (CLOSED, OPEN):
            for version in ("535.104.05", "580.65", "99.999"):
                self.assertEqual(
                    self.why(["nvidia0", "nvidiactl"], text.format(version)),
                    f"the host's NVIDIA driver is {version}, and CUDA in this image "
                    "needs at least 580.65.06; update the driver",
                )

    def test_a_version_that_cannot_be_read_is_no_reason(self):
        for text in ("\n", "NVRM version: next\n", CLOSED.format("new.est")):
            self.assertIsNone(self.why(["nvidia0"], text), text)
        old = CLOSED.format("1.0")
        self.assertIsNone(self.why(["nvidia0"], old, ML_IMAGE_MINIMUM_DRIVER="newest"))

    def test_a_person_who_hides_the_gpus(self):
        for value in ("", "-1", "-1,0"):
            got = self.why(["nvidia0"], CUDA_VISIBLE_DEVICES=value)
            self.assertEqual(got, f"CUDA_VISIBLE_DEVICES={value!r} hides every GPU")
        for value in ("0", "1,-1", "GPU-8932f937"):
            self.assertIsNone(self.why(["nvidia0"], CUDA_VISIBLE_DEVICES=value))


class Image(unittest.TestCase):
    def folder(self, specification=None):
        if specification is None:
            specification = spec({"x": part("x", shape=[1])}, {"y": part("y")})
        folder = Folder(specification)
        self.addCleanup(folder.remove)
        np.save(folder.data / "x.npy", np.array([1], "float32"))
        return folder

    def test_goes_on_with_the_cpu_and_says_so_in_one_line(self):
        for words in (["--x=x.npy", "--y=y.npy"], ["--selftest"]):
            got = self.folder().run(*words, env=NO_GPU)
            self.assertEqual(
                (got.returncode, got.stderr),
                (0, f"note: computing on the CPU: {TROUBLE}\n"),
            )

    def test_ends_where_a_gpu_is_required(self):
        for words in (["--x=x.npy", "--y=y.npy"], ["--selftest"]):
            folder = self.folder()
            got = folder.run("--require-gpu", *words, env=NO_GPU)
            message = f"error: --require-gpu: {TROUBLE}\n"
            self.assertEqual((got.returncode, got.stdout, got.stderr), (1, "", message))
            self.assertEqual(folder.left(), ["x.npy"])

    def test_other_answers_do_not_look_for_a_gpu(self):
        for flag in ("--help", "--version", "--spec"):
            got = self.folder().run(flag, "--require-gpu", env=NO_GPU)
            self.assertEqual((got.returncode, got.stderr), (0, ""))
        got = self.folder().run("--x=x.npy", env=NO_GPU)
        self.assertEqual(
            (got.returncode, got.stderr), (2, "error: --y missing; see --help\n")
        )

    def test_help_has_the_flag_and_shows_how_to_give_a_gpu(self):
        text = self.folder().run("--help", env=CUDA).stdout
        self.assertRegex(
            text,
            "--require-gpu +fail where there is no GPU, and do not compute on the CPU\n",
        )
        self.assertIn("docker run --rm --gpus all -u", text)
        text = self.folder().run("--help").stdout
        self.assertNotIn("gpu", text)

    def test_the_flag_takes_no_value(self):
        got = self.folder().run("--require-gpu=1", env=CUDA)
        self.assertEqual(
            (got.returncode, got.stderr), (2, "error: --require-gpu takes no value\n")
        )

    def test_an_image_for_the_cpu_says_nothing_and_has_no_such_flag(self):
        hidden = {"CUDA_VISIBLE_DEVICES": "-1"}
        got = self.folder().run("--x=x.npy", "--y=y.npy", env=hidden)
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        got = self.folder().run("--selftest", "--require-gpu")
        self.assertEqual(
            (got.returncode, got.stderr),
            (
                2,
                (
                    "error: unknown flag --require-gpu: this image computes on the CPU; "
                    "ml-image regenerate --accelerator cuda makes it one for GPUs\n"
                ),
            ),
        )

    def test_no_specification_may_have_the_flag_in_either_image(self):
        params = {"gpu": param("bool", False, "--require-gpu")}
        folder = self.folder(spec({"x": part("x")}, {"y": part("y")}, params))
        for env in ({}, CUDA):
            got = folder.run("--help", env=env)
            self.assertEqual(
                (got.returncode, got.stderr),
                (
                    1,
                    (
                        "error: model-spec.json: params.gpu.flag is --require-gpu, "
                        "which is the image's own flag\n"
                    ),
                ),
            )


if __name__ == "__main__":
    unittest.main()
