"""Step 4: what was found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QColor, QPixmap
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from ..inputs.table_model import Column, TableModel, create_table_view
from ..parcels.crop_areas import CropAreas, CropCount
from ..parcels.crop_counts import LayerWatcher
from ..run.map_task import Mapped
from ..text import number
from .area_chart import AreaChart, format_expected, format_hectares
from .styling_widget import StylingWidget


class ResultsStep(QgsCollapsibleGroupBoxBasic):
    """How the parcels look, the area of each crop as a table (doabResults) and a chart (doabChart), which follow the
    edits of the layer; the run's warnings (doabWarnings), doabZoom.
    """

    zoom_pressed = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabResultsBox")
        self.setTitle(self.tr("4  Results"))
        self._summary = QLabel(self)
        self._summary.setObjectName("doabResultsSummary")
        self._summary.setWordWrap(True)
        self.styling = StylingWidget(self)
        self._recount = LayerWatcher(self)
        self._recount.counted.connect(self._counted)
        QgsProject.instance().layersWillBeRemoved.connect(self._leave)
        self._warnings = QLabel(self)
        self._warnings.setObjectName("doabWarnings")
        self._warnings.setWordWrap(True)
        self._warned = ""  # the layer that the warnings are of
        self._zoom = QPushButton(
            QgsApplication.getThemeIcon("/mActionZoomToLayer.svg"), self.tr("Zoom to parcels"), self
        )
        self._zoom.setObjectName("doabZoom")
        self._zoom.setToolTip(self.tr("Show all these parcels in the map"))
        self._zoom.clicked.connect(self.zoom_pressed)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._zoom)
        self._tabs = self._areas()
        layout = QVBoxLayout(self)
        layout.addWidget(self._summary)
        layout.addWidget(self.styling)
        layout.addWidget(self._tabs)
        layout.addWidget(self._warnings)
        layout.addLayout(buttons)
        self.clear()

    def _areas(self) -> QTabWidget:
        """Make the table and the chart."""
        self._model = TableModel(
            (
                Column(self.tr("Crop"), lambda crop: crop.label, _swatch),
                Column(self.tr("Parcels"), lambda crop: _where_any(crop, number(crop.parcels)), number=True),
                Column(self.tr("ha"), lambda crop: _where_any(crop, format_hectares(crop.hectares)), number=True),
                Column(self.tr("Expected"), format_expected, number=True),
                Column(self.tr("Conf."), _confidence, number=True),
            ),
            self._explain,
            self,
        )
        view = create_table_view("doabResults", self._model, (0, 7, 6, 12, 7), 6, self)
        view.setToolTip(
            self.tr(
                "The crops found, the most area first; the confidence is the parcels' mean. "
                "Expected hectares add up the crop's share in the probabilities of all parcels, "
                "also of those with another crop."
            )
        )
        chart = QWidget(self)
        chart.setObjectName("doabChartPage")
        self._chart = AreaChart(chart)
        key = QLabel(
            self.tr(
                "Hectares. Bar: parcels of the crop. Line: what the probabilities of all parcels let one "
                "expect, ± one standard deviation."
            ),
            chart,
        )
        key.setObjectName("doabChartKey")
        key.setWordWrap(True)
        column = QVBoxLayout(chart)
        column.addWidget(self._chart)
        column.addWidget(key)
        column.addStretch()
        tabs = QTabWidget(self)
        tabs.setObjectName("doabResultsTabs")
        tabs.addTab(view, self.tr("Table"))
        tabs.addTab(chart, self.tr("Chart"))
        tabs.setTabToolTip(0, self.tr("The area of each crop in figures. It follows your edits."))
        tabs.setTabToolTip(1, self.tr("The area of each crop with its uncertainty. It follows your edits."))
        return tabs

    def clear(self) -> None:
        """There is no result yet."""
        self._model.show([])
        self._summary.setText(self.tr("The crops that are found appear here, and the parcels in the map."))
        for widget in (self.styling, self._tabs, self._warnings, self._zoom):
            widget.setVisible(False)

    def show_result(self, mapped: Mapped) -> None:
        """Show what a run found; its layer is still to come."""
        self._show_crops(mapped.crops)
        self.styling.setVisible(False)
        self._warnings.setText("<br>".join(f"⚠ {escape(text)}" for text in mapped.warnings))
        self._warnings.setVisible(bool(mapped.warnings))
        self._warned = ""

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Let the widgets steer and follow a layer of parcels."""
        self.styling.show_layer(layer)
        self.styling.setVisible(True)
        self._zoom.setVisible(True)
        self._warned = self._warned or layer.id()
        self._warnings.setVisible(self._warned == layer.id() and bool(self._warnings.text()))
        self._recount.watch(layer)

    def _leave(self, layers: list[str]) -> None:
        """Layers go from the project; where it is ours, the figures stay."""
        if self._recount.layer in layers:
            self._recount.unwatch()
            self.styling.setVisible(False)

    def shut_down(self) -> None:
        """Wait until nothing runs any more: the plugin is switched off."""
        self._recount.shut_down()

    def _counted(self, areas: CropAreas) -> None:
        self._show_crops(areas.crops)
        self.styling.show_areas(areas)

    def _show_crops(self, crops: Sequence[CropCount]) -> None:
        parcels, area = sum(c.parcels for c in crops), sum(c.hectares for c in crops)
        self._summary.setText(self.tr("<b>{} parcels, {} ha</b>").format(number(parcels), number(area, 1)))
        self._model.show(crops)
        self._chart.show_crops(crops)
        self._tabs.setVisible(bool(crops))
        self._zoom.setVisible(bool(crops))

    def _explain(self, crop: CropCount) -> str:
        text = f"{crop.label} ({crop.code})" if crop.code else crop.label
        return self.tr(
            "{}. Expected {} ha: one standard deviation, if the parcels err independently of each other. "
            "Where they err together it is more."
        ).format(text, format_expected(crop))


def _where_any(crop: CropCount, text: str) -> str:
    return text if crop.parcels else "–"


def _confidence(crop: CropCount) -> str:
    return "–" if crop.confidence is None else f"{number(100 * crop.confidence)} %"


def _swatch(crop) -> QPixmap:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(crop.colour))
    return pixmap
