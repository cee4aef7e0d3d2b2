"""Fingerprints of acquisitions."""

import os
import shutil
import zipfile

import numpy as np
import pytest
import rasterio
from rasterio.shutil import copy as copy_raster

from doab.model.protocol import OPTICAL_BANDS, Acquisition, BandSource
from doab.model.scene.fingerprint import fingerprint


@pytest.fixture
def image(write):
    return write("S2_20190630.tif", np.full((10, 4, 4), 900, np.uint16), OPTICAL_BANDS)


def fingerprint_of(path):
    return fingerprint(Acquisition("S2", "2019-06-30", {"B02": BandSource(str(path))}), None)


def later(path):
    """Pretend that the file was written again a second later."""
    facts = os.stat(path)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1_000_000_000))


def test_a_file_is_known_by_its_path_its_size_and_the_time_of_its_change(image, tmp_path):
    first = fingerprint_of(image)
    assert fingerprint_of(image) == first
    copy = shutil.copy2(image, tmp_path / "copy.tif")
    assert fingerprint_of(copy) != first
    later(image)
    assert fingerprint_of(image) != first


def test_an_image_in_an_archive_changes_with_the_archive(image, tmp_path):
    archive = tmp_path / "product.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(image, "inside/a.tif")
    path = f"/vsizip/{archive}/inside/a.tif"
    first = fingerprint_of(path)
    assert first
    later(archive)
    assert fingerprint_of(path) != first


def test_a_virtual_raster_changes_with_the_files_it_is_made_of(image, tmp_path):
    inner, outer = tmp_path / "inner.vrt", tmp_path / "outer.vrt"
    copy_raster(image, inner, driver="VRT")
    copy_raster(inner, outer, driver="VRT")
    with rasterio.open(outer) as dataset:
        assert dataset.count == 10
    first = fingerprint_of(outer)
    assert first
    later(image)
    assert fingerprint_of(outer) != first


@pytest.mark.parametrize("path", ["nowhere.tif", "/vsicurl/https://example.org/a.tif", "/vsimem/a.tif"])
def test_what_is_not_on_this_computers_disks_is_not_known(path):
    assert fingerprint_of(path) == ""
