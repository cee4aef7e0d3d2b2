"""The taxonomy of EuroCrops."""

from __future__ import annotations

from doab.model.crops import known_crops
from doab.model.hcat import hcat_codes, hcat_names, stem


def test_codes_and_names_are_each_other_s_keys():
    names = hcat_names()
    assert len(names) == len(hcat_codes()) == 354
    assert hcat_codes()["durum_hard_wheat"] == "3301010200" and names["3301110000"] == "fallow_land_not_crop"


def test_every_class_of_the_project_has_its_name_in_the_taxonomy():
    assert {crop.code: crop.name for crop in known_crops()}.items() <= hcat_names().items()


def test_the_stem_is_what_descendants_share():
    assert stem("3301010000") == "330101" and stem("3301010402") == "3301010402" and stem("3300000000") == "33"
