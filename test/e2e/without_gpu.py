"""Makes ABLInfer's Docker client work on the test host; to be imported before it is used.

ABLInfer 1.2.3 asks for all GPUs of any engine whose API is 1.40 or later (ablinfer/docker/
dispatchdocker.py), and the test host has none; its engine has no bridge either, so a container gets
no network instead of the default one. Both are changed where docker's own client creates the
container: ABLInfer's code stays as it is.
"""

from typing import Any

from docker.models.containers import Container, ContainerCollection

# The command of each container that was created.
commands: list[list[str]] = []

create = ContainerCollection.create


def create_here(
    self: ContainerCollection, image: str, command: list[str], **asked: Any
) -> Container:
    if asked.pop("device_requests") != [{"count": -1, "capabilities": [["gpu"]]}]:
        raise SystemExit("ABLInfer no longer asks for GPUs as it did: is this still needed?")
    if asked:
        raise SystemExit(f"ABLInfer asks for more than it did: {sorted(asked)}")
    commands.append(command)
    return create(self, image, command, network_mode="none")


ContainerCollection.create = create_here
