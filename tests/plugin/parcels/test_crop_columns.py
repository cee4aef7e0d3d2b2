"""The columns that follow from a crop, when it is set by the dock and in QGIS's own forms and tables."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsProject
from sample_data import PARCELS, write_parcels

from doab.model.crops import known_crops
from doab.plugin.parcels import crop_areas
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.crop_columns import columns_of

pytestmark = pytest.mark.usefixtures("qgis_app")
MAIZE = next(crop for crop in known_crops() if crop.label == "Maize")
SHARES = {"Winter wheat": 0.6, "Maize": 0.1, "Potatoes": 0.3}


@pytest.fixture
def layer(tmp_path, qgis_new_project):
    rows = [(*values[:13], json.dumps(SHARES), *values[14:]) for values in PARCELS]
    path = write_parcels(tmp_path / "made.gpkg", rows)
    created = parcels.load(str(path), crop_areas.count_crops(path), "")
    QgsProject.instance().addMapLayer(created)
    yield created
    created.rollBack()


def test_confidences_are_those_of_the_crop_that_was_set_and_of_the_others():
    columns = columns_of(MAIZE, json.dumps(SHARES))
    assert (columns["EC_hcat_c"], columns["crop"], columns["conf"]) == (MAIZE.code, "Maize", 0.1)
    assert (columns["crop2"], columns["conf2"]) == ("Winter wheat", 0.6)
    assert (columns["crop3"], columns["conf3"]) == ("Potatoes", 0.3)


@pytest.mark.parametrize("probabilities", [None, "", "{}", "not JSON"])
def test_without_probabilities_there_is_no_confidence(probabilities):
    columns = columns_of(MAIZE, probabilities)
    assert columns["crop"] == "Maize"
    assert {columns[name] for name in ("conf", "crop2", "conf2", "crop3", "conf3")} == {None}


def test_codes_and_confidence_follow_the_crop_in_forms_and_tables(layer):
    parcel = next(layer.getFeatures())
    layer.startEditing()
    assert layer.changeAttributeValue(parcel.id(), layer.fields().indexOf("crop"), "Maize")
    after = layer.getFeature(parcel.id())
    assert (after["EC_hcat_c"], after["EC_hcat_n"], after["conf"]) == (MAIZE.code, MAIZE.name, 0.1)
    assert after["decided"] == "analyst"


def test_the_form_offers_the_known_crops_and_protects_what_follows_them(layer):
    fields = layer.fields()
    setup = layer.editorWidgetSetup(fields.indexOf("crop"))
    offered = {value for entry in setup.config()["map"] for value in entry.values()}
    assert setup.type() == "ValueMap" and offered == {crop.label for crop in known_crops()}
    form = layer.editFormConfig()
    assert form.readOnly(fields.indexOf("EC_hcat_c")) and not form.readOnly(fields.indexOf("crop"))
