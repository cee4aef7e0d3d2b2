"""One mapping run: from a job to a GeoPackage with styles at its final path."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import pyqtSignal

from ...model import protocol
from ...model.outputs.scratch_folders import sweep
from ...model.outputs.target_checks import check_target
from ...model.outputs.transaction import deliver_file
from ..child.process import FOLDER, ChildError, temporary_folder
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..layers.given_layer import GivenLayer
from ..parcels.crop_areas import CropCount, count_crops
from ..parcels.mapped import Mapped
from ..parcels.result_layer import save_styles
from ..text import tr
from .feature_selection import AreaGetter


@dataclass(frozen=True)
class Finished:
    """The parcels finished so far: a GeoPackage that is removed at the end of the run, and its crops."""

    path: str
    crops: tuple[CropCount, ...]


class MapTask(RequestTask):
    """One mapping run; the result is a `Mapped`. The parcels are written to a temporary folder and moved when complete.

    ``where`` returns the area, which replaces that of ``request``; ``parcels`` the file of given parcels.
    """

    confirm_close = True

    previewed = pyqtSignal(object)
    """More parcels are finished: a `Finished`."""

    def __init__(
        self,
        runtime: Runtime,
        request: protocol.Job,
        worker: Worker,
        where: AreaGetter | None = None,
        parcels: GivenLayer | None = None,
    ) -> None:
        super().__init__(tr("Map field parcels"), runtime, worker)
        self._worker: Worker = worker
        self._request = request
        self.job: protocol.Job | None = None
        """The job with its area, once that is known."""
        self._where = where
        self.parcels = parcels

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """Make a folder in that of the worker, which removes both where QGIS can no longer do so.

        The area is settled before: it is known, too, of a run for which there is no process.
        """
        self.job = dataclasses.replace(self._request, area=self._where()) if self._where else self._request
        with self._worker.lease(self._runtime, self.isCanceled) as parent, temporary_folder(parent) as folder:
            yield folder

    def work(self, folder: Path) -> object:
        """Map the job; return a `Mapped`, None where the task was cancelled."""
        return self.map_job(self.job or self._request, folder)

    def map_job(self, job: protocol.Job, folder: Path) -> Mapped | None:
        """Let the worker map a job, add the styles, and move the GeoPackage to its final path.

        Raises `protocol.InputError` where it must not be written there.
        """
        target = check_target(job.out, job.overwrite, job.inputs)
        sweep(None, self.warnings.append, FOLDER)
        scratch, previews, package = folder / "scratch", folder / "previews", folder / "parcels.gpkg"
        scratch.mkdir()
        previews.mkdir()
        parcels = self.parcels(folder) if self.parcels else job.parcels
        temporary = dataclasses.replace(
            job, out=str(package), scratch=str(scratch), previews=str(previews), parcels=parcels
        )
        summary = self.send(protocol.MapRequest(temporary), folder)
        if self.isCanceled():
            return None
        if not isinstance(summary, protocol.MapSummary):
            raise ChildError(tr("The run ended without a result. The log says more."), repr(summary))
        crops = count_crops(package)
        if problem := save_styles(package, crops):
            self.warnings.append(tr("The styles could not be saved with the parcels: {}").format(problem))
        if self.isCanceled():
            return None
        path = deliver_file(package, target, job.overwrite, beside=True)
        if path != target:
            self.warnings.append(tr("{} is in use by another program. The parcels are in {}.").format(target, path))
        else:
            path = Path(job.out)  # a link stays a link
        job = dataclasses.replace(job, out=str(path), overwrite=False)
        return Mapped(job, summary, crops, tuple(self.warnings))

    def finish(self) -> None:
        """End the run with the parcels that are finished."""
        self._worker.finish()

    def receive(self, event: protocol.Event) -> None:
        """Turn one event into signals."""
        if isinstance(event, protocol.Preview):
            self.previewed.emit(Finished(event.path, count_crops(Path(event.path))))
        else:
            super().receive(event)
