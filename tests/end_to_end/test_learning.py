"""Three parcels are corrected in a real QGIS, the region is learned from them and from a layer, accepted and undone."""

from __future__ import annotations

import pytest
from scenes import images_in


@pytest.fixture(scope="module")
def result(run_scenario, small_scene) -> dict:
    labels = str(small_scene / "parcels_truth.gpkg")
    return run_scenario("learning.learn_from_corrections", "learning", layers=images_in(small_scene), labels=labels)


def test_corrections_are_counted_until_they_are_enough(result):
    assert "At least 4 parcels" in result["before"] and "enough to learn from" in result["count"]


def test_a_layer_that_is_edited_is_left_alone(result):
    assert "is being edited" in result["refused"]


def test_a_preview_has_a_score_and_changes_nothing(result):
    assert "Mean recall of crops" in result["preview"] and "would get another crop" in result["preview"]
    assert result["unchanged"]


def test_what_was_learned_is_accepted_and_undone_with_the_style_kept(result):
    assert "got another crop" in result["accepted"] and result["changed"] > 0
    assert "former crops" in result["restored"] and result["same"]
    assert result["style_after"] == result["style"]


def test_parcels_to_label_next_are_selected(result):
    assert result["selected"] > 0


def test_a_layer_of_fields_teaches_with_a_class_that_the_bundle_lacks(result):
    assert "Crops are understood of" in result["read"] and result["classes"] == "Added: Winter rye."
    assert "Mean recall of crops" in result["from_layer"] and "⚠" not in result["from_layer"]


def test_training_asks_for_a_folder_and_says_what_it_learns_from(result):
    assert "dates)" in result["training"] and "held out" in result["training"]
    assert not result["trainable"]
