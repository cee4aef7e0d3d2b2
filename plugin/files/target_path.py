"""The path of an output file from what the user typed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsProviderRegistry

from ..child.process import ChildError
from ..layers.layer_sources import is_image_path
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
    is_target = _comparison(path)
    for layer in QgsProject.instance().mapLayers().values():
        if is_target(_file_of(layer)):
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
    return _file_in(layer.providerType(), layer.source())


@lru_cache(maxsize=4096)
def _file_in(provider: str, source: str) -> str:
    """Return the file that the source of a layer names; QGIS, which takes time, is asked where it is no plain path."""
    if provider == "gdal" and is_image_path(source):
        return source
    path: str = QgsProviderRegistry.instance().decodeUri(provider, source).get("path", "")
    return path


def _comparison(target: Path) -> Callable[[str], bool]:
    """Return a function that says whether a path leads to the file ``target``, by links, too.

    Of the target everything is looked up once: a project has hundreds of layers.
    """
    try:
        status = os.stat(target)
    except (OSError, ValueError):
        real, name = os.path.normcase(os.path.realpath(target)), os.path.normcase(target.name)

        def is_target(path: str) -> bool:
            is_candidate = os.path.normcase(os.path.basename(path)) == name or os.path.islink(path)
            return bool(path) and is_candidate and os.path.normcase(os.path.realpath(path)) == real

        return is_target

    def is_target_too(path: str) -> bool:
        with contextlib.suppress(OSError, ValueError):
            return bool(path) and os.path.samestat(os.stat(path), status)
        return False

    return is_target_too
