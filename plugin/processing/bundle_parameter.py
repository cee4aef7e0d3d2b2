"""The parameter for a trained model. A bundle is a folder or a zip; in a dialog for files the card can be picked."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingParameterFile

from ...model import protocol
from ..text import tr

CARD = "bundle.json"


def bundle_parameter(name: str, title: str) -> QgsProcessingParameterFile:
    """Return the optional parameter ``name``; empty stands for the bundle that comes with Doab."""
    return QgsProcessingParameterFile(
        name,
        title,
        QgsProcessingParameterFile.Behavior.File,
        optional=True,
        fileFilter=tr("Trained models ({} *.zip);;All files (*)").format(CARD),
    )


def bundle_path(text: str) -> str:
    """Return the folder or zip of a bundle, from its path or that of its card; raise `InputError` where it is gone."""
    if text and not Path(text).exists():
        raise protocol.InputError(tr("There is no model {}.").format(text))
    return str(Path(text).parent) if Path(text).name == CARD else text
