"""From what the analyst offered to a `Scene`: find the files, recognise each, merge what belongs together."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Container, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, Elevation, Problem, Scene, Source
from ..text import tr
from .baseline_offset import tell_shifted
from .filename_parsing import band_in, date_in, is_byproduct
from .recognition import CloudMask, Part, image_of_mask, recognise
from .safe import METADATA, Product, products_in_folder, products_in_zip, read_product

RASTERS = (".tif", ".tiff", ".jp2", ".vrt", ".img")
SUBDATASET = re.compile(r"SENTINEL2_L(?:1C|2A):(?P<metadata>.+\.xml):", re.IGNORECASE)
SENSORS = {"S2": ("Sentinel-2", OPTICAL_BANDS), "S1": ("Sentinel-1", RADAR_BANDS)}

Found = Part | CloudMask | Elevation | Problem


def discover(sources: Sequence[Source]) -> Scene:
    """Recognise everything in ``sources``; what cannot be used is said in the scene's problems, never raised."""
    own = frozenset(os.path.realpath(source.path) for source in sources)
    found = [item for source in sources if source.role != "none" for item in _read_source(source, own)]
    unique = {_identity(item): item for item in reversed(found)}
    found = [item for item in found if unique[_identity(item)] is item]
    parts = [item for item in found if isinstance(item, Part)]
    masks = [item for item in found if isinstance(item, CloudMask)]
    elevations = [item for item in found if isinstance(item, Elevation)]
    problems = [item for item in found if isinstance(item, Problem)]
    acquisitions = []
    order = {id(part): n for n, part in enumerate(parts)}
    in_time = sorted(parts, key=lambda p: (p.acquisition.date, p.acquisition.sensor, order[id(p)]))
    for _, same in groupby(in_time, key=lambda p: p.acquisition.key):
        acquisition, unmerged = _merge(list(same))
        acquisitions.append(_with_clouds(acquisition, masks))
        problems += unmerged
    acquisitions, untold = tell_shifted(acquisitions)
    problems += untold
    for extra in elevations[1:]:
        text = tr("Only one DEM is used, {}. Mosaic them.").format(elevations[0].source.path)
        problems.append(Problem(extra.source.path, text))
    problems = _collapsed(problems) + _missing_bands(acquisitions)
    return Scene(tuple(acquisitions), elevations[0] if elevations else None, tuple(problems))


def _identity(item: Found) -> tuple:
    path = item.path if isinstance(item, Part | Problem) else item.source.path
    return type(item).__name__, os.path.realpath(path) if os.path.exists(path) else path


def _read_source(source: Source, own: Container[str]) -> Iterable[Found]:
    """Yield what one source holds; in a folder, the files and products that are ``own`` sources are passed over."""
    subdataset = SUBDATASET.match(source.path)
    path = Path(os.path.abspath(Path(subdataset["metadata"] if subdataset else source.path).expanduser()))
    if METADATA.fullmatch(path.name):
        path = path.parent
    if source.path.startswith("/vsi"):
        yield recognise(source.path, source)
    elif path.is_dir():
        yield from _read_folder(path, source, own)
    elif path.suffix.lower() == ".zip" and path.is_file():
        yield from _read_archive(path, source)
    elif path.is_file():
        yield recognise(str(path), source)
        beside = dataclasses.replace(source, name="", bands={})
        yield from (recognise(str(mask), beside) for mask in _masks_beside(path, source))
    else:
        yield Problem(source.path, tr("There is no such file or folder. Check the path."))


def _read_folder(folder: Path, source: Source, own: Container[str]) -> Iterable[Found]:
    """Yield what lies in a folder. Its role is a filter: what is plainly something else is passed over."""
    anything = False
    for item in _walk(folder, source, own):
        if item is None:
            anything = True
        elif source.role == "auto" or isinstance(item, Problem) or _role(item) == source.role:
            anything = True
            yield item
    if not anything:
        nothing = {
            "s2": tr("No Sentinel-2 image was found in this folder."),
            "s1": tr("No Sentinel-1 image was found in this folder."),
            "dem": tr("No DEM was found in this folder."),
        }.get(source.role, tr("No raster was found in this folder."))
        yield Problem(str(folder), nothing + " " + tr("Give another one, or the files themselves."))


def _walk(folder: Path, source: Source, own: Container[str]) -> Iterable[Found | None]:
    """Yield what lies in a folder, None for what is passed over there because it is offered by itself."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        if any(METADATA.fullmatch(f) for f in files) and (products := products_in_folder(Path(root))):
            folders.clear()
            itself = os.path.realpath(root) in own and Path(root) != folder
            yield from [None] if itself else (_product_part(product, source) for product in products)
            continue
        for path in (Path(root, name) for name in sorted(files) if not name.startswith(".")):
            if os.path.realpath(path) in own:
                yield None
            elif path.suffix.lower() == ".zip":
                yield from (item for item in _read_archive(path, source) if not isinstance(item, Problem))
            elif path.suffix.lower() in RASTERS and not is_byproduct(path.stem):
                item = recognise(str(path), dataclasses.replace(source, role="auto"))
                yield recognise(str(path), source) if isinstance(item, Problem) else item


def _role(item: Part | CloudMask | Elevation) -> str:
    if isinstance(item, Elevation):
        return "dem"
    return item.acquisition.sensor.lower() if isinstance(item, Part) else "s2"


def _read_archive(archive: Path, source: Source) -> Iterable[Found]:
    products = products_in_zip(archive)
    yield from (_product_part(product, source) for product in products)
    if not products:
        yield Problem(str(archive), tr("This archive holds no Sentinel-2 product. Unpack it and give the folder."))


def _product_part(product: Product, source: Source) -> Part | Problem:
    acquisition = read_product(product, source.date)
    if acquisition is None:
        return Problem(product.path, tr("This Sentinel-2 product lacks its images or its date. Download it again."))
    return Part(acquisition, 10.0, product.path)


def _masks_beside(image: Path, source: Source) -> list[Path]:
    """Return the SCL files of the image's date in its folder, or those of its SAFE product."""
    folders = [image.parent]
    if image.parent.parent.name == "IMG_DATA":
        folders.append(image.parent.parent / "R20m")
    dated = date_in(image.stem) or (source.date, False)
    return [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if "scl" in path.name.lower()
        and path.suffix.lower() in RASTERS
        and path != image
        and band_in(path.stem) == "SCL"
        if image_of_mask(path.name) == image.stem or date_in(path.stem) == dated
    ]


def _merge(parts: list[Part]) -> tuple[Acquisition, list[Problem]]:
    """Join the files of one sensor and date; each band comes from its finest file, the first among equals."""
    first, problems = parts[0].acquisition, []
    taken: dict[str, tuple[float, object]] = {}
    clouds, evidence = None, {}
    for part in parts:
        acquisition = part.acquisition
        if _measure(acquisition) != _measure(first):
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
        repeated = [b for b in acquisition.bands if b in taken and taken[b][0] == part.resolution]
        if repeated:
            problems.append(
                Problem(
                    part.path,
                    tr(
                        "{} of {} come from another file already, and two images of one date are not joined;"
                        " this one is left out. Mosaic neighbouring images first."
                    ).format(", ".join(repeated), first.key),
                    "date",
                )
            )
            continue
        for band, source in acquisition.bands.items():
            if band not in taken or part.resolution < taken[band][0]:
                taken[band] = (part.resolution, source)
        clouds = clouds or acquisition.clouds
        evidence = {**acquisition.evidence, **evidence}
    bands = {band: taken[band][1] for band in SENSORS[first.sensor][1] if band in taken}
    return dataclasses.replace(first, bands=bands, clouds=clouds, evidence=evidence), problems


def _measure(acquisition: Acquisition) -> tuple:
    return acquisition.scale, acquisition.offset, acquisition.unit, acquisition.nodata or None


def _with_clouds(acquisition: Acquisition, masks: list[CloudMask]) -> Acquisition:
    """Attach the mask that is named like the image, else of those of the same date the one that is named most so."""
    if acquisition.sensor != "S2" or acquisition.clouds:
        return acquisition
    images = {Path(band.path).stem for band in acquisition.bands.values()}
    named = [m for m in masks if m.image in images] or [m for m in masks if m.date == acquisition.date]
    if not named:
        return acquisition
    nearest = max(named, key=lambda m: max(len(os.path.commonprefix([m.image, image])) for image in images))
    evidence = {**acquisition.evidence, "clouds": Path(nearest.source.path).name}
    return dataclasses.replace(acquisition, clouds=nearest.source, evidence=evidence)


def _collapsed(problems: list[Problem]) -> list[Problem]:
    """Say once what holds for many files; dates inside the sentences do not make them different."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(re.sub(r"\d{4}-\d\d-\d\d", "", problem.text), []).append(problem)
    return [
        dataclasses.replace(
            same[0],
            text=same[0].text + " " + tr("(The same holds for {} more.)").format(len(same) - 1),
            others=tuple(other.path for other in same[1:]),
        )
        if len(same) > 1
        else same[0]
        for same in groups.values()
    ]


def _missing_bands(acquisitions: list[Acquisition]) -> list[Problem]:
    problems = []
    for sensor, (title, expected) in SENSORS.items():
        every = [a for a in acquisitions if a.sensor == sensor]
        lacking: dict[tuple[str, ...], list[Acquisition]] = {}
        for acquisition in every:
            lacking.setdefault(tuple(b for b in expected if b not in acquisition.bands), []).append(acquisition)
        for missing, those in lacking.items():
            if missing:
                everywhere = len(those) == len(every) > 1
                count = tr("all {}").format(len(every)) if everywhere else tr("{} of {}").format(len(those), len(every))
                text = (
                    tr("{} is missing from {} {} dates (first: {}).")
                    if len(missing) == 1
                    else tr("{} are missing from {} {} dates (first: {}).")
                ).format(", ".join(missing), count, title, those[0].date)
                text += " " + tr("The map can be made without, but is less sure; add what you have.")
                paths = [next(iter(a.bands.values())).path for a in those]
                problems.append(Problem(paths[0], text, "bands", tuple(paths[1:])))
    return problems
