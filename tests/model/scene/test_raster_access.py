"""What is opened as a raster and what is not, and that every failure is a sentence about the file."""

from __future__ import annotations

import os

import numpy as np
import pytest
import rasterio

from doab.model.protocol import Problem, Source
from doab.model.scene import raster_access
from doab.model.scene.discovery import discover
from doab.model.scene.raster_access import UnreadableRasterError, open_dataset
from doab.model.scene.recognition import recognise

IMAGE = np.full((1, 8, 8), 500, np.uint16)
VRT = """<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>EPSG:32631</SRS>
<GeoTransform>500000, 10, 0, 5600000, 0, -10</GeoTransform>
<VRTRasterBand dataType="UInt16" band="1"><Description>B02</Description>
<SimpleSource><SourceFilename relativeToVRT="{relative}">{name}</SourceFilename><SourceBand>1</SourceBand>
</SimpleSource>
</VRTRasterBand></VRTDataset>"""


def refusal(path) -> str:
    with pytest.raises(UnreadableRasterError) as caught:
        open_dataset(str(path)).close()
    return caught.value.reason


def test_an_image_and_a_virtual_raster_of_it_open(write, tmp_path):
    write("S2_20190630_B02.tif", IMAGE)
    stack = tmp_path / "S2_20190630.vrt"
    stack.write_text(VRT.format(relative=1, name="S2_20190630_B02.tif"))
    with open_dataset(str(stack)) as dataset:
        assert (dataset.read() == 500).all()


@pytest.mark.parametrize(
    "name",
    [
        "http://127.0.0.1:9/a.tif",
        "/vsicurl/http://127.0.0.1:9/a.tif",
        "/etc/passwd",
        "absent.tif",
        "&lt;VRTDataset/&gt;",
    ],
)
def test_a_virtual_raster_may_only_name_images_on_this_computer(tmp_path, name):
    stack = tmp_path / "S2_20190630.vrt"
    stack.write_text(VRT.format(relative=0, name=name))
    assert "no image on this computer" in refusal(stack)


def test_virtual_rasters_that_name_each_other_are_refused(tmp_path):
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.vrt").write_text(VRT.format(relative=1, name=f"{other}.vrt"))
    assert "nested" in refusal(tmp_path / "a.vrt")


@pytest.mark.parametrize(
    "text",
    ["<GDAL_WMS><Service name='TMS'><ServerUrl>http://127.0.0.1:9/</ServerUrl></Service></GDAL_WMS>", '{"a": 1}'],
)
def test_texts_that_lead_elsewhere_are_not_opened(tmp_path, text):
    path = tmp_path / "S2_20190630.tif"
    path.write_text(text)
    assert "lies elsewhere" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_named_pipe_in_a_folder_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "S2_20190630_B02.tif")
    (problem,) = discover([Source(str(tmp_path))]).problems
    assert "no ordinary file" in problem.text


def test_blocks_too_large_to_be_read_in_parts_are_refused(write, monkeypatch):
    path = write("S2_20190630_B02.tif", IMAGE)
    monkeypatch.setattr(raster_access, "LARGEST_BLOCK", 100)
    assert "tiled GeoTIFF" in refusal(path)


@pytest.mark.parametrize(
    "transform",
    [
        (10, 10, 0, 10, 10, 0),
        (0, 0, 5e5, 0, 0, 5.6e6),
        (1e-9, 0, 5e5, 0, -1e-9, 5.6e6),
        (1000, 0, 5e5, 0, -1000, 5.6e6),
        (float("nan"), 0, 0, 0, -10, 0),
    ],
)
def test_a_raster_without_a_sensible_place_is_a_problem_of_its_own(tmp_path, transform):
    path = tmp_path / "S2_20190630_B02.tif"
    profile = {"driver": "GTiff", "width": 8, "height": 8, "count": 1, "dtype": "uint16", "crs": "EPSG:32631"}
    with rasterio.open(path, "w", transform=rasterio.Affine(*transform), **profile) as file:
        file.write(IMAGE)
    assert isinstance(recognise(str(path), Source(str(path))), Problem)


@pytest.mark.parametrize("crs", ['LOCAL_CS["x",UNIT["metre",1]]', "EPSG:4978", "EPSG:4326"])
def test_a_coordinate_system_that_does_not_fit_is_asked_about(tmp_path, crs):
    path = tmp_path / "S2_20190630_B02.tif"
    profile = {"driver": "GTiff", "width": 8, "height": 8, "count": 1, "dtype": "uint16", "crs": crs}
    with rasterio.open(path, "w", transform=rasterio.Affine(10, 0, 5e5, 0, -10, 5.6e6), **profile) as file:
        file.write(IMAGE)
    problem = recognise(str(path), Source(str(path)))
    assert isinstance(problem, Problem)
