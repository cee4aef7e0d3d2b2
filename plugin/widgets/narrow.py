"""Forms and combo boxes that leave the dock narrow: a long label stands above its field, a box shortens its text."""

from __future__ import annotations

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QWidget

SHOWN = 8  # characters of the text in a combo box
PADDING = 24  # px, of an entry in its list


def create_form(parent: QWidget | None = None) -> QFormLayout:
    """Return a form whose fields take the whole width, and whose labels stand above them where both are too wide."""
    form = QFormLayout(parent) if parent is not None else QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


def keep_narrow(combo: QComboBox) -> None:
    """Let a combo box be narrower than its entries; the list that it opens is as wide as they are."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(SHOWN)
    settle = QTimer(combo)  # all entries are measured, which is done once for many that come together
    settle.setSingleShot(True)
    settle.timeout.connect(lambda: _fit_list(combo))
    for changed in (combo.model().rowsInserted, combo.model().dataChanged, combo.model().modelReset):
        changed.connect(lambda *_: settle.start())
    _fit_list(combo)


def _fit_list(combo: QComboBox) -> None:
    metrics, view = combo.fontMetrics(), combo.view()
    widest = max((metrics.horizontalAdvance(combo.itemText(row)) for row in range(combo.count())), default=0)
    beside = combo.iconSize().width() + view.verticalScrollBar().sizeHint().width() + PADDING
    view.setMinimumWidth(widest + beside)
