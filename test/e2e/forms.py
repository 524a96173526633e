"""Holds many Boutiques descriptors and CWL tools against the runners' own libraries.

Reads a JSON list of {spec, boutiques, cwl} from the file named first; the second names
templates/, whose runner/ reads the command lines that come out. Prints one JSON object:
how many were held, and what was wrong, one line each. One process for all of them, as
loading the libraries takes longer than using them.
"""

import json
import logging
import os
import shlex
import sys
import tempfile

import boutiques
from boutiques.localExec import LocalExecutor
from boutiques.validator import validate_descriptor
from cwltool.context import LoadingContext, RuntimeContext
from cwltool.load_tool import load_tool
from cwltool.loghandler import _logger
from cwltool.workflow import default_make_tool

with open(sys.argv[1], encoding="utf-8") as list_of_forms:
    forms = json.load(list_of_forms)
sys.path.insert(0, sys.argv[2])

from runner.arguments import check_files, param_values, parse_arguments
from runner.specification import Spec

PROGRAM = ["/opt/venv/bin/python", "/app/entrypoint.py"]
OPTIONS = {"skipDataCollect": True, "sandbox": False, "forcePathType": True}


class Warnings(logging.Handler):
    """Keeps what cwltool warns of."""

    def emit(self, record):
        """Keep the line."""
        if record.levelno >= logging.WARNING:
            said.append(record.getMessage())


said = []
_logger.handlers = [Warnings()]
logging.getLogger("salad").handlers = [Warnings()]


def given(spec, files):
    """A value for each input, and for every other param one beside its default."""
    values = {key: files(key) for key in spec.raw["inputs"]}
    for at, part in enumerate(spec.params):
        if at % 2 and part.type == "enum":
            values[part.key] = part.choices[-1]
        elif at % 2 and part.type == "string":
            values[part.key] = 'it\'s "$(id)" `a` \\ é'
        elif at % 2 and part.type == "bool":
            values[part.key] = not part.raw["default"]
        elif at % 2:
            values[part.key] = part.raw["max"]
    return values


def by_boutiques(descriptor, values, folder):
    """The words of the shell line that bosh would run."""
    path = os.path.join(folder, "boutiques.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(descriptor)
    validate_descriptor(json.loads(descriptor))
    boutiques.invocation(path, "-i", json.dumps(values))
    executor = LocalExecutor(path, json.dumps(values), OPTIONS)
    words = shlex.split(executor.cmd_line[0])
    assert words[:2] == PROGRAM, words
    return words[2:]


def by_cwl(tool, values, folder):
    """The words that cwltool would give to the image."""
    path = os.path.join(folder, "tool.cwl")
    with open(path, "w", encoding="utf-8") as file:
        file.write(tool)
    loaded = load_tool(
        path, LoadingContext({"construct_tool_object": default_make_tool})
    )
    context = RuntimeContext({"basedir": folder})
    job = next(loaded.job(values, lambda *_: None, context))
    return job.command_line


def check(spec, words, values, named):
    """Raise unless the image reads out of the words what was meant."""
    texts = parse_arguments(spec, list(words))
    check_files(spec, texts)
    wanted = {p.key: values.get(p.key, p.raw.get("default")) for p in spec.params}
    found = param_values(spec, texts)
    assert found == wanted, f"params {found}, not {wanted}"
    for part in spec.inputs:
        assert os.path.basename(texts[part.key]) == named(part.key), texts[part.key]
    outputs = {p.key: p.file for p in spec.outputs if p.raw["status"] != "optional"}
    got = {p.key: texts[p.key] for p in spec.outputs if p.key in texts}
    assert got == outputs, f"outputs {got}, not {outputs}"


def hold(form, folder):
    """Raise where a form is not taken, or means something else."""
    path = os.path.join(folder, "model-spec.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(form["spec"], file)
    spec = Spec(path)
    name = "in.file"
    place = os.path.join(folder, name)
    with open(place, "w"):
        pass
    values = given(spec, lambda key: place)
    check(
        spec,
        by_boutiques(form["boutiques"], values, folder),
        values,
        lambda key: name,
    )
    job = {key: value for key, value in values.items() if key not in spec.raw["inputs"]}
    for key in spec.raw["inputs"]:
        job[key] = {"class": "File", "location": "file://" + place}
    check(spec, by_cwl(form["cwl"], job, folder), values, lambda key: name)


faults = []
for at, form in enumerate(forms):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            hold(form, folder)
        except Exception as error:
            faults.append(f"{at}: {type(error).__name__}: {error}\n{form['spec']}")
        os.chdir("/")
# A few say enough.
print(json.dumps({"held": len(forms), "faults": faults[:3], "warnings": said[:3]}))
