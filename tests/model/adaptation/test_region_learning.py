"""What a region teaches: from labels to crops, scores and changes."""

from dataclasses import replace

import fiona
import numpy as np
import pytest
import shapely

from doab.model.adaptation import pseudo_labels
from doab.model.adaptation.labels import labels_from_corrections, labels_from_layer
from doab.model.adaptation.region_learning import learn_region
from doab.model.adaptation.result_parcels import read_result
from doab.model.adaptation.summary import summarise_adaptation
from doab.model.protocol import AdaptRequest, InputError

ADVICE = "label some parcels of every crop that grows here."


def codes_of(adaptation):
    return np.array([adaptation.classifier.crops[k].code for k in adaptation.probabilities.argmax(1)], object)


def test_a_few_corrections_find_the_crops_that_the_bundle_never_found_and_one_that_it_lacks(make_region):
    region = make_region(decided=4)
    parcels = read_result(region.path)
    assert parcels.decided.sum() == 30 and set(parcels.labels[~parcels.decided]) == {"Winter wheat"}
    adaptation = learn_region(parcels, labels_from_corrections(parcels))
    assert [crop.label for crop in adaptation.classifier.crops][-1] == "Rice"
    assert (codes_of(adaptation) == region.codes).mean() > 0.95
    assert adaptation.before["recall"].value == pytest.approx(0.25)
    assert adaptation.after["recall"].value > 0.9 > adaptation.before["recall"].high
    assert adaptation.confusion.sum() == 30
    changed = (region.codes != "3301010101") & ~parcels.decided
    assert adaptation.changes.total() == pytest.approx(changed.sum(), abs=4)
    confidence = adaptation.probabilities.max(1).mean()
    assert confidence == pytest.approx((codes_of(adaptation) == region.codes).mean(), abs=0.1)


def test_parcels_that_lose_a_crop_without_labels_are_counted(make_region, monkeypatch):
    monkeypatch.setattr(pseudo_labels, "MIN_AGREEMENT", 0.0)  # else it would teach wheat what the map calls wheat
    parcels = read_result(make_region(decided=4).path)
    everything = labels_from_corrections(parcels)
    for labels in (everything, replace(everything, **_only(everything, everything.codes != "3301010101"))):
        adaptation = learn_region(parcels, labels)
        summary = summarise_adaptation(labels, adaptation, len(parcels.ids), AdaptRequest(""))
        advice = f"{adaptation.changes.total()} parcels lose a crop that no label has: {ADVICE}"
        assert summary.uncounted == ("" if labels is everything else advice)


def _only(labels, kept):
    return {"index": labels.index[kept], "codes": labels.codes[kept]}


def test_without_the_switch_a_class_that_does_not_grow_there_can_be_a_crop_and_with_it_never(make_region):
    parcels = read_result(make_region(decided=4).path)
    adaptation = learn_region(parcels, labels_from_corrections(parcels), added=["rice"], absent=["Maize", "3399000000"])
    labels = {crop.label for crop in adaptation.classifier.crops}
    assert labels == {"Winter wheat", "Grassland", "Rice"}


def test_a_crop_that_is_frequent_among_the_labels_becomes_a_class_unless_it_is_switched_off(make_region):
    parcels = read_result(make_region(decided=4).path)
    labels = labels_from_corrections(parcels)
    with_rye = learn_region(parcels, labels, added=["winter_rye"]).classifier.crops
    assert [crop.label for crop in with_rye][-2:] == ["Winter rye", "Rice"]
    assert "Rice" not in {crop.label for crop in learn_region(parcels, labels, absent=["rice"]).classifier.crops}


def test_a_layer_of_fields_teaches_by_overlap_and_points_teach_where_they_lie(make_region, tmp_path):
    region = make_region()
    parcels = read_result(region.path)
    shifted = shapely.transform(region.polygons, lambda xy: xy + np.array([10, -10]))
    for name, shapes in (("fields", shifted), ("points", shapely.centroid(region.polygons))):
        path = tmp_path / f"{name}.gpkg"
        schema = {"geometry": shapes[0].geom_type, "properties": {"EC_hcat_c": "str"}}
        with fiona.open(path, "w", driver="GPKG", crs="EPSG:32631", schema=schema) as layer:
            for shape, code in list(zip(shapes, region.codes, strict=True))[:60]:
                properties = {"EC_hcat_c": code if code != "3302000000" else None}
                layer.write({"geometry": shapely.geometry.mapping(shape), "properties": properties})
        labels = labels_from_layer(parcels, str(path))
        stated = region.codes[:60] != "3302000000"
        assert np.array_equal(labels.codes, region.codes[labels.index])
        assert np.array_equal(labels.index, np.flatnonzero(stated)) and "no crop that is understood" in labels.uncounted
        learned = learn_region(parcels, labels)
        known = region.codes != "3302000000"
        assert (codes_of(learned)[known] == region.codes[known]).mean() > 0.9


def test_a_field_of_two_crops_teaches_nothing(make_region, tmp_path):
    region = make_region()
    halves = shapely.transform(region.polygons[:20], lambda xy: xy + np.array([50, 0]))
    with fiona.open(
        tmp_path / "halves.gpkg",
        "w",
        driver="GPKG",
        crs="EPSG:32631",
        schema={"geometry": "Polygon", "properties": {"EC_hcat_c": "str"}},
    ) as layer:
        for i, shape in enumerate(halves):
            code = ("3301010101", "3302000000")[i % 2]
            layer.write({"geometry": shapely.geometry.mapping(shape), "properties": {"EC_hcat_c": code}})
    with pytest.raises(InputError, match="gets a crop from"):
        labels_from_layer(read_result(region.path), str(tmp_path / "halves.gpkg"))


def test_too_few_labels_and_crops_that_do_not_exist_are_refused(make_region):
    parcels = read_result(make_region(decided=60).path)
    with pytest.raises(InputError, match="too few to learn from"):
        learn_region(parcels, labels_from_corrections(parcels))
    parcels = read_result(make_region(decided=4).path)
    labels = labels_from_corrections(parcels)
    with pytest.raises(InputError, match="no crop of HCAT"):
        learn_region(parcels, labels, added=["kryptonite"])
    with pytest.raises(InputError, match="Fewer than two classes"):
        learn_region(parcels, labels, absent=["Winter wheat", "Maize", "3399000000", "rice"])
    with pytest.raises(InputError, match="nothing to learn"):
        labels_from_corrections(read_result(make_region().path))
