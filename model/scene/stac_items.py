"""STAC items: what a JSON file says about images, as Earth Search, Planetary Computer and Copernicus write it.

The assets are opened by nobody here. What lies on a network is named and never opened.
Source: the STAC specification 1.0 and 1.1 with its extensions EO, Raster and SAR, https://stacspec.org.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, InputError, Problem, Provenance
from ..text import tr
from ..text_files import read_text
from .file_memory import kept_while_unchanged
from .filename_parsing import band_in, date_in, is_byproduct, is_elevation, other_sensor_in, sensor_in
from .raster_access import RASTER_ENDINGS, ZARR
from .stac_values import dictionaries, dictionary, number, text_of, texts_of

ENDINGS = (".json", ".geojson")
LARGEST_ITEM = 4 << 20  # bytes
MARK = b'"stac_version"'  # without it, what cannot be read is no item
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?!\\)|//|\\\\|/vsi")  # a drive such as C: has one letter
PICTURES = {"visual", "overview", "thumbnail", "metadata", "preview", "rendered_preview"}  # roles and keys
COUNTS = 1e-4  # reflectance of one count
BASELINE_OFFSET = -0.1  # reflectance, since processing baseline 04.00
# Element84 removes the offset of Sentinel-2 and still states one in raster:bands:
# https://github.com/Element84/earth-search/issues/66
OFFSET_REMOVED = ("earthsearch:boa_offset_applied", "sentinel:boa_offset_applied")


@dataclass(frozen=True)
class StacAsset:
    """What a STAC item states about one image file.

    ``sensor`` is "S1", "S2" or "", ``date`` an ISO date or "", ``bands`` gives band numbers by name, and ``scaling``
    (scale, offset) to reflectance or None. ``is_scaling_sure`` is False where the values have to confirm it.
    """

    path: str
    item: str
    sensor: str = ""
    date: str = ""
    bands: Mapping[str, int] | None = None
    scaling: tuple[float, float] | None = None
    is_scaling_sure: bool = True

    @property
    def provenance(self) -> Provenance:
        """The source of these facts."""
        return Provenance("product metadata", "{}", (PurePosixPath(Path(self.item).as_posix()).name,))

    @property
    def encoding(self) -> tuple[float, float, Provenance] | None:
        """Scale, offset and their source, None where it does not state them."""
        provenance = dataclasses.replace(self.provenance, is_assumed=not self.is_scaling_sure)
        return (*self.scaling, provenance) if self.scaling else None

    @property
    def facts(self) -> tuple:
        """All that it states, whichever item does."""
        return self.sensor, self.date, tuple((self.bands or {}).items()), self.scaling


@dataclass(frozen=True)
class StacItem:
    """The images in its folder that a STAC item describes, all of its files, and what is wrong with it."""

    assets: tuple[StacAsset, ...] = ()
    files: tuple[str, ...] = ()
    problem: str = ""


def read_item(path: str | Path) -> StacItem | None:
    """Return the STAC item at a path, None where the file says that it is none; nothing is raised."""
    return _read(str(path))


@kept_while_unchanged(lambda path: (path, [path]))
def _read(path: str) -> StacItem | None:
    try:
        text = read_text(path, LARGEST_ITEM)
    except InputError as error:
        return StacItem(problem=str(error)) if _is_marked(path) else None
    folder = Path(os.path.abspath(path)).parent
    return parse_item(path, text, lambda name: _locate(folder, name))


def parse_item(path: str, text: str, locate: Callable[[str], str | None]) -> StacItem | None:
    """Return the STAC item with this content, None where it is none; nothing is raised.

    ``locate`` returns the path of a file by its name in the item's folder: empty where there is no such file, None
    where it lies outside.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        damaged = tr("This STAC item is damaged. Download it again, or leave it out.")
        return StacItem(problem=damaged) if MARK.decode() in text[: 1 << 16] else None
    item = dictionary(content)
    if "stac_version" not in item or item.get("type") != "Feature":
        return None
    return _item(path, item, locate)


def _locate(folder: Path, name: str) -> str | None:
    file = os.path.normpath(folder / name)
    if not os.path.isabs(name) and not Path(file).is_relative_to(folder):
        return None
    return file if os.path.isfile(file) else ""


def _is_marked(path: str) -> bool:
    """Return whether a file that cannot be read as JSON starts as a STAC item does."""
    try:
        if not os.path.isfile(path):
            return False
        with open(path, "rb") as file:
            return MARK in file.read(1 << 16)
    except OSError:
        return False


def _item(path: str, item: Mapping, locate: Callable[[str], str | None]) -> StacItem:
    properties = dictionary(item.get("properties"))
    assets = {key: dictionary(asset) for key, asset in dictionary(item.get("assets")).items() if text_of(key)}
    collection = f"{text_of(item.get('collection'))} {text_of(item.get('id'))}"
    if is_elevation(collection):
        return StacItem()
    local, remote, outside = _files(assets, locate)
    platform = text_of(properties.get("platform")) or text_of(properties.get("constellation"))
    sensor = sensor_in(platform) or sensor_in(text_of(properties.get("constellation"))) or sensor_in(collection)
    other = other_sensor_in(f"{platform} {collection}") or (platform if platform and not sensor else "")
    if other:
        text = tr("This STAC item describes an image of {}, which has other bands than Sentinel-2. It is not used.")
        return StacItem(files=tuple(local.values()), problem=text.format(other))
    date = _date(properties)
    named = {key: _bands(key, assets[key], properties, len(local)) for key in assets if not _is_picture(key, assets)}
    stated = [
        StacAsset(local[key], path, sensor, date, bands, *_scaling(properties, assets[key], sensor, bands))
        for key, bands in named.items()
        if bands and key in local
    ]
    present = {band for asset in stated for band in asset.bands or ()}
    missing = {key: bands for key, bands in named.items() if bands and not set(bands) <= present}
    problem = ""
    if lacking := [key for key in missing if key in remote]:
        text = tr("The assets {} of this STAC item are not on this computer, and nothing is opened from a network.")
        problem = text.format(_shortened(lacking)) + " " + tr("Download them into the folder of the item.")
    elif lacking := [key for key in missing if key in outside]:
        text = tr("The assets {} of this STAC item lie outside its folder, and are not opened. Move them into it.")
        problem = text.format(_shortened(lacking))
    elif missing:
        text = tr("The assets {} of this STAC item are not there. Put them into its folder.")
        problem = text.format(_shortened(list(missing)))
    elif not stated:
        problem = tr("This STAC item names no band of Sentinel-2 or Sentinel-1. Give the images themselves.")
    return StacItem(tuple(stated), tuple(local.values()), problem)


def _shortened(keys: Sequence[str]) -> str:
    return ", ".join(key[:40] for key in keys[:6]) + (", …" if len(keys) > 6 else "")


def _files(
    assets: Mapping[str, Mapping], locate: Callable[[str], str | None]
) -> tuple[dict[str, str], set[str], set[str]]:
    """Return the rasters of the assets in the item's folder by key, and the keys of those that are remote or outside.

    A remote asset is in the folder where a file of its name lies beside the item.
    """
    local: dict[str, str] = {}
    remote: set[str] = set()
    outside: set[str] = set()
    for key, asset in assets.items():
        href = text_of(asset.get("href"), 4096)
        if href.lower().startswith("file:///"):
            href = unquote(href[8:] if re.match(r"(?i)file:///[a-z]:", href) else href[7:])
        is_remote = bool(ADDRESS.match(href)) or "/vsi" in href
        name = PurePosixPath(unquote(href.partition("?")[0])).name if is_remote else href
        if not name or Path(name).suffix.lower() not in RASTER_ENDINGS:
            continue
        file = locate(name)
        if file is None:
            outside.add(key)
        elif file:
            local[key] = file
        elif is_remote:
            remote.add(key)
    return local, remote, outside


def _is_picture(key: str, assets: Mapping[str, Mapping]) -> bool:
    """Return whether an asset is a picture or another by-product, of which the bands are not used."""
    words = {key.lower(), *(role.lower() for role in texts_of(assets[key].get("roles")))}
    return bool(words & PICTURES) or is_byproduct(key)


def _bands(key: str, asset: Mapping, properties: Mapping, count: int) -> dict[str, int]:
    """Return the band numbers of an asset by name; of ``count`` files, a single one may hold all polarizations."""
    described = dictionaries(asset.get("bands")) or dictionaries(asset.get("eo:bands"))
    words = ("name", "eo:common_name", "common_name")
    named = [[band for word in words if (band := band_in(text_of(one.get(word))))] for one in described]
    names = [bands[0] if bands else "" for bands in named]
    if len(names) < 2 and not any(names):
        names = [band_in(key)]
    if not any(names):
        stated = asset.get("sar:polarizations", properties.get("sar:polarizations") if count == 1 else None)
        names = [band.upper() for band in texts_of(stated)]
    known = (*OPTICAL_BANDS, *RADAR_BANDS, "SCL")
    return {band: number for number, band in reversed(list(enumerate(names, 1))) if band in known}


def _date(properties: Mapping) -> str:
    """Return the ISO date of an item; empty where it has none or is a composite of several days."""
    start = text_of(properties.get("datetime")) or text_of(properties.get("start_datetime"))
    end = start if text_of(properties.get("datetime")) else text_of(properties.get("end_datetime"))
    parsed = date_in(f"{start[:10]}_{end[:10]}")
    return parsed[0] if parsed and not parsed[1] else ""


def _scaling(
    properties: Mapping, asset: Mapping, sensor: str, bands: Mapping[str, int]
) -> tuple[tuple[float, float] | None, bool]:
    """Return (scale, offset) to reflectance, None where an item does not say it, and whether it is sure.

    An offset that Element84 says it removed is none. Where it says that it did not, some items are wrong, and the
    values decide: https://github.com/cirrus-geo/cirrus-earth-search/issues/33.
    """
    if sensor == "S1" or set(bands) <= {*RADAR_BANDS, "SCL"}:
        return None, True
    described = [*dictionaries(asset.get("raster:bands")), *dictionaries(asset.get("bands")), asset]
    scales = [value for one in described if (value := number(one, "scale", "raster:scale")) is not None]
    offsets = [value for one in described if (value := number(one, "offset", "raster:offset")) is not None]
    removed = next((properties[key] for key in OFFSET_REMOVED if isinstance(properties.get(key), bool)), None)
    baseline = text_of(properties.get("s2:processing_baseline")) or text_of(properties.get("processing:version"))
    version = int(match[1]) if (match := re.match(r"N?(\d\d)\.?\d\d$", baseline)) else None
    scale = scales[0] if scales else COUNTS
    if removed is not None:
        return (scale, 0.0), removed
    if scales or offsets:
        return (scale, offsets[0] if offsets else 0.0), True
    return (None if version is None else (COUNTS, BASELINE_OFFSET if version >= 4 else 0.0)), True


def agreed(items: Iterable[StacItem]) -> tuple[dict[str, StacAsset], list[Problem]]:
    """Return what items state about files, by real path, and a problem of each about which they disagree."""
    stated: dict[str, list[StacAsset]] = {}
    for item in items:
        for asset in item.assets:
            stated.setdefault(os.path.realpath(asset.path), []).append(asset)
    text = tr("The STAC items {} and {} state different things about this file. Leave one of them out.")
    problems = [
        Problem(first.path, text.format(first.provenance.text, other.provenance.text))
        for first, *others in stated.values()
        if (other := next((one for one in others if one.facts != first.facts), None))
    ]
    disputed = {os.path.realpath(problem.path) for problem in problems}
    return {path: assets[0] for path, assets in stated.items() if path not in disputed}, problems


def asset_beside(path: str) -> StacAsset | None:
    """Return what the STAC items in the folder of an image state about it; None where none does or they disagree."""
    if path.startswith("/vsi"):
        return None
    items = (read_item(item) for item in _json_files(Path(os.path.abspath(path)).parent))
    return agreed(item for item in items if item)[0].get(os.path.realpath(path))


def items_below(folder: Path) -> Iterator[tuple[Path, StacItem]]:
    """Yield the STAC items in a folder and the folders in it, with their paths."""
    for root, folders, _ in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(ZARR))
        for path in _json_files(Path(root)):
            if item := read_item(path):
                yield path, item


def _json_files(folder: Path) -> list[Path]:
    """Return the JSON files of a folder, none where it cannot be listed."""
    try:
        return _json_files_at(folder, folder.stat().st_mtime_ns)
    except OSError:
        return []


@lru_cache(maxsize=64)
def _json_files_at(folder: Path, _changed: int) -> list[Path]:
    """Return the JSON files of a folder that was changed last at a time."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and path.name[0] != "." and path.name.isprintable()
    )
