"""Step 4: the parcels of a run, their style and the area of each crop."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qgis.core import QgsApplication, QgsExpression, QgsProject, QgsVectorLayer
from qgis.PyQt.QtGui import QColor, QPixmap
from qgis.PyQt.QtWidgets import QPushButton, QTableView, QTabWidget, QVBoxLayout, QWidget

from ..parcels.crop_areas import CropAreas, CropCount
from ..parcels.crop_counts import EditWatcher
from ..parcels.mapped import Mapped
from ..session.session import Session
from ..session.step import Step
from ..tasks.map_task import MapTask
from ..text import number
from ..widgets.flow_layout import row
from ..widgets.named import named, rich_label, wrapped_label
from ..widgets.numbers_link import NumbersLink
from ..widgets.rich_text import plain, rich
from ..widgets.table_model import Column, TableModel, create_table_view
from .area_chart import AreaChart, format_expected, format_hectares
from .ground_check_box import GroundCheckBox
from .labels_check_box import LabelsCheckBox
from .print_button import PrintButton, print_parcels
from .styling_widget import StylingWidget

EXPECTED = 3
"""The column of the expected hectares: half a number would be read as another one."""

SPARE = 4
"""Characters by which names of crops, or expected hectares, may be longer than the least width of their columns."""


class ResultsStep(Step):
    """Step that styles the parcels and shows the area of each crop.

    The table (doabResults) and the chart (doabChart) follow the edits of the layer; doabWarnings has the run's
    warnings, doabZoom zooms to the parcels, doabPrint makes a print layout of them.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabResultsBox", parent)
        self.setTitle(self.tr("4  Results"))
        self._summary = rich_label("doabResultsSummary", self)
        self.styling = StylingWidget(self)
        self._ground = GroundCheckBox(self)
        self._labels = LabelsCheckBox(self)
        self._recount = EditWatcher(self)
        self._recount.counted.connect(self._show_areas)
        session.closing.callback(self._recount.shut_down)
        session.run_ended.connect(self._run_ended)
        session.project_cleared.connect(self.clear)
        self._warnings = rich_label("doabWarnings", self)
        self._warnings_layer = ""  # the id of the layer that the warnings are about
        icon = QgsApplication.getThemeIcon("/mActionZoomToLayer.svg")
        self._zoom = named(
            "doabZoom",
            QPushButton(icon, self.tr("Zoom to parcels"), self),
            self.tr("Show all these parcels in the map"),
        )
        self._zoom.clicked.connect(lambda _: self.zoom())
        self._print = PrintButton(self)
        self._print.clicked.connect(lambda _: print_parcels(session.iface, session.result_layer))
        buttons = row(self._print, self._zoom)
        self._tabs = self._build_tabs()
        self._numbers = NumbersLink("doabResultsNumbers", "hectares", self)
        layout = self.create_layout()
        layout.addWidget(self._summary)
        layout.addWidget(self.styling)
        layout.addWidget(self._labels)
        layout.addWidget(self._ground)
        layout.addWidget(self._tabs)
        layout.addWidget(self._numbers)
        layout.addWidget(self._warnings)
        layout.addLayout(buttons)
        self.clear()

    def _build_tabs(self) -> QTabWidget:
        """Create the table and the chart."""
        tabs = named("doabResultsTabs", QTabWidget(self))
        tabs.addTab(self._build_table(), self.tr("Table"))
        tabs.addTab(self._build_chart(), self.tr("Chart"))
        tabs.setTabToolTip(0, self.tr("The area of each crop in figures. It follows your edits."))
        tabs.setTabToolTip(1, self.tr("The area of each crop with its uncertainty. It follows your edits."))
        return tabs

    def _build_table(self) -> QTableView:
        self._model = TableModel(
            (
                Column(self.tr("Crop"), lambda crop: crop.label, _swatch),
                Column(self.tr("Parcels"), lambda crop: _text_where_any(crop, number(crop.parcels)), number=True),
                Column(self.tr("ha"), lambda crop: _text_where_any(crop, format_hectares(crop.hectares)), number=True),
                Column(self.tr("Expected"), format_expected, number=True),
                Column(self.tr("Conf."), _confidence, number=True),
            ),
            self._explain,
            self,
        )
        self._table = view = create_table_view("doabResults", self._model, (0, 6, 5, 10, 6), 6, self)
        view.setToolTip(
            self.tr(
                "The crops found, the most area first; the confidence is the parcels' mean. "
                "Expected hectares add up the crop's share in the probabilities of all parcels, "
                "also of those with another crop. Choose rows to select their parcels in the map."
            )
        )
        view.selectionModel().selectionChanged.connect(lambda *_: self._select_parcels(view))
        return view

    @property
    def table_width(self) -> int:
        """The width in pixels at which the step shows every column of the table."""
        widest = max(self._tabs.widget(page).sizeHint().width() for page in range(self._tabs.count()))
        frame = self._tabs.sizeHint().width() - widest
        margins = (self.contentsMargins(), self.layout().contentsMargins())
        spare = SPARE * self._table.fontMetrics().averageCharWidth()
        return self._table.whole_width() + spare + frame + sum(one.left() + one.right() for one in margins)

    def _select_parcels(self, view: QTableView) -> None:
        """Select the parcels of the crops that are chosen in the table."""
        layer = QgsProject.instance().mapLayer(self._recount.layer)
        if layer is not None:
            codes = (self._model.rows[index.row()].code for index in view.selectionModel().selectedRows())
            quoted = ", ".join(map(QgsExpression.quotedString, codes))
            layer.selectByExpression(f"coalesce(\"EC_hcat_c\", '') in ({quoted})" if quoted else "false")

    def _build_chart(self) -> QWidget:
        page = named("doabChartPage", QWidget(self))
        self._chart = AreaChart(page)
        key = wrapped_label("doabChartKey", page)
        key.setText(
            self.tr(
                "Hectares. Bar: parcels of the crop. Line: what the probabilities of all parcels let one "
                "expect, ± one standard deviation."
            )
        )
        column = QVBoxLayout(page)
        column.addWidget(self._chart)
        column.addWidget(key)
        column.addStretch()
        return page

    def clear(self) -> None:
        """Show that there is no result yet."""
        self._model.show([])
        self._summary.setText(self.tr("The crops that are found appear here, and the parcels in the map."))
        hidden = self.styling, self._labels, self._tabs, self._numbers, self._warnings, self._zoom, self._print
        for widget in hidden:
            widget.setVisible(False)

    def _run_ended(self, task: MapTask) -> None:
        if task.result is not None and self.session.is_run_of_this_project:
            self.show_result(task.result)

    def show_result(self, mapped: Mapped) -> None:
        """Show the crops and warnings of a run, whose layer is still to come."""
        self._ground.leave()
        self._show_crops(mapped.crops)
        for widget in (self.styling, self._labels, self._print):
            widget.setVisible(False)
        self._warnings.setText("<br>".join(f"⚠ {escape(text)}" for text in mapped.warnings))
        self._warnings.setVisible(bool(mapped.warnings))
        self._warnings_layer = ""

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Style and follow a layer of parcels."""
        self.styling.show_layer(layer)
        self.styling.setVisible(True)
        self._ground.follow(layer)
        self._labels.follow(layer)
        for widget in (self._labels, self._zoom, self._print):
            widget.setVisible(True)
        self._warnings_layer = self._warnings_layer or layer.id()
        self._warnings.setVisible(self._warnings_layer == layer.id() and bool(self._warnings.text()))
        self._recount.watch(layer)

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of the layer where it leaves the project; the figures stay."""
        self._ground.leave_layers(layers)
        if self._recount.layer in layers:
            self._recount.unwatch()
            for widget in (self.styling, self._labels, self._print):
                widget.setVisible(False)

    def zoom(self) -> None:
        """Show all parcels of the result layer in the map."""
        layer = self.session.result_layer
        if layer is not None:
            canvas = self.session.iface.mapCanvas()
            extent = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
            extent.scale(1.05)
            canvas.setExtent(extent)
            canvas.refresh()

    def _show_areas(self, areas: CropAreas) -> None:
        self._show_crops(areas.crops)
        self.styling.show_areas(areas)

    def _show_crops(self, crops: Sequence[CropCount]) -> None:
        parcels, area = sum(c.parcels for c in crops), sum(c.hectares for c in crops)
        text = rich(self.tr("<b>{} parcels, {} ha</b>"), number(parcels), number(area, 1))
        if self._ground.hectares is not None:
            text = self.tr("{}; no farmland: {} ha").format(text, number(self._ground.hectares, 1))
        self._summary.setText(text)
        self._model.show(crops)
        self._table.setColumnWidth(
            EXPECTED, max(self._table.columnWidth(EXPECTED), self._table.sizeHintForColumn(EXPECTED))
        )
        self._chart.show_crops(crops)
        self._tabs.setVisible(bool(crops))
        self._numbers.setVisible(bool(crops))
        self._zoom.setVisible(bool(crops))

    def _explain(self, crop: CropCount) -> str:
        text = f"{crop.label} ({crop.code})" if crop.code else crop.label
        explained = self.tr(
            "{}. Expected {} ha: one standard deviation, if the parcels err independently of each other. "
            "Where they err together it is more."
        ).format(text, format_expected(crop))
        return plain(explained)


def _text_where_any(crop: CropCount, text: str) -> str:
    return text if crop.parcels else "–"


def _confidence(crop: CropCount) -> str:
    return "–" if crop.confidence is None else f"{number(100 * crop.confidence)} %"


def _swatch(crop: CropCount) -> QPixmap:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(crop.colour))
    return pixmap
