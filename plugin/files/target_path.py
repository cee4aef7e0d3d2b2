"""The path of an output file from what the user typed."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsProviderRegistry

from ..child.process import ChildError
from ..text import tr
from .formats import FORMATS, Format, format_of, title


def target_of(text: str, file_format: Format | None = None) -> Path:
    """Return the path of a file name, with the ending of ``file_format`` if it lacks it.

    Called on the main thread. Raises `ChildError` where it cannot be written because a layer of the project is in it.
    """
    path = Path(text.strip(' "'))  # Windows copies paths with quotation marks
    if not path.name:
        raise ChildError(tr("Choose the file to write."))
    path = path.absolute()  # a bare name lies wherever QGIS was started from, and the analyst is to see where
    if file_format is not None and path.suffix.lower() not in file_format.suffixes:
        _refuse_other_format(path, file_format)
        path = path.with_name(path.name + file_format.suffix)
    format_of(path)
    for layer in QgsProject.instance().mapLayers().values():
        if _same(_file_of(layer), path):
            raise ChildError(
                tr("{} is open as the layer “{}”. Choose another file, or remove the layer first.").format(
                    path.name, layer.name()
                )
            )
    return path


def _refuse_other_format(path: Path, file_format: Format) -> None:
    """Raise `ChildError` where the name has the ending of another format; other endings belong to the name."""
    for other in FORMATS:
        if path.suffix.lower() in other.suffixes:
            raise ChildError(
                tr("{} has the ending of a {}, but a {} is written here. Use the ending {}.").format(
                    path.name, title(other), title(file_format), file_format.suffix
                )
            )


def _file_of(layer: QgsMapLayer) -> str:
    """Return the file behind a layer, empty where there is none; a GeoPackage may hold rasters, too."""
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path", "")


def _same(one: str, other: Path) -> bool:
    """Return whether two paths lead to one file, by links, too."""
    with contextlib.suppress(OSError, ValueError):
        return bool(one) and os.path.samefile(one, other)
    return bool(one) and os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
