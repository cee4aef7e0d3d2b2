"""Archives, products and folders among images that cannot be read, which are named."""

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.discovery import discover
from doab.model.scene.safe import LARGEST_METADATA

NO_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")


def counts(value, bands=1, shape=(8, 8), dtype=np.uint16):
    return np.full((bands, *shape), value, dtype)


def discovered(*paths, **facts):
    return discover([Source(str(path), **facts) for path in paths])


def damaged(archive):
    archive.write_bytes(archive.read_bytes()[:40])


def encrypted(archive):
    content = bytearray(archive.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + flags] |= 1
    archive.write_bytes(bytes(content))


def piped(archive):
    archive.unlink()
    os.mkfifo(archive)  # opening it would wait for ever


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (damaged, "damaged"),
        (encrypted, "encrypted"),
        pytest.param(piped, "no ordinary file", marks=NO_PIPES),
        (None, ""),
    ],
)
def test_an_archive_among_images_that_cannot_be_read_is_named_and_one_of_other_things_is_not(
    write, tmp_path, spoil, reason
):
    write("S2_L2A_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("notes.txt", "of the field trip")
    if spoil:
        spoil(tmp_path / "more.zip")
    scene = discovered(tmp_path)
    assert len(scene.acquisitions) == 1
    assert [reason in problem.text and "more.zip" in problem.path for problem in scene.problems] == [True] * bool(spoil)


def test_images_in_an_archive_that_cannot_be_read_are_named(write, tmp_path):
    write("S2_L2A_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("S2_L2A_20190705.tif", "no image")
    (problem,) = discovered(tmp_path).problems
    assert "S2_L2A_20190705.tif" in problem.path


def test_a_folder_among_images_that_cannot_be_listed_is_named(write, tmp_path, monkeypatch):
    write("S2_L2A_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    (tmp_path / "secret").mkdir()
    scandir = os.scandir

    def guarded(path):
        if Path(path).name == "secret":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    scene = discovered(tmp_path)
    assert len(scene.acquisitions) == 1
    assert [problem.path for problem in scene.problems] == [str(tmp_path / "secret")]


def test_a_product_among_images_whose_metadata_cannot_be_read_is_named(write, tmp_path):
    write("S2_L2A_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    (tmp_path / "P.SAFE" / "MTD_MSIL2A.xml").mkdir(parents=True)
    (tmp_path / "Q.SAFE").mkdir()
    with open(tmp_path / "Q.SAFE" / "MTD_MSIL2A.xml", "wb") as file:
        file.truncate(LARGEST_METADATA + 1)
    scene = discovered(tmp_path)
    assert len(scene.acquisitions) == 1 and "Q.SAFE" in scene.problems[0].path


@pytest.mark.parametrize("value", ["1e999", "-10000"])
def test_a_product_whose_scale_cannot_be_is_named(safe, value):
    metadata = safe / "MTD_MSIL2A.xml"
    text = metadata.read_text()
    metadata.write_text(text.replace(">10000</BOA_QUANTIFICATION_VALUE>", f">{value}</BOA_QUANTIFICATION_VALUE>"))
    scene = discovered(safe)
    assert not scene.acquisitions and "metadata are damaged" in scene.problems[0].text
    (image,) = safe.glob("GRANULE/*/IMG_DATA/R10m/*_B02_10m.jp2")
    assert not discovered(image).acquisitions
