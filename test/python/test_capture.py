"""What a container says of itself to `ml-image capture`, and how its shell ends."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from support import TEMPLATES

CAPTURE = TEMPLATES / "capture"


def install(site, name, version, requested=False, **files):
    """A distribution as pip leaves it, with the named files in its dist-info."""
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata + files.pop("metadata", ""))
    (site / f"{name}.py").write_text("")
    (info / "RECORD").write_text(f"{name}.py,,\n{info.name}/METADATA,,\n")
    if requested:
        (info / "REQUESTED").write_text("")
    for file, text in files.items():
        (info / file.replace("__", ".")).write_text(text)


class State(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.site = self.folder / ".local/lib/python3.0/site-packages"
        self.site.mkdir(parents=True)

    def state(self, **request):
        ran = subprocess.run(
            [sys.executable, "-I", "-B", "-c", (CAPTURE / "state.py").read_text()],
            input=json.dumps(request),
            env={**os.environ, "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(ran.stdout)

    def found(self, name):
        return next(one for one in self.state()["distributions"] if one["name"] == name)

    def test_what_was_asked_for_is_told_from_what_came_along(self):
        install(self.site, "lab-asked", "1.0", requested=True)
        install(self.site, "lab-along", "2.0")
        self.assertTrue(self.found("lab-asked")["requested"])
        self.assertFalse(self.found("lab-along")["requested"])

    def test_requirements_extras_and_origin_are_told(self):
        metadata = 'Provides-Extra: csv\nRequires-Dist: pandas; extra == "csv"\n'
        origin = {"url": "https://example.org/lab.whl"}
        install(
            self.site,
            "lab",
            "1.0",
            metadata=metadata,
            direct_url__json=json.dumps(origin),
        )
        found = self.found("lab")
        self.assertEqual(found["requires"], ['pandas; extra == "csv"'])
        self.assertEqual(found["extras"], ["csv"])
        self.assertEqual(found["direct"], origin)

    def test_a_damaged_origin_is_none(self):
        install(self.site, "lab", "1.0", direct_url__json="{")
        self.assertIsNone(self.found("lab")["direct"])

    def test_of_changed_paths_those_without_a_package_come_back(self):
        install(self.site, "lab", "1.0")
        (self.folder / "mine").mkdir()
        (self.folder / "pager").symlink_to("/etc/alternatives/pager")
        changed = [
            str(self.site / "lab.py"),
            str(self.folder / "mine"),
            str(self.folder / "pager"),
        ]
        files = self.state(changed=changed, before=[])["files"]
        self.assertEqual(files, [{"path": str(self.folder / "mine"), "folder": True}])


class Shell(unittest.TestCase):
    def left_by(self, lines):
        """The status after a shell that reads these lines. Without a terminal; that is tried end to end."""
        ran = subprocess.run(
            [sys.executable, "-I", "-B", "-c", (CAPTURE / "shell.py").read_text()],
            input=lines,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        return ran.returncode

    def test_a_shell_that_was_left_is_told_from_one_that_was_killed(self):
        self.assertEqual(self.left_by("exit 137\n"), 0)
        self.assertEqual(self.left_by("false\n"), 0)
        self.assertEqual(self.left_by("kill -9 $$\n"), 75)


if __name__ == "__main__":
    unittest.main()
