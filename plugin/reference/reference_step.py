"""Step 2: which Sentinel-2 date the parcels' outlines are taken from."""

from __future__ import annotations

import contextlib
from html import escape

from qgis.core import QgsApplication
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout

from ...model import protocol
from ..child.process import temporary_folder
from ..child.runtime import Runtime
from ..inputs.image_preview import Preview
from ..text import number
from .filmstrip import Filmstrip, FrameModel
from .thumbnail_task import Thumbnailer

AUTOMATIC = "auto"
SETTLE_MS = 200


class ReferenceStep(QgsCollapsibleGroupBoxBasic):
    """The Sentinel-2 dates as a list, the best first (doabReference), and as pictures in time order (doabFilmstrip).

    The first row of the list leaves the choice to the program. A date that the analyst chooses is shown on the canvas.
    """

    def __init__(self, iface, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabReferenceBox")
        self.setTitle(self.tr("2  Reference frame"))
        self._inspection = protocol.Inspection(protocol.Scene())
        self._runtime: Runtime | None = None
        self._trouble = ""
        self._kept = contextlib.ExitStack()
        folder = self._kept.enter_context(temporary_folder())
        self._thumbnails = Thumbnailer(folder, self)
        self._preview = Preview(iface.mapCanvas(), folder, self)
        self._frames = FrameModel(self._tooltip, self)
        self._settle = QTimer(self)  # who walks along the strip with a key held down wants to see where it ends
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._build()
        self._settle.timeout.connect(self._show_on_canvas)
        self._thumbnails.made.connect(self._made)
        self._thumbnails.failed.connect(self._complain)
        self._preview.failed.connect(self._complain)
        self._list.activated.connect(self._listed)
        self._strip.chosen.connect(self._picked)
        self.show_inspection(self._inspection)

    def _build(self) -> None:
        self._list = _Dates(self)
        self._list.setObjectName("doabReference")
        self._list.setToolTip(self.tr("The date whose image gives the parcels their outlines; the best stand first"))
        self._strip = Filmstrip(self._frames, self)
        self._strip.setToolTip(
            self.tr(
                "The dates in time order. Click one, or use the arrow keys, to take it as the "
                "reference and see it on the map."
            )
        )
        self._details, self._reason = QLabel(self), QLabel(self)
        for label, name in ((self._details, "doabReferenceDetails"), (self._reason, "doabReferenceReason")):
            label.setObjectName(name)
            label.setWordWrap(True)
        choice = QFormLayout()
        choice.addRow(self.tr("Date"), self._list)
        layout = QVBoxLayout(self)
        layout.addLayout(choice)
        for widget in (self._strip, self._details, self._reason):
            layout.addWidget(widget)

    def use(self, runtime: Runtime | None) -> None:
        """Make pictures with this environment from now on."""
        self._runtime = runtime

    def stop(self) -> None:
        """Drop what is under way: the sources change, or the environment."""
        self._thumbnails.stop()

    def shut_down(self) -> None:
        """Leave nothing behind: the plugin is switched off."""
        self._settle.stop()
        self._thumbnails.shut_down()
        self._preview.shut_down()
        self._kept.close()

    def show_inspection(self, inspection: protocol.Inspection) -> None:
        """Show the scores and have pictures made; keep the analyst's choice where that date is still there."""
        chosen = self.choice()
        self._inspection = inspection
        self._trouble = ""
        self._frames.show(inspection.frames, inspection.proposed)
        self._list.clear()
        if inspection.frames:
            self._list.addItem(self.tr("Automatic ({})").format(inspection.proposed), AUTOMATIC)
            self._list.setItemData(0, inspection.reason, Qt.ItemDataRole.ToolTipRole)
        for row, frame in enumerate(sorted(inspection.frames, key=lambda frame: -frame.score), 1):
            self._list.addItem(self.tr("{} · quality {}").format(frame.date, number(frame.score, 2)), frame.date)
            self._list.setItemData(row, self._tooltip(frame), Qt.ItemDataRole.ToolTipRole)
            if frame.date == inspection.proposed:
                self._list.setItemIcon(row, QgsApplication.getThemeIcon("/mIconFavorites.svg"))
        self._list.setEnabled(bool(inspection.frames))
        self._strip.setVisible(bool(inspection.frames))
        self._reason.setText(self._why())
        self.choose(chosen)
        self._ask()

    def choice(self) -> str:
        """Return the chosen ISO date, or "auto"."""
        return self._list.currentData() or AUTOMATIC

    def choose(self, date: str) -> None:
        """Select a date, or the automatic choice where there is no such date."""
        self._list.setCurrentIndex(max(self._list.findData(date), 0) if self._list.count() else -1)
        self._strip.show_date(self._date())
        self._describe()

    def _date(self) -> str:
        """Return the date that is chosen, be it by the program."""
        choice = self.choice()
        return self._inspection.proposed if choice == AUTOMATIC else choice

    def _ask(self) -> None:
        """Have pictures made, those around the chosen date first."""
        dates = [frame.date for frame in self._inspection.frames]
        if self._runtime is None or not dates:
            self._thumbnails.stop()
            return
        middle = max(self._frames.row(self._date()), 0)
        near = {date: abs(row - middle) for row, date in enumerate(dates)}
        wanted = [a for a in self._inspection.scene.of("S2") if a.date in near]
        self._thumbnails.ask(self._runtime, sorted(wanted, key=lambda a: near[a.date]))

    # What the analyst does

    def _listed(self, _row: int) -> None:
        self._strip.show_date(self._date())
        self._describe()
        self._settle.start()

    def _picked(self, date: str) -> None:
        self._list.setCurrentIndex(self._list.findData(date))
        self._describe()
        self._settle.start()

    def _show_on_canvas(self) -> None:
        date = self._date()
        for acquisition in self._inspection.scene.of("S2"):
            if acquisition.date == date:
                self._preview.show(acquisition)

    # What is shown

    def _made(self, date: str, image, note: str) -> None:
        self._frames.set_image(date, image, note)
        if note and date == self._date():
            self._describe()

    def _complain(self, text: str) -> None:
        self._trouble = text
        self._describe()

    def _why(self) -> str:
        """Say which date is proposed and why, or what will stand here."""
        if not self._inspection.reason:
            return self.tr("The dates of the Sentinel-2 images appear here, with how well each would do.")
        if not self._inspection.proposed:
            return self._inspection.reason
        return self.tr("★ {} is proposed. {}").format(self._inspection.proposed, self._inspection.reason)

    def _describe(self) -> None:
        """Say of the chosen date what its score is made of."""
        row = self._frames.row(self._date())
        frame = self._inspection.frames[row] if row >= 0 else None
        lines = [self._parts(frame, " · ")] if frame else []
        lines += [escape(self._frames.notes[frame.date])] if frame and self._frames.notes.get(frame.date) else []
        lines += [f"⚠ {escape(self._trouble)}"] if self._trouble else []
        self._details.setText("<br>".join(lines))
        self._details.setVisible(bool(lines))

    def _parts(self, frame: protocol.FrameScore, between: str) -> str:
        names = {
            "clear": self.tr("clear"),
            "haze": self.tr("free of haze"),
            "sharpness": self.tr("sharp"),
            "contrast": self.tr("contrast"),
            "season": self.tr("season"),
        }
        parts = [f"{names.get(part, part)}&nbsp;{number(100 * value)}&nbsp;%" for part, value in frame.parts.items()]
        if frame.parts.get("clear") == 0:
            parts = [self.tr("no clear ground")]
        head = self.tr("<b>{}</b>, quality {}").format(frame.date, number(frame.score, 2))
        return between.join([head, *parts])

    def _tooltip(self, frame: protocol.FrameScore, note: str = "") -> str:
        proposed = [self.tr("★ proposed")] if frame.date == self._inspection.proposed else []
        return "<br>".join([self._parts(frame, "<br>"), *proposed, *([escape(note)] if note else [])])


class _Dates(QComboBox):
    """A list that the wheel passes over: who scrolls the dock does not mean to choose."""

    def wheelEvent(self, event) -> None:  # noqa: N802
        event.ignore()
