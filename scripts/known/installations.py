"""Makes the installations that the lists of known names come from, each in a folder of its own.

    python scripts/known/installations.py FOLDER [NAME...]   makes those of installations.txt, or these
    python scripts/known/installations.py FOLDER --derive    writes both lists from what is there

Each needs its Python (`python3.6` and so on) on the PATH, or under pyenv. What is there already is
left alone. Prints the arguments with which `npm run known:check` and `npm run stock` take them.
torch comes from where pip is told to look: its build for processors alone is enough.
"""
import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LISTS = os.path.join(HERE, "..", "..", "src", "inspect", "pickle", "known")


def table():
    """The lines of installations.txt as (name, Python, list, requirements)."""
    with open(os.path.join(HERE, "installations.txt"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, python, part, *requirements = line.split()
                yield name, python, part, requirements


def interpreter(version):
    """The path of a Python of this version."""
    found = glob.glob(os.path.expanduser("~/.pyenv/versions/%s.*/bin/python" % version))
    return found[-1] if found else "python" + version


def parted(folder, name):
    """An installation's Python, and its folder of further packages, empty for none."""
    base, _, more = name.partition("/")
    return os.path.join(folder, base, "bin", "python"), os.path.join(folder, name) if more else ""


def make(folder, name, version, requirements):
    """Makes one installation, unless it is there."""
    python, extra = parted(folder, name)
    if os.path.exists(extra or python):
        return
    if not extra:
        subprocess.check_call([interpreter(version), "-m", "venv", os.path.dirname(os.path.dirname(python))])
    install = [python, "-m", "pip", "install", "-q"] + (["--target", extra] if extra else [])
    alone = [each[1:] for each in requirements if each.startswith("^")]
    whole = [each for each in requirements if not each.startswith("^")]
    for options, wanted in (([], whole), (["--no-deps"], alone)):
        if wanted:
            subprocess.check_call(install + options + wanted)


def derive(folder):
    """Writes present.json and past.json from every installation of the table."""
    parts = {"present": [], "past": []}
    for at, (name, _, part, _) in enumerate(table()):
        python, extra = parted(folder, name)
        out = os.path.join(folder, "%02d.json" % at)
        if os.path.exists(out):
            os.remove(out)
        only = ["sklearn"] if extra and "018" not in name else []
        command = [python, os.path.join(HERE, "names.py"), out] + only
        subprocess.check_call(command, env=dict(os.environ, PYTHONPATH=extra), stdout=subprocess.DEVNULL)
        parts[part].append(out)
    for part, found in parts.items():
        target = os.path.join(LISTS, part + ".json")
        subprocess.check_call([sys.executable, os.path.join(HERE, "names.py"), "--merge", target] + found)


def main():
    folder, *names = sys.argv[1:]
    if names == ["--derive"]:
        derive(os.path.abspath(folder))
        return
    for name, version, _, requirements in table():
        if not names or name in names or name.partition("/")[0] in names:
            make(os.path.abspath(folder), name, version, requirements)
            python, extra = parted(os.path.abspath(folder), name)
            print(python + ("=" + extra if extra else ""))


if __name__ == "__main__":
    main()
