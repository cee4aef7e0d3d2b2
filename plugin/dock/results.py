"""Step 4: what was found."""

from __future__ import annotations

from html import escape

from qgis.core import QgsApplication
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QColor, QPixmap
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from ..task import Mapped
from ..text import number
from .rows import Column, Rows, table


class ResultsBox(QgsCollapsibleGroupBoxBasic):
    """Parcels and area of each crop (doabResults), the run's warnings (doabWarnings), doabZoom."""

    zoom_pressed = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabResultsBox")
        self.setTitle(self.tr("4  Results"))
        self._summary = QLabel(self)
        self._summary.setObjectName("doabResultsSummary")
        self._summary.setWordWrap(True)
        self._model = Rows((
            Column(self.tr("Crop"), lambda crop: crop.label, _swatch),
            Column(self.tr("Parcels"), lambda crop: number(crop.parcels), number=True),
            Column(self.tr("Hectares"), lambda crop: number(crop.hectares, 1), number=True),
            Column(self.tr("Conf."), lambda crop: f"{number(100 * crop.confidence)} %", number=True),
        ), lambda crop: f"{crop.label} ({crop.code})", self)
        self._view = table("doabResults", self._model, (0, 9, 10, 8), 4, self)
        self._view.setToolTip(self.tr("The crops found, the most area first; the confidence is the parcels' mean"))
        self._warnings = QLabel(self)
        self._warnings.setObjectName("doabWarnings")
        self._warnings.setWordWrap(True)
        self._zoom = QPushButton(QgsApplication.getThemeIcon("/mActionZoomToLayer.svg"), self.tr("Zoom to parcels"),
                                 self)
        self._zoom.setObjectName("doabZoom")
        self._zoom.setToolTip(self.tr("Show all parcels of the last run in the map"))
        self._zoom.clicked.connect(self.zoom_pressed)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._zoom)
        layout = QVBoxLayout(self)
        layout.addWidget(self._summary)
        layout.addWidget(self._view)
        layout.addWidget(self._warnings)
        layout.addLayout(buttons)
        self.clear()

    def clear(self) -> None:
        """There is no result yet."""
        self._model.show([])
        self._summary.setText(self.tr("The crops that are found appear here, and the parcels in the map."))
        self._view.setVisible(False)
        self._warnings.setVisible(False)
        self._zoom.setVisible(False)

    def show_result(self, mapped: Mapped) -> None:
        """Show what a run found."""
        parcels, hectares = sum(c.parcels for c in mapped.crops), sum(c.hectares for c in mapped.crops)
        self._summary.setText(self.tr("<b>{} parcels, {} ha</b>").format(number(parcels), number(hectares, 1)))
        self._model.show(mapped.crops)
        self._view.setVisible(bool(mapped.crops))
        self._warnings.setText("<br>".join(f"⚠ {escape(text)}" for text in mapped.warnings))
        self._warnings.setVisible(bool(mapped.warnings))
        self._zoom.setVisible(bool(mapped.crops))


def _swatch(crop) -> QPixmap:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(crop.colour))
    return pixmap
