"""Simulated scenes on disk, as an analyst would have them: a file a date, cloud masks beside them, a DEM, the truth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import fiona
import numpy as np
import rasterio
import shapely
from rasterio.features import shapes
from rasterio.transform import Affine, from_origin
from rasterio.warp import transform as reproject

from ..crops import known_crops
from ..protocol import OPTICAL_BANDS, RADAR_BANDS, InputError
from . import optics, radar
from .landscape import PIXEL
from .parcel_shapes import Shapes
from .phenology import phenology
from .simulated_tiles import relief, season_shift, truth
from .world import World, backscatter, create, reflectance, weather

GENERATOR = "doab simulation 2"
DATES = 20
SMALLEST = 32
VARIETY = 10.0  # how near a place's shares of crops are to those of the whole
_ZONES = (("EPSG:32631", 2.0), ("EPSG:32632", 8.0))


def write_scene(
    folder: str | Path,
    seed: int,
    size: int = 256,
    year: int = 2023,
    geometry: Sequence[str | Path] = (),
    hard: bool = False,
    parted: float = 0.0,
) -> list[Path]:
    """Write one simulated scene of ``size`` × ``size`` pixels of 10 m and return its files.

    Fields are generated, or shaped as in one of the parcel layers ``geometry``; a ``hard`` scene has small fields,
    weak edges, and parcels without a label; ``parted`` is the share of larger fields that are worked in parts.
    Sentinel-2 reflectance × 10 000 (nodata 0) with SCL, Sentinel-1 in dB, elevation in metres, and the true parcels.
    Raises `InputError` where the size cannot be painted or the folder holds another scene.
    """
    if size < SMALLEST or size % 2:
        raise InputError(f"A simulated scene needs an even size of at least {SMALLEST} pixels; {size} is not.")
    rng, folder = np.random.default_rng(seed), Path(folder)
    crs, longitude = _ZONES[rng.integers(len(_ZONES))]
    longitude, latitude = longitude + rng.uniform(0, 3), rng.uniform(46, 51)
    shapes = Shapes(geometry[rng.integers(len(geometry))]) if len(geometry) else None
    mix = VARIETY * phenology().crops["share"]
    world = create(rng, size, mix, season_shift(rng, latitude), shapes, hard, parted=parted)
    images, classes, image_days = _optical(rng, world)
    radar_days = np.sort(rng.integers(40, 52) + 12 * np.arange(DATES))
    echoes = radar.detect(rng, backscatter(world, radar_days, weather(rng, radar_days)))
    height = relief(rng, size)[0]

    (east,), (north,) = reproject("EPSG:4326", crs, [longitude], [latitude])
    corner = round(east / 20) * 20, round(north / 20) * 20
    fine, coarse = from_origin(*corner, 10, 10), from_origin(*corner, 20, 20)
    tags = {"synthetic": "true", "generator": GENERATOR, "seed": str(seed)}
    stamps = [f"{date(year, 1, 1) + timedelta(int(day)):%Y%m%d}" for day in image_days]
    rasters = {f"S2_L2A_{s}.tif": (i, fine, 0, OPTICAL_BANDS) for s, i in zip(stamps, images, strict=True)}
    rasters |= {f"S2_L2A_{s}_SCL.tif": (c[None], coarse, 0, ["SCL"]) for s, c in zip(stamps, classes, strict=True)}
    for day, echo in zip(radar_days, echoes, strict=True):
        name = f"S1_GRD_{date(year, 1, 1) + timedelta(int(day)):%Y%m%d}.tif"
        rasters[name] = (echo, coarse, -9999, RADAR_BANDS)
    rasters["DEM.tif"] = (height.reshape(1, size // 2, 2, -1, 2).mean((2, 4)), coarse, -9999, ["elevation"])

    _prepare(folder, set(rasters))
    for name, (values, grid, nodata, bands) in rasters.items():
        _write_raster(folder / name, values, crs, grid, nodata, bands, tags)
    parcels = folder / "parcels_truth.gpkg"
    _write_parcels(parcels, world, crs, from_origin(*corner, PIXEL, PIXEL), tags)
    return [*(folder / name for name in rasters), parcels]


def _optical(rng: np.random.Generator, world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images [T, 10, H, W] as digital numbers, scene classes [T, H / 2, W / 2] and days [T]."""
    days = np.sort(rng.choice(np.arange(45 + rng.integers(5), 300, 5), DATES, replace=False))
    cover = rng.permutation(np.repeat([0.0, 0.02, 0.2, 0.9], [9, 4, 4, 3]) * rng.uniform(0.7, 1.1, DATES))
    heavens = optics.sky(rng, cover, world.size)
    images = optics.misplace(rng, reflectance(world, days, weather(rng, days)), 0.25)
    images = optics.through_air(rng, images, heavens)
    return np.rint(images * 10_000).clip(1, 65_535).astype(np.uint16), _classify(images, heavens), days


def _classify(images: np.ndarray, heavens: optics.Sky) -> np.ndarray:
    """Return the scene classification that goes with the images, at 20 m: shadow 3, plants 4, soil 5, water 6, cloud
    8 and 9."""
    green, red, near = images[:, 1], images[:, 2], images[:, 6]
    ground = np.where(near - red > 0.4 * (near + red), 4, np.where(near < green, 6, 5))
    hidden = np.where(heavens.shadow > heavens.cloud, 3, np.where(heavens.cloud > 0.6, 9, 8))
    return np.where(heavens.clear, ground, hidden).astype(np.uint8)[:, ::2, ::2]


def _prepare(folder: Path, names: set[str]) -> None:
    """Make the folder; raise `InputError` where it holds images of another scene, which would mix with this one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    others = sorted({path.name for path in folder.glob("S[12]_*.tif")} - names)
    if others:
        raise InputError(f"{folder} already holds another scene ({others[0]}); choose an empty folder.")


def _write_raster(
    path: Path, values: np.ndarray, crs: str, grid: Affine, nodata: float, bands: Sequence[str], tags: dict[str, str]
) -> None:
    count, height, width = values.shape
    profile = {"driver": "GTiff", "crs": crs, "transform": grid, "nodata": nodata, "compress": "deflate"}
    with rasterio.open(path, "w", count=count, height=height, width=width, dtype=values.dtype, **profile) as file:
        file.write(values)
        file.descriptions = tuple(bands)
        file.update_tags(**tags)


def _write_parcels(path: Path, world: World, crs: str, grid: Affine, tags: dict[str, str]) -> None:
    """Write the true parcels as polygons with EuroCrops' codes; edges follow the painted pixels to within one."""
    labels = truth(world, np.zeros((world.size, world.size), bool))
    outlines = shapes(labels.parcels, labels.parcels > 0, transform=grid)
    polygons, parcels = zip(*((shapely.geometry.shape(s), int(value)) for s, value in outlines), strict=True)
    polygons = shapely.coverage_simplify(np.array(polygons), 1.2 * PIXEL)
    fields = {"parcel_id": "int", "EC_hcat_c": "str", "EC_hcat_n": "str", "crop": "str", "synthetic": "str"}
    schema = {"geometry": "Polygon", "properties": fields}
    crops = known_crops()
    with fiona.open(path, "w", driver="GPKG", crs=crs, schema=schema, layer="parcels_truth") as file:
        for polygon, parcel in zip(polygons, parcels, strict=True):
            index = labels.crops[parcel]
            known = (crops[index].code, crops[index].name, crops[index].label) if index >= 0 else ("", "", "")
            values = (parcel, *known, f"{tags['generator']}, seed {tags['seed']}")
            properties = dict(zip(fields, values, strict=True))
            file.write({"geometry": shapely.geometry.mapping(polygon), "properties": properties})
        file.update_tags(tags)
