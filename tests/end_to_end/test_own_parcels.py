"""Parcels of one's own get their crops in a real QGIS, one more is drawn, and the result is compared with a layer."""

from __future__ import annotations

import pytest
from scenes import images_in


@pytest.fixture(scope="module")
def result(run_scenario, small_scene) -> dict:
    parcels = str(small_scene / "parcels_truth.gpkg")
    return run_scenario("own_parcels.label_and_compare", "own_parcels", layers=images_in(small_scene), parcels=parcels)


def test_every_outline_is_kept_to_the_vertex_and_nearly_all_get_a_crop(result):
    assert result["kept"] == result["given"] > 0
    assert result["labelled"] > 0.8 * result["given"]


def test_a_polygon_that_is_drawn_gets_its_crop(result):
    drawn = result["drawn"]
    assert "crop of what you drew" in drawn["note"]
    assert drawn["crop"] and drawn["decided"] == "model"


def test_the_result_is_compared_with_a_layer(result):
    assert "⚠" not in result["line"] and result["report"]
    assert float(result["scores"]["Parcels with their crop"]) > 30
    assert result["confusion"] > 0 and result["suspects"] == 1
