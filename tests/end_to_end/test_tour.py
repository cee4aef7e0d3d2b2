"""A tour through the whole dock in a real QGIS, with a screenshot of each step in ``tests/output/tour_*.png``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scenes import images_in

TOLERATED_WORK = 0.1
FORMATS = {"GeoPackage", "Shapefile", "FlatGeobuf", "GeoJSON", "GeoParquet (fiboa)"}
SHORT = ("inputs", "reference", "run", "again", "results", "inspector", "correction", "export")


@pytest.fixture(scope="module")
def demo(run_scenario, demo_scene, tmp_path_factory) -> dict:
    """The whole tour, with a folder of two troublesome files beside the scene."""
    extras = tmp_path_factory.mktemp("extras")
    shutil.copy(next(demo_scene.glob("S2*_20230702.tif")), extras / "field day.tif")
    (extras / "S2_broken.tif").write_bytes(b"II*\0 this is no image")
    return run_scenario("tour.tour", "tour_demo", layers=images_in(demo_scene), extras=str(extras))


@pytest.fixture(scope="module")
def flanders(run_scenario, data) -> dict:
    return run_scenario("tour.tour", "tour_flanders", layers=images_in(data("flanders_2019")), steps=SHORT)


@pytest.fixture(scope="module", params=["demo", "flanders"])
def result(request) -> dict:
    """The result of either tour."""
    return request.getfixturevalue(request.param)


def test_a_date_can_be_corrected_and_is_saved_until_it_is_restored(result):
    date = result["inputs"]["corrected"]
    assert date["corrected"] > date["before"] and date["corrected"] in date["overrides"]
    assert date["before"] in date["facts"] and "date" not in date["overrides_after"]


def test_layers_may_be_renamed_and_removed_while_they_are_listed(result):
    layers = result["inputs"]["layers"]
    assert layers["after"] == [count - 1 for count in layers["before"]]
    assert "Radar of the first pass" in layers["names"] and "not listed" in layers["news"]


def test_troublesome_files_are_named_with_the_way_out(demo):
    trouble = demo["inputs"]["trouble"]
    assert any("cannot be opened" in text for text in trouble["problems"])
    assert any("No date was found" in text for text in trouble["problems"])
    assert set(trouble["ways"]) == {"Leave it out", "Set the date…"}
    assert trouble["left"] == demo["inputs"]["recognised"]


def test_another_date_is_shown_on_the_map_and_the_automatic_choice_comes_back(result):
    reference = result["reference"]
    assert reference["chosen"] == reference["clicked"] and reference["clicked"] not in reference["automatic"]
    assert reference["clicked"].replace("-", "") in reference["shown"][0]
    assert reference["back"] == "auto" and "is proposed" in reference["reason"] and "clear" in reference["parts"]


def test_an_area_can_be_drawn_and_mapped_alone(demo):
    area = demo["area"]
    assert "655 ha" in area["whole"] and "655 ha" not in area["part"] and "free" in area["device"]
    assert 0 < sum(area["hectares"].values()) < 100 and area["invalid"] == 0


def test_finished_parcels_are_shown_during_a_run_and_can_be_kept(demo):
    keep = demo["keep"]
    assert "parcels so far" in keep["stage"] and "parcels are finished" in keep["question"]
    assert keep["file"] and "stopped early" in keep["warnings"] and keep["groups"][0] == "Doab: kept"


def test_both_maps_are_valid_and_the_second_uses_the_tokens_of_the_first(result):
    first, again = result["run"], result["again"]
    for run in (first, again):
        assert run["parcels"] > 0 and run["invalid"] == 0 and run["file"]
        assert f"{run['parcels']} parcels were mapped" in run["message"]
    assert first["reference"] != again["reference"]
    assert set(first["workers"]) & set(again["workers"]), "one process serves several runs"
    share = again["seconds"] / first["seconds"]
    print(f"first run {first['seconds']:.1f} s, another reference frame {again['seconds']:.1f} s: {share:.0%}")
    assert share < 0.5


def test_a_new_map_hides_the_one_before_and_the_dock_follows_back_to_it(result):
    assert result["again"]["names"] == ["Parcels (again)"]
    assert result["again"]["summary"] == result["results"]["summary"]


def test_three_styles_are_a_click_away_and_in_the_file(result):
    results = result["results"]
    assert {"Crop", "Confidence", "Boundary quality"} <= set(results["saved"])
    assert results["opens_with"] == len(results["legends"]["Crop"])
    assert results["legends"]["Confidence"][0] == "Under 20 %" and "Hidden" in results["hidden"]
    assert sum(int(row[1]) for row in results["rows"] if row[1] != "–") == result["run"]["parcels"]


def test_a_click_shows_why_a_parcel_has_its_crop(result):
    inspector = result["inspector"]
    assert inspector["quantities"] == ["NDVI", "VV", "VH"] and "ha" in inspector["headline"]
    assert "NDVI" in inspector["tip"] and "dates are clear here" in inspector["note"]


def test_corrections_can_be_undone_and_say_who_decided(result):
    correction = result["correction"]
    crops = correction["crops"]
    assert correction["selected"] == 2 and "(2)" in correction["to export"]
    assert crops["set"] == crops["redone"] == ["Potatoes", "Potatoes"]
    assert crops["undone"] == crops["model"] != crops["set"]
    assert correction["halves"] == 2 and correction["merged"] == 1
    before, after, shared = correction["redrawn"]
    assert before != after and shared < 0.01 * abs(after - before)
    assert len(correction["decided"]) == 2 and correction["after"] == correction["before"]
    assert all(crop == "Potatoes" and who == "analyst" and when for crop, who, when in correction["decided"])
    assert correction["before"] - correction["model's"] == correction["selected"]  # not the neighbour that followed
    assert not correction["modified"]


def test_doubtful_parcels_come_one_after_the_other(demo):
    (one, least), (other, more) = demo["doubtful"]["reviewed"]
    assert one != other and least <= more < 0.6 and demo["doubtful"]["accepted"] == "analyst"


def test_a_click_on_an_empty_location_maps_the_field_there(demo):
    crop, hectares, decided = demo["field"]["field"][0]
    assert crop and decided == "model" and hectares == pytest.approx(demo["field"]["hectares"], rel=0.3)


def test_every_format_is_written_and_a_shapefile_says_what_it_lacks(result):
    export = result["export"]
    assert set(export["formats"]) == FORMATS
    for one in export["formats"].values():
        assert Path(one["file"]).is_file() and "parcels were written" in one["message"]
    assert {"fields_extra.csv", "fields_readme.txt"} <= set(export["files"])
    assert "fields_readme.txt" in export["formats"]["Shapefile"]["message"]


def test_the_toolbox_runs_all_three_algorithms(demo):
    toolbox = demo["processing"]
    assert all(toolbox[name]["good"] for name in ("scoreframes", "mapparcels", "exportparcels"))
    assert toolbox["parcels"] == int(toolbox["mapparcels"]["results"]["COUNT"]) > 0
    assert toolbox["scores"] == 1 + demo["reference"]["frames"]
    assert {"toolbox.shp", "toolbox_extra.csv", "toolbox_readme.txt"} <= set(toolbox["exported"])


def test_the_help_page_opens(demo):
    assert [Path(page).name for page in demo["help"]["page"]] == ["index.en.html"] and demo["help"]["length"] > 1000


def test_nothing_is_left_when_the_plugin_is_switched_off(demo):
    assert demo["leave"] == demo["leave"] | {"docks": [], "action": False, "provider": False, "files": []}


def test_the_window_never_freezes(result):
    steps = {name: step["delays"] for name, step in result.items() if isinstance(step, dict)}
    print("\n".join(f"{name}: {delays[0]}" for name, delays in steps.items()))
    # What is printed is the measure; a busy machine takes longer, a freeze far longer.
    assert max(one["worked"] for delays in steps.values() for one in delays) < 3 * TOLERATED_WORK


def test_the_dock_speaks_german(run_scenario, small_scene):
    result = run_scenario("tour.dock_before_a_run", "tour_german", language="de", layers=images_in(small_scene))
    assert result["titles"] == ["1  Eingaben", "2  Referenzbild", "3  Lauf", "4  Ergebnisse"]
