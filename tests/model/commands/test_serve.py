"""``doab serve``: one process, many jobs; the model and what was seen of the images stay."""

import json
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
from doab.model.datatypes import AcquisitionTokens, TileLatents
from doab.model.datatypes import TilePrediction
from doab.model.datatypes import WatershedSettings
from doab.model.scene import inspection

class OneField:
    encoder_fingerprint = temporal_fingerprint = "none"
    class_priors = np.full(2, 0.5)
    tile, crops, watershed_settings, name = 48, known_crops()[:2], WatershedSettings(), "one field 1"

    def __init__(self, bundle, device):
        print("loaded", bundle, device, flush=True)
        self.bundle = bundle

    def encode(self, sample):
        return [AcquisitionTokens(737_000, *np.zeros((2, 12, 12, 1), np.float16), clear[::4, ::4], clear)
                for clear in sample.optical_valid]

    def encode_time(self, encoded, n_clear):
        return TileLatents(np.zeros((1, 1), np.float16), *np.zeros((2, 1, 12, 12), np.float16), n_clear)

    def __call__(self, sample, compressed):
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
inspection._inspect = lambda *asked: (print("inspected", flush=True), look(*asked))[1]

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
        self.enough = None
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
            if line == self.enough:
                break
        self.process.stdout.close()

    def send(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self, last):
        """Return the lines up to the one that holds ``last``."""
        heard = []
        while not heard or last not in heard[-1]:
            heard.append(self.lines.get(timeout=20))
        return heard

    def map(self, request):
        self.request(request)
        return self.answer()

    def request(self, request):
        path = self.folder / "job.json"
        path.write_text(protocol.dumps(request), "utf-8")
        self.send(json.dumps({"command": "map", "job": str(path)}))

    def answer(self):
        """Return (exit code, events without the last, other lines)."""
        heard = self.hear('"ended"')
        events = [json.loads(line) for line in heard if line.startswith("{")]
        return events[-1]["code"], events[:-1], [line.strip() for line in heard if not line.startswith("{")]


@pytest.fixture
def worker(tmp_path):
    made = []

    def start(*arguments):
        made.append(Worker(tmp_path, *arguments))
        return made[-1]

    yield start
    for one in made:
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
    return lambda **settings: protocol.Job(scene, str(tmp_path / "parcels.gpkg"), **settings)


def test_a_second_job_neither_loads_the_model_nor_looks_at_the_images_again(worker, request_for):
    one = worker()
    code, events, others = one.map(request_for())
    assert (code, others) == (0, ["inspected", "loaded  auto"])
    assert {event["event"] for event in events} == {"stage", "progress", "done"}
    code, events, others = one.map(request_for(reference="2019-06-26"))
    assert (code, others) == (0, [])
    assert events[-1]["parcels"] == 1 and events[-1]["reference"] == "2019-06-26"


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


def test_an_image_that_was_replaced_is_looked_at_again(worker, request_for, image):
    one = worker()
    assert one.map(request_for())[0] == 0
    with rasterio.open(image, "r+") as file:
        file.write(np.zeros((10, 48, 48), np.uint16))
    code, events, others = one.map(request_for())
    assert (code, others) == (2, ["inspected"])
    assert "every pixel is empty" in events[-1]["text"]


def test_bad_input_broken_code_and_nonsense_are_told_and_the_worker_goes_on(worker, request_for, tmp_path):
    one = worker()
    code, events, _ = one.map(request_for(reference="2018-01-01"))
    assert code == 2 and "2018-01-01" in events[-1]["text"]
    code, events, _ = one.map(request_for(bundle="broken"))
    assert code == 1 and "the network broke" in events[-1]["text"]
    for nonsense in ("hello", "[]", '{"command": "fly"}', '{"command": "map"}'):
        one.send(nonsense)
        code, events, _ = one.answer()
        assert code == 2 and nonsense in events[-1]["text"]
    one.send(json.dumps({"command": "map", "job": str(tmp_path / "none.json")}))
    assert one.answer()[0] == 2
    one.send('{"command": "ready"}')
    assert one.answer() == (0, [], [])
    assert one.map(request_for())[0] == 0


def test_cancel_stops_the_run_that_is_on_and_no_other(worker, request_for, tmp_path):
    one = worker()
    one.send("cancel")
    one.request(request_for(bundle="slow"))
    one.hear("mapping")
    one.send("cancel")
    assert one.answer()[0] == 130
    assert not list(tmp_path.glob("*.gpkg*")) and not list(tmp_path.glob(".doab-*"))
    one.send("cancel")
    assert one.map(request_for(bundle="slow"))[0] == 0


def test_finish_lets_the_run_that_is_on_come_to_an_end_with_what_it_has(worker, request_for, tmp_path):
    one = worker()
    one.request(request_for(bundle="slow"))
    one.hear("mapping")
    one.send("finish")
    code, events, _ = one.answer()
    assert code == 0 and events[-1]["event"] == "done" and (tmp_path / "parcels.gpkg").exists()


def test_what_a_run_would_be_is_told_without_loading_the_model_or_looking_at_the_images(worker, request_for, tmp_path):
    one, path = worker(), tmp_path / "job.json"
    path.write_text(protocol.dumps(request_for()), "utf-8")
    one.send(json.dumps({"command": "outlook", "job": str(path)}))
    code, events, others = one.answer()
    outlook = protocol.loads(protocol.Estimate, json.dumps(events[-1]["outlook"]))
    assert (code, others) == (0, [])
    assert (outlook.tiles, outlook.acquisitions, outlook.side) == (1, 1, 96)
    assert outlook.hectares == pytest.approx(23.04) and outlook.memory > 5e8
    assert outlook.bundle.startswith("default ") and "Maize" in outlook.crops
    path.write_text(protocol.dumps(request_for(bundle="/no/such.zip")), "utf-8")
    one.send(json.dumps({"command": "outlook", "job": str(path)}))
    code, events, _ = one.answer()
    assert code == 2 and "no bundle at /no/such.zip" in events[-1]["text"]


def test_the_devices_that_work_are_told(worker):
    one = worker()
    one.send('{"command": "device"}')
    code, events, _ = one.answer()
    computer = protocol.loads(protocol.Computer, json.dumps(events[-1]["device"]))
    assert code == 0 and [device.key for device in computer.devices] == ["cpu"]
    assert computer.devices[0].threads >= 1 and computer.devices[0].free > 0


def test_the_end_of_standard_input_stops_the_run_and_the_worker_and_removes_its_folder(worker, request_for, tmp_path):
    folder = tmp_path / "its own"
    (folder / "run").mkdir(parents=True)
    one = worker("--folder", str(folder))
    one.request(request_for(bundle="slow", scratch=str(folder / "run")))
    one.hear("mapping")
    one.process.stdin.close()
    assert one.answer()[0] == 130
    assert one.process.wait(5) == 0
    assert not folder.exists() and not (tmp_path / "parcels.gpkg").exists()


def test_nobody_left_to_hear_the_answer_ends_the_worker_too(worker, request_for, tmp_path):
    folder = tmp_path / "its own"
    folder.mkdir()
    one = worker("--folder", str(folder))
    one.enough = "mapping\n"
    one.request(request_for(bundle="slow"))
    one.hear("mapping")
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


def test_what_is_not_on_this_computers_disks_is_looked_at_every_time(request_for, monkeypatch):
    looked = []
    monkeypatch.setattr(inspection, "_inspect", lambda *asked: looked.append(asked) or protocol.Inspection(asked[0]))
    near = request_for().scene
    bands = {"B04": protocol.BandSource("/vsicurl/http://localhost/S2.tif")}
    far = protocol.Scene((protocol.Acquisition("S2", "2019-06-26", bands),))
    for scene in (near, near, far, far):
        inspection.inspect_scene(scene)
    assert len(looked) == 3
