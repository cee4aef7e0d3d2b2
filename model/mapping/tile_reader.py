"""The samples of overlapping tiles, cut from larger windows that are read once, without acquisitions cached before."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rasterio.windows import Window, union

from ..datatypes import AcquisitionTokens, Sample, TileLatents
from ..protocol import OPTICAL_BANDS, RADAR_BANDS
from ..scene.scene_reader import SceneReader
from .tiling import Tile
from .token_cache import TokenCache

BUDGET = 192 << 20  # bytes of one window's arrays


@dataclass(frozen=True)
class TileInput:
    """One tile: the ``sample`` holds the reference frame and those acquisitions that have no ``cached_tokens``.

    Where the ``latents`` of all of them are cached, neither sample nor ``cached_tokens`` holds any acquisition.
    """

    tile: Tile
    sample: Sample
    cached_tokens: Mapping[str, AcquisitionTokens]
    latents: TileLatents | None = None


def read_tiles(reader: SceneReader, tiles: Sequence[Tile], cache: TokenCache) -> Iterator[TileInput]:
    """Yield every tile of ``tiles`` with its sample and what ``cache`` holds of it.

    Neighbouring tiles share one window as large as memory allows: each read has its own cost, and compressed images
    (JPEG 2000 above all) are decoded in blocks far larger than a tile. An acquisition is only read where ``cache``
    lacks it for a tile in which the reference frame shows the ground.
    """
    reach = _reach(reader, tiles[0].side)
    first = tiles[0]

    def block(tile: Tile) -> tuple[int, int]:
        return (tile.row - first.row) // reach, (tile.col - first.col) // reach

    for _, group in groupby(sorted(tiles, key=block), key=block):
        yield from _read_block(reader, list(group), cache)


def _read_block(reader: SceneReader, tiles: Sequence[Tile], cache: TokenCache) -> Iterator[TileInput]:
    """Yield neighbouring tiles, cut from one window around them."""
    keys = {a.key for a in reader.acquisitions}
    window = union([tile.window for tile in tiles])
    frame = reader.read(window, keys=())
    inputs = []
    for tile in tiles:
        sample = crop_to_window(frame, window, tile.window, reader)
        visible = bool(sample.reference_valid.any())
        inputs.append((TileInput(tile, sample, {}, cache.load_latents(tile) if visible else None), visible))
    needed = [i.tile for i, visible in inputs if visible and not i.latents]
    read: set[str] = set().union(*(keys - cache.cached_keys(tile) for tile in needed))
    block = reader.read(window, keys=read) if read else frame
    for tile_input, visible in inputs:
        if tile_input.latents or not visible:
            yield tile_input
            continue
        tile = tile_input.tile
        cached_tokens = cache.load_tokens(tile)
        lacking = keys - cached_tokens.keys()
        if lacking <= read:
            sample = crop_to_window(block, window, tile.window, reader)
            sample = select_acquisitions(sample, reader, read, lacking)
        else:  # a cached entry was damaged, or another run has removed it
            sample = reader.read(tile.window, keys=lacking)
        yield TileInput(tile, sample, cached_tokens)


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


def _reach(reader: SceneReader, side: int) -> int:
    """Return how many pixels the first and last tile of one window may lie apart."""
    bytes_per_pixel = 4 * (len(reader.optical) * len(OPTICAL_BANDS) + len(reader.radar) * len(RADAR_BANDS)) + 64
    return max(1, int((BUDGET / bytes_per_pixel) ** 0.5) - side)
