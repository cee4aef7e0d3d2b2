"""The question whether an older output is to be replaced."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ...model.outputs.target_checks import ExistsError, check_existing, check_folder, describe_edits
from ..text import tr
from ..widgets.rich_text import plain
from .formats import older_files


def ask_to_overwrite(parent: QWidget, target: Path, inputs: Iterable[str] = ()) -> bool | None:
    """Return whether an older output is to be replaced: False where there is none, None where the user says no.

    Raises `protocol.InputError` where ``target`` must not be written: it is an input, in use, or not Doab's.
    """
    try:
        check_folder(target.parent, name=target.name)
        check_existing(older_files(target), False, inputs)
    except ExistsError as error:
        lines = [tr("{} exists already. Replace it?").format(target), describe_edits(error.edited)]
        text = plain("\n\n".join(filter(None, lines)))
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(parent, tr("Replace the file"), text, buttons.Yes | buttons.No, buttons.No)
        return True if answer == buttons.Yes else None
    return False
