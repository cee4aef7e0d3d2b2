"""Sources on other machines: recognised as the same files on a disk are, and nothing beyond them is opened."""

import dataclasses
import json
import shutil
import sys
import zipfile

import numpy as np
import pytest
import rasterio

from doab.model import remote_files
from doab.model.protocol import OPTICAL_BANDS, Source, dumps
from doab.model.remote_files import path_of
from doab.model.scene.discovery import discover
from doab.model.scene.fingerprint import fingerprint
from doab.model.scene.raster_access import open_dataset

pytestmark = pytest.mark.usefixtures("website")
BANDS = OPTICAL_BANDS[:4]


def counts(bands=1, value=2000):
    return np.full((bands, 8, 8), value, np.uint16)


def there(website, name="") -> Source:
    return Source(path_of(f"{website.url}/{name}"), "s2")


def assert_same(website, tmp_path, name):
    """The scene at a URL is that on the disk, but for its paths."""
    here, remote = discover([Source(str(tmp_path / name), "s2")]), discover([there(website, name)])
    assert here.acquisitions
    assert dumps(remote).replace(path_of(website.url), str(tmp_path)) == dumps(here)


def test_a_folder_is_recognised_with_its_cloud_masks_and_the_folders_in_it(website, write, tmp_path):
    for day in ("20230501", "20230611"):
        write(f"scene/{day}/S2_{day}.tif", counts(4), BANDS)
        write(f"scene/{day}/S2_{day}_SCL.tif", counts(value=4))
        write(f"scene/{day}/S2_{day}_TCI.tif", counts(3))
    write("scene/.hidden/S2_20230701.tif", counts(4), BANDS)
    assert_same(website, tmp_path, "scene")
    assert len(discover([there(website, "scene/")]).acquisitions) == 2


def test_a_product_is_recognised_by_its_metadata(website, safe, tmp_path):
    assert_same(website, tmp_path, safe.name)
    (acquisition,) = discover([there(website, f"{safe.name}/MTD_MSIL2A.xml")]).acquisitions
    assert acquisition.offset == -0.1 and acquisition.clouds
    shutil.copytree(safe, tmp_path / "all" / safe.name)
    assert_same(website, tmp_path, "all")


def test_a_stac_item_says_what_the_files_beside_it_are(website, write, tmp_path):
    scaling = {"raster:bands": [{"scale": 0.0001, "offset": -0.1}]}
    assets = {
        "red": {"href": "./a.tif", "eo:bands": [{"name": "red"}], **scaling},
        "nir": {"href": "https://example.org/deep/b.tif?key=1", "eo:bands": [{"name": "nir"}], **scaling},
        "blue": {"href": "../c.tif", "eo:bands": [{"name": "blue"}], **scaling},
        "green": {"href": "https://example.org/d.tif", "eo:bands": [{"name": "green"}], **scaling},
    }
    properties = {"datetime": "2023-06-26T10:40:31Z", "platform": "sentinel-2a"}
    for name in ("scene/item/a.tif", "scene/item/b.tif", "scene/c.tif"):
        write(name, counts())
    item = {"stac_version": "1.0.0", "type": "Feature", "id": "x", "properties": properties, "assets": assets}
    (tmp_path / "scene" / "item" / "item.json").write_text(json.dumps(item))
    (tmp_path / "scene" / "other.json").write_text("{}")
    (tmp_path / "scene" / "c.tif").unlink()
    assert_same(website, tmp_path, "scene")
    (acquisition,) = discover([there(website, "scene")]).acquisitions
    assert [*acquisition.bands] == ["B04", "B08"] and acquisition.offset == -0.1
    (problem,) = discover([there(website, "scene/item/item.json")]).problems
    assert "Give its folder" in problem.text


def test_a_file_in_two_sources_is_used_once_with_its_own_facts(website, write):
    write("scene/S2_20230501.tif", counts(4), BANDS)
    own = dataclasses.replace(there(website, "scene/S2_20230501.tif"), date="2023-07-01")
    (acquisition,) = discover([there(website, "scene"), own]).acquisitions
    assert acquisition.date == "2023-07-01"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<GDAL_WMS><Service name='TMS'><ServerUrl>{url}/secret</ServerUrl></Service></GDAL_WMS>", "S2_20230501.tif"),
        ("<VRTDataset rasterXSize='8' rasterYSize='8'><VRTRasterBand dataType='UInt16' band='1'><SimpleSource>"
         "<SourceFilename>/vsicurl/{url}/secret.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>",
         "S2_20230501.tif"),
    ],
)  # fmt: skip
def test_what_a_file_of_a_remote_folder_names_is_not_opened(website, tmp_path, content, name):
    (tmp_path / "scene").mkdir()
    (tmp_path / "scene" / name).write_text(content.format(url=website.url))
    scene = discover([there(website, "scene")])
    assert not scene.acquisitions and scene.problems
    assert not [path for path in website.requests if "secret" in path]


def test_what_is_opened_on_disks_only_says_so(website, write, tmp_path):
    image = write("scene/S2_20230501.tif", counts(4), BANDS)
    with zipfile.ZipFile(tmp_path / "scene" / "S2_20230611.zip", "w") as archive:
        archive.write(image, "S2_20230611.tif")
    (tmp_path / "scene" / "cube.zarr").mkdir()
    (tmp_path / "scene" / "cube.zarr" / ".zgroup").write_text("{}")
    scene = discover([there(website, "scene")])
    assert len(scene.acquisitions) == 1
    (problem,) = [one for one in scene.problems if "disks only" in one.text]
    assert {problem.path.rpartition("/")[2], *(other.rpartition("/")[2] for other in problem.others)} == {
        "S2_20230611.zip",
        "cube.zarr",
    }


def test_what_is_not_there_or_empty_says_so(website, tmp_path):
    (tmp_path / "empty").mkdir()
    for name, text in (("nowhere", "no such file or folder"), ("empty", "cannot be opened"), ("a.tif", "cannot be")):
        (problem,) = discover([there(website, name)]).problems
        assert text in problem.text


def test_an_image_without_an_ending_is_opened_where_nothing_can_be_listed(website, write, tmp_path, monkeypatch):
    image = write("S2_20230501.tif", counts(4), BANDS)
    shutil.copy(image, tmp_path / "S2_20230501")
    (tmp_path / "folder").mkdir()
    for missing in (False, True):
        if missing:
            monkeypatch.setitem(sys.modules, "aiohttp", None)
            monkeypatch.setitem(sys.modules, "fsspec", None)
        (acquisition,) = discover([there(website, "S2_20230501")]).acquisitions
        assert acquisition.date == "2023-05-01"
    (problem,) = discover([there(website, "folder")]).problems
    assert "a Python package is missing" in problem.text


def test_a_changed_file_is_known_and_read_anew(website, write, monkeypatch):
    monkeypatch.setattr(remote_files, "AGE", 1e-9)
    path = there(website, "S2_20230501.tif").path
    prints, values = [], []
    for value in (500, 700):
        write("S2_20230501.tif", counts(4, value), BANDS)
        (acquisition,) = discover([Source(path, "s2")]).acquisitions
        prints.append(fingerprint(acquisition, None))
        with open_dataset(path) as dataset:
            values.append(int(dataset.read(1)[0, 0]))
    assert all(prints) and prints[0] != prints[1] and values == [500, 700]


def test_an_image_in_an_archive_names_no_other_file(write, tmp_path):
    image = write("a.tif", counts())
    stack = f"<VRTDataset rasterXSize='8' rasterYSize='8'><VRTRasterBand dataType='UInt16' band='1'><SimpleSource>\
<SourceFilename>{image}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    with zipfile.ZipFile(tmp_path / "S2.zip", "w") as archive:
        archive.writestr("S2_20230501_B02.tif", stack)
    scene = discover([Source(str(tmp_path / "S2.zip"), "s2")])
    assert not scene.acquisitions and "cannot be opened" in scene.problems[0].text
    with rasterio.open(image) as dataset:
        assert dataset.count == 1
