"""The log of one run, to read and to copy."""

from __future__ import annotations

from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..history.recorded_run import RecordedRun
from ..history.run_descriptions import describe_date
from ..widgets.named import named

SIZE = 700, 400  # px


class LogDialog(QDialog):
    """doabLogDialog: the log in doabLogText, and doabCopyLog."""

    def __init__(self, run: RecordedRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabLogDialog")
        self.setWindowTitle(self.tr("Log of the run of {}").format(describe_date(run)))
        self.resize(*SIZE)
        text = named("doabLogText", QPlainTextEdit(run.log, self), self.tr("Send it along when you ask for help"))
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = named("doabCopyLog", QPushButton(self.tr("Copy"), self), self.tr("Copy the log to the clipboard"))
        copy.clicked.connect(lambda _: QApplication.clipboard().setText(run.log))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)
