"""Let a child process paint a simulated scene."""

from __future__ import annotations

from pathlib import Path

from ..child.child_task import ChildTask
from ..child.process import Child, ChildError
from ..child.runtime import Runtime
from ..text import tr

SIZE, SEED = 192, 7  # pixels of 10 m a side; a landscape with many crops


class PaintTask(ChildTask):
    """Paint a scene into ``scene``; the result is the list of its images. One that was painted before is taken."""

    def __init__(self, runtime: Runtime, scene: Path) -> None:
        super().__init__(tr("Paint a scene"))
        self._runtime = runtime
        self._scene = scene

    def work(self, folder: Path) -> list[str]:
        """Paint, and return the files that are images, without cloud masks."""
        if not (self._scene / "DEM.tif").is_file():
            self._scene.parent.mkdir(parents=True, exist_ok=True)
            command = self._runtime.command(
                "simulate", "--out", str(self._scene), "--size", str(SIZE), "--seed", str(SEED), "--overwrite"
            )
            with Child(command, folder) as child:
                for _ in child.lines(self.isCanceled):
                    pass
                if child.code:
                    raise ChildError(tr("The scene could not be painted. The log panel says why."), child.errors())
        return [str(file) for file in sorted(self._scene.glob("*.tif")) if not file.stem.endswith("_SCL")]
