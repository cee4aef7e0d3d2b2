"""Real images are mapped in a real QGIS."""

from __future__ import annotations

from scenes import images_in


def check_parcels(result: dict) -> None:
    assert result["parcels"] > 0
    assert result["invalid"] == 0
    assert result["temporary_files"] == []
    assert result["categories"] >= len(result["counts"])


def test_layers_of_both_sensors_and_a_dem_give_parcels(run_scenario, data):
    result = run_scenario("first_map", "flanders_2019", layers=images_in(data("flanders_2019")))
    check_parcels(result)
    assert result["crs"] == "EPSG:32631"


def test_a_folder_of_safe_products_without_radar_and_dem_gives_parcels(run_scenario, data):
    check_parcels(run_scenario("first_map", "t31tej_2018_safe", folder=str(data("t31tej_2018_safe"))))
