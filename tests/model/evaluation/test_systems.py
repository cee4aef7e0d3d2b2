"""The inputs that each system passes to the network, recorded by a test double of the predictor."""

import copy
import os

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model.crops import known_crops
from doab.model.datatypes import AcquisitionTokens, TemporalMaps, TilePrediction, WatershedSettings
from doab.model.evaluation import systems as systems_module
from doab.model.evaluation.systems import ABLATIONS, CHANGES, PARTS, WHOLE, build_systems
from doab.model.protocol import Acquisition, BandSource, Elevation, Job, Scene


class Noting:
    """One field in every tile; notes what it is shown."""

    fingerprint, encoder_fingerprint, temporal_fingerprint = "b", "e", "t"
    refinement = None
    tile, crops, watershed_settings, name = 16, known_crops()[:2], WatershedSettings(), "noting 1"
    shape, crop, class_priors, workers, tile_batch = "dense", "queries", [3.0, 1.0], 1, 1
    notices, decoder = (), "its own"

    def __init__(self):
        self.received = {"encoded": 0}

    def start_worker(self):
        pass

    def with_decoder(self, wrap):
        changed = copy.copy(self)
        changed.decoder = wrap.__name__
        return changed

    def encode(self, windows):
        self.received["encoded"] += len(windows)
        return [self.tokens(one, {"S2": 1, "S1": 2}[one.sensor]) for one in windows]

    @staticmethod
    def tokens(window, kind):
        values = np.full((16, 16, 1), kind, np.float16), np.full((32, 32, 1), kind, np.float16)
        return AcquisitionTokens(window.day, *values, window.valid[::4, ::4], window.valid)

    def temporal_maps(self, tokens, origin):
        kinds = np.array([one.raw.flat[0] for one in tokens] + [0] * (3 - len(tokens)), np.float16)
        maps = np.tile(kinds[:, None, None], (1, 16, 16)), np.ones((1, 32, 32), np.float16)
        return TemporalMaps(*maps, np.array([one.clear for one in tokens]))

    def predict(self, tiles):
        return [self.predict_tile(*tile) for tile in tiles]

    def predict_tile(self, sample, maps):
        kinds = maps.token_map[:, 0, 0]
        self.received |= {
            "readout": (self.shape, self.crop),
            "optical": int((kinds == 1).sum()),
            "radar": int((kinds == 2).sum()),
            "cell map": bool(maps.cell_map.all()),
            "frame": bool(sample.reference_valid.any()) and bool(sample.reference.any()),
            "terrain": bool(sample.terrain_valid.any()),
            "shares": self.class_priors,
            "decoder": self.decoder,
        }
        ones = np.ones((32, 32), np.float32)
        return TilePrediction(ones, 1 - ones, ones, np.full((2, 16, 16), 0.5, np.float32))


@pytest.fixture
def job(tmp_path):
    """Two optical dates, one radar date and a DEM of 16 × 16 pixels."""

    def raster(name, values, dtype):
        path = str(tmp_path / f"{name}.tif")
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            height=16,
            width=16,
            count=len(values),
            dtype=dtype,
            crs="EPSG:32631",
            transform=from_origin(500_000, 5_600_000, 10, 10),
        ) as file:
            file.write(np.broadcast_to(np.array(values, dtype)[:, None, None], (len(values), 16, 16)))
        return path

    acquisitions = [
        Acquisition("S2", date, {b: BandSource(path, i) for i, b in enumerate(("B03", "B04", "B08"), 1)}, 1e-4)
        for date in ("2023-05-01", "2023-06-01")
        for path in [raster(date, (700, 500, 3000), "uint16")]
    ]
    radar = {b: BandSource(raster("radar", (-12, -18), "float32"), i) for i, b in enumerate(("VV", "VH"), 1)}
    acquisitions.append(Acquisition("S1", "2023-06-03", radar, unit="db"))
    scene = Scene(tuple(acquisitions), Elevation(BandSource(raster("dem", (50,), "float32"))))
    (tmp_path / "scratch").mkdir()
    return Job(scene, str(tmp_path / "map.gpkg"), "2023-05-01", scratch=str(tmp_path / "scratch"), overwrite=True)


EVERYTHING = {
    "readout": ("dense", "queries"),
    "optical": 2,
    "radar": 1,
    "cell map": True,
    "frame": True,
    "terrain": True,
    "shares": [3.0, 1.0],
    "decoder": "its own",
}
QUERIES = {"readout": ("queries", "queries")}


@pytest.mark.parametrize(
    "name, less",
    [
        (WHOLE, {}),
        ("dense heads alone", {"readout": ("dense", "dense")}),
        ("queries alone", QUERIES),
        ("untrained queries", {**QUERIES, "decoder": "untrained"}),
        ("queries, no latents", {**QUERIES, "radar": 0, "optical": 0, "cell map": False}),
        ("queries, no latents in the decoder", {**QUERIES, "decoder": "WithoutLatents"}),
        ("queries, no refinement", {**QUERIES, "decoder": "Unrefined"}),
        ("queries, no reference frame", {**QUERIES, "frame": False}),
        ("no S1", {"radar": 0}),
        ("one date only", {"radar": 0, "optical": 1}),
        ("no latents", {"radar": 0, "optical": 0, "cell map": False}),
        ("no cell map", {"cell map": False}),
        ("no reference frame", {"frame": False}),
        ("no expected shares", {"shares": [1.0, 1.0]}),
    ],
)
def test_each_system_sees_what_its_name_says(job, name, less):
    predictor = Noting()
    build_systems(predictor)[name](job)
    assert predictor.received == {**predictor.received, **EVERYTHING, **less}


def test_without_a_dem_there_is_no_terrain_when_dates_are_encoded(job):
    shown = []

    class Terrain(Noting):
        def encode(self, windows):
            shown.append(bool(windows[0].terrain_valid.any()))
            return super().encode(windows)

    for name in (WHOLE, "no DEM"):
        build_systems(Terrain())[name](job)
    assert shown == [True] * 3 + [False] * 3


def test_every_name_is_a_system():
    assert set(build_systems(Noting())) == {WHOLE, *PARTS, *ABLATIONS, *CHANGES}


@pytest.mark.parametrize(
    "name, bands, infrared",
    [
        (WHOLE, ["B03", "B04", "B08"], 0.3),
        ("RGB", ["B03", "B04"], None),
        ("RGB and NIR", ["B03", "B04", "B08"], 0.3),
        ("gain 0.5", ["B03", "B04", "B08"], 0.15),
        ("gain 2", ["B03", "B04", "B08"], 0.6),
        ("gamma 0.7", ["B03", "B04", "B08"], 0.3**0.7),
        ("gamma 1.4", ["B03", "B04", "B08"], 0.3**1.4),
    ],
)
def test_changed_images_have_the_bands_and_the_light_of_their_name(job, monkeypatch, name, bands, infrared):
    seen = []

    def read_infrared(job, *arguments, **options):
        for acquisition in job.scene.of("S2"):
            source = acquisition.bands.get("B08")
            value = rasterio.open(source.path).read(source.index)[8, 8] if source else None
            seen.append((sorted(acquisition.bands), value and value * acquisition.scale))

    monkeypatch.setattr(systems_module, "map_scene", read_infrared)
    build_systems(Noting())[name](job)
    assert seen == [(bands, infrared and pytest.approx(infrared, rel=1e-4))] * 2
    assert not os.listdir(job.scratch)


def test_systems_that_differ_in_reading_only_encode_nothing_anew(job):
    predictor = Noting()
    systems = build_systems(predictor)
    systems[WHOLE](job)
    encoded = predictor.received["encoded"]
    for name in (*PARTS, "no latents", "no cell map", "no reference frame", "no S1", "one date only"):
        systems[name](job)
    assert encoded == 3 and predictor.received["encoded"] == 3
