"""Ask the child what the analyst's files are."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from ...model import protocol
from ..child.child_task import ChildTask, explain
from ..child.process import Child, ChildError
from ..child.runtime import Runtime
from ..text import tr


class InspectTask(ChildTask):
    """Recognise ``sources`` and score the dates over ``area``, or all that they cover; the result is a
    `protocol.Inspection`."""

    def __init__(self, runtime: Runtime, sources: Sequence[protocol.Source], area: protocol.Area | None = None) -> None:
        super().__init__(tr("Recognise images"))
        self._runtime = runtime
        self._sources = tuple(sources)
        self._area = area

    def work(self, folder: Path) -> protocol.Inspection | None:
        """Run ``inspect`` in the child and read its answer."""
        request = folder / "sources.json"
        request.write_text(json.dumps([dataclasses.asdict(s) for s in self._sources]), "utf-8")
        # One word with its value, which may begin with a minus.
        area = [f"--area={','.join(map(repr, self._area.bounds))},{self._area.crs}"] if self._area else []
        command = self._runtime.command("inspect", "--sources", str(request), "--json", *area)
        with Child(command, folder) as child:
            answer = "\n".join(child.lines(self.isCanceled, grace=0))
            if self.isCanceled():
                return None
            if child.code != protocol.EXIT_DONE:
                raise ChildError(explain(child.code, child.errors()), child.errors())
        return protocol.loads(protocol.Inspection, answer)
