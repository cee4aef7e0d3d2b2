"""The reference frame in the tiles of a run, cut from larger windows that are read once, and parts of samples."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from rasterio.windows import Window, union

from ..datatypes import Sample
from ..scene.scene_reader import SceneReader
from .tiling import Tile


@dataclass(frozen=True)
class TileInput:
    """One tile: the ``sample`` holds the reference frame alone."""

    tile: Tile
    sample: Sample


def read_tiles(reader: SceneReader, tiles: Sequence[Tile]) -> list[TileInput]:
    """Return neighbouring tiles with the reference frame, read as one window."""
    window = union([tile.window for tile in tiles])
    frame = reader.read(window, keys=())
    return [TileInput(tile, crop_to_window(frame, window, tile.window, reader)) for tile in tiles]


def crop_to_window(sample: Sample, window: Window, part: Window, reader: SceneReader) -> Sample:
    """Return the part of a sample of ``window`` that lies in the window ``part`` of the reader's grid."""
    inside = Window(part.col_off - window.col_off, part.row_off - window.row_off, part.width, part.height)
    rows, cols = inside.toslices()
    return sample.crop(rows, cols, *reader.grid.window(part).centre())


def select_acquisitions(sample: Sample, reader: SceneReader, held: Container[str], keys: Container[str]) -> Sample:
    """Return, of a sample with the ``held`` acquisitions of a reader, those whose key is in ``keys``."""
    optical, radar = (
        [a.key in keys for a in acquisitions if a.key in held] for acquisitions in (reader.optical, reader.radar)
    )
    return sample.select_acquisitions(optical, radar)
