"""Step 5: why one parcel has the crop that it has."""

from __future__ import annotations

from html import escape

from qgis.core import QgsApplication, QgsFeature, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBoxBasic, QgsHighlight
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from ...model import protocol
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..maptools import put_down
from ..parcels.result_job import job_of
from ..parcels.result_layer import is_result
from ..text import number
from .inspector_panel import is_clear
from .likelihood_bars import LikelihoodBars, percent
from .parcel_picker import ParcelPicker
from .time_series_plot import SeriesPlot
from .time_series_task import Parcel, SeriesTask, parcel_of

SETTLE_MS = 100
"""What was just shown has its place in the dock by then."""

NAMED = 3
"""So many unreadable images are named; the tooltip has them all."""


class InspectorStep(QgsCollapsibleGroupBoxBasic):
    """The parcel that was clicked or is selected: its probabilities (doabLikelihoods) and what the images show of it
    through time (doabSeriesPlot).

    The images are read by a process of the inspector's own, so that a click need not wait for a run.
    """

    def __init__(self, iface, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabInspectorBox")
        self.setTitle(self.tr("5  Inspector"))
        self._canvas = iface.mapCanvas()
        self._worker = Worker()
        self._runtime: Runtime | None = None
        self._task: SeriesTask | None = None
        self._running: list[SeriesTask] = []  # with those that were dropped and have not ended yet
        self._parcel: Parcel | None = None
        self._heard = ""  # the layer whose deletions are heard of
        self._series: protocol.Series | None = None
        self._mark: QgsHighlight | None = None
        self._build()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._come_into_view)
        self._picker = ParcelPicker(self._canvas, is_result)
        self._picker.setButton(self._button)
        self._picker.picked.connect(self._picked)
        self._picker.missed.connect(self._missed)
        self._button.toggled.connect(self._switch)
        self._bars.chosen.connect(self._compare)
        self._canvas.selectionChanged.connect(self._selected)
        QgsProject.instance().layersWillBeRemoved.connect(self._forget)
        self.clear()

    def _build(self) -> None:
        self._button = QToolButton(self)
        self._button.setObjectName("doabInspect")
        self._button.setText(self.tr("Click a parcel"))
        self._button.setIcon(QgsApplication.getThemeIcon("/mActionIdentify.svg"))
        self._button.setToolTip(self.tr("Then click parcels in the map to see why they have their crop"))
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setCheckable(True)
        self._headline, self._note = QLabel(self), QLabel(self)
        for label, name in ((self._headline, "doabInspectorParcel"), (self._note, "doabInspectorNote")):
            label.setObjectName(name)
            label.setWordWrap(True)
        self._bars = LikelihoodBars(self)
        self._plot = SeriesPlot(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self._button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.addLayout(buttons)
        for widget in (self._headline, self._bars, self._plot, self._note):
            layout.addWidget(widget)

    def use(self, runtime: Runtime | None) -> None:
        """Read images with this environment from now on."""
        self._runtime = runtime

    def leave_runtime(self) -> None:
        """Let go of the environment before it is made anew or replaced."""
        self._stop()
        self._worker.close()

    def shut_down(self) -> None:
        """Leave nothing behind: the plugin is switched off."""
        self._task = None
        for task in [*self._running]:
            task.abandon()
        self._worker.close()
        self._hear(None)
        self._unmark()
        put_down(self._canvas, self._picker)
        self._picker.deleteLater()

    # What the analyst does

    def hideEvent(self, event) -> None:  # noqa: N802
        """Give the mouse back where the panel is closed, not where the whole window is put aside."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._button.setChecked(False)

    def _switch(self, on: bool) -> None:
        if on:
            self._canvas.setMapTool(self._picker)
        else:
            put_down(self._canvas, self._picker)

    def _picked(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        self.setCollapsed(False)
        self.show_parcel(layer, feature)
        self._settle.start()

    def _missed(self) -> None:
        self.clear(self.tr("There is no parcel where you clicked."))

    def _selected(self, layer: QgsMapLayer) -> None:
        """Follow the selection where it is one parcel and somebody looks."""
        if self.isCollapsed() or not self.isVisible() or not is_result(layer) or layer.selectedFeatureCount() != 1:
            return
        feature = next(layer.getSelectedFeatures(), None)
        if feature is not None and not self._shows(layer.id(), feature.id()):
            self.show_parcel(layer, feature)

    def _shows(self, layer: str, feature: int) -> bool:
        return self._parcel is not None and (self._parcel.layer, self._parcel.feature) == (layer, feature)

    def _compare(self, code: str) -> None:
        """Show the typical curve of this crop."""
        crop = next((crop for crop in self._parcel.crops if crop.code == code), None)
        self._plot.show_series(self._series, self._parcel.reference, crop)
        self._bars.offer(frozenset(self._series.typical), code)

    # What is shown

    def clear(self, text: str = "") -> None:
        """Show no parcel."""
        self._stop()
        self._parcel = self._series = None
        self._hear(None)
        self._unmark()
        self._headline.setText(
            text
            or self.tr("Press the button and click a parcel in the map, or select one, to see why it has its crop.")
        )
        for widget in (self._bars, self._plot, self._note):
            widget.setVisible(False)

    def show_parcel(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        """Show what the layer says of a parcel, and begin to read it in the images; what was read before is dropped."""
        self._stop()
        self._parcel, self._series = parcel_of(layer, feature), None
        self._hear(layer)
        self._highlight(layer, feature)
        self._headline.setText(self._describe(self._parcel))
        self._bars.show_crops(self._parcel.crops)
        self._bars.setVisible(bool(self._parcel.crops))
        made_by = job_of(layer)
        if not made_by:
            self._say(
                self.tr(
                    "This layer does not say which images it was made from, so they cannot be read. Layers "
                    "that a run in this panel adds do."
                )
            )
        elif self._runtime is None:
            self._say(self.tr("The images can be read once the environment is there: see the top of this panel."))
        else:
            self._note.setVisible(False)
            self._plot.say(self.tr("Reading the images…"))
            self._plot.setVisible(True)
            self._task = SeriesTask(self._runtime, self._worker, made_by, self._parcel)
            self._task.ended.connect(self._read)
            self._running.append(self._task)
            QgsApplication.taskManager().addTask(self._task)

    def _read(self, task: SeriesTask) -> None:
        self._running.remove(task)
        if task is not self._task:
            return
        self._task = None
        if task.error:
            self._say(f"⚠ {task.error}")
        elif task.result is not None:
            self._series = task.result
            typical = self._series.typical
            self._compare(self._parcel.code if self._parcel.code in typical else next(iter(typical), ""))
            self._note.setText(self._remarks(self._series))
            self._note.setToolTip("\n".join(f"{p.path}: {p.text}" for p in self._series.problems))
            self._note.setVisible(True)

    def _say(self, text: str) -> None:
        """Say why there is no plot."""
        self._plot.setVisible(False)
        self._note.setText(text)
        self._note.setToolTip("")
        self._note.setVisible(True)

    def _describe(self, parcel: Parcel) -> str:
        share = next((percent(crop.probability) for crop in parcel.crops if crop.code == parcel.code), "")
        if parcel.decided:
            share = self.tr("(set by the analyst; the model: {})").format(share or "?")
        name = escape(parcel.crop) or self.tr("unknown crop")
        crop = f"<b>{name}</b> {share}".rstrip()
        return self.tr("{} · parcel {} · {} ha").format(crop, parcel.number or "?", number(parcel.hectares, 2))

    def _remarks(self, series: protocol.Series) -> str:
        """Say what the plot rests on, and which images are missing in it."""
        optical, radar = series.readings.get("NDVI", ()), series.readings.get("VV", ())
        lines = [
            self.tr("{} pixels of 10 m; {} of {} Sentinel-2 dates are clear here, {} Sentinel-1 dates.").format(
                number(series.pixels), number(sum(map(is_clear, optical))), number(len(optical)), number(len(radar))
            )
        ]
        if self._parcel.code not in series.typical:
            lines.append(self.tr("No typical curve is known of this crop."))
        lines += [f"⚠ {escape(f'{problem.path}: {problem.text}')}" for problem in series.problems[:NAMED]]
        if len(series.problems) > NAMED:
            lines.append(self.tr("⚠ {} more images cannot be read.").format(number(len(series.problems) - NAMED)))
        return "<br>".join(lines)

    def _highlight(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        self._unmark()
        self._mark = QgsHighlight(self._canvas, feature.geometry(), layer)
        self._mark.setColor(QColor(255, 0, 0))
        self._mark.setFillColor(QColor(255, 0, 0, 25))
        self._mark.setWidth(3)

    def _unmark(self) -> None:
        if self._mark is not None:
            self._canvas.scene().removeItem(self._mark)
            self._mark = None

    def _come_into_view(self) -> None:
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            top = self.mapTo(area.widget(), QPoint(0, 0)).y()
            bar = area.verticalScrollBar()
            if not (bar.value() <= top and top + self.height() <= bar.value() + area.viewport().height()):
                bar.setValue(top)

    # What happens

    def _stop(self) -> None:
        """Drop what is being read."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _hear(self, layer: QgsVectorLayer | None) -> None:
        """Hear of what is deleted in this layer, and no longer in the one before."""
        before = QgsProject.instance().mapLayer(self._heard)
        if before is not None:
            before.featureDeleted.disconnect(self._deleted)
        self._heard = layer.id() if layer is not None else ""
        if layer is not None:
            layer.featureDeleted.connect(self._deleted)

    def _deleted(self, feature: int) -> None:
        """The plot leaves its place empty, so that the steps below it do not move under the analyst's hands."""
        edits = QgsProject.instance().mapLayer(self._heard).editBuffer()
        saved = edits is not None and edits.isFeatureAdded(feature)  # a new parcel only gets the number of the file
        if feature == self._parcel.feature and not saved:
            shown = not self._plot.isHidden()
            self.clear(self.tr("This parcel was deleted."))
            self._plot.say("")
            self._plot.setVisible(shown)

    def _forget(self, layers: list[str]) -> None:
        if self._parcel is not None and self._parcel.layer in layers:
            self.clear()
