"""Prints what is installed in the container of `ml-image capture`, as one JSON object.

Run inside the container, as root, by the image's own Python, before the shell and after it. It only
reads. On standard input it takes a JSON object: `changed`, the paths that the engine says have
changed, of which it gives back those that no package owns; and `before`, the system packages that
were asked for before.

distributions: every `*.dist-info` of this Python and of others in the usual places
  (https://packaging.python.org/en/latest/specifications/recording-installed-packages/). A file
  REQUESTED in it stands for "asked for by name" (PEP 376; pip writes it since 20.2).
system: apt packages marked as manual (apt-mark(8)), or the lines of /etc/apk/world.
"""

import glob
import json
import os
import shutil
import subprocess
import sys
from importlib import metadata

PLACES = [
    "/usr/lib/python3*/*-packages",
    "/usr/local/lib/python3*/*-packages",
    "~/.local/lib/python3*/site-packages",
    "/root/.local/lib/python3*/site-packages",
]


def distributions():
    """One entry a distribution; the first place on the path wins, as in an import."""
    others = [
        path
        for place in PLACES
        for path in sorted(glob.glob(os.path.expanduser(place)))
    ]
    found = {}
    for place in [path for path in sys.path if path] + others:
        for dist in metadata.distributions(path=[place]):
            if dist.read_text("METADATA") is None:
                continue
            name = dist.metadata["Name"]
            if name and name.lower() not in found:
                found[name.lower()] = {
                    "name": name,
                    "version": dist.version,
                    "requested": dist.read_text("REQUESTED") is not None,
                    "requires": list(dist.requires or []),
                    "extras": dist.metadata.get_all("Provides-Extra") or [],
                    "direct": direct(dist),
                }
    return list(found.values())


def direct(dist):
    """direct_url.json: where it came from, when not from an index; None otherwise."""
    text = dist.read_text("direct_url.json")
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def system():
    """The packages that were asked for by name, by whichever manager there is."""
    if os.path.exists("/etc/apk/world"):
        with open("/etc/apk/world") as world:
            return world.read().split()
    if shutil.which("apt-mark"):
        ran = subprocess.run(
            ["apt-mark", "showmanual"], stdout=subprocess.PIPE, check=True
        )
        return ran.stdout.decode().split()
    return []


def unfetchable(names):
    """Those of the apt packages that no mirror has: they came as a .deb file."""
    if (
        not names
        or not shutil.which("apt-cache")
        or not glob.glob("/var/lib/apt/lists/*_Packages*")
    ):
        return []
    asked = subprocess.run(
        ["apt-cache", "policy", *names], stdout=subprocess.PIPE, check=False
    )
    lines = asked.stdout.decode().splitlines()
    sources = {}
    name = None
    for line in lines:
        if line and not line[0].isspace():
            name = line.rstrip(":")
            sources[name] = []
        elif (
            name
            and line.split()[:1]
            and line.split()[0].isdigit()
            and len(line.split()) > 1
        ):
            sources[name].append(line.split()[1])
    return [
        name
        for name, from_ in sources.items()
        if set(from_) == {"/var/lib/dpkg/status"}
    ]


def owned():
    """Every path that a package manager or pip wrote, with folders followed to where they are."""
    paths = set()
    for file in glob.glob("/var/lib/dpkg/info/*.list"):
        with open(file, errors="surrogateescape") as lines:
            paths.update(line.rstrip("\n") for line in lines)
    for file in ("/lib/apk/db/installed", "/usr/lib/apk/db/installed"):
        if os.path.exists(file):
            paths.update(apk_paths(file))
    for dist in metadata.distributions():
        paths.update(os.path.normpath(str(path.locate())) for path in dist.files or [])
    for place in PLACES:
        for folder in glob.glob(os.path.expanduser(place)):
            for dist in metadata.distributions(path=[folder]):
                paths.update(
                    os.path.normpath(str(path.locate())) for path in dist.files or []
                )
    # /lib and /bin are links into /usr on today's systems, and packages name either.
    folders = {}
    for path in list(paths):
        folder, name = os.path.split(path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        paths.add(os.path.join(folders[folder], name))
    return paths


def apk_paths(file):
    """F: lines name folders, R: lines the files in them (apk's installed database)."""
    folder = ""
    with open(file, errors="surrogateescape") as lines:
        for line in lines:
            if line.startswith("F:"):
                folder = "/" + line[2:].rstrip("\n")
            elif line.startswith("R:"):
                yield os.path.join(folder, line[2:].rstrip("\n"))


def chosen(path):
    """Whether it is a link of Debian's alternatives, which packages set."""
    return os.path.islink(path) and os.readlink(path).startswith("/etc/alternatives/")


def loose(path):
    """A path that no package owns."""
    return {"path": path, "folder": os.path.isdir(path) and not os.path.islink(path)}


def main():
    request = json.loads(sys.stdin.read() or "{}")
    changed = request.get("changed") or []
    known = owned() if changed else set()
    named = system()
    state = {
        "distributions": distributions(),
        "system": named,
        "unfetchable": unfetchable(
            [name for name in named if name not in request["before"]]
        )
        if "before" in request
        else [],
        "files": [
            loose(path) for path in changed if path not in known and not chosen(path)
        ],
        "pip": shutil.which("pip") is not None or shutil.which("pip3") is not None,
    }
    json.dump(state, sys.stdout)


if __name__ == "__main__":
    main()
