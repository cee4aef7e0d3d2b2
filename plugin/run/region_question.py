"""The question whether a bundle of another region is to map here."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ..text import tr
from ..widgets.rich_text import plain


def ask_about_region(parent: QWidget, elsewhere: str) -> bool | None:
    """Return whether a bundle is to map where it was not made for, None where the user says no.

    ``elsewhere`` is the sentence of an estimate that says so, empty where the bundle fits: then the answer is False.
    """
    if not elsewhere:
        return False
    buttons = QMessageBox.StandardButton
    text = plain(f"{elsewhere}\n\n" + tr("Map with it all the same?"))
    answer = QMessageBox.question(parent, tr("Trained for another region"), text, buttons.Yes | buttons.No, buttons.No)
    return True if answer == buttons.Yes else None
