"""The classes that a result was mapped with, as its file says."""

from __future__ import annotations

import json

from osgeo import gdal

from doab.model.crops import crop_of_hcat, crops_as_text, known_crops
from doab.plugin.parcels.result_classes import result_classes

RICE, RYE = crop_of_hcat("3301010700"), crop_of_hcat("3301010301")


def write_metadata(path, **entries: str) -> None:
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    dataset.GetLayerByName("parcels").SetMetadata(entries)


def test_they_are_those_of_the_run_also_after_an_adaptation(parcels_file):
    write_metadata(parcels_file, classes=crops_as_text([RICE, RYE]))
    assert result_classes(str(parcels_file)) == (RICE, RYE)
    mapped = json.dumps({"classes": crops_as_text([RYE])})
    write_metadata(parcels_file, classes=crops_as_text([RICE, RYE]), mapped_with=mapped)
    assert result_classes(str(parcels_file)) == (RYE,)


def test_a_file_that_does_not_say_so_has_the_known_crops(parcels_file, tmp_path):
    assert result_classes(str(parcels_file)) == known_crops()
    write_metadata(parcels_file, classes="[]]")
    assert result_classes(str(parcels_file)) == known_crops()
