"""``doab thumbnails``: one event a picture."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model import protocol
from doab.model.cli import main


@pytest.fixture
def request_file(tmp_path):
    """A request for two dates, the later first, and its file."""
    dates = []
    for day in ("20190726", "20190626"):
        path = tmp_path / f"S2_{day}.tif"
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            height=16,
            width=16,
            count=3,
            dtype="uint16",
            crs="EPSG:32631",
            transform=from_origin(500_000, 5_600_000, 10, 10),
        ) as file:
            file.write(np.full((3, 16, 16), 1000, np.uint16))
        bands = {name: protocol.BandSource(str(path), index) for index, name in enumerate(("B02", "B03", "B04"), 1)}
        dates.append(protocol.Acquisition("S2", f"{day[:4]}-{day[4:6]}-{day[6:]}", bands, 1e-4))
    path = tmp_path / "request.json"
    path.write_text(protocol.dumps(protocol.ThumbnailsRequest(tuple(dates))), "utf-8")
    return path


def ask(request, out) -> int:
    return main(["thumbnails", "--request", str(request), "--out", str(out)])


def test_a_line_is_printed_for_each_picture_in_the_order_asked(request_file, tmp_path, capsys):
    assert ask(request_file, tmp_path) == 0
    thumbnails = [protocol.read_event(line).thumbnail for line in capsys.readouterr().out.splitlines()]
    assert [(one.date, one.note) for one in thumbnails] == [("2019-07-26", ""), ("2019-06-26", "")]
    assert len({one.path for one in thumbnails}) == 2
    assert not list(tmp_path.glob("*.part")) and not list(tmp_path.glob("*.xml"))


def test_what_is_no_request_and_a_folder_that_is_not_there_are_refused(request_file, tmp_path, capsys):
    assert ask(tmp_path / "none.json", tmp_path) == 2
    assert ask(request_file, tmp_path / "nowhere") == 2
    assert "nowhere does not exist" in capsys.readouterr().err
