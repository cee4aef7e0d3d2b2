"""Merging of recognised files: the files of one sensor and date become one acquisition, with its cloud mask."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, BandSource, Problem, Provenance
from ..text import tr
from .cloud_masks import SCL
from .recognition import CloudMask, Part

OVERLAP = {"S2": 0.5, "S1": 0.1}  # of the smaller of two images of one date that show the same ground
LEVEL_1C = re.compile(r"MSIL1C|[_-]L1C(?=[^/\\]*$)")  # in the name of a product, or of the file
HOUR = re.compile(r"20\d{6}T(\d\d)\d{4}")  # of the sensing time in a name
SAME_ORBIT = 3  # hours
SENSORS = {"S2": ("Sentinel-2", OPTICAL_BANDS), "S1": ("Sentinel-1", RADAR_BANDS)}


def merge_parts(parts: Sequence[Part], masks: Sequence[CloudMask]) -> tuple[list[Acquisition], list[Problem]]:
    """Return the acquisitions of ``parts`` in time order with their cloud masks, and problems of parts left out.

    Files of one sensor and date that show the same ground hold bands of one image. Those that show other ground are
    pieces of one mosaic (`BandSource.more`): neighbouring tiles, or an image that was split.
    """
    acquisitions: list[Acquisition] = []
    problems: list[Problem] = []
    order = {id(part): n for n, part in enumerate(parts)}
    in_time = sorted(parts, key=lambda p: (p.acquisition.date, p.acquisition.sensor, order[id(p)]))
    for _, group in groupby(in_time, key=lambda p: p.acquisition.key):
        pieces: list[Acquisition] = []
        for one in _group_by_ground(list(group)):
            piece, piece_problems = _merge(one)
            pieces.append(_with_clouds(piece, masks))
            problems += piece_problems
        acquisition, mosaic_problems = _join(pieces)
        acquisitions.append(acquisition)
        problems += mosaic_problems
    return acquisitions, problems


def _group_by_ground(parts: Sequence[Part]) -> list[list[Part]]:
    """Group the files of one date: those of a group show about the same ground, those of two groups other ground.

    A file that overlaps a group by more than `OVERLAP` of the smaller of both belongs to it. For radar less overlap
    suffices: images of two orbits overlap widely and are no mosaic.
    """
    groups: list[list[Part]] = []
    for part in parts:
        limit = OVERLAP[part.acquisition.sensor]
        overlaps = [_overlap(group[0].footprint, part.footprint) for group in groups]
        best = max(range(len(groups)), key=lambda i: overlaps[i], default=-1)
        if best >= 0 and overlaps[best] > limit:
            groups[best].append(part)
        else:
            groups.append([part])
    return groups


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the area that two boxes (west, south, east, north) share, as a fraction of the smaller one."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0


def _join(pieces: Sequence[Acquisition]) -> tuple[Acquisition, list[Problem]]:
    """Return the mosaic of the images of one date, and problems of those that do not fit the first."""
    first, joined, problems = pieces[0], [pieces[0]], []
    for piece in pieces[1:]:
        if _encoding(piece) == _encoding(first) and set(piece.bands) == set(first.bands):
            joined.append(piece)
            continue
        text = tr(
            "This image has other bands, or another scale, unit or nodata value, than another image of {}; it is left"
            " out. Give the images of one date in the same form."
        )
        problems.append(Problem(next(iter(piece.bands.values())).path, text.format(first.key), "unit"))
    if len(joined) == 1:
        return first, problems
    bands = {
        band: dataclasses.replace(source, more=tuple(piece.bands[band] for piece in joined[1:]))
        for band, source in first.bands.items()
    }
    masks = [piece.clouds for piece in joined if piece.clouds and piece.mask == first.mask]
    clouds = dataclasses.replace(masks[0], more=tuple(masks[1:])) if len(masks) == len(joined) else None
    provenance = {fact: one for fact, one in first.provenance.items() if fact != "clouds" or clouds}
    return dataclasses.replace(first, bands=bands, clouds=clouds, provenance=provenance), problems


def _merge(parts: Sequence[Part]) -> tuple[Acquisition, list[Problem]]:
    """Merge the files of one image; each band is taken from its finest file, the first among equals."""
    first, problems = parts[0].acquisition, []
    finest: dict[str, tuple[float, BandSource]] = {}
    clouds: BandSource | None = None
    provenance: dict[str, Provenance] = {}
    for part in parts:
        acquisition = part.acquisition
        if _encoding(acquisition) != _encoding(first):
            problems.append(
                Problem(
                    part.path,
                    tr(
                        "This file has another scale, unit or nodata value than the other files of {};"
                        " it is left out. Give the files of one date in the same form."
                    ).format(first.key),
                    "unit",
                )
            )
            continue
        repeated = [band for band in acquisition.bands if band in finest and finest[band][0] == part.resolution]
        if repeated:
            problems.append(
                Problem(
                    part.path,
                    tr(
                        "{} of {} come from another file already, which shows the same ground; this one is left out."
                        " Leave one of them out."
                    ).format(", ".join(repeated), first.key),
                    "date",
                )
            )
            continue
        for band, source in acquisition.bands.items():
            if band not in finest or part.resolution < finest[band][0]:
                finest[band] = (part.resolution, source)
        clouds = clouds or acquisition.clouds
        provenance = {**acquisition.provenance, **provenance}
    bands = {band: finest[band][1] for band in SENSORS[first.sensor][1] if band in finest}
    return dataclasses.replace(first, bands=bands, clouds=clouds, provenance=provenance), problems


def _encoding(acquisition: Acquisition) -> tuple[float, float, str, float | None]:
    """Return the encoding of stored values, which the files of one acquisition must share."""
    return acquisition.scale, acquisition.offset, acquisition.unit, acquisition.nodata or None


def _with_clouds(acquisition: Acquisition, masks: Sequence[CloudMask]) -> Acquisition:
    """Attach the mask named after the image, else the mask of the same date with the longest common name prefix."""
    if acquisition.sensor != "S2" or acquisition.clouds:
        return acquisition
    images = {Path(band.path).stem for band in acquisition.bands.values()}
    matches = [m for m in masks if m.image in images] or [m for m in masks if m.date == acquisition.date]
    matches = [m for m in matches if m.kind == SCL] or matches
    if not matches:
        return acquisition
    nearest = max(
        matches,
        key=lambda m: max(
            len(os.path.commonprefix([m.image, image]))  # noqa: RUF071 (characters of names, not folders of paths)
            for image in images
        ),
    )
    clouds = Provenance("mask file", "{}", (Path(nearest.source.path).name,))
    provenance = {**acquisition.provenance, "clouds": clouds}
    return dataclasses.replace(acquisition, clouds=nearest.source, mask=nearest.kind, provenance=provenance)


def unused_masks(masks: Sequence[CloudMask], acquisitions: Sequence[Acquisition]) -> list[Problem]:
    """Return a problem for each mask that belongs to no image, unless its date has another one."""
    used = {file.path for a in acquisitions if a.clouds for file in a.clouds.files}
    masked = {a.date for a in acquisitions if a.clouds}
    text = tr(
        "By its name and date this cloud mask belongs to no image; it is not used. Give its image or leave it out."
    )
    return [Problem(m.source.path, text) for m in masks if m.source.path not in used and m.date not in masked]


def collapse_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Merge problems whose texts are equal apart from dates into one with ``others``."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(re.sub(r"\d{4}-\d\d-\d\d", "", problem.text), []).append(problem)
    return [
        dataclasses.replace(
            group[0],
            text=group[0].text + " " + tr("(The same holds for {} more.)").format(len(group) - 1),
            others=tuple(other.path for other in group[1:]),
        )
        if len(group) > 1
        else group[0]
        for group in groups.values()
    ]


def describe_missing_bands(acquisitions: Sequence[Acquisition]) -> list[Problem]:
    """Return one problem for each sensor and set of missing bands."""
    problems = []
    for sensor, (title, expected) in SENSORS.items():
        of_sensor = [a for a in acquisitions if a.sensor == sensor]
        groups: dict[tuple[str, ...], list[Acquisition]] = {}
        for acquisition in of_sensor:
            groups.setdefault(tuple(b for b in expected if b not in acquisition.bands), []).append(acquisition)
        for missing, group in groups.items():
            if missing:
                is_everywhere = len(group) == len(of_sensor) > 1
                total = len(of_sensor)
                count = tr("all {}").format(total) if is_everywhere else tr("{} of {}").format(len(group), total)
                text = (
                    tr("{} is missing from {} {} dates (first: {}).")
                    if len(missing) == 1
                    else tr("{} are missing from {} {} dates (first: {}).")
                ).format(", ".join(missing), count, title, group[0].date)
                text += " " + tr("The map can be made without, but is less sure; add what you have.")
                paths = [next(iter(a.bands.values())).path for a in group]
                problems.append(Problem(paths[0], text, "bands", tuple(paths[1:])))
    return problems


def describe_mixtures(acquisitions: Sequence[Acquisition]) -> list[Problem]:
    """Return the remarks on dates of level 1C among those of level 2A, and on radar of two orbits."""
    problems = []
    top = [a for a in acquisitions if a.sensor == "S2" and any(map(LEVEL_1C.search, (a.name, *a.paths)))]
    optical = [a for a in acquisitions if a.sensor == "S2"]
    if top:
        text = tr(
            "{} of {} Sentinel-2 dates are of level 1C (first: {}): their reflectance is that at the top of the"
            " atmosphere. Level 2A of the same dates gives better maps."
        ).format(len(top), len(optical), top[0].date)
        problems.append(Problem(top[0].paths[0], text, "", tuple(a.paths[0] for a in top[1:])))
    hours = {a.key: int(match[1]) for a in acquisitions if a.sensor == "S1" and (match := HOUR.search(a.paths[0]))}
    radar = [a for a in acquisitions if a.key in hours]
    other = [a for a in radar if abs(hours[a.key] - hours[radar[0].key]) > SAME_ORBIT]
    if other:
        text = tr(
            "{} of {} Sentinel-1 dates were taken at another time of day than {} (first: {}), from an orbit that looks"
            " from another side. Use the images of one orbit."
        ).format(len(other), len(radar), radar[0].date, other[0].date)
        problems.append(Problem(other[0].paths[0], text, "", tuple(a.paths[0] for a in other[1:])))
    return problems
