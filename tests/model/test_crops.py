"""Which class a code of EuroCrops belongs to."""

from __future__ import annotations

import pytest

from doab.model.crops import class_of, known_crops

CROPS = known_crops()


def label(code: str) -> str | None:
    index = class_of(code, CROPS)
    return None if index < 0 else CROPS[index].label


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("3301010101", "Winter wheat"),  # itself
        ("3301010100", "Winter wheat"),  # common soft wheat: only one class below it
        ("3301010400", None),  # barley: winter or spring?
        ("3301010000", None),  # cereal
        ("3301090400", "Maize"),  # green silo maize
        ("3301090205", "Grassland"),  # ryegrass, below poaceae
        ("3301020600", "Peas and beans"),
        ("3301010301", "Other crops"),  # winter rye
        ("3303010200", "Orchard"),  # apples
        ("3303050100", "Other crops"),  # olives for oil
        ("3301010202", "Other crops"),  # spring durum wheat
        ("3301110000", "Other crops"),  # fallow
        ("3308000000", "Other crops"),  # unmaintained
        ("3306050000", None),  # eucalyptus is no crop
        ("3000000000", None),
        ("", None),
    ],
)
def test_codes_find_their_class(code, expected):
    assert label(code) == expected


def test_codes_and_labels_are_unique():
    codes = [code for crop in CROPS for code in (crop.code, *crop.also)]
    assert len(set(codes)) == len(codes)
    assert len({crop.label for crop in CROPS}) == len(CROPS)
