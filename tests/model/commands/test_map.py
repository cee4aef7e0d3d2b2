"""``doab map`` as a person and as QGIS start it."""

import io
import subprocess
import sys
import threading
from types import SimpleNamespace

import fiona
import numpy as np
import pytest
import rasterio
from pyarrow import parquet
from rasterio.transform import from_origin

from doab.model import protocol
from doab.model.cli import main
from doab.model.commands.area_argument import parse_area
from doab.model.crops import known_crops
from doab.model.datatypes import AcquisitionTokens, RefinedParcels, TemporalMaps, TilePrediction, WatershedSettings
from doab.model.mapping.geopackage import parcel_writer
from doab.model.mapping.vectorize import ParcelVectorizer
from doab.model.protocol import Area, InputError

BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
MEADOW = (400, 700, 500, 1100, 2400, 2900, 3100, 3200, 1900, 1000)


def two_fields(sample) -> TilePrediction:
    """Every tile holds one field left and one right of its middle, whatever the images show."""
    core = np.zeros((96, 96), np.float32)
    core[8:88, 8:44] = core[8:88, 52:88] = 0.9
    crop = np.full((2, 48, 48), 0.5, np.float32)
    crop[:, :, :24] = [[[0.9]], [[0.1]]]
    return TilePrediction((core > 0).astype(np.float32), (core == 0).astype(np.float32), core, crop)


def encoded(window) -> AcquisitionTokens:
    cells = np.zeros((16, 16, 1), np.float16), np.zeros((32, 32, 1), np.float16)
    return AcquisitionTokens(window.day, *cells, window.valid[::4, ::4], window.valid)


@pytest.fixture
def images(tmp_path):
    """One date of 48 × 48 pixels as a user would have it."""
    path = tmp_path / "my images" / "S2_L2A_20190626.tif"
    path.parent.mkdir()
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=48,
        width=48,
        count=10,
        dtype="uint16",
        crs="EPSG:32631",
        transform=from_origin(500_000, 5_600_000, 10, 10),
        nodata=0,
    ) as file:
        file.write(np.broadcast_to(np.array(MEADOW, np.uint16)[:, None, None], (10, 48, 48)))
        file.descriptions = BANDS
    return path


@pytest.fixture
def model(monkeypatch):
    """Stand in for the network, which would take seconds to load; collects the requests."""
    requests = []

    def load_predictor(bundle, device):
        requests.append((bundle, device))
        predictor = SimpleNamespace(
            encoder_fingerprint="none",
            temporal_fingerprint="none",
            refinement=None,
            fingerprint="none",
            tile=48,
            crops=known_crops()[:2],
            watershed_settings=WatershedSettings(),
            name="two fields 1",
            class_priors=(1.0, 1.0),
            workers=1,
            tile_batch=1,
            notices=(),
        )

        class Predictor(SimpleNamespace):
            def start_worker(self):
                pass

            def encode(self, windows):
                return [encoded(one) for one in windows]

            def temporal_maps(self, tokens, origin):
                maps = np.zeros((1, 16, 16), np.float16), np.zeros((1, 32, 32), np.float16)
                return TemporalMaps(*maps, np.array([one.clear for one in tokens]))

            def predict(self, tiles):
                return [self.predict_tile(*tile) for tile in tiles]

            def predict_tile(self, sample, compressed):
                return two_fields(sample)

        return Predictor(**vars(predictor))

    stand_in = SimpleNamespace(load_predictor=load_predictor)
    monkeypatch.setitem(sys.modules, "doab.model.network.predictor", stand_in)
    return requests


def test_files_become_parcels_and_the_counts_are_printed(images, model, tmp_path, capsys):
    out = tmp_path / "parcels.gpkg"
    code = main(["map", "--s2", str(images.parent), "--out", str(out), "--device", "cpu", "--bundle", "mine.zip"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    assert model == [("mine.zip", "cpu")]
    assert "Winter wheat" in printed.out and "2 parcels in" in printed.out and "2019-06-26" in printed.out
    assert "Sentinel-2: usable on 2019-06-26 100 % of the mapped ground" in printed.out
    with fiona.open(out, layer="parcels") as layer:
        assert len(layer) == 2


def test_a_regional_bundle_is_used_elsewhere_only_when_asked_and_a_map_unlike_its_training_is_said_to_be(
    images, model, tmp_path, capsys, monkeypatch
):
    class Regional:
        crops = ()

        def relative_distance(self, embeddings):
            return 1.0

        def __call__(self, probabilities, embeddings, crops, class_priors, temperature):
            return RefinedParcels(probabilities, crops, class_priors, np.full(len(probabilities), 0.99), 0.93)

        def elsewhere(self, bounds, crs):
            return "The bundle was made for another region."

    stand_in = sys.modules["doab.model.network.predictor"]
    load = stand_in.load_predictor

    def load_regional(bundle, device):
        predictor = load(bundle, device)
        predictor.refinement = Regional()
        return predictor

    monkeypatch.setattr(stand_in, "load_predictor", load_regional)
    command = ["map", "--s2", str(images), "--out", str(tmp_path / "parcels.gpkg"), "--device", "cpu"]
    assert main(command) == 2 and "go on with --anywhere" in capsys.readouterr().err
    assert main([*command, "--anywhere"]) == 0
    assert "93 % of the parcels are unlike" in capsys.readouterr().err


def test_parcels_are_written_as_geoparquet_too_and_replaced_only_when_asked(images, model, tmp_path, capsys):
    out, folder = tmp_path / "parcels.gpkg", tmp_path / "dataset"
    command = ["map", "--s2", str(images), "--device", "cpu", "--geoparquet", str(folder), "--out"]
    assert main([*command, str(out)]) == 0
    (file,) = folder.rglob("*.parquet")
    assert file.relative_to(folder).as_posix() == "block=0_0/parcels.parquet"
    assert parquet.read_metadata(file).num_rows == 2
    assert main([*command, str(tmp_path / "other.gpkg")]) == 2
    assert "exists already" in capsys.readouterr().err and not (tmp_path / "other.gpkg").exists()
    assert main([*command, str(out), "--overwrite"]) == 0


def rows(path) -> list:
    with fiona.open(path, layer="parcels") as file:
        return [(dict(one.properties), one.geometry["coordinates"]) for one in file]


def test_images_at_a_url_give_the_same_parcels_which_may_go_to_a_url_too(images, model, tmp_path, website, memory):
    here, there = tmp_path / "here.gpkg", tmp_path / "there.gpkg"
    assert main(["map", "--s2", str(images.parent), "--device", "cpu", "--out", str(here)]) == 0
    urls = ["--s2", f"{website.url}/my%20images/", "--geoparquet", "memory://results/parcels"]
    assert main(["map", *urls, "--device", "cpu", "--out", there.as_uri()]) == 0
    assert rows(here) == rows(there) != []
    assert memory.find("/results") == [f"/results/parcels/{name}" for name in ("_SUCCESS", "block=0_0/parcels.parquet")]


def test_a_geopackage_and_a_folder_of_runs_need_a_disk(images, model, tmp_path, capsys):
    command = ["map", "--s2", str(images), "--device", "cpu"]
    assert main([*command, "--out", "s3://bucket/parcels.gpkg"]) == 2
    assert "with --geoparquet" in capsys.readouterr().err
    assert main([*command, "--out", str(tmp_path / "a.gpkg"), "--runs", "s3://bucket/runs"]) == 2
    assert "locks and renaming" in capsys.readouterr().err


def test_a_run_that_goes_on_says_how_much_was_finished_and_another_part_is_mapped_like_it(
    images, model, tmp_path, capsys, monkeypatch
):
    out, other = tmp_path / "parcels.gpkg", tmp_path / "other.gpkg"
    command = ["map", "--s2", str(images), "--device", "cpu"]
    with monkeypatch.context() as patch:
        patch.setattr(ParcelVectorizer, "write_result", lambda *_: (_ for _ in ()).throw(InputError("no room")))
        assert main([*command, "--out", str(out)]) == 2
    capsys.readouterr()
    assert main([*command, "--out", str(out)]) == 0
    assert "1 of 1 blocks were finished before" in capsys.readouterr().out
    assert main([*command, "--out", str(other), "--like", str(out)]) == 0
    with fiona.open(out, layer="parcels") as one, fiona.open(other, layer="parcels") as two:
        assert one.tags() == two.tags() and "class_priors" in one.tags()
    assert main([*command, "--out", str(tmp_path / "third.gpkg"), "--like", str(images)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_ground_is_left_out_and_what_is_no_farmland_is_printed_and_written(images, model, tmp_path, capsys):
    cover, out = tmp_path / "cover.tif", tmp_path / "parcels.gpkg"
    with rasterio.open(images) as like:
        profile = {**like.profile, "count": 1, "dtype": "uint8"}
    with rasterio.open(cover, "w", **profile) as file:
        file.write(np.where(np.arange(48) < 24, 10, 40) * np.ones((48, 1), np.uint8), 1)
    command = ["map", "--s2", str(images), "--out", str(out), "--exclude", str(cover), "--exclude-values", "10, 50"]
    assert main(command) == 0
    assert "1 parcel in" in (printed := capsys.readouterr().out) and "ha are no farmland" in printed
    with fiona.open(out, layer="not_farmland") as layer:
        areas = {feature.properties["reason"]: feature.properties["area_ha"] for feature in layer}
    assert areas["left out"] == pytest.approx(11.52, abs=0.01) and areas["network"] > 1


def test_a_job_file_is_answered_with_events(images, model, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", _Waiting())
    scene = _scene(images)
    request = tmp_path / "job.json"
    request.write_text(protocol.dumps(protocol.Job(scene, str(tmp_path / "parcels.gpkg"), min_area=0.5)), "utf-8")
    assert main(["map", "--job", str(request), "--events"]) == 0
    events = [protocol.read_event(line) for line in capsys.readouterr().out.splitlines()]
    assert {type(event) for event in events} == {protocol.Stage, protocol.Progress, protocol.Done}
    summary = events[-1].result
    assert (summary.parcels, summary.reference, summary.bundle) == (2, "2019-06-26", "two fields 1")
    assert sum(summary.crops.values()) == 2 and summary.out.endswith("parcels.gpkg")


def test_the_line_cancel_stops_the_run_with_130_and_leaves_nothing(images, model, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("cancel\n"))
    request = tmp_path / "job.json"
    request.write_text(protocol.dumps(protocol.Job(_scene(images), str(tmp_path / "parcels.gpkg"))), "utf-8")
    assert main(["map", "--job", str(request), "--events"]) == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["job.json", "my images"]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ([], "--s2"),
        (["--s2", "{images}"], "--out"),
        (["--s2", "nowhere.tif", "--out", "{folder}/p.gpkg"], "nowhere.tif"),
        (["--s2", "{images}", "--out", "{folder}/missing/p.gpkg"], "missing"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--reference", "2018-01-01"], "2018-01-01"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--area", "1,2,3"], "1,2,3"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--area", "0,0,1,1"], "area"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--min-area", "-1"], "not between"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--exclude", "{folder}/no.tif"], "no.tif"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--exclude", "a", "--exclude-values", "trees"], "'trees'"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--exclude-values", "10"], "--exclude"),
        (["--s2", "{images}", "--out", "{folder}/p.gpkg", "--exclude", "{images}"], "all of the area"),
        (["--s2", "{images}", "--out", "{folder}/thesis.gpkg", "--overwrite"], "not written by Doab"),
        (["--s2", "{images}", "--out", "{folder}/older.gpkg"], "exists already"),
        (["--s2", "{images}", "--out", "{folder}/older.gpkg", "--area", "{folder}/older.gpkg"], "is an input"),
        (["--job", "{folder}/none.json"], "none.json"),
    ],
)
def test_bad_input_is_one_clear_sentence_before_the_model_is_loaded(
    images, model, tmp_path, capsys, arguments, sentence
):
    (tmp_path / "thesis.gpkg").write_text("mine")
    with parcel_writer(tmp_path / "older.gpkg", "EPSG:32631", {}):
        pass
    filled = [text.format(images=images, folder=tmp_path) for text in arguments]
    assert main(["map", *filled]) == 2
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("doab: ")]
    assert len(errors) == 1 and sentence in errors[0]
    assert model == []


def test_an_unforeseen_error_is_reported_and_returns_1(images, model, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "doab.model.network.predictor", SimpleNamespace(load_predictor=lambda *_: 1 / 0))
    assert main(["map", "--s2", str(images), "--out", str(tmp_path / "p.gpkg")]) == 1
    errors = capsys.readouterr().err
    assert "doab: Mapping stopped" in errors and "ZeroDivisionError" in errors


def test_bad_input_is_found_without_importing_torch(images):
    script = """if True:
        import sys
        from doab.model.cli import main
        print(main(["map", "--s2", sys.argv[1], "--out", "/no/p.gpkg"]), "torch" in sys.modules)
    """
    answer = subprocess.run([sys.executable, "-c", script, str(images)], capture_output=True, text=True, timeout=60)
    assert answer.stdout.split() == ["2", "False"], answer.stderr


def test_an_area_is_bounds_or_a_file(tmp_path, images):
    assert parse_area("-1.5, 43, 2, 44, EPSG:4326") == Area((-1.5, 43, 2, 44), "EPSG:4326")
    assert parse_area("1,2,3,4") == Area((1, 2, 3, 4), "")
    raster = parse_area(str(images))
    assert raster.bounds == (500_000, 5_599_520, 500_480, 5_600_000) and "32631" in raster.crs
    path = tmp_path / "area.geojson"
    points = [{"geometry": {"type": "Point", "coordinates": at}, "properties": {}} for at in ((3, 50), (4, 51))]
    schema = {"geometry": "Point", "properties": {}}
    with fiona.open(path, "w", driver="GeoJSON", crs="EPSG:4326", schema=schema) as layer:
        layer.writerecords(points)
    vector = parse_area(str(path))
    assert vector.bounds == (3, 50, 4, 51) and "WGS" in vector.crs


def test_of_several_layers_one_is_named(tmp_path):
    path, schema = tmp_path / "areas.gpkg", {"geometry": "Point", "properties": {}}
    for name, shift in (("north", 10), ("south", 0)):
        with fiona.open(path, "w", driver="GPKG", crs="EPSG:32631", schema=schema, layer=name) as layer:
            points = [{"type": "Point", "coordinates": at} for at in ((3, 50 + shift), (4, 51 + shift))]
            layer.writerecords([{"geometry": point, "properties": {}} for point in points])
    with pytest.raises(InputError, match="north, south.*FILE:LAYER"):
        parse_area(str(path))
    assert parse_area(f"{path}:south").bounds == (3, 50, 4, 51)


@pytest.mark.parametrize("text", ["3,2,1,4", "1,4,3,2", "a,b,c,d", "somewhere", "-inf,-inf,inf,inf"])
def test_an_impossible_area_is_refused(text):
    with pytest.raises(InputError, match=text):
        parse_area(text)


class _Waiting:
    """A standard input on which nothing ever comes."""

    def __iter__(self):
        threading.Event().wait(60)
        return iter(())


def _scene(images) -> protocol.Scene:
    bands = {band: protocol.BandSource(str(images), i) for i, band in enumerate(BANDS, 1)}
    return protocol.Scene((protocol.Acquisition("S2", "2019-06-26", bands, 1e-4, nodata=0),))


def test_parcels_of_ones_own_are_labelled_and_written_as_geoparquet_in_their_crs(images, model, tmp_path, capsys):
    own, out, folder = tmp_path / "own.gpkg", tmp_path / "parcels.gpkg", tmp_path / "dataset"
    west, south = 3.0005, 50.5485  # degrees of a place in the images
    ring = [(west, south), (west + 0.002, south), (west + 0.002, south + 0.001), (west, south)]
    schema = {"geometry": "Polygon", "properties": {"farm": "str"}}
    for layer in ("fields", "others"):
        with fiona.open(own, "w", driver="GPKG", layer=layer, schema=schema, crs="EPSG:4326") as file:
            geometry = {"type": "Polygon", "coordinates": [ring]}
            file.write({"type": "Feature", "geometry": geometry, "properties": {"farm": "Home"}})
    command = ["map", "--s2", str(images), "--device", "cpu", "--out", str(out), "--geoparquet", str(folder)]
    assert main([*command, "--parcels", str(own)]) == 2
    assert "several layers with polygons: fields, others" in capsys.readouterr().err
    code = main([*command, "--parcels", f"{own}:fields"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    assert "1 parcel in" in printed.out and "0.1 ha are no farmland" in printed.out
    with fiona.open(out) as layer:
        (parcel,) = layer
        assert layer.crs.to_epsg() == 4326 and parcel.properties["farm"] == "Home"
    (file,) = folder.rglob("*.parquet")
    assert parquet.read_metadata(file).num_rows == 1
    assert main([*command, "--parcels", str(out), "--overwrite"]) == 2  # what is read is not replaced
