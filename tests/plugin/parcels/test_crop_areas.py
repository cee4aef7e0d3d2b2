"""The area of each crop: added up from the parcels' crops, and expected from their probabilities."""

from __future__ import annotations

import json
import sqlite3

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer
from sample_data import PARCELS, finish, write_parcels

from doab.plugin.parcels import crop_areas
from doab.plugin.parcels.crop_counts import CountTask

pytestmark = pytest.mark.usefixtures("qgis_app")
WHEAT, POTATOES = "3301010101", "3301030000"


def parcel(label: str, hectares: float, confidence: float | None = 0.5, **shares: float) -> crop_areas.ParcelRow:
    codes = {"Winter wheat": WHEAT, "Potatoes": POTATOES}
    named = {label.replace("_", " "): share for label, share in shares.items()}
    return codes.get(label, ""), label, confidence, hectares, json.dumps(named) if named else None


def by_label(rows) -> dict[str, crop_areas.CropCount]:
    return {crop.label: crop for crop in crop_areas.compute_crop_areas(rows).crops}


def test_crops_are_counted_the_most_area_first(parcels_file):
    wheat, potatoes = crop_areas.count_crops(parcels_file)
    assert (wheat.label, wheat.parcels, wheat.hectares, wheat.colour) == ("Winter wheat", 2, 6.0, "#d9a520")
    assert wheat.confidence == pytest.approx(0.6)
    assert (potatoes.code, potatoes.parcels) == (POTATOES, 1)


def test_the_expected_area_adds_up_shares_and_its_variance_those_of_the_parcels():
    areas = by_label(
        [
            parcel("Winter wheat", 4, Winter_wheat=0.75, Potatoes=0.25),
            parcel("Winter wheat", 2, Winter_wheat=0.5, Potatoes=0.5),
        ]
    )
    wheat, potatoes = areas["Winter wheat"], areas["Potatoes"]
    assert wheat.expected == pytest.approx(4 * 0.75 + 2 * 0.5)
    assert wheat.deviation == pytest.approx((16 * 0.75 * 0.25 + 4 * 0.5 * 0.5) ** 0.5)
    assert (potatoes.parcels, potatoes.hectares, potatoes.expected) == (0, 0.0, pytest.approx(2))
    assert potatoes.code == POTATOES


def test_the_expected_areas_of_all_crops_add_up_to_the_area_of_all_parcels():
    areas = crop_areas.compute_crop_areas(
        [
            parcel("Winter wheat", 4, Winter_wheat=0.7, Potatoes=0.2, Soy=0.1),
            parcel("Potatoes", 3),
            parcel("Soy", 2, Soy=1.0),
        ]
    )
    assert sum(crop.expected for crop in areas.crops) == pytest.approx(9)


def test_a_crop_that_somebody_chose_against_the_probabilities_is_certain():
    areas = by_label([parcel("Potatoes", 4, Winter_wheat=0.9, Potatoes=0.1)])
    assert list(areas) == ["Potatoes"]
    assert (areas["Potatoes"].expected, areas["Potatoes"].deviation) == (4, 0)


@pytest.mark.parametrize("text", ["", "{}", "no JSON", "[1, 2]", '{"Potatoes": "much"}', '{"Potatoes": null}'])
def test_without_readable_probabilities_a_parcel_is_certain(text):
    (crop,) = crop_areas.compute_crop_areas([(POTATOES, "Potatoes", 0.5, 4.0, text)]).crops
    assert (crop.expected, crop.deviation) == (4, 0)


def test_a_parcel_about_which_nothing_is_known_is_counted():
    (crop,) = crop_areas.compute_crop_areas([(None, None, None, None, None)]).crops
    assert (crop.label, crop.parcels, crop.hectares, crop.confidence) == ("Unknown crop", 1, 0.0, None)


def test_crops_of_another_bundle_keep_their_code_and_label():
    hops = ("3303020000", "Hops", 0.6, 5.0, '{"Hops": 0.6, "Tulips": 0.4}')
    areas = by_label([hops])
    assert (areas["Hops"].code, areas["Hops"].colour) == ("3303020000", crop_areas.OTHER)
    assert areas["Tulips"].expected == pytest.approx(2)


def test_a_crop_keeps_its_name_where_that_of_one_parcel_was_changed_by_hand():
    (wheat,) = crop_areas.compute_crop_areas([(WHEAT, "Maize", 0.9, 1.0, None), parcel("Winter wheat", 4)]).crops[:1]
    assert (wheat.code, wheat.label, wheat.parcels) == (WHEAT, "Winter wheat", 2)


def test_no_parcel_is_lost_where_two_codes_go_by_one_label():
    areas = crop_areas.compute_crop_areas([("33", "Field", 0.6, 5.0, None), ("34", "Field", 0.6, 2.0, None)])
    assert [(crop.code, crop.parcels) for crop in areas.crops] == [("33", 1), ("34", 1)]
    assert sum(crop.expected for crop in areas.crops) == pytest.approx(7)


def test_confidences_count_how_many_parcels_lie_under_one():
    areas = crop_areas.compute_crop_areas([parcel("Soy", 1, 0.4), parcel("Soy", 1, 0.2), parcel("Soy", 1, None)])
    assert [areas.count_below(least) for least in (0.0, 0.2, 0.3, 0.4, 1.0)] == [0, 0, 1, 1, 2]


def test_parcels_without_a_confidence_do_not_lower_the_mean_of_the_others():
    (crop,) = crop_areas.compute_crop_areas([parcel("Potatoes", 1, 0.8), parcel("Potatoes", 1, None)]).crops
    assert (crop.parcels, crop.confidence) == (2, 0.8)


def test_probabilities_that_come_as_a_dictionary_count_like_their_text():
    shares = {"Winter wheat": 0.75, "Potatoes": 0.25}
    rows = [(WHEAT, "Winter wheat", 0.75, 4.0, form) for form in (shares, json.dumps(shares))]
    assert crop_areas.compute_crop_areas(rows[:1]) == crop_areas.compute_crop_areas(rows[1:])


def test_an_empty_result_has_no_crops(parcels_file):
    with sqlite3.connect(parcels_file) as database:
        database.execute("DROP TRIGGER IF EXISTS rtree_parcels_geom_delete")
        database.execute("DROP TRIGGER IF EXISTS trigger_delete_feature_count_parcels")
        database.execute("DELETE FROM parcels")
    assert crop_areas.count_crops(parcels_file) == ()


def test_counting_a_layer_takes_unsaved_edits_with_the_area_of_their_outlines(tmp_path):
    layer = QgsVectorLayer(str(write_parcels(tmp_path / "a.gpkg")), "a", "ogr")
    layer.startEditing()
    wheat = next(f.id() for f in layer.getFeatures() if f["parcel_id"] == PARCELS[0][0])
    layer.changeGeometry(wheat, QgsGeometry.fromWkt("Polygon((0 0, 0 200, 100 200, 100 0, 0 0))"))
    layer.deleteFeature(next(f.id() for f in layer.getFeatures() if f["crop"] == "Potatoes"))
    task = finish(CountTask(layer))
    (crop,) = task.result.crops
    assert (crop.label, crop.parcels) == ("Winter wheat", 2)
    assert crop.hectares == pytest.approx(2.0 + 0.81)
    assert task.result.confidences == (0.2, 1.0)
    layer.rollBack()


def test_a_layer_whose_probabilities_were_deleted_is_still_counted(tmp_path):
    layer = QgsVectorLayer(str(write_parcels(tmp_path / "a.gpkg")), "a", "ogr")
    layer.startEditing()
    layer.deleteAttribute(layer.fields().indexOf("probs"))
    assert sum(crop.parcels for crop in finish(CountTask(layer)).result.crops) == 3
    layer.rollBack()
