"""Step 3: where, into which file and how to map, and the run itself."""

from __future__ import annotations

import dataclasses
from html import escape
from pathlib import Path

from qgis.core import Qgis
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QWidget

from ...model import protocol
from ..child.runtime import Runtime
from ..files.overwrite_question import ask_to_overwrite
from ..parcels.mapped import Mapped
from ..session.session import Session
from ..session.step import Step
from ..tasks.feature_selection import AreaGetter
from ..tasks.map_task import MapTask
from ..text import number
from . import run_time
from .estimate_widget import EstimateWidget
from .progress_widget import ProgressWidget
from .region_question import ask_about_region
from .run_history import RunHistory
from .run_settings import RunSettings

NOTABLE = 0.01
"""The share of ground under clouds of the reference frame from which on the result says that it is missing."""


class RunStep(Step):
    """The settings of a run, the estimate of what it takes, and its progress."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabRunBox", parent)
        self.setTitle(self.tr("3  Run"))
        self._inspection = protocol.Inspection(protocol.Scene())
        self._failure: QWidget | None = None  # what the message bar says of the last run
        self.settings = RunSettings(session, self)
        self.estimate = EstimateWidget(session, self._job_to_estimate, self)
        self.progress = ProgressWidget(session, self)
        self.history = RunHistory(session, self)
        layout = self.create_layout()
        for widget in (self.settings, self.estimate, self.progress):
            layout.addWidget(widget)
        self.estimate.choose_device(self.settings.device())
        self.settings.changed.connect(self.estimate.refresh)
        self.settings.device_changed.connect(self.estimate.choose_device)
        self.estimate.devices_changed.connect(self._device_chosen)
        self.estimate.estimated.connect(self.settings.bundle.show_estimate)
        self.progress.run_pressed.connect(self._start)
        self.progress.cancel_pressed.connect(session.cancel_run)
        self.progress.log_requested.connect(self.history.show_log)
        self.progress.history_requested.connect(self._show_history)
        self.history.ready.connect(self._start)
        session.inspection_pending.connect(self._show_pending)
        session.run_started.connect(self._run_started)
        session.run_stopping.connect(self.progress.show_cancelling)
        session.run_ended.connect(self._run_ended)
        session.result_added.connect(self._result_added)
        session.result_failed.connect(self._show_failure)
        session.bundle_offered.connect(self.settings.bundle.choose)
        self.settings.bundle.changed.connect(self._bundle_chosen)
        self._show_readiness()

    def use(self, runtime: Runtime | None) -> None:
        """Estimate and run with this environment from now on."""
        self.estimate.use(runtime)
        self._show_readiness()

    def show_inspection(self, inspection: protocol.Inspection) -> None:
        """Estimate a run of these images."""
        self._inspection = inspection
        self.estimate.refresh()
        self._show_readiness()

    def _job_to_estimate(self) -> tuple[protocol.Job, AreaGetter] | None:
        """Return the job of a run that began now, without its area, and the function that returns the area.

        None where nothing can be mapped. While new images are being recognised it is that of those before.
        """
        scene = self._inspection.scene
        if not scene.of("S2"):
            return None
        parcels = self.settings.parcels.given()
        job = protocol.Job(
            scene,
            "",
            self._inspection.proposed or "auto",
            bundle=self.settings.bundle.path(),
            exclude=self.settings.exclusion.exclusion(),
            season=self.session.season,
            parcels=parcels.file if parcels else None,
        )
        return job, self.settings.area.where()

    def _show_pending(self, _count: int) -> None:
        self._show_readiness()

    def _show_readiness(self, text: str = "") -> None:
        """Enable Run where a run can start; show ``text``, or what is missing."""
        if self.session.run is not None:
            return
        has_images = bool(self.session.inspection.scene.of("S2"))
        if not text:
            if self.session.runtime is None:
                text = self.tr("The environment comes first: see the top of this panel.")
            elif self.session.is_inspecting:
                text = self.tr("Waiting until the images are recognised.")
            elif not has_images:
                text = self.tr("Add at least one Sentinel-2 image in step 1.")
            elif self.estimate.is_refused:
                text = self.tr("Choose another device: this one cannot compute.")
        ready = has_images and self.session.runtime is not None and not self.estimate.is_refused
        self.progress.show_idle(text, ready)

    def start_into(self, path: Path) -> None:
        """Start a run with the settings, and the output at ``path``."""
        self.settings.set_output(path)
        self._start()

    def _start(self) -> None:
        """Start a run with the settings."""
        try:
            job, where, parcels = self.settings.request(
                self.session.inspection.scene, self.session.reference, self.session.season
            )
            overwrite = ask_to_overwrite(self, Path(job.out), job.inputs)
        except protocol.InputError as error:
            self._show_readiness(f"⚠ {error}")
            return
        if overwrite is None:
            self._show_readiness(self.tr("Nothing was started. Choose another output file."))
            return
        anywhere = ask_about_region(self, self.estimate.elsewhere)
        if anywhere is None:
            self._show_readiness(self.tr("Nothing was started. Choose another trained model under Advanced."))
            return
        self.session.start_run(dataclasses.replace(job, overwrite=overwrite, anywhere=anywhere), where, parcels)

    def _show_history(self) -> None:
        can_run = self.session.runtime is not None and self.session.run is None and not self.estimate.is_refused
        self.history.show(can_run)

    def _device_chosen(self) -> None:
        self._dismiss_failure()
        self._show_readiness()

    def _bundle_chosen(self) -> None:
        self.session.bundle = self.settings.bundle.path()

    def _dismiss_failure(self) -> None:
        """Take the message of a failure away: something was done about it."""
        item, self._failure = self._failure, None
        if item is not None and not sip.isdeleted(item):
            self.session.iface.messageBar().popWidget(item)

    def _run_started(self, task: MapTask) -> None:
        self._dismiss_failure()
        self.estimate.set_busy(True)
        self.progress.follow(task, self.estimate.expected_seconds())

    def _run_ended(self, task: MapTask) -> None:
        """Learn from a successful run how long the next one takes, or show why there is no result."""
        device = self.estimate.device()
        if isinstance(task.result, Mapped) and device is not None:
            run_time.record_run(device.key, task.result.summary)
        if isinstance(task.result, Mapped) and task.result.summary.finished == task.result.summary.tiles:
            job = task.result.job
            QTimer.singleShot(0, lambda: run_time.remember_inputs(job))  # a scene of 150 images takes a turn of its own
        self.estimate.set_busy(False)
        if task.error:
            self._show_failure(task.error)
        elif task.result is None:
            self._show_readiness(self.tr("The run was cancelled. Nothing was written."))
            self.progress.offer_log()

    def _describe_result(self, mapped: Mapped) -> str:
        """Return where the result is, which reference frame the run chose, and what its inputs gave to it."""
        summary = mapped.summary
        lines = [self.tr("Done: {}").format(mapped.job.out)]
        if summary.reason:
            lines.append(self.tr("Outlines are those of {}. {}").format(summary.reference, summary.reason))
        return "\n".join(
            [*lines, *self._describe_clouds(mapped), *protocol.describe_contributions(summary.contributions)]
        )

    def _describe_clouds(self, mapped: Mapped) -> list[str]:
        """Return why there is a hole in the map where the reference frame has clouds, nothing where it has none."""
        scores = (score.parts for score in self._inspection.frames if score.date == mapped.summary.reference)
        clouds = 1 - next(scores, {}).get("clear", 1.0)
        if clouds < NOTABLE or mapped.job.parcels is not None:
            return []
        text = self.tr(
            "On that date {} % of the images' ground is under clouds, where no parcel can be seen. A clearer date in "
            "step 2 shows it."
        )
        return [text.format(number(100 * clouds))]

    def _show_failure(self, reason: str) -> None:
        self._show_readiness(f"⚠ {reason}")
        self.progress.offer_log()
        self._dismiss_failure()
        bar = self.session.iface.messageBar()
        self._failure = bar.createMessage("Doab", escape(reason))
        bar.pushWidget(self._failure, Qgis.MessageLevel.Warning)

    def _result_added(self, mapped: Mapped) -> None:
        self.settings.propose_output(mapped.job.out)
        self._show_readiness(self._describe_result(mapped))
        self.progress.offer_log()
        count = sum(crop.parcels for crop in mapped.crops)
        self.session.iface.messageBar().pushMessage(
            "Doab",
            self.tr("{} parcels were mapped.").format(count)
            if count
            else self.tr("No parcel was found. The reasons may stand in the warnings of step 4."),
            Qgis.MessageLevel.Success if count else Qgis.MessageLevel.Warning,
            8,
        )
