"""Runs a job through ABLInfer's own Docker client, unedited, on a host without GPUs.

    python dispatch.py SPECIFICATION JOB [URL]

With the URL of a server (ablinfer.inferserver), the job goes to that by ABLInfer's own client. JOB is a JSON file: a model configuration as `ablinfer.docker.DispatchDocker.run` takes it, inputs
and outputs by their paths on this host. Any warning that ABLInfer logs of the specification is an
error here. Prints one JSON object: the command that ABLInfer made here, if it did, and what the
container said.
"""

import json
import logging
import sys

import without_gpu
from ablinfer.docker import DispatchDocker
from ablinfer.model import load_model
from ablinfer.remote import DispatchRemote


class NoWarnings(logging.Handler):
    """Turns what is logged as a warning into the end of the program."""

    def emit(self, record: logging.LogRecord) -> None:
        raise SystemExit(f"ABLInfer warns: {record.getMessage()}")


def main(specification: str, job: str, url: str | None = None) -> None:
    strict = NoWarnings(logging.WARNING)
    logging.getLogger().addHandler(strict)
    with open(specification, encoding="utf-8") as file:
        model, updated = load_model(file)
    if updated:
        raise SystemExit("ABLInfer had to update the specification")
    with open(job, encoding="utf-8") as file:
        config = json.load(file)
    # From here on it also warns of defaults that are used, which is what they are for.
    logging.getLogger().removeHandler(strict)
    logging.getLogger().addHandler(logging.NullHandler())
    said: list[str] = []
    dispatch = DispatchRemote({"base_url": url}) if url else DispatchDocker()
    try:
        dispatch.run(model, config, lambda _stage, _all, _one, text: said.append(text))
    except Exception as error:
        raise SystemExit(f"{error!r}\n{''.join(said[-5:])}") from error
    command = without_gpu.commands[-1] if without_gpu.commands else None
    print(json.dumps({"command": command, "said": said}))


if __name__ == "__main__":
    main(*sys.argv[1:])
