"""Step 5: why one parcel has the crop that it has."""

from __future__ import annotations

from html import escape

from qgis.core import QgsApplication, QgsFeature, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QHideEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QWidget

from ...model import protocol
from ..child.latest_task import Latest
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..parcels.result_job import foreign_files, job_of, trust_job
from ..parcels.result_layer import is_result
from ..session.session import Session
from ..session.step import Step
from ..text import number
from ..widgets.named import named, rich_label
from ..widgets.numbers_link import NumbersLink
from ..widgets.rich_text import plain, rich
from .canvas_parcel import CanvasParcel
from .likelihood_bars import LikelihoodBars, percent
from .plot_panel import is_clear
from .time_series_plot import SeriesPlot
from .time_series_task import Parcel, TimeSeriesTask, parcel_of

SETTLE_MS = 100
"""By then the layout has placed what was just shown."""

LISTED = 30
"""The number of files in the tooltip of a question about them."""

NAMED = 3
"""The number of unreadable images that are named; the tooltip has them all."""


class InspectorStep(Step):
    """Step that shows the parcel that was clicked or is selected.

    Its probabilities are in doabLikelihoods, its time series in doabSeriesPlot.

    The images are read by a process of the inspector's own, so that a click need not wait for a run.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabInspectorBox", parent)
        self.setTitle(self.tr("5  Inspector"))
        self._worker = Worker()
        session.closing.callback(self._worker.close)
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._task_ended)
        session.closing.callback(self._tasks.shut_down)
        self._parcel: Parcel | None = None
        self._series: protocol.ParcelTimeSeries | None = None
        self._build()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._scroll_into_view)
        self._canvas_parcel = CanvasParcel(session, self._button, self)
        self._canvas_parcel.identified.connect(self._show_identified)
        self._canvas_parcel.missed.connect(self._missed)
        self._canvas_parcel.deleted.connect(self._deleted)
        self._bars.chosen.connect(self._compare)
        session.iface.mapCanvas().selectionChanged.connect(self._selected)
        session.parcels_edited.connect(self._parcels_edited)
        self.clear()

    def _build(self) -> None:
        self._button = named(
            "doabInspect", QToolButton(self), self.tr("Then click parcels in the map to see why they have their crop")
        )
        self._button.setText(self.tr("Click a parcel"))
        self._button.setIcon(QgsApplication.getThemeIcon("/mActionIdentify.svg"))
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setCheckable(True)
        self._headline = rich_label("doabInspectorParcel", self)
        self._note = rich_label("doabInspectorNote", self)
        self._note.linkActivated.connect(lambda _: self._trust_files())
        self._bars = LikelihoodBars(self)
        self._plot = SeriesPlot(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self._button)
        buttons.addStretch()
        layout = self.create_layout()
        layout.addLayout(buttons)
        self._numbers = NumbersLink("doabInspectorNumbers", "confidence", self)
        for widget in (self._headline, self._bars, self._numbers, self._plot, self._note):
            layout.addWidget(widget)

    def use(self, runtime: Runtime | None) -> None:
        """End the process that reads the images where its environment is no longer to be used."""
        if runtime is None:
            self._tasks.drop()
            self._worker.close()

    def leave_layers(self, layers: list[str]) -> None:
        """Show no parcel of a layer that leaves the project."""
        if self._parcel is not None and self._parcel.layer in layers:
            self.clear()

    # What the analyst does

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Give the map tool back where the panel is closed, not where the whole window is minimised."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._button.setChecked(False)

    def _show_identified(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        self.setCollapsed(False)
        self.show_parcel(layer, feature)
        self._settle.start()

    def _missed(self) -> None:
        self.clear(self.tr("There is no parcel where you clicked."))

    def _selected(self, layer: QgsMapLayer) -> None:
        """Follow the selection where it is one parcel and this step is visible."""
        if self.isCollapsed() or not self.isVisible() or not is_result(layer) or layer.selectedFeatureCount() != 1:
            return
        feature = next(layer.getSelectedFeatures(), None)
        if feature is not None and not self._shows(layer.id(), feature.id()):
            self.show_parcel(layer, feature)

    def _shows(self, layer: str, feature: int) -> bool:
        return self._parcel is not None and (self._parcel.layer, self._parcel.feature) == (layer, feature)

    def _parcels_edited(self, layer: QgsVectorLayer, parcels: list[int]) -> None:
        """Show the one parcel that has changed, or the one that is shown among several, where this step is in use."""
        shown = parcels if len(parcels) == 1 else [one for one in parcels if self._shows(layer.id(), one)]
        if shown and not self.isCollapsed() and (parcel := layer.getFeature(shown[0])).isValid():
            self.show_parcel(layer, parcel)

    def _deleted(self) -> None:
        """Keep the height of the plot, so that the steps below it do not move under the analyst's hands."""
        is_plot_shown = not self._plot.isHidden()
        self.clear(self.tr("This parcel was deleted."))
        self._plot.show_message("")
        self._plot.setVisible(is_plot_shown)

    def _compare(self, code: str) -> None:
        """Show the typical curve of this crop."""
        if self._parcel is None or self._series is None:
            return
        crop = next((crop for crop in self._parcel.crops if crop.code == code), None)
        self._plot.show_series(self._series, self._parcel.reference, crop)
        self._bars.set_selectable(frozenset(self._series.reference_curves), code)

    # What is shown

    def clear(self, text: str = "") -> None:
        """Show no parcel, but ``text`` or how to choose one."""
        self._tasks.drop()
        self._parcel = self._series = None
        self._canvas_parcel.clear()
        self._headline.setText(
            text
            or self.tr("Press the button and click a parcel in the map, or select one, to see why it has its crop.")
        )
        for widget in (self._bars, self._numbers, self._plot, self._note):
            widget.setVisible(False)

    def show_parcel(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        """Show a parcel's attributes and start to read it in the images, instead of the parcel before."""
        self._tasks.drop()
        self._parcel, self._series = parcel_of(layer, feature), None
        self._canvas_parcel.show(layer, feature)
        self._headline.setText(self._describe(self._parcel))
        self._bars.show_crops(self._parcel.crops)
        self._bars.setVisible(bool(self._parcel.crops))
        self._numbers.setVisible(bool(self._parcel.crops))
        job = job_of(layer)
        runtime = self.session.runtime
        if not job and (files := foreign_files(layer)):
            self._ask_for_trust(files)
        elif not job:
            self._show_problem(
                self.tr(
                    "This layer does not say which images it was made from, so they cannot be read. Layers "
                    "that a run in this panel adds do."
                )
            )
        elif runtime is None:
            self._show_problem(
                self.tr("The images can be read once the environment is there: see the top of this panel.")
            )
        else:
            self._note.setVisible(False)
            self._plot.show_message(self.tr("Reading the images…"))
            self._plot.setVisible(True)
            self._tasks.start(TimeSeriesTask(runtime, self._worker, job, self._parcel))

    def _ask_for_trust(self, files: list[str]) -> None:
        """Name files that a project or style of others wants to have opened, with a link that opens them."""
        self._show_problem("")
        question = self.tr(
            "This layer names {} files that nobody chose on this computer, such as {}. Let them be opened only if you "
            "trust whoever made the layer or the project."
        )
        link = rich('<a href="trust">{}</a>', self.tr("Open these files"))
        self._note.setText(f"{rich(question, number(len(files)), files[0])} {link}")
        self._note.setToolTip(plain("\n".join(files[:LISTED])))

    def _trust_files(self) -> None:
        """Open the files that the layer of the parcel names, now and from now on."""
        layer = QgsProject.instance().mapLayer(self._parcel.layer) if self._parcel is not None else None
        if layer is not None and self._parcel is not None:
            trust_job(layer)
            self.show_parcel(layer, layer.getFeature(self._parcel.feature))

    def _task_ended(self, task: TimeSeriesTask) -> None:
        if task.error:
            self._show_problem(f"⚠ {task.error}")
        elif task.result is not None:
            self._show_series(task.parcel, task.result)

    def _show_series(self, parcel: Parcel, series: protocol.ParcelTimeSeries) -> None:
        self._series = series
        self._compare(
            parcel.code if parcel.code in series.reference_curves else next(iter(series.reference_curves), "")
        )
        self._note.setText(self._remarks(parcel, series))
        self._note.setToolTip(plain("\n".join(f"{p.path}: {p.text}" for p in series.problems)))
        self._note.setVisible(True)

    def _show_problem(self, text: str) -> None:
        """Show why there is no plot."""
        self._plot.setVisible(False)
        self._note.setText(escape(text))
        self._note.setToolTip("")
        self._note.setVisible(True)

    def _describe(self, parcel: Parcel) -> str:
        share = next((percent(crop.probability) for crop in parcel.crops if crop.code == parcel.code), "")
        if parcel.decided:
            share = self.tr("(set by the analyst; the model: {})").format(share or "?")
        crop = rich("<b>{}</b> {}", parcel.crop or self.tr("unknown crop"), share).rstrip()
        number_text = escape(parcel.number) or "?"
        return self.tr("{} · parcel {} · {} ha").format(crop, number_text, number(parcel.hectares, 2))

    def _remarks(self, parcel: Parcel, series: protocol.ParcelTimeSeries) -> str:
        """Return how many pixels and dates the plot is based on, and which images are missing in it."""
        optical, radar = series.observations.get("NDVI", ()), series.observations.get("VV", ())
        lines = [
            self.tr("{} pixels of 10 m; {} of {} Sentinel-2 dates are clear here, {} Sentinel-1 dates.").format(
                number(series.pixels), number(sum(map(is_clear, optical))), number(len(optical)), number(len(radar))
            )
        ]
        if parcel.code not in series.reference_curves:
            lines.append(self.tr("No typical curve is known of this crop."))
        lines += [f"⚠ {escape(f'{problem.path}: {problem.text}')}" for problem in series.problems[:NAMED]]
        if len(series.problems) > NAMED:
            lines.append(self.tr("⚠ {} more images cannot be read.").format(number(len(series.problems) - NAMED)))
        return "<br>".join(lines)

    def _scroll_into_view(self) -> None:
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            top = self.mapTo(area.widget(), QPoint(0, 0)).y()
            bar = area.verticalScrollBar()
            if not (bar.value() <= top and top + self.height() <= bar.value() + area.viewport().height()):
                bar.setValue(top)
