"""Discovery of a `Scene` in sources: list the files, recognise each, merge the files of one acquisition."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..protocol import Elevation, InputError, Problem, Scene, Source
from ..remote_files import url_of
from ..text import tr
from .acquisition_merging import collapse_problems, describe_missing_bands, describe_mixtures, merge_parts, unused_masks
from .baseline_offset import correct_baseline_offset
from .cubes import recognise_cube
from .dated_stacks import dates_in_stack
from .placement import bounds_in_degrees
from .raster_access import RASTER_ENDINGS, UnreadableRasterError, container_file, open_dataset, reading
from .recognition import EVERYWHERE, CloudMask, Part, recognise
from .remote_folders import disk_problem, items_in, list_remote, open_folder
from .safe import METADATA, Product, products_in_zip, read_product
from .source_files import (
    OTHER_CUBES,
    archive_problem,
    is_cube,
    list_cloud_masks,
    list_folder,
    rasters_in_zip,
    resolve_path,
)
from .stac_items import ENDINGS, StacAsset, StacItem, agreed, asset_beside, items_below, read_item

Recognised = Part | CloudMask | Elevation | Problem
Entry = Path | str | Product | Problem
"""What a folder holds: a file, one on another machine, a SAFE product, or what cannot be read."""


def discover(sources: Sequence[Source], check: Callable[[], None] = lambda: None) -> Scene:
    """Recognise all files of ``sources``; files that cannot be used become problems of the scene, nothing is raised.

    ``check`` is called before each source; what it raises ends the discovery.
    """
    impossible = [source for source in sources if "\0" in source.path]
    sources = [source for source in sources if "\0" not in source.path]
    source_paths = frozenset(os.path.realpath(container_file(source.path)) for source in sources)
    items: list[Recognised] = [_absent(repr(source.path)) for source in impossible]
    for source in sources:
        check()
        items += _read_source(source, source_paths) if source.role != "none" else ()
    first_by_key: dict[tuple[str, str], Recognised] = {}
    for item in items:
        first_by_key.setdefault(_key(item), item)
    items = list(first_by_key.values())
    parts = [item for item in items if isinstance(item, Part)]
    masks = [item for item in items if isinstance(item, CloudMask)]
    elevations = [item for item in items if isinstance(item, Elevation)]
    problems = [item for item in items if isinstance(item, Problem)]
    acquisitions, merge_problems = merge_parts(parts, masks)
    acquisitions, offset_problems = correct_baseline_offset(acquisitions)
    problems += merge_problems + offset_problems + unused_masks(masks, acquisitions)
    for extra in elevations[1:]:
        text = tr("Only one DEM is used, {}. Mosaic them.").format(elevations[0].source.path)
        problems.append(Problem(extra.source.path, text))
    problems = collapse_problems(problems) + describe_missing_bands(acquisitions) + describe_mixtures(acquisitions)
    problems = [_of_containers(problem) for problem in problems]
    return Scene(tuple(acquisitions), elevations[0] if elevations else None, tuple(problems))


def _of_containers(problem: Problem) -> Problem:
    """Return a problem that names the cube in which a variable lies."""
    others = tuple(dict.fromkeys(container_file(path) for path in problem.others))
    return dataclasses.replace(problem, path=container_file(problem.path), others=others)


def _path_of(item: Recognised) -> str:
    return item.path if isinstance(item, Part | Problem) else item.source.path


def _key(item: Recognised) -> tuple[str, str]:
    """Return the type and real path of an item, by which a file that is in two sources is recognised once."""
    path = _path_of(item)
    kind = f"Part of {item.acquisition.key}" if isinstance(item, Part) else type(item).__name__
    return kind, os.path.realpath(path) if os.path.exists(path) else path


def _read_source(source: Source, source_paths: frozenset[str]) -> Iterator[Recognised]:
    """Yield the content of one source; files of a folder that are in ``source_paths`` are skipped there."""
    path = resolve_path(source)
    if url_of(source.path):
        yield from _read_remote(source, source_paths)
    elif source.path.startswith("/vsi"):
        yield from _recognise(source.path, source)
    elif is_cube(path):
        yield from recognise_cube(str(path), source)
    elif path.suffix.lower() in OTHER_CUBES and path.exists():
        yield _cube_problem(str(path))
    elif path.is_dir():
        items = {str(file): item for file, item in items_below(path)}
        yield from _read_folder(str(path), items, lambda paths: list_folder(path, paths), source, source_paths)
    elif path.suffix.lower() == ".zip" and path.is_file():
        yield from _read_archive(path, source)
    elif path.suffix.lower() in ENDINGS and path.is_file():
        yield from _read_item(path, source, source_paths)
    elif path.is_file():
        yield from _recognise(str(path), source)
        mask_source = dataclasses.replace(source, name="", bands={})
        yield from (recognise(str(mask), mask_source) for mask in list_cloud_masks(path, source.date))
    else:
        yield _absent(source.path)


def _read_remote(source: Source, source_paths: frozenset[str]) -> Iterator[Recognised]:
    """Yield the content of a file or folder on another machine, or the problem with it."""
    folder, _, name = source.path.rpartition("/")
    path = folder if METADATA.fullmatch(name) else source.path
    if problem := disk_problem(path):
        yield problem
    elif path.partition("?")[0].lower().endswith(RASTER_ENDINGS):
        yield from _recognise(path, source)
    else:
        try:
            remote = open_folder(path)
            if remote is None:  # it has a name without an ending
                yield from _recognise(path, source)
                return
            stated = dict(items_in(remote))
            yield from _read_folder(path, stated, lambda paths: list_remote(remote, paths), source, source_paths)
        except FileNotFoundError:
            yield _absent(path)
        except InputError as error:  # it cannot be listed, but may be a file whose name has no ending
            items = [*_recognise(path, source)]
            yield from [Problem(path, str(error))] if isinstance(items[0], Problem) else items


def _read_folder(
    folder: str,
    items: Mapping[str, StacItem],
    list_entries: Callable[[Container[str]], Iterable[Entry | None]],
    source: Source,
    source_paths: frozenset[str],
) -> Iterator[Recognised]:
    """Yield the content of a folder that has the role of ``source``, or a problem where there is none.

    ``list_entries`` yields what is in the folder, None for each of the real paths that it is given.
    """
    items = {path: item for path, item in items.items() if os.path.realpath(path) not in source_paths}
    assets, problems = agreed(items.values())
    problems += [Problem(path, item.problem) for path, item in items.items() if item.problem]
    yield from problems
    is_empty = not problems
    described = {os.path.realpath(file) for item in items.values() for file in item.files}
    for file, asset in assets.items():
        if file in source_paths or "GRANULE" in Path(file).parts:  # a product is read by its own metadata
            continue
        for part in _recognise_in_folder(asset.path, source, asset):
            if source.role == "auto" or isinstance(part, Problem) or _role(part) == source.role:
                is_empty = False
                yield part
    for entry in list_entries(source_paths | described):
        if entry is None:
            is_empty = False
            continue
        for item in _read_entry(entry, source):
            if source.role == "auto" or isinstance(item, Problem) or _role(item) == source.role:
                is_empty = False
                yield item
    if is_empty:
        reason = {
            "s2": tr("No Sentinel-2 image was found in this folder."),
            "s1": tr("No Sentinel-1 image was found in this folder."),
            "dem": tr("No DEM was found in this folder."),
        }.get(source.role, tr("No raster was found in this folder."))
        yield Problem(folder, reason + " " + tr("Give another one, or the files themselves."))


def _read_entry(entry: Entry, source: Source) -> Iterator[Recognised]:
    """Yield the content of one entry of a folder; a raster is recognised by the source's role only where it must be."""
    if isinstance(entry, Problem):
        yield entry
    elif isinstance(entry, Product):
        yield _product_part(entry, source)
    elif isinstance(entry, str):
        yield from _recognise_in_folder(entry, source)
    elif is_cube(entry):
        yield from recognise_cube(str(entry), dataclasses.replace(source, role="auto"))
    elif entry.is_dir():
        yield Problem(str(entry), tr("This folder cannot be listed. Make it readable, or leave it out."))
    elif entry.suffix.lower() in OTHER_CUBES:
        yield _cube_problem(str(entry))
    elif entry.suffix.lower() == ".zip":
        items = _read_archive(entry, source)  # an archive of other things than images is not the analyst's concern
        yield from (item for item in items if _path_of(item) != str(entry) or archive_problem(entry))
    else:
        yield from _recognise_in_folder(str(entry), source)


def _absent(path: str) -> Problem:
    return Problem(path, tr("There is no such file or folder. Check the path."))


def _cube_problem(path: str) -> Problem:
    text = tr(
        "Data cubes of this format are not read. Save it as NetCDF, or each date as a GeoTIFF, which the makers offer."
    )
    return Problem(path, text)


def _read_item(path: Path, source: Source, source_paths: frozenset[str]) -> Iterator[Recognised]:
    """Yield the images of a STAC item that are no sources of their own."""
    item = read_item(path)
    if item is None or not (item.assets or item.problem):
        text = tr("This file is no STAC item of Sentinel images. Give the images themselves, or their folder.")
        yield Problem(str(path), text)
        return
    if item.problem:
        yield Problem(str(path), item.problem)
    for asset in item.assets:
        if os.path.realpath(asset.path) not in source_paths:
            yield from _recognise_in_folder(asset.path, dataclasses.replace(source, bands={}), asset)


def _recognise(path: str, source: Source, stated: StacAsset | None = None) -> Iterator[Recognised]:
    """Yield what a file is, once for each date and sensor whose bands it holds."""
    stated = stated or asset_beside(path)
    item = recognise(path, source, stated)
    is_asked = isinstance(item, Problem) and item.fact == "bands" and not (stated or source.bands)
    if is_asked and (dates := dates_in_stack(path)):
        yield from (recognise(path, source, one) for one in dates)
        return
    yield item
    if isinstance(item, Part) and item.other_role:
        yield recognise(path, dataclasses.replace(source, role=item.other_role, unit=""), stated)


def _recognise_in_folder(path: str, source: Source, stated: StacAsset | None = None) -> Iterator[Recognised]:
    """Yield what a file of a folder is; by the folder's role only where that is needed."""
    items = list(_recognise(path, dataclasses.replace(source, role="auto"), stated))
    is_unknown = isinstance(items[0], Problem) and items[0].fact == "sensor"
    yield from _recognise(path, source, stated) if is_unknown and source.role != "auto" else items


def _role(item: Part | CloudMask | Elevation) -> str:
    if isinstance(item, Elevation):
        return "dem"
    return item.acquisition.sensor.lower() if isinstance(item, Part) else "s2"


def _read_archive(archive: Path, source: Source) -> Iterator[Recognised]:
    if problem := archive_problem(archive):
        yield Problem(str(archive), problem)
        return
    products = products_in_zip(archive)
    yield from (_product_part(product, source) for product in products)
    images = [] if products else rasters_in_zip(archive)
    for image in images:
        yield from _recognise_in_folder(image, source)
    if not (products or images):
        text = tr("This archive holds no image that can be read. Unpack it and give the folder.")
        yield Problem(str(archive), text)


def _product_part(product: Product, source: Source) -> Part | Problem:
    acquisition = read_product(product, source.date)
    if acquisition is None:
        text = tr(
            "This Sentinel-2 product lacks its images or its date, or its metadata are damaged. Download it again."
        )
        return Problem(product.path, text)
    return Part(acquisition, 10.0, product.path, _footprint(next(iter(acquisition.bands.values())).path))


def _footprint(path: str) -> tuple[float, float, float, float]:
    """Return the bounds of an image of a product in degrees; everywhere where it cannot be opened."""
    try:
        with open_dataset(path) as dataset, reading(path):
            return bounds_in_degrees(dataset)
    except UnreadableRasterError:
        return EVERYWHERE
