"""A known landscape: its parcels, the perfect probabilities for them, and a scene whose pixels hold their position."""

from dataclasses import dataclass

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from scipy.ndimage import distance_transform_edt, maximum
from scipy.spatial import cKDTree

from doab.model.crops import Crop
from doab.model.datatypes import AcquisitionTokens, TemporalMaps, TilePrediction, WatershedSettings
from doab.model.mapping import planning
from doab.model.mapping.attributes import PieceSums
from doab.model.mapping.block_grid import divide
from doab.model.mapping.mapped_blocks import MappedBlock, Mosaic
from doab.model.mapping.probability_rasters import MAPPED, ProbabilityRasters
from doab.model.mapping.stitching import SceneLabels, segment_block, stitch
from doab.model.protocol import Acquisition, BandSource, Job, Scene

CROPS = (
    Crop("3301010101", "winter_common_soft_wheat", "Winter wheat", "#d9a520"),
    Crop("3301010600", "grain_maize_corn_popcorn", "Maize", "#e8601c"),
    Crop("3302000000", "pasture_meadow_grassland_grass", "Grassland", "#4eb265"),
)
WEST, NORTH = 500_000, 5_600_000
HEIGHT, WIDTH = 120, 150  # pixels of the scene of `case`


@dataclass
class Landscape:
    """Parcels [2H, 2W] numbered from 1, their probabilities at 5 m, and the crop [N + 1] of each."""

    parcels: np.ndarray
    field: np.ndarray
    border: np.ndarray
    core: np.ndarray
    crops: np.ndarray

    @property
    def crop(self) -> np.ndarray:
        """Crop probabilities [3, H, W]: 0.8 for the parcel's own crop."""
        kind = self.crops[self.parcels[::2, ::2]]
        return np.where(kind == np.arange(len(CROPS))[:, None, None], 0.8, 0.1).astype(np.float32)

    def rasters(self, rows: slice = slice(None), cols: slice = slice(None)) -> ProbabilityRasters:
        """Return the probabilities in a window of 10 m as blending leaves them."""
        crop = self.crop[:, rows, cols]
        rasters = ProbabilityRasters(*crop.shape[1:], len(CROPS))
        fine = tuple(slice(s.start and 2 * s.start, s.stop and 2 * s.stop) for s in (rows, cols))
        for name in ("field", "border", "core"):
            rasters.arrays[name][:] = getattr(self, name)[fine]
        rasters.arrays["crop"][:] = crop
        rasters.arrays["n_clear"][:] = 5
        rasters.arrays["ground"][:] = MAPPED
        return rasters


def describe(parcels: np.ndarray) -> Landscape:
    """Return the perfect probabilities for known parcels."""
    line = np.zeros(parcels.shape, bool)
    for axis in (0, 1):
        change = np.diff(parcels, axis=axis) != 0
        ahead = np.roll(np.pad(change, [(0, int(axis == 0)), (0, int(axis == 1))]), 1, axis)
        line |= ahead | np.pad(change, [(0, int(axis == 0)), (0, int(axis == 1))])
    depth = distance_transform_edt(~line)
    deepest = np.maximum(maximum(depth, parcels, np.arange(parcels.max() + 1)), 1)
    core = np.where(parcels > 0, depth / deepest[parcels], 0)
    crops = np.arange(parcels.max() + 1) % len(CROPS)
    return Landscape(parcels, *(x.astype(np.float32) for x in (parcels > 0, line, core)), crops)


@pytest.fixture
def landscape():
    """Return a maker of landscapes: wall-to-wall cells of ``count`` seeds, a fifth of them not field."""

    def make(height: int, width: int, count: int, seed: int = 1) -> Landscape:
        generator = np.random.default_rng(seed)
        seeds = generator.random((count, 2)) * (2 * height, 2 * width)
        pixels = np.stack(np.mgrid[: 2 * height, : 2 * width], -1).reshape(-1, 2)
        cells = cKDTree(seeds).query(pixels)[1].reshape(2 * height, 2 * width)
        number = np.where(generator.random(count) < 0.2, 0, np.arange(1, count + 1))
        return describe(number[cells].astype(np.int32))

    return make


def stitched(landscape: Landscape, settings, min_pixels: int = 1, block: int = 512, halo: int = 80) -> SceneLabels:
    """Return the parcels of a landscape, segmented in blocks."""
    grid = divide(landscape.crop.shape[1:], block, halo)
    blocks = {}
    for one in grid.blocks():
        labels, pieces = segment_block(one, landscape.rasters(*one.outer), settings)
        sums = PieceSums(np.zeros((len(pieces.sizes), 1)), np.zeros(len(pieces.sizes)))
        blocks[one] = MappedBlock(pieces, sums, 0, 0, {"labels": labels}.__getitem__)
    parcels = stitch({one: mapped.pieces for one, mapped in blocks.items()}, set(blocks), min_pixels)
    mosaic = Mosaic(grid, blocks, parcels.numbers)
    return SceneLabels(mosaic.shape, parcels.boxes, parcels.sizes, mosaic.labels)


@pytest.fixture(name="stitched")
def stitched_fixture():
    """Return the function that segments a landscape in blocks."""
    return stitched


@pytest.fixture
def described():
    """Return the function that makes a landscape of a label image."""
    return describe


def tokens_of_day(day: int, clear: np.ndarray) -> AcquisitionTokens:
    """Return tokens of 4 × 4 pixels that hold a day, and cells of 2 × 2 pixels that hold it, too."""
    features, raw = (np.full((len(clear) // side, len(clear) // side, 3), day % 1000, np.float16) for side in (4, 2))
    return AcquisitionTokens(day, features, raw, clear[::4, ::4], clear)


class FakePredictor:
    """Returns the truth, and reads from the images' first two bands which pixel of it a tile shows."""

    fingerprint = encoder_fingerprint = temporal_fingerprint = "none"
    refinement = None
    tile, crops, watershed_settings, name = 48, CROPS, WatershedSettings(), "truth 1.0"
    class_priors = (1.0,) * len(CROPS)
    workers, tile_batch = 2, 1
    notices = ()

    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.calls = self.summaries = 0
        self.encoded = []

    def start_worker(self) -> None:
        """Nothing needs to be prepared."""

    def encode(self, windows) -> list[AcquisitionTokens]:
        """Tokens of 4 × 4 pixels that hold the day; collects the days."""
        self.encoded += [one.day for one in windows]
        return [tokens_of_day(one.day, one.valid) for one in windows]

    def temporal_maps(self, tokens, origin) -> TemporalMaps:
        """Empty maps; counts the blocks that show anything."""
        self.summaries += bool(tokens)
        assert all((one.features[one.seen] == one.day % 1000).all() for one in tokens)
        maps = np.zeros((1, 16, 16), np.float16), np.zeros((1, 32, 32), np.float16)
        return TemporalMaps(*maps, np.array([one.clear for one in tokens]))

    def predict(self, tiles):
        return [self.predict_tile(*tile) for tile in tiles]

    def predict_tile(self, sample, maps) -> TilePrediction:
        self.calls += 1
        r, c = (int(x[0]) for x in np.nonzero(sample.reference_valid))
        row, col = (round(float(sample.reference[band, r, c]) * 10_000) - 1 - at for band, at in ((0, r), (1, c)))
        size = sample.reference_valid.shape[0]
        fine = [
            self._cut(x, 2 * row, 2 * col, 2 * size)
            for x in (self.landscape.field, self.landscape.border, self.landscape.core)
        ]
        return TilePrediction(*fine, self._cut(self.landscape.crop, row, col, size))

    @staticmethod
    def _cut(image: np.ndarray, row: int, col: int, size: int) -> np.ndarray:
        padded = np.pad(image, [(0, 0)] * (image.ndim - 2) + [(size, size), (size, size)])
        return padded[..., row + size : row + 2 * size, col + size : col + 2 * size]


@pytest.fixture
def predictor():
    """Return the class of predictors that return the truth."""
    return FakePredictor


@pytest.fixture
def scene(tmp_path, monkeypatch):
    """Return a writer of scenes: B02 and B03 hold each pixel's row and column, counted from 1; SCL says clear.

    Their light is left as it is, so that a double of the network finds each pixel's place.
    """
    monkeypatch.setattr(planning, "normalise_light", lambda scene: scene)

    def write(height: int, width: int, dates=("2019-05-01", "2019-06-01"), empty=()) -> Scene:
        profile = {
            "driver": "GTiff",
            "height": height,
            "width": width,
            "dtype": "uint16",
            "crs": "EPSG:32631",
            "transform": from_origin(WEST, NORTH, 10, 10),
            "nodata": 0,
        }
        (tmp_path / "scene").mkdir(exist_ok=True)
        acquisitions = []
        rows, cols = np.mgrid[1 : height + 1, 1 : width + 1]
        for date in dates:
            image, mask = (str(tmp_path / "scene" / f"{date}{part}.tif") for part in ("", "_SCL"))
            with rasterio.open(image, "w", count=3, **profile) as file:
                if date not in empty:
                    file.write(np.stack([rows, cols, np.full_like(rows, 3000)]).astype(np.uint16))
            with rasterio.open(mask, "w", count=1, **profile) as file:
                file.write(np.full((1, height, width), 4, np.uint16))
            bands = {band: BandSource(image, i) for i, band in enumerate(("B02", "B03", "B08"), 1)}
            acquisitions.append(Acquisition("S2", date, bands, 1e-4, nodata=0, clouds=BandSource(mask)))
        return Scene(tuple(acquisitions))

    return write


@pytest.fixture
def case(landscape, scene, predictor, tmp_path):
    """Return a job and a predictor for a landscape of some fifty parcels."""
    truth = landscape(HEIGHT, WIDTH, 60)
    return Job(scene(HEIGHT, WIDTH), str(tmp_path / "parcels.gpkg"), "2019-06-01", overwrite=True), predictor(truth)


@pytest.fixture
def cover(tmp_path):
    """Return a writer of a raster on the grid of the scene that has 80 in its first ``rows``."""

    def write(rows: int, west: float = 500_000) -> str:
        transform = rasterio.transform.from_origin(west, 5_600_000, 10, 10)
        values = np.zeros((HEIGHT, WIDTH), np.uint8)
        values[:rows] = 80
        profile = {"driver": "GTiff", "height": HEIGHT, "width": WIDTH, "count": 1, "dtype": "uint8"}
        path = str(tmp_path / "cover.tif")
        with rasterio.open(path, "w", crs="EPSG:32631", transform=transform, nodata=0, **profile) as file:
            file.write(values, 1)
        return path

    return write
