"""Every signal and a closed terminal stop a command as cancelled: nothing is left, what was there is whole."""

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model import stopping
from doab.model.mapping.geopackage import parcel_writer
from doab.model.stopping import Interrupted, shielded, stop_on_signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")

# A stand-in for the network that waits while a tile is encoded, with "writing" while parcels are written; with
# "checking" it asks all the time whether it is to stop. Whatever the starter of the tests ignores counts here.
MAP = """if True:
    import signal, sys, time, types
    for name in ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    ignored, moment, *arguments = sys.argv[1:]
    if ignored:
        signal.signal(getattr(signal, ignored), signal.SIG_IGN)
    from doab.model.cli import main
    from doab.model.crops import known_crops
    from doab.model.datatypes import WatershedSettings
    from doab.model.mapping import map_scene

    def wait(*_arguments):
        print("at it", flush=True)
        time.sleep(60)

    class Slow:
        fingerprint = encoder_fingerprint = temporal_fingerprint = "none"
        refinement = None
        class_priors = (1.0, 1.0)
        tile, crops, watershed_settings, name = 48, known_crops()[:2], WatershedSettings(), "slow"
        workers = 1

        def start_worker(self):
            pass

        def encode(self, _windows):
            print("at it", flush=True)
            time.sleep(3)  # what has begun is waited for

    def map_blocks(_mapper, _tokens, _previews, reporter, _share):
        if moment == "checking":
            print("at it", flush=True)
            while True:
                reporter.check()
                time.sleep(0.02)

    if moment != "reading":
        map_scene.BlockMapper.map_blocks = map_blocks
        map_scene.ParcelVectorizer.write_result = wait
    sys.modules["doab.model.network.predictor"] = types.SimpleNamespace(load_predictor=lambda *_: Slow())
    sys.exit(main(arguments))
"""


@pytest.fixture
def image(tmp_path):
    """One date of 48 × 48 pixels."""
    path = tmp_path / "S2_L2A_20190626.tif"
    profile = {"height": 48, "width": 48, "count": 10, "dtype": "uint16", "crs": "EPSG:32631", "nodata": 0}
    with rasterio.open(path, "w", transform=from_origin(500_000, 5_600_000, 10, 10), **profile) as file:
        file.write(np.full((10, 48, 48), 900, np.uint16))
    return path


@pytest.fixture
def older(tmp_path):
    """An older result."""
    path = tmp_path / "parcels.gpkg"
    with parcel_writer(path, "EPSG:32631", {}):
        pass
    return path


def start(image, out, moment="reading", ignored="", **pipes):
    arguments = ["map", "--s2", str(image), "--out", str(out), "--cache", "0", "--overwrite"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL} | pipes
    return subprocess.Popen([sys.executable, "-c", MAP, ignored, moment, *arguments], text=True, **pipes)


def check_whole(older, before, image):
    assert older.read_bytes() == before
    assert sorted(path.name for path in older.parent.iterdir()) == sorted([older.name, image.name])


@pytest.mark.parametrize(
    ("name", "moment"),
    [("SIGINT", "reading"), ("SIGTERM", "writing"), ("SIGHUP", "reading"), ("SIGQUIT", "writing")],
)
def test_a_signal_cancels_a_run_and_cleans_up(image, older, name, moment):
    before = older.read_bytes()
    with start(image, older, moment) as child:
        assert child.stdout.readline() == "at it\n"
        assert not list(older.parent.glob(".doab-*"))
        child.send_signal(getattr(signal, name))
        child.send_signal(getattr(signal, name))  # impatience does not disturb the cleaning up
        assert child.wait(20) == 130
    check_whole(older, before, image)


@pytest.mark.parametrize("moment", ["reading", "writing"])
def test_a_run_that_is_killed_leaves_nothing_beside_its_target(image, older, moment):
    before = older.read_bytes()
    with start(image, older, moment) as child:
        assert child.stdout.readline() == "at it\n"
        child.kill()
    check_whole(older, before, image)


def test_a_signal_that_the_starter_ignores_stays_ignored(image, older):
    with start(image, older, ignored="SIGHUP") as child:
        assert child.stdout.readline() == "at it\n"
        child.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.5)
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 130


def test_a_terminal_that_closes_cancels_a_run_without_any_signal(image, older):
    before = older.read_bytes()
    master, slave = pty.openpty()
    with start(image, older, "checking", stdout=slave, stderr=slave) as child:
        os.close(slave)
        seen = b""
        while b"at it" not in seen:
            assert select.select([master], [], [], 20)[0]
            seen += os.read(master, 4096)
        os.close(master)
        assert child.wait(20) == 130
    check_whole(older, before, image)


@pytest.mark.parametrize("command", [["cache"], ["--help"]])
def test_a_reader_that_goes_away_is_no_error_of_the_program(command):
    code = "import sys, time; from doab.model.cli import main; time.sleep(0.2); sys.exit(main(sys.argv[1:]))"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, *command], **pipes) as child:
        child.stdout.close()
        errors = child.stderr.read()
        assert child.wait(60) == 130 and b"Traceback" not in errors and b"Exception" not in errors


def test_the_worker_stops_by_a_signal_and_removes_its_folder(tmp_path):
    code = """if True:
        import signal, sys
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        from doab.model.cli import main
        sys.exit(main(["serve", "--folder", sys.argv[1]]))
    """
    folder = tmp_path / "worker"
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE) as child:
        latest = time.monotonic() + 20
        while not (folder / "owner.json").exists():
            assert time.monotonic() < latest
            time.sleep(0.02)
        child.send_signal(signal.SIGHUP)
        assert child.wait(20) == 130
    assert not folder.exists()


def test_the_worker_takes_no_folder_that_holds_files(tmp_path, capfd):
    from doab.model.cli import main

    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["serve", "--folder", str(tmp_path), "--idle", "0"]) == 2
    assert (tmp_path / "thesis.txt").read_text() == "mine" and "would be removed" in capfd.readouterr().err


def test_a_signal_waits_for_the_end_of_what_must_not_be_interrupted():
    steps = []
    with pytest.raises(Interrupted), stop_on_signals(), shielded():
        os.kill(os.getpid(), signal.SIGTERM)
        steps.append("done")
    assert steps == ["done"] and signal.getsignal(signal.SIGTERM) is not stopping._receive


def test_an_exception_that_a_library_swallows_is_raised_again():
    with stop_on_signals():
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted):
            stopping.raise_if_stopped()
    stopping.raise_if_stopped()
