"""Step 2: which Sentinel-2 date the parcels' outlines are taken from."""

from __future__ import annotations

from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ...model import protocol
from ..child.process import temporary_folder
from ..history.recorded_run import RecordedRun
from ..session.session import AUTOMATIC, Session
from ..session.step import Step
from ..text import number
from ..widgets.named import named, rich_label, wrapped_label
from ..widgets.narrow import create_form, keep_narrow
from ..widgets.rich_text import plain, rich
from .filmstrip import Filmstrip, FrameModel
from .frame_order import FrameOrder
from .image_preview import Preview
from .thumbnail_task import Thumbnailer

SETTLE_MS = 200


class ReferenceStep(Step):
    """The Sentinel-2 dates as a list, the best first (doabReference), and as pictures (doabFilmstrip).

    The pictures can be sorted and filtered (`FrameOrder`). The first row of the list leaves the choice to the program.
    A date that the analyst chooses is shown on the canvas.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabReferenceBox", parent)
        self.setTitle(self.tr("2  Reference frame"))
        self._inspection = protocol.Inspection(protocol.Scene())
        self._problem = ""
        self._loaded = ""  # the choice of an earlier run whose images are not recognised yet
        folder = session.closing.enter_context(temporary_folder())
        self._thumbnails = Thumbnailer(folder, self)
        self._preview = Preview(session.iface.mapCanvas(), folder, self)
        self._frames = FrameModel(self._tooltip, self)
        self._settle = QTimer(self)  # of the dates that a held arrow key passes only the last one is shown
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._build()
        self._settle.timeout.connect(self.show_on_canvas)
        self._thumbnails.made.connect(self._add_thumbnail)
        self._thumbnails.failed.connect(self._show_problem)
        self._preview.failed.connect(self._show_problem)
        self._list.activated.connect(self._list_activated)
        self._list.currentIndexChanged.connect(self._share_choice)
        self._strip.chosen.connect(self._frame_clicked)
        session.inspection_pending.connect(self._drop_thumbnails)
        session.settings_loaded.connect(self.take)
        for shut_down in (self._preview.shut_down, self._thumbnails.shut_down, self._settle.stop):
            session.closing.callback(shut_down)
        self.show_inspection(self._inspection)

    def _build(self) -> None:
        self._list = named(
            "doabReference",
            QComboBox(self),
            self.tr("The date whose image gives the parcels their outlines; the best stand first"),
        )
        self._order = FrameOrder(self)
        self._order.changed.connect(self._arrange)
        self._strip = Filmstrip(self._frames, self)
        self._strip.setToolTip(
            self.tr(
                "The dates of the images. Click one, or use the arrow keys, to take it as the "
                "reference and see it on the map. How sure the model is of the map from a date "
                "counts, too, once a run has compared the best dates."
            )
        )
        self._details = rich_label("doabReferenceDetails", self)
        self._reason = wrapped_label("doabReferenceReason", self)
        keep_narrow(self._list)
        choice = create_form()
        choice.addRow(self.tr("Date"), self._list)
        layout = self.create_layout()
        layout.addLayout(choice)
        for widget in (self._order, self._strip, self._details, self._reason):
            layout.addWidget(widget)

    def show_inspection(self, inspection: protocol.Inspection) -> None:
        """Show the scores and request pictures; keep the analyst's choice where that date is still there."""
        chosen = self._loaded or self.choice()
        if inspection.frames:
            self._loaded = ""
        self._inspection = inspection
        self._problem = ""
        self._frames.clear(inspection.proposed)
        self._list.clear()
        if inspection.frames:
            self._list.addItem(self.tr("Automatic ({})").format(inspection.proposed), AUTOMATIC)
            decides = self.tr("A run compares sample maps from the best dates before it decides.")
            self._list.setItemData(0, plain(f"{inspection.reason} {decides}"), Qt.ItemDataRole.ToolTipRole)
        for row, frame in enumerate(sorted(inspection.frames, key=lambda frame: -frame.score), 1):
            self._list.addItem(self.tr("{} · quality {}").format(frame.date, number(frame.score, 2)), frame.date)
            self._list.setItemData(row, self._tooltip(frame), Qt.ItemDataRole.ToolTipRole)
            if frame.date == inspection.proposed:
                self._list.setItemIcon(row, QgsApplication.getThemeIcon("/mIconFavorites.svg"))
        self._list.setEnabled(bool(inspection.frames))
        self._strip.setVisible(bool(inspection.frames))
        self._order.setVisible(len(inspection.frames) > 1)
        self._reason.setText(self._describe_proposal())
        self.choose(chosen)
        self._request_thumbnails()

    def _drop_thumbnails(self, _count: int) -> None:
        self._thumbnails.stop()

    def choice(self) -> str:
        """Return the chosen ISO date, or "auto"."""
        return self._list.currentData() or AUTOMATIC

    def take(self, run: RecordedRun) -> None:
        """Choose the date of an earlier run, now and when its images are recognised."""
        self._loaded = run.job.reference
        self.choose(run.job.reference)

    def choose(self, date: str) -> None:
        """Select a date, or the automatic choice where there is no such date."""
        self._list.setCurrentIndex(max(self._list.findData(date), 0) if self._list.count() else -1)
        self._arrange()
        self._show_details()

    def _arrange(self) -> None:
        """Show the dates in the chosen order, those that are clear enough and the chosen one."""
        self._frames.show(self._order.arrange(self._inspection.frames, self._date()))
        self._strip.show_date(self._date())

    def _date(self) -> str:
        """Return the date that is chosen, be it by the program."""
        choice = self.choice()
        return self._inspection.proposed if choice == AUTOMATIC else choice

    def _share_choice(self, _row: int) -> None:
        self.session.reference = self.choice()

    def _request_thumbnails(self) -> None:
        """Request pictures, those around the chosen date first."""
        dates = [frame.date for frame in self._inspection.frames]
        if self.session.runtime is None or not dates:
            self._thumbnails.stop()
            return
        middle = dates.index(self._date()) if self._date() in dates else 0
        distance = {date: abs(row - middle) for row, date in enumerate(dates)}
        acquisitions = [a for a in self._inspection.scene.of("S2") if a.date in distance]
        self._thumbnails.ask(self.session.runtime, sorted(acquisitions, key=lambda a: distance[a.date]))

    # What the analyst does

    def _list_activated(self, _row: int) -> None:
        self._loaded = ""
        self._strip.show_date(self._date())
        self._show_details()
        self._settle.start()

    def _frame_clicked(self, date: str) -> None:
        self._loaded = ""
        self._list.setCurrentIndex(self._list.findData(date))
        self._show_details()
        self._settle.start()

    def show_on_canvas(self) -> None:
        """Show the chosen date on the map, be it chosen by the program."""
        date = self._date()
        for acquisition in self._inspection.scene.of("S2"):
            if acquisition.date == date:
                self._preview.show(acquisition)

    # What is shown

    def _add_thumbnail(self, date: str, image: QImage, note: str) -> None:
        self._frames.set_image(date, image, note)
        if note and date == self._date():
            self._show_details()

    def _show_problem(self, text: str) -> None:
        self._problem = text
        self._show_details()

    def _describe_proposal(self) -> str:
        """Return which date is proposed and why, or what will be shown here."""
        if not self._inspection.reason:
            return self.tr("The dates of the Sentinel-2 images appear here, with how well each would do.")
        if not self._inspection.proposed:
            return self._inspection.reason
        return self.tr("★ {} is proposed. {}").format(self._inspection.proposed, self._inspection.reason)

    def _show_details(self) -> None:
        """Show the parts of the chosen date's score, the note on its picture, and what failed."""
        frame = next((frame for frame in self._inspection.frames if frame.date == self._date()), None)
        lines = [self._parts(frame, " · ")] if frame else []
        lines += [escape(self._frames.notes[frame.date])] if frame and self._frames.notes.get(frame.date) else []
        lines += [f"⚠ {escape(self._problem)}"] if self._problem else []
        self._details.setText("<br>".join(lines))
        self._details.setVisible(bool(lines))

    def _parts(self, frame: protocol.FrameScore, between: str) -> str:
        names = {
            "clear": self.tr("clear"),
            "haze": self.tr("free of haze"),
            "sharpness": self.tr("sharp"),
            "contrast": self.tr("contrast"),
            "season": self.tr("growing season"),
            "sun": self.tr("height of the sun"),
            "map": self.tr("confidence of the map"),
        }
        parts = [
            rich("{}&nbsp;{}&nbsp;%", names.get(part, part), number(100 * value)) for part, value in frame.parts.items()
        ]
        if frame.parts.get("clear") == 0:
            parts = [self.tr("no clear ground")]
        head = rich(self.tr("<b>{}</b>, quality {}"), frame.date, number(frame.score, 2))
        return between.join([head, *parts])

    def _tooltip(self, frame: protocol.FrameScore, note: str = "") -> str:
        proposed = [self.tr("★ proposed")] if frame.date == self._inspection.proposed else []
        return "<br>".join([self._parts(frame, "<br>"), *proposed, *([escape(note)] if note else [])])
