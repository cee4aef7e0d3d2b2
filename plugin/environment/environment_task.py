"""Check the child's Python environment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..child.child_task import ChildTask
from ..child.process import Child, ChildError
from ..child.runtime import Runtime, is_outdated, required
from ..text import tr

PROBE = """
import importlib.metadata as m, json, sys
versions = {}
for name in sys.argv[1:]:
    try:
        versions[name] = m.version(name)
    except m.PackageNotFoundError:
        versions[name] = ""
print(json.dumps(versions))
"""


@dataclass(frozen=True)
class Check:
    """The state of an environment.

    ``versions`` has the version of each package, empty where it is missing; ``outdated`` is whether the environment
    was created for another version of the plugin.
    """

    runtime: Runtime
    versions: dict[str, str]
    outdated: bool

    @property
    def missing(self) -> list[str]:
        """The packages that are needed and not there."""
        return [name for name, version in self.versions.items() if not version]


class CheckTask(ChildTask):
    """List the packages of an interpreter without importing them: half a second instead of five; returns a `Check`."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(tr("Check the Python environment"))
        self._runtime = runtime

    def work(self, folder: Path) -> Check:
        """Run the interpreter and return the state of its environment."""
        if not Path(self._runtime.python).is_file():
            raise ChildError(tr("There is no Python at {}.").format(self._runtime.python))
        details = ""
        try:
            with Child([self._runtime.python, "-I", "-c", PROBE, *required()], folder) as child:
                answer = "".join(child.lines(self.isCanceled, grace=0))
                details = child.errors()
            versions = json.loads(answer)
            if not isinstance(versions, dict):
                raise ValueError(answer)
        except (OSError, ValueError) as error:
            raise ChildError(
                tr("{} does not answer as Python 3.8 or newer would.").format(self._runtime.python),
                details or repr(error),
            ) from error
        return Check(self._runtime, versions, is_outdated(self._runtime))
