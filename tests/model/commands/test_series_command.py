"""``doab series`` and the same as a request of ``doab serve``."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model import protocol
from doab.model.cli import main

WHEAT = "3301010101"
OUTLINE = json.dumps(
    {
        "type": "Polygon",
        "coordinates": [[[500_020, 5_599_980], [500_060, 5_599_980], [500_060, 5_599_920], [500_020, 5_599_980]]],
    }
)


@pytest.fixture
def request_file(tmp_path):
    """A request for one parcel on one date, and its file."""
    image, path = tmp_path / "S2_20190626.tif", tmp_path / "request.json"
    with rasterio.open(
        image,
        "w",
        driver="GTiff",
        height=16,
        width=16,
        count=2,
        dtype="uint16",
        crs="EPSG:32631",
        transform=from_origin(500_000, 5_600_000, 10, 10),
        nodata=0,
    ) as file:
        file.write(np.stack([np.full((16, 16), 500, np.uint16), np.full((16, 16), 3100, np.uint16)]))
    bands = {"B04": protocol.BandSource(str(image), 1), "B08": protocol.BandSource(str(image), 2)}
    scene = protocol.Scene((protocol.Acquisition("S2", "2019-06-26", bands, 1e-4, nodata=0),))
    path.write_text(
        protocol.dumps(protocol.ParcelTimeSeriesRequest(scene, "2019-06-26", OUTLINE, "EPSG:32631", (WHEAT, "0"))),
        "utf-8",
    )
    return path


def check(series: protocol.ParcelTimeSeries) -> None:
    assert series.observations["NDVI"][0].mean == pytest.approx(0.722, abs=0.01)
    assert series.observations["VV"] == ()
    assert set(series.reference_curves) == {WHEAT} and set(series.reference_curves[WHEAT]) == {"NDVI", "VV", "VH"}


@pytest.fixture
def served():
    """Return a function that sends a request to one worker and returns its events."""
    with subprocess.Popen(
        [sys.executable, "-m", "doab.model", "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as worker:

        def ask(request):
            worker.stdin.write(f"{protocol.write_line(request)}\n")
            worker.stdin.flush()
            events = []
            while not events or not isinstance(events[-1], protocol.Ended):
                events.append(protocol.read_event(worker.stdout.readline()))
            return events

        yield ask
        worker.stdin.close()


def test_the_command_prints_the_series(request_file, capsys):
    assert main(["series", "--request", str(request_file)]) == 0
    check(protocol.loads(protocol.ParcelTimeSeries, capsys.readouterr().out))


@pytest.mark.parametrize("text", [None, "{}", '{"scene": 3}'])
def test_the_command_refuses_what_is_no_request(text, tmp_path, capsys):
    path = tmp_path / "none.json"
    if text is not None:
        path.write_text(text)
    assert main(["series", "--request", str(path)]) == 2
    assert capsys.readouterr().err.startswith("doab: ")


def test_a_worker_answers_with_the_series_too_and_refuses_an_outline_that_is_none(request_file, served):
    request = protocol.loads(protocol.ParcelTimeSeriesRequest, request_file.read_text("utf-8"))
    failed, ended = served(dataclasses.replace(request, outline="{}"))
    assert isinstance(failed, protocol.Failed) and ended == protocol.Ended(2)
    done, ended = served(request)
    assert isinstance(done, protocol.Done) and ended == protocol.Ended(0)
    check(done.result)
