"""The dialog that overrides what is recognised of images: sensor, date, values and bands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...model import protocol
from .dates import long_date, parse_date
from .recognition_rows import BANDS, SENSORS, Row, value_of

AUTO = ""
ROLE_OF = {"S2": "s2", "S1": "s1", "DEM": "dem"}


@dataclass(frozen=True)
class BandSlot:
    """A band of a file that can be named: its label, the file (empty: all of them), its number, its current name."""

    title: str
    path: str
    index: int
    band: str


class FactsDialog(QDialog):
    """Sensor, date, values and bands of some sources; what is left "as recognised" is not overridden.

    ``rows`` were recognised in ``sources``; ``files`` are their files by path; ``fact`` gets the keyboard focus.
    """

    def __init__(
        self,
        sources: Sequence[protocol.Source],
        rows: Sequence[Row],
        files: Mapping[str, protocol.RasterFile],
        fact: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("doabFactsDialog")
        self.setWindowTitle(self.tr("What these images are") if len(sources) > 1 else self.tr("What this image is"))
        self._sources = list(sources)
        self._rows = list(rows)
        self._restored = False
        self._products = any(".SAFE" in s.path or s.path.lower().endswith(".zip") for s in self._sources)
        self._band_slots = _band_slots(self._sources, self._rows, files)
        self._build()
        first = {"sensor": self._sensor, "date": self._date, "unit": self._unit}.get(fact)
        if first is not None and first.isEnabled():
            first.setFocus()

    def _build(self) -> None:
        names = [Path(source.path).name or source.path for source in self._sources]
        title = QLabel(", ".join(names[:2]) + (self.tr(" and {} more").format(len(names) - 2) if names[2:] else ""))
        title.setParent(self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setObjectName("doabFactsTitle")
        title.setWordWrap(True)
        form = QFormLayout()
        form.addRow(self.tr("Sensor"), self._build_sensor())
        form.addRow(self.tr("Date (UTC)"), self._build_date())
        form.addRow(self.tr("Values"), self._build_unit())
        form.addRow(self.tr("Bands"), self._build_bands() if self._band_slots else self._build_no_bands())
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults,
            self,
        )
        buttons.setObjectName("doabFactsButtons")
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        restore = buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        restore.setObjectName("doabFactsRestore")
        restore.setText(self.tr("All as recognised"))
        restore.setToolTip(self.tr("Forget everything that was set here, and believe the files again"))
        restore.clicked.connect(self._restore)
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self._sensor.currentIndexChanged.connect(self._update_for_sensor)
        self._update_for_sensor()
        self._show_date()

    def _build_sensor(self) -> QComboBox:
        self._sensor = QComboBox(self)
        self._sensor.setObjectName("doabFactsSensor")
        self._sensor.setToolTip(self.tr("Which satellite made the images, or that this is an elevation model"))
        sensors = {row.sensor for row in self._rows}
        name = SENSORS.get(next(iter(sensors)), self.tr("DEM") if "DEM" in sensors else "") if len(sensors) == 1 else ""
        self._sensor.addItem(self._as_recognised(name), "auto")
        for role, text in (("s2", "Sentinel-2"), ("s1", "Sentinel-1"), ("dem", self.tr("DEM"))):
            self._sensor.addItem(text, role)
        self._sensor.setCurrentIndex(self._sensor.findData(_common(source.role for source in self._sources) or "auto"))
        return self._sensor

    def _build_date(self) -> QWidget:
        self._date = QLineEdit(self)
        self._date.setObjectName("doabFactsDate")
        single = len(self._rows) == 1 and (bool(self._rows[0].sensor) or len(self._sources) == 1)
        self._date.setPlaceholderText(self._as_recognised(self._rows[0].date if single else ""))
        self._date.setEnabled(single)
        self._date.setClearButtonEnabled(True)
        self._date.setToolTip(
            self.tr("The day on which the image was taken, such as 2019-05-31, 31.05.2019 or 2019-151")
            if single
            else self.tr("Each image has its own date; set dates one at a time")
        )
        self._date.setText(_common(source.date for source in self._sources))
        self._date_note = QLabel(self)
        self._date_note.setObjectName("doabFactsDateNote")
        self._date.textChanged.connect(self._show_date)
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._date)
        rows.addWidget(self._date_note)
        widget = QWidget(self)
        widget.setLayout(rows)
        return widget

    def _show_date(self, *_: object) -> None:
        """Show in words the date that was typed, and allow no text that is none."""
        text = self._date.text().strip()
        day = parse_date(text)
        self._date_note.setText(long_date(day) if day else self.tr("⚠ This is no date.") if text else "")
        self._date_note.setVisible(bool(text))
        self._ok.setEnabled(day is not None or not text)

    def _build_unit(self) -> QComboBox:
        self._unit = QComboBox(self)
        self._unit.setObjectName("doabFactsUnit")
        return self._unit

    def _build_bands(self) -> QTableWidget:
        self._bands = QTableWidget(len(self._band_slots), 2, self)
        self._bands.setObjectName("doabFactsBands")
        self._bands.setHorizontalHeaderLabels([self.tr("In the file"), self.tr("is")])
        self._bands.horizontalHeader().setStretchLastSection(True)
        self._bands.verticalHeader().hide()
        self._bands.setMinimumHeight(min(8, len(self._band_slots) + 1) * 28 + 10)
        self._bands.setToolTip(self.tr("Which band of the sensor each band of the file holds"))
        for number, slot in enumerate(self._band_slots):
            item = QTableWidgetItem(slot.title)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            combo = QComboBox(self._bands)
            combo.setObjectName(f"doabFactsBand{number}")
            combo.setToolTip(self.tr("The band of the sensor that this is"))
            combo.currentIndexChanged.connect(self._label_unnamed)
            self._bands.setItem(number, 0, item)
            self._bands.setCellWidget(number, 1, combo)
        self._bands.resizeColumnToContents(0)
        return self._bands

    def _build_no_bands(self) -> QLabel:
        text = (
            self.tr("as the metadata of the product say")
            if self._products
            else self.tr("The files differ in their bands; correct them one at a time.")
        )
        label = QLabel(text, self)
        label.setObjectName("doabFactsNoBands")
        label.setWordWrap(True)
        return label

    def _as_recognised(self, text: str) -> str:
        return self.tr("as recognised ({})").format(text) if text else self.tr("as recognised")

    def _update_for_sensor(self) -> None:
        """List the values and bands of the current sensor."""
        sensor = self._current_sensor()
        units = {row.facts["unit"].value for row in self._rows if "unit" in row.facts}
        self._unit.clear()
        self._unit.addItem(self._as_recognised(next(iter(units)) if len(units) == 1 else ""), AUTO)
        for unit in protocol.UNITS.get(sensor, ()):
            self._unit.addItem(value_of(unit), unit)
        self._unit.setCurrentIndex(max(0, self._unit.findData(_common(source.unit for source in self._sources))))
        self._unit.setEnabled(sensor in protocol.UNITS and not self._products)
        self._unit.setToolTip(
            self.tr("The metadata of the product say it")
            if self._products
            else self.tr("What the numbers in the files are")
        )
        names = (*BANDS.get(sensor, ()), *(("SCL",) if sensor == "S2" else ()))
        for number, slot in enumerate(self._band_slots):
            combo = self._bands.cellWidget(number, 1)
            combo.clear()
            combo.addItem("", "")
            for name in names:
                combo.addItem(name, name)
            combo.setCurrentIndex(max(0, combo.findData(slot.band)))
        self._label_unnamed()

    def _label_unnamed(self, *_: object) -> None:
        """Label the bands without a name: not used where another one has a name, recognised otherwise."""
        combos = [self._bands.cellWidget(number, 1) for number in range(len(self._band_slots))]
        text = self.tr("not used") if any(combo.currentData() for combo in combos) else self._as_recognised("")
        for combo in combos:
            combo.setItemText(0, text)

    def _current_sensor(self) -> str:
        """Return the sensor that is chosen, or else the one that all rows have."""
        current = self._sensor.currentData()
        recognised = _common(row.sensor for row in self._rows)
        return next((sensor for sensor, role in ROLE_OF.items() if role == current), recognised)

    def _restore(self) -> None:
        self._restored = True
        self.accept()

    def sources(self) -> list[protocol.Source]:
        """Return the sources with the overrides of the dialog."""
        if self._restored:
            return [dataclasses.replace(s, role="auto", date="", unit="", bands={}) for s in self._sources]
        day = parse_date(self._date.text())
        names = [self._bands.cellWidget(number, 1).currentData() for number in range(len(self._band_slots))]
        bands: dict[str, dict[str, int]] = {}
        for slot, name in zip(self._band_slots, names):
            if name:
                bands.setdefault(slot.path, {}).setdefault(name, slot.index)
        changed = names != [slot.band for slot in self._band_slots]
        return [
            dataclasses.replace(
                source,
                role=self._sensor.currentData(),
                date=(day.isoformat() if day else "") if self._date.isEnabled() else source.date,
                unit=self._unit.currentData() or "",
                bands=bands.get(source.path, bands.get("", {})) if changed else source.bands,
            )
            for source in self._sources
        ]


def _common(values: Iterable[str]) -> str:
    """Return the value that all have, or an empty string."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""


def _band_slots(
    sources: Sequence[protocol.Source], rows: Sequence[Row], files: Mapping[str, protocol.RasterFile]
) -> list[BandSlot]:
    """Return the bands that can be named.

    Several files can be named at once where they have the same bands, or one band each and the same date.
    """
    paths = [path for row in rows for path in row.paths]
    recognised = [files[path] for path in paths if path in files]
    acquisitions = [row.what for row in rows if isinstance(row.what, protocol.Acquisition)]
    names = {(a.clouds.path, a.clouds.index): "SCL" for a in acquisitions if a.clouds}
    names |= {(f.path, f.index): name for a in acquisitions for name, band in a.bands.items() for f in band.files}
    if not recognised or set(paths) != {source.path for source in sources}:
        return []
    if len(rows) == 1 and len(paths) > 1 and rows[0].sensor and all(len(file.bands) == 1 for file in recognised):
        return [BandSlot(Path(path).name, path, 1, names.get((path, 1), "")) for path in paths]
    if len({file.bands for file in recognised}) > 1:
        return []
    return [
        BandSlot(f"{index}  {name}".strip(), "", index, names.get((paths[0], index), ""))
        for index, name in enumerate(recognised[0].bands, 1)
    ]
