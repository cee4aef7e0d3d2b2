"""``doab serve``: one process, many jobs; the model and what was seen of the images stay."""

import os
import queue
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model import protocol
from doab.model.scene import inspection

BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
MEADOW = (400, 700, 500, 1100, 2400, 2900, 3100, 3200, 1900, 1000)

# The network would take seconds to load: a stand-in counts how often it is loaded, and the inspections are counted too.
PROGRAM = """
import sys, time, types
import numpy as np
from doab.model.cli import main
from doab.model.crops import known_crops
from doab.model.protocol import InputError
from doab.model.datatypes import AcquisitionTokens, TemporalMaps
from doab.model.datatypes import TilePrediction
from doab.model.datatypes import WatershedSettings
from doab.model.scene import inspection

class OneField:
    fingerprint = encoder_fingerprint = temporal_fingerprint = "none"
    refinement = None
    class_priors = np.full(2, 0.5)
    tile, crops, watershed_settings, name = 48, known_crops()[:2], WatershedSettings(), "one field 1"
    workers, tile_batch, notices = 1, 1, ()

    def __init__(self, bundle, device):
        print("loaded", bundle, device, flush=True)
        self.bundle = bundle

    def start_worker(self):
        pass

    def encode(self, windows):
        cells = np.zeros((16, 16, 1), np.float16), np.zeros((32, 32, 1), np.float16)
        return [AcquisitionTokens(one.day, *cells, one.valid[::4, ::4], one.valid) for one in windows]

    def temporal_maps(self, tokens, origin):
        maps = np.zeros((1, 16, 16), np.float16), np.zeros((1, 32, 32), np.float16)
        return TemporalMaps(*maps, np.array([one.clear for one in tokens]))

    def predict(self, tiles):
        return [self.predict_tile(*tile) for tile in tiles]

    def predict_tile(self, sample, compressed):
        if self.bundle == "slow":
            print("mapping", flush=True)
            time.sleep(0.3)
        if self.bundle == "broken":
            raise RuntimeError("the network broke")
        core = np.zeros((96, 96), np.float32)
        core[8:88, 8:88] = 0.9
        return TilePrediction((core > 0).astype(np.float32), (core == 0).astype(np.float32), core,
                        np.full((2, 48, 48), 0.5, np.float32))

look = inspection._inspect
inspection._inspect = lambda *request: (print("inspected", flush=True), look(*request))[1]

def choose_device(kind):
    if kind != "cpu":
        raise InputError("none here")
    return types.SimpleNamespace(type=kind)

sys.modules["doab.model.network.predictor"] = types.SimpleNamespace(
    load_predictor=OneField, choose_device=choose_device)
sys.exit(main(["serve", *sys.argv[1:]]))
"""


class Worker:
    """A worker with the stand-in, asked from outside."""

    def __init__(self, folder, *arguments):
        self.folder = folder
        self.last_line = None
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=folder,
            env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "OMP_NUM_THREADS": "1"},
        )
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
            if line == self.last_line:
                break
        self.process.stdout.close()

    def send(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def read(self, last):
        """Return the lines up to the one that holds ``last``."""
        lines = []
        while not lines or last not in lines[-1]:
            lines.append(self.lines.get(timeout=20))
        return lines

    def map(self, job):
        self.request(job)
        return self.answer()

    def request(self, job):
        self.send(protocol.write_line(protocol.MapRequest(job)))

    def answer(self):
        """Return (exit code, events without the last, other lines)."""
        lines = self.read('"Ended"')
        events = [protocol.read_event(line) for line in lines if line.startswith("{")]
        return events[-1].code, events[:-1], [line.strip() for line in lines if not line.startswith("{")]


@pytest.fixture
def worker(tmp_path):
    workers = []

    def start(*arguments):
        workers.append(Worker(tmp_path, *arguments))
        return workers[-1]

    yield start
    for one in workers:
        one.process.kill()
        one.process.wait()


@pytest.fixture
def image(tmp_path):
    """One date of 48 × 48 pixels."""
    path = tmp_path / "S2_L2A_20190626.tif"
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
    return path


@pytest.fixture
def request_for(image, tmp_path):
    """Return a function that makes a job for the image with other settings."""
    bands = {band: protocol.BandSource(str(image), i) for i, band in enumerate(BANDS, 1)}
    scene = protocol.Scene((protocol.Acquisition("S2", "2019-06-26", bands, 1e-4, nodata=0),))
    return lambda **settings: protocol.Job(scene, str(tmp_path / "parcels.gpkg"), overwrite=True, **settings)


def test_a_second_job_neither_loads_the_model_nor_inspects_the_images_again(worker, request_for):
    one = worker()
    code, events, others = one.map(request_for())
    assert (code, others) == (0, ["inspected", "loaded  auto"])
    assert {type(event) for event in events} == {protocol.Stage, protocol.Progress, protocol.Done}
    code, events, others = one.map(request_for(reference="2019-06-26"))
    assert (code, others) == (0, [])
    assert events[-1].result.parcels == 1 and events[-1].result.reference == "2019-06-26"


def test_another_bundle_or_device_is_loaded(worker, request_for):
    one = worker()
    assert "loaded  cpu" in one.map(request_for(device="cpu"))[2]
    assert "loaded mine cpu" in one.map(request_for(device="cpu", bundle="mine"))[2]
    assert "loaded mine auto" in one.map(request_for(bundle="mine"))[2]


def test_a_bundle_that_was_replaced_is_loaded_again(worker, request_for, tmp_path):
    one, bundle = worker(), tmp_path / "mine.zip"
    bundle.write_bytes(b"first")
    assert f"loaded {bundle} auto" in one.map(request_for(bundle=str(bundle)))[2]
    assert one.map(request_for(bundle=str(bundle)))[2] == []
    bundle.write_bytes(b"the second")
    assert f"loaded {bundle} auto" in one.map(request_for(bundle=str(bundle)))[2]


def test_an_image_that_was_replaced_is_inspected_again(worker, request_for, image):
    one = worker()
    assert one.map(request_for())[0] == 0
    with rasterio.open(image, "r+") as file:
        file.write(np.zeros((10, 48, 48), np.uint16))
    code, events, others = one.map(request_for())
    assert (code, others) == (2, ["inspected"])
    assert "every pixel is empty" in events[-1].text


def test_bad_input_broken_code_and_nonsense_are_reported_and_the_worker_goes_on(worker, request_for, tmp_path):
    one = worker()
    code, events, _ = one.map(request_for(reference="2018-01-01"))
    assert code == 2 and "2018-01-01" in events[-1].text
    code, events, _ = one.map(request_for(bundle="broken"))
    assert code == 1 and "the network broke" in events[-1].text
    for nonsense in ("hello", "[]", '{"type": "FlyRequest"}', '{"type": "MapRequest"}', '{"type": "Ended", "code": 0}'):
        one.send(nonsense)
        code, events, _ = one.answer()
        assert code == 2 and nonsense in events[-1].text
    one.send(protocol.write_line(protocol.ReadyRequest()))
    assert one.answer() == (0, [protocol.Done()], [])
    assert one.map(request_for())[0] == 0


def test_cancel_stops_the_run_that_is_on_and_no_other(worker, request_for, tmp_path):
    one = worker()
    one.send("cancel")
    one.request(request_for(bundle="slow"))
    one.read("mapping")
    one.send("cancel")
    assert one.answer()[0] == 130
    assert not list(tmp_path.glob("*.gpkg*")) and not list(tmp_path.glob(".doab-*"))
    one.send("cancel")
    assert one.map(request_for(bundle="slow"))[0] == 0


def test_finish_lets_the_run_that_is_on_come_to_an_end_with_what_it_has(worker, request_for, tmp_path):
    one = worker()
    one.request(request_for(bundle="slow"))
    one.read("mapping")
    one.send("finish")
    code, events, _ = one.answer()
    assert code == 0 and isinstance(events[-1], protocol.Done) and (tmp_path / "parcels.gpkg").exists()


def test_a_run_is_estimated_without_loading_the_model_or_inspecting_the_images(worker, request_for):
    one = worker()
    one.send(protocol.write_line(protocol.EstimateRequest(request_for())))
    code, events, others = one.answer()
    estimate = events[-1].result
    assert (code, others) == (0, [])
    assert (estimate.tiles, estimate.acquisitions, estimate.side) == (1, 1, 96)
    assert estimate.hectares == pytest.approx(23.04) and estimate.memory > 5e8
    assert estimate.bundle.startswith("default ") and "Maize" in estimate.crops
    one.send(protocol.write_line(protocol.EstimateRequest(request_for(bundle="/no/such.zip"))))
    code, events, _ = one.answer()
    assert code == 2 and "no model at /no/such.zip" in events[-1].text


def test_the_devices_that_work_are_listed(worker):
    one = worker()
    one.send(protocol.write_line(protocol.DevicesRequest()))
    code, events, _ = one.answer()
    devices = events[-1].result.devices
    assert code == 0 and [device.key for device in devices] == ["cpu"]
    assert devices[0].threads >= 1 and devices[0].free > 0


def test_images_are_recognised(worker, image):
    one = worker()
    one.send(protocol.write_line(protocol.InspectRequest((protocol.Source(str(image)),))))
    code, events, _ = one.answer()
    assert code == 0 and [a.date for a in events[-1].result.scene.acquisitions] == ["2019-06-26"]
    elsewhere = protocol.Area((0.0, 0.0, 0.0, 1.0), "EPSG:32631")
    one.send(protocol.write_line(protocol.InspectRequest((protocol.Source(str(image)),), elsewhere)))
    code, events, _ = one.answer()
    assert code == 2 and "west must be less than east" in events[-1].text


def test_thumbnails_are_reported_one_by_one(worker, request_for, tmp_path):
    one, scene = worker(), request_for().scene
    one.send(protocol.write_line(protocol.ThumbnailsRequest(scene.acquisitions, str(tmp_path))))
    code, events, _ = one.answer()
    assert code == 0 and [type(event) for event in events] == [protocol.ThumbnailReady, protocol.Done]
    assert events[0].thumbnail.date == "2019-06-26" and os.path.isfile(events[0].thumbnail.path)


def test_parcels_are_exported_with_progress_and_a_count(worker, request_for, tmp_path):
    one, out = worker(), tmp_path / "june.parquet"
    assert one.map(request_for())[0] == 0
    one.send(protocol.write_line(protocol.ExportRequest(str(tmp_path / "parcels.gpkg"), str(out), "parcels")))
    code, events, _ = one.answer()
    assert (code, events) == (0, [protocol.Progress(1.0), protocol.Done(protocol.ExportSummary(1, 0))])
    assert out.exists()


def test_the_end_of_standard_input_stops_the_run_and_the_worker_and_removes_its_folder(worker, request_for, tmp_path):
    folder = tmp_path / "its own"
    one = worker("--folder", str(folder))
    one.send(protocol.write_line(protocol.ReadyRequest()))
    assert one.answer()[0] == 0
    (folder / "run").mkdir()
    one.request(request_for(bundle="slow", scratch=str(folder / "run")))
    one.read("mapping")
    one.process.stdin.close()
    assert one.answer()[0] == 130
    assert one.process.wait(5) == 0
    assert not folder.exists() and not (tmp_path / "parcels.gpkg").exists()


def test_nobody_left_to_read_the_answer_ends_the_worker_too(worker, request_for, tmp_path):
    folder = tmp_path / "its own"
    folder.mkdir()
    one = worker("--folder", str(folder))
    one.last_line = "mapping\n"
    one.request(request_for(bundle="slow"))
    one.read("mapping")
    one.process.stdin.close()
    one.process.wait(5)
    assert not folder.exists()


def test_a_worker_without_work_ends_after_a_while(worker, tmp_path):
    folder = tmp_path / "its own"
    folder.mkdir()
    start = time.monotonic()
    one = worker("--idle", "0.02", "--folder", str(folder))
    assert one.process.wait(20) == 0
    assert time.monotonic() - start > 1.2 and not folder.exists()


def test_nothing_heavy_is_imported_before_the_first_job(tmp_path):
    code = """if True:
        import sys
        from doab.model.cli import main
        main(["serve", "--idle", "0"])
        print([name for name in ("torch", "rasterio", "numpy") if name in sys.modules])
    """
    answer = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, cwd=tmp_path
    )
    assert answer.stdout.strip() == "[]", answer.stderr


def test_what_is_not_on_this_computers_disks_is_inspected_every_time(request_for, monkeypatch):
    looked = []
    monkeypatch.setattr(
        inspection, "_inspect", lambda *arguments: looked.append(arguments) or protocol.Inspection(arguments[0])
    )
    near = request_for().scene
    bands = {"B04": protocol.BandSource("/vsicurl/http://localhost/S2.tif")}
    far = protocol.Scene((protocol.Acquisition("S2", "2019-06-26", bands),))
    for scene in (near, near, far, far):
        inspection.inspect_scene(scene)
    assert len(looked) == 3
