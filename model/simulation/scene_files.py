"""Simulated scenes on disk: one raster for each date, cloud masks, a DEM and the true parcels."""

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
from ..text import tr
from .atmosphere import Atmosphere, apply_atmosphere, draw_atmosphere
from .parcel_shapes import PIXEL, ParcelShapes
from .phenology import phenology
from .radar import add_speckle
from .scene_truth import SceneTruth, backscatter, draw_moisture, reflectance, simulate_truth
from .sensor import misregister
from .simulated_tiles import draw_season_shift, simulate_terrain, true_labels

GENERATOR = "doab simulation 2"
DATES = 20
MIN_SIZE = 32
CONCENTRATION = 10.0  # of the Dirichlet distribution of crops around their overall proportions
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

    Field shapes are generated, or those of one of the parcel layers ``geometry``; a ``hard`` scene has small fields,
    weak edges, and parcels without a label; ``parted`` is the proportion of larger fields that are managed in parts.
    The files are Sentinel-2 reflectance × 10 000 (nodata 0) with SCL, Sentinel-1 in dB, elevation in metres, and the
    true parcels. Raises `InputError` for an invalid size and where the folder holds another scene.
    """
    if size < MIN_SIZE or size % 2:
        text = tr("A simulated scene needs an even size of at least {} pixels; {} is not.")
        raise InputError(text.format(MIN_SIZE, size))
    rng, folder = np.random.default_rng(seed), Path(folder)
    crs, longitude = _ZONES[rng.integers(len(_ZONES))]
    longitude, latitude = longitude + rng.uniform(0, 3), rng.uniform(46, 51)
    shapes = ParcelShapes(geometry[int(rng.integers(len(geometry)))]) if len(geometry) else None
    mix = CONCENTRATION * phenology().crops["share"]
    truth = simulate_truth(rng, size, mix, draw_season_shift(rng, latitude), shapes, hard, parted=parted)
    images, classes, image_days = _simulate_optical(rng, truth)
    radar_days = np.sort(rng.integers(40, 52) + 12 * np.arange(DATES))
    radar = add_speckle(rng, backscatter(truth, radar_days, draw_moisture(rng, radar_days)))
    elevation = simulate_terrain(rng, size)[0]

    (east,), (north,) = reproject("EPSG:4326", crs, [longitude], [latitude])
    corner = round(east / 20) * 20, round(north / 20) * 20
    fine, coarse = from_origin(*corner, 10, 10), from_origin(*corner, 20, 20)
    tags = {"synthetic": "true", "generator": GENERATOR, "seed": str(seed)}
    dates = [f"{date(year, 1, 1) + timedelta(int(day)):%Y%m%d}" for day in image_days]
    rasters: dict[str, tuple[np.ndarray, Affine, int, Sequence[str]]] = {}
    rasters |= {f"S2_L2A_{d}.tif": (i, fine, 0, OPTICAL_BANDS) for d, i in zip(dates, images, strict=True)}
    rasters |= {f"S2_L2A_{d}_SCL.tif": (c[None], coarse, 0, ["SCL"]) for d, c in zip(dates, classes, strict=True)}
    for day, values in zip(radar_days, radar, strict=True):
        name = f"S1_GRD_{date(year, 1, 1) + timedelta(int(day)):%Y%m%d}.tif"
        rasters[name] = (values, coarse, -9999, RADAR_BANDS)
    rasters["DEM.tif"] = (elevation.reshape(1, size // 2, 2, -1, 2).mean((2, 4)), coarse, -9999, ["elevation"])

    _prepare_folder(folder, set(rasters))
    for name, (values, grid, nodata, bands) in rasters.items():
        _write_raster(folder / name, values, crs, grid, nodata, bands, tags)
    parcels = folder / "parcels_truth.gpkg"
    _write_parcels(parcels, truth, crs, from_origin(*corner, PIXEL, PIXEL), tags)
    return [*(folder / name for name in rasters), parcels]


def _simulate_optical(rng: np.random.Generator, truth: SceneTruth) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Simulate images [T, 10, H, W] as digital numbers, scene classes [T, H / 2, W / 2] and days [T]."""
    days = np.sort(rng.choice(np.arange(45 + rng.integers(5), 300, 5), DATES, replace=False))
    cover = rng.permutation(np.repeat([0.0, 0.02, 0.2, 0.9], [9, 4, 4, 3]) * rng.uniform(0.7, 1.1, DATES))
    atmosphere = draw_atmosphere(rng, cover, truth.size)
    images = misregister(rng, reflectance(truth, days, draw_moisture(rng, days)), 0.25)
    images = apply_atmosphere(rng, images, atmosphere)
    return np.rint(images * 10_000).clip(1, 65_535).astype(np.uint16), _classify(images, atmosphere), days


def _classify(images: np.ndarray, atmosphere: Atmosphere) -> np.ndarray:
    """Return the scene classification [T, H / 2, W / 2] of the images.

    Shadow is 3, vegetation 4, soil 5, water 6, cloud 8 and 9.
    """
    green, red, nir = images[:, 1], images[:, 2], images[:, 6]
    ground = np.where(nir - red > 0.4 * (nir + red), 4, np.where(nir < green, 6, 5))
    cloud = np.where(atmosphere.shadow > atmosphere.cloud, 3, np.where(atmosphere.cloud > 0.6, 9, 8))
    return np.where(atmosphere.clear, ground, cloud).astype(np.uint8)[:, ::2, ::2]


def _prepare_folder(folder: Path, names: set[str]) -> None:
    """Create the folder; raise `InputError` where it has images of another scene."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = tr("The folder {} cannot be made: {}.")
        raise InputError(text.format(folder, error.strerror)) from error
    others = sorted({path.name for path in folder.glob("S[12]_*.tif")} - names)
    if others:
        text = tr("{} already holds another scene ({}); choose an empty folder.")
        raise InputError(text.format(folder, others[0]))


def _write_raster(
    path: Path, values: np.ndarray, crs: str, grid: Affine, nodata: float, bands: Sequence[str], tags: dict[str, str]
) -> None:
    count, height, width = values.shape
    profile = {"driver": "GTiff", "crs": crs, "transform": grid, "nodata": nodata, "compress": "deflate"}
    with rasterio.open(path, "w", count=count, height=height, width=width, dtype=values.dtype, **profile) as file:
        file.write(values)
        file.descriptions = tuple(bands)
        file.update_tags(**tags)


def _write_parcels(path: Path, truth: SceneTruth, crs: str, grid: Affine, tags: dict[str, str]) -> None:
    """Write the true parcels as polygons with EuroCrops' codes, simplified with a tolerance of about one pixel."""
    labels = true_labels(truth, np.zeros((truth.size, truth.size), bool))
    outlines = shapes(labels.parcels, labels.parcels > 0, transform=grid)
    polygons, parcels = zip(*((shapely.geometry.shape(s), int(value)) for s, value in outlines), strict=True)
    polygons = shapely.coverage_simplify(np.array(polygons), 1.2 * PIXEL)
    fields = {"parcel_id": "int", "EC_hcat_c": "str", "EC_hcat_n": "str", "crop": "str", "synthetic": "str"}
    schema = {"geometry": "Polygon", "properties": fields}
    crops = known_crops()
    with fiona.open(path, "w", driver="GPKG", crs=crs, schema=schema, layer="parcels_truth") as file:
        for polygon, parcel in zip(polygons, parcels, strict=True):
            index = labels.crops[parcel]
            names = (crops[index].code, crops[index].name, crops[index].label) if index >= 0 else ("", "", "")
            values = (parcel, *names, f"{tags['generator']}, seed {tags['seed']}")
            properties = dict(zip(fields, values, strict=True))
            file.write({"geometry": shapely.geometry.mapping(polygon), "properties": properties})
        file.update_tags(tags)
