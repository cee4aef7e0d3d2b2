"""STAC items: what they state about images beside them, and what becomes of items that cannot be believed."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest

from doab.model.protocol import Source
from doab.model.scene.discovery import discover
from doab.model.scene.stac_items import LARGEST_ITEM, read_item

SENTINEL_2 = {"datetime": "2023-06-26T10:40:31Z", "platform": "sentinel-2a", "constellation": "sentinel-2"}
SENTINEL_1 = {"datetime": "2023-06-25T05:50:00Z", "platform": "SENTINEL-1A", "sar:polarizations": ["VV", "VH"]}


def counts(value=2000, bands=1):
    return np.full((bands, 8, 8), value, np.uint16)


@pytest.fixture
def item(tmp_path):
    """Write a STAC item: ``item(properties, {key: asset})`` returns its path."""

    def write_item(properties, assets, name="item.json", **fields):
        content = {"stac_version": "1.0.0", "type": "Feature", "id": "x", "properties": properties, "assets": assets}
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**content, **fields}))
        return str(path)

    return write_item


def asset(href, *names, **fields):
    return {"href": href, "eo:bands": [dict(one) for one in names], **fields}


def only(scene):
    (acquisition,) = scene.acquisitions
    return acquisition


@pytest.mark.parametrize("given", ["item", "folder", "images"])
def test_an_item_names_the_sensor_date_bands_and_scale_of_files_without_names(write, item, tmp_path, given):
    one, two, mask = write("a.tif", counts()), write("b.tif", counts()), write("c.tif", counts(4))
    scaling = {"raster:bands": [{"scale": 0.0001, "offset": -0.1}]}
    assets = {
        "red": asset("./a.tif", {"name": "red", "common_name": "red"}, **scaling),
        "nir": asset(two, {"name": "nir", "common_name": "nir"}, **scaling),
        "scl": {"href": "c.tif"},
    }
    path = item(SENTINEL_2, assets)
    sources = {"item": [path], "folder": [str(tmp_path)], "images": [one, two, mask]}[given]
    scene = discover([Source(source) for source in sources])
    found = only(scene)
    assert (found.sensor, found.date, found.scale, found.offset) == ("S2", "2023-06-26", 0.0001, -0.1)
    assert {band: source.path for band, source in found.bands.items()} == {"B04": one, "B08": two}
    assert found.clouds and found.clouds.path == mask
    assert {found.provenance[fact].source for fact in ("sensor", "date", "bands", "scale")} == {"product metadata"}
    assert [problem.fact for problem in scene.problems] == ["bands"]  # the other bands are missing


@pytest.mark.parametrize(
    ("key", "name", "band"),
    [
        ("B05", {"name": "B05", "common_name": "rededge"}, "B05"),
        ("B8A", {"name": "B8A", "common_name": "rededge"}, "B8A"),
        ("rededge2", {"name": "rededge2", "common_name": "rededge"}, "B06"),
        ("nir08", {"name": "nir08", "common_name": "nir08"}, "B8A"),
        ("swir16", {"name": "swir16"}, "B11"),
        ("B12_20m", {"name": "B12", "eo:common_name": "swir22"}, "B12"),
        ("green", {}, "B03"),
    ],
)
def test_bands_are_known_by_name_common_name_or_key(write, item, key, name, band):
    write("x.tif", counts())
    for word in ("eo:bands", "bands"):
        path = item(SENTINEL_2, {key: {"href": "x.tif", word: [name]}}, f"{word[:2]}.json")
        assert list(only(discover([Source(path)])).bands) == [band]


@pytest.mark.parametrize(
    ("properties", "fields", "offset", "is_assumed"),
    [
        ({"s2:processing_baseline": "05.09"}, {}, -0.1, False),
        ({"s2:processing_baseline": "02.12"}, {}, 0.0, False),
        ({"processing:version": "05.11"}, {"raster:scale": 0.0001, "raster:offset": -0.1}, -0.1, False),
        ({"earthsearch:boa_offset_applied": True}, {"raster:bands": [{"scale": 0.0001, "offset": -0.1}]}, 0.0, False),
        ({"earthsearch:boa_offset_applied": False}, {"raster:bands": [{"scale": 1e-4, "offset": -0.1}]}, -0.1, False),
    ],
)
def test_the_offset_is_that_of_the_item_unless_its_maker_took_it_off(
    write, item, properties, fields, offset, is_assumed
):
    write("x.tif", counts(1200))
    path = item({**SENTINEL_2, **properties}, {"B04": {"href": "x.tif", **fields}})
    found = only(discover([Source(path)]))
    assert (found.scale, found.offset, found.provenance["scale"].is_assumed) == (1e-4, offset, is_assumed)


def test_dark_values_contradict_an_item_that_says_the_offset_was_kept(write, item):
    write("x.tif", counts(400))
    fields = {"raster:bands": [{"scale": 1e-4, "offset": -0.1}]}
    path = item({**SENTINEL_2, "earthsearch:boa_offset_applied": False}, {"B04": {"href": "x.tif", **fields}})
    assert only(discover([Source(path)])).offset == 0.0


def test_the_scale_of_an_item_is_not_that_of_a_copy_in_floats(write, item):
    write("x.tif", np.full((1, 8, 8), 0.2, np.float32))
    path = item(SENTINEL_2, {"B04": {"href": "x.tif", "raster:bands": [{"scale": 0.0001}]}})
    assert only(discover([Source(path)])).scale == 1.0


def test_what_the_user_says_counts_more_than_an_item(write, item):
    path = write("x.tif", counts())
    item(SENTINEL_2, {"red": {"href": "x.tif"}})
    found = only(discover([Source(path, role="s2", date="2022-05-05", bands={"B08": 1})]))
    assert (found.date, list(found.bands)) == ("2022-05-05", ["B08"])


def test_a_stack_has_its_bands_in_the_order_of_the_item(write, item):
    write("x.tif", counts(bands=3))
    names = ({"common_name": "nir"}, {"name": "unknown"}, {"common_name": "red"})
    found = only(discover([Source(item(SENTINEL_2, {"data": asset("x.tif", *names)}))]))
    assert {band: source.index for band, source in found.bands.items()} == {"B04": 3, "B08": 1}


def test_pictures_and_by_products_of_an_item_are_passed_over(write, item, tmp_path):
    write("x.tif", counts(400))
    for name in ("seen.tif", "water.tif"):
        write(name, np.full((3, 8, 8), 90, np.uint8))
    seen = asset("seen.tif", {"name": "B04"}, {"name": "B03"}, {"name": "B02"})
    item(SENTINEL_2, {"B04": {"href": "x.tif"}, "visual": seen, "wvp": {"href": "water.tif"}})
    scene = discover([Source(str(tmp_path))])
    assert list(only(scene).bands) == ["B04"] and len(scene.problems) == 1


def test_radar_is_known_by_its_polarizations(write, item):
    write("p.tif", np.full((1, 8, 8), 0.1, np.float32))
    write("q.tif", np.full((1, 8, 8), 0.02, np.float32))
    found = only(discover([Source(item(SENTINEL_1, {"vv": {"href": "p.tif"}, "vh": {"href": "q.tif"}}))]))
    assert (found.sensor, found.date, list(found.bands)) == ("S1", "2023-06-25", ["VV", "VH"])


def test_a_single_file_has_all_polarizations_of_the_item(write, item):
    write("p.tif", np.full((2, 8, 8), 0.1, np.float32))
    found = only(discover([Source(item(SENTINEL_1, {"data": {"href": "p.tif"}}))]))
    assert {band: source.index for band, source in found.bands.items()} == {"VV": 1, "VH": 2}


def test_images_in_folders_below_the_item_are_those_of_the_item(write, item, tmp_path):
    write("images/x.tif", counts())
    item(SENTINEL_2, {"red": {"href": "images/x.tif"}})
    assert only(discover([Source(str(tmp_path))])).date == "2023-06-26"


def test_a_remote_image_that_lies_beside_the_item_is_read_there(write, item):
    path = write("B04.tif", counts())
    found = only(discover([Source(item(SENTINEL_2, {"red": {"href": "https://example.org/31/B04.tif?sig=1"}}))]))
    assert found.bands["B04"].path == path


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("https://example.org/B04.tif", "nothing is opened from a network"),
        ("s3://bucket/B04.jp2", "nothing is opened from a network"),
        ("/vsicurl/https://example.org/B04.tif", "nothing is opened from a network"),
        ("\\\\server\\share\\B04.tif", "nothing is opened from a network"),
        ("../../B04.tif", "outside its folder"),
        ("B04.tif", "are not there"),
        ("B04.tif\0", "names no band|are not there"),
        ("/etc/passwd", "are not there"),
        (["B04.tif"], "are not there"),
    ],
)
def test_images_that_are_not_in_reach_are_named(item, tmp_path, href, words):
    path = item(SENTINEL_2, {"red": {"href": href}}, "below/item.json")
    for source in (path, str(tmp_path)):
        scene = discover([Source(source)])
        (problem,) = scene.problems
        assert not scene.acquisitions and problem.path == path
        assert any(word in problem.text for word in words.split("|"))


def test_images_outside_the_folder_of_an_item_are_not_opened(write, item):
    write("x.tif", counts())
    (problem,) = discover([Source(item(SENTINEL_2, {"red": {"href": "../x.tif"}}, "below/item.json"))]).problems
    assert "red" in problem.text and "outside" in problem.text


def test_an_item_of_another_sensor_keeps_its_images_from_being_guessed(write, item, tmp_path):
    write("S2_20230626_B04.tif", counts())
    assets = {"red": asset("S2_20230626_B04.tif", {"common_name": "red"})}
    for platform in ("landsat-9", "gaofen-1"):
        item({**SENTINEL_2, "platform": platform, "constellation": ""}, assets)
        scene = discover([Source(str(tmp_path))])
        assert not scene.acquisitions and platform.split("-")[0] in scene.problems[0].text.lower()


def test_items_that_disagree_about_a_file_are_asked_about(write, item, tmp_path):
    path = write("B04.tif", counts())
    for day in ("2023-06-26", "2023-07-01"):
        item({**SENTINEL_2, "datetime": f"{day}T10:00:00Z"}, {"red": {"href": "B04.tif"}}, f"{day}.json")
    scene = discover([Source(str(tmp_path))])
    assert not scene.acquisitions and scene.problems[0].path == path
    assert "2023-06-26.json and 2023-07-01.json" in scene.problems[0].text


def test_fewer_bands_than_the_item_says_are_asked_about(write, item):
    write("x.tif", counts())
    (problem,) = discover(
        [Source(item(SENTINEL_2, {"data": asset("x.tif", {"name": "B03"}, {"name": "B04"})}))]
    ).problems
    assert problem.fact == "bands" and "STAC item" in problem.text


HOSTILE = {
    "cut": '{"stac_version": "1.0.0", "type": "Feature", "assets": {',
    "deep": '{"stac_version": ' + "[" * 100_000,
    "huge": '{"stac_version": "1.0.0", "type": "Feature", "x": "' + "x" * LARGEST_ITEM + '"}',
    "digits": '{"stac_version": "1.0.0", "type": "Feature", "bbox": [' + "9" * 5000 + "]}",
    "types": '{"stac_version": "1.0.0", "type": "Feature", "properties": [1], "assets": ["a"], "id": {}}',
    "assets": '{"stac_version": "1.0.0", "type": "Feature", "assets": {"red": 7, "nir": {"href": {}, "roles": 3}}}',
    "empty": '{"stac_version": "1.0.0", "type": "Feature"}',
    "bytes": b'{"stac_version": "\xff\xfe"}',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_items_are_a_sentence_of_their_file(tmp_path, kind):
    path, content = tmp_path / "item.json", HOSTILE[kind]
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for source in (path, tmp_path):
        scene = discover([Source(str(source))])
        assert [problem.path for problem in scene.problems] == [str(path)]


@pytest.mark.parametrize("value", [float("nan"), 1e300, 10**400, True, "x", None, [1], -1, 0])
def test_scales_that_cannot_be_are_no_scales(write, item, value):
    write("x.tif", counts())
    path = item(SENTINEL_2, {"red": {"href": "x.tif", "raster:bands": [{"scale": value}]}})
    scene = discover([Source(path)])
    assert all(found.scale == 1e-4 for found in scene.acquisitions)
    assert scene.acquisitions or scene.problems[0].fact == "unit"


def test_other_json_files_of_a_folder_are_passed_over(write, tmp_path):
    write("S2_20230626_B04.tif", counts(400))
    (tmp_path / "fields.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (tmp_path / "catalog.json").write_text('{"stac_version": "1.0.0", "type": "Catalog", "links": []}')
    (tmp_path / "broken.json").write_text("{")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.json")
    scene = discover([Source(str(tmp_path))])
    assert only(scene).date == "2023-06-26" and len(scene.problems) == 1
    for name in ("fields.geojson", "catalog.json", "broken.json"):
        assert "no STAC item" in discover([Source(str(tmp_path / name))]).problems[0].text


def test_a_composite_of_several_days_has_no_date(item, write):
    path = write("x.tif", counts())
    span = {"datetime": None, "start_datetime": "2023-06-01T00:00:00Z", "end_datetime": "2023-06-30T00:00:00Z"}
    stated = read_item(item({**SENTINEL_2, **span}, {"red": {"href": "x.tif"}}))
    assert stated.assets[0].path == path and stated.assets[0].date == ""
