"""The option --parcels."""

import pytest

from doab.model.commands.layer_argument import parse_parcel_layer
from doab.model.protocol import InputError, ParcelLayer


@pytest.mark.parametrize(
    ("text", "layer"),
    [("farm.gpkg", ""), ("farm.gpkg:fields", "fields"), ("odd:name.gpkg", ""), ("odd:name.gpkg:a", "a")],
)
def test_a_file_and_its_layer_are_told_apart(tmp_path, monkeypatch, text, layer):
    monkeypatch.chdir(tmp_path)
    for name in ("farm.gpkg", "odd:name.gpkg"):
        (tmp_path / name).touch()
    assert parse_parcel_layer(text) == ParcelLayer(text.removesuffix(f":{layer}") if layer else text, layer)


def test_a_file_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match=r"There is no file nowhere.gpkg\. Check"):
        parse_parcel_layer("nowhere.gpkg:fields")
