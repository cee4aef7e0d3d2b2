"""An analyst maps real images in a real QGIS."""

from __future__ import annotations

from scenes import images_in


def check_parcels(found: dict) -> None:
    assert found["parcels"] > 0
    assert found["invalid"] == 0
    assert found["left_behind"] == []
    assert found["categories"] >= len(found["counts"])


def test_layers_of_both_sensors_and_a_dem_give_parcels(analyst, data):
    found = analyst("first_map", "flanders_2019", layers=images_in(data("flanders_2019")))
    check_parcels(found)
    assert found["crs"] == "EPSG:32631"


def test_a_folder_of_safe_products_without_radar_and_dem_gives_parcels(analyst, data):
    check_parcels(analyst("first_map", "t31tej_2018_safe", folder=str(data("t31tej_2018_safe"))))
