"""Whatever comes in, the result is a value or one of the project's own errors with a sentence; round trips hold.

A few examples of each are tried in the suite, always the same; ``make fuzz`` tries others for ten minutes.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model import protocol
from doab.model.bundle_checks import card_problem
from doab.model.commands.area_argument import parse_area
from doab.model.protocol.codec import to_json
from doab.model.scene import filename_parsing as names
from doab.model.scene.band_values import contradicted_bands
from doab.model.scene.cloud_masks import BITS, SCL, to_classes
from doab.model.scene.cube_slices import UNITS, cf_date
from doab.model.scene.discovery import discover
from doab.model.scene.inspection import inspect
from doab.model.scene.season import parse_season
from doab.model.text_files import read_text

hypothesis = pytest.importorskip("hypothesis", reason="needs hypothesis (extra test)")
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

EXAMPLES = int(os.environ.get("DOAB_FUZZ_EXAMPLES", "0"))
OF_FILES = max(10, EXAMPLES // 20)  # examples that write a file
settings.register_profile(
    "doab",
    max_examples=EXAMPLES or 40,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("doab")

CARD = json.loads(
    (Path(__file__).parents[2] / "resources" / "bundles" / "default" / "bundle.json").read_text(encoding="utf-8")
)
NAME_PARTS = st.sampled_from(
    ["S2", "S2A", "MSIL2A", "N0509", "T31UES", "B04", "B8A", "SCL", "VV", "IWGRDVH", "dB", "dem", "NDVI", "Landsat",
     "20190630", "2019-06-30", "30.06.2019", "2019181", "2019-06", "2019-01-01_2019-12-31", "feet", "_", "-", ".", " "]
)  # fmt: skip
TEXTS = st.text(max_size=40) | st.lists(NAME_PARTS, max_size=8).map("_".join) | st.lists(NAME_PARTS).map("".join)
DATES = st.dates(names.LAUNCH, datetime.date(2099, 12, 31))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=8), one, max_size=4),
    max_leaves=12,
)
FLOATS = st.floats(width=32) | st.sampled_from([0.0, 0.1, 0.4, 300.0, 3000.0, -12.0, 65535.0])


@st.composite
def acquisitions(draw):
    sensor = draw(st.sampled_from(["S1", "S2"]))
    bands = protocol.OPTICAL_BANDS if sensor == "S2" else protocol.RADAR_BANDS
    paths = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
    sources = st.builds(protocol.BandSource, paths, st.integers(1, 99))
    finite = st.floats(allow_nan=False, allow_infinity=False)
    return protocol.Acquisition(
        sensor,
        draw(DATES).isoformat(),
        draw(st.dictionaries(st.sampled_from(bands), sources, min_size=1)),
        draw(st.floats(1e-6, 100)),
        draw(finite),
        "reflectance" if sensor == "S2" else draw(st.sampled_from(protocol.UNITS["S1"])),
        draw(st.none() | finite),
        name=draw(st.text(max_size=8)),
    )


JOBS = st.builds(
    protocol.Job,
    st.builds(protocol.Scene, st.lists(acquisitions(), max_size=3, unique_by=lambda a: a.key).map(tuple)),
    st.just("parcels.gpkg"),
    st.just("auto") | DATES.map(str),
    min_area=st.floats(0, 100),
    simplify=st.floats(0, 100),
)


def changed(draw, value):
    """Return a JSON value in which one part, at any depth, is replaced by anything or removed."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(value)))
        if draw(st.integers(0, 5)) == 0:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: changed(draw, value[key])}
    if isinstance(value, list) and value and draw(st.booleans()):
        i = draw(st.integers(0, len(value) - 1))
        return [*value[:i], changed(draw, value[i]), *value[i + 1 :]]
    return draw(JSON)


@st.composite
def changed_jobs(draw):
    return json.dumps(changed(draw, to_json(protocol.Job, draw(JOBS))))


def value_or_error(function, *arguments):
    """Return the value of a call, or None where it raised `InputError` with a sentence."""
    try:
        return function(*arguments)
    except protocol.InputError as error:
        assert len(str(error)) > 10
        return None


@given(TEXTS)
def test_any_name_is_parsed(text):
    date = names.date_in(text)
    assert date is None or datetime.date.fromisoformat(date[0]) >= names.LAUNCH.replace(day=1)
    assert names.band_in(text) == "" or names.band_in(text)[0] in "BVS"
    assert names.sensor_in(text) in ("", "S1", "S2") and isinstance(names.other_sensor_in(text), str)
    assert names.is_elevation(text) in (True, False) and names.is_byproduct(text) in (True, False)
    assert names.index_in(text) == names.index_in(text).upper() and isinstance(names.image_of_mask(text), str)


@given(DATES, st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y_%m_%d", "%Y%j", "%Y-%j", "%d.%m.%Y", "%Y%m%dT104021"]))
def test_a_date_in_a_name_reads_back(date, form):
    parsed = names.date_in(f"S2A_{date:{form}}_B04")
    assert parsed is not None and parsed[0] == date.isoformat()


@given(st.sampled_from(protocol.OPTICAL_BANDS + protocol.RADAR_BANDS), DATES, st.sampled_from("_- ."))
def test_a_band_in_a_name_reads_back(band, date, mark):
    assert names.band_in(mark.join(["S2A", date.strftime("%Y%m%d"), band])) == band


@given(st.floats(), st.sampled_from(sorted(UNITS)) | st.text(max_size=5), DATES, st.sampled_from(["", "360_day"]))
def test_any_time_of_a_cube_is_a_date_or_none(value, unit, origin, calendar):
    date = cf_date(value, f"{unit}s since {origin}", calendar)
    assert date == "" or datetime.date.fromisoformat(date)
    assert cf_date(value, unit) == ""


@given(st.integers(0, 30_000), DATES)
def test_the_days_of_a_cube_read_back(days, origin):
    assert cf_date(days, f"days since {origin}") == (origin + datetime.timedelta(days)).isoformat()


@given(TEXTS | st.tuples(DATES, DATES).map(lambda pair: f"{pair[0]}/{pair[1]}"))
def test_any_season_is_a_span_or_an_error(text):
    span = value_or_error(parse_season, text)
    assert span is None or span[0] <= span[1]


@given(TEXTS | st.lists(st.floats() | st.integers(), min_size=3, max_size=5).map(lambda many: ",".join(map(str, many))))
def test_any_area_is_bounds_or_an_error(text):
    area = value_or_error(parse_area, text)
    assert area is None or (area.bounds[0] < area.bounds[2] and area.bounds[1] < area.bounds[3])


@given(JOBS)
def test_a_job_reads_back(job):
    assert protocol.loads(protocol.Job, protocol.dumps(job)) == job


@given(changed_jobs() | JSON.map(json.dumps) | st.text())
def test_any_job_file_is_a_job_or_an_error(text):
    job = value_or_error(protocol.loads, protocol.Job, text)
    assert job is None or protocol.loads(protocol.Job, protocol.dumps(job)) == job
    value_or_error(protocol.read_request, '{"type": "MapRequest", "job": ' + text + "}")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_an_error(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "job.json")
        path.write_bytes(content)
        text = value_or_error(read_text, str(path))
    assert text is None or value_or_error(protocol.loads, protocol.Job, text) is None


@given(st.data())
def test_any_card_of_a_bundle_is_sound_or_not(data):
    assert isinstance(card_problem(changed(data.draw, CARD)), str)
    assert card_problem(CARD) == ""


@given(st.data(), st.sampled_from([SCL, *BITS]))
def test_any_values_of_bands_and_masks_are_judged(data, kind):
    numbers = data.draw(st.lists(FLOATS, min_size=1, max_size=20))
    values = np.resize(np.array(numbers, np.float32), (10, 4, 4))
    with np.errstate(all="ignore"):
        assert len(contradicted_bands(values, np.ones(10, bool), np.ones((4, 4), bool))) in (0, 2)
        assert np.isfinite(to_classes(values[0], kind)).all()


KINDS = ["uint8", "uint16", "int16", "int32", "float32", "float64"]
SCALES = st.sampled_from([1.0, 1e-4, 0.0, -1.0]) | st.floats()


@settings(max_examples=OF_FILES)
@given(st.data())
def test_any_raster_is_recognised_asked_about_or_refused(data):
    draw = data.draw
    kind, count = draw(st.sampled_from(KINDS)), draw(st.integers(1, 13))
    numbers = draw(st.lists(FLOATS, min_size=1, max_size=30))
    with np.errstate(all="ignore"):
        values = np.resize(np.array(numbers), (count, 6, 6)).astype(kind)
    name = "".join(c for c in draw(TEXTS) if c not in "/\0" and c.isprintable() and c.isascii()) or "S2_20190630"
    profile = {"driver": "GTiff", "count": count, "width": 6, "height": 6, "dtype": kind, "crs": "EPSG:32631"}
    corner = from_origin(draw(st.sampled_from([5e5, 1e9, -1e6])), 56e5, draw(st.sampled_from([10, 20, 1e-3, 1e6])), 10)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name[:60]}.tif")
        with rasterio.open(path, "w", transform=corner, nodata=draw(st.sampled_from([None, 0])), **profile) as file:
            file.write(values)
            file.scales, file.offsets = [draw(SCALES)] * count, [draw(SCALES)] * count
            for index in range(1, count + 1):
                file.set_band_description(index, draw(TEXTS).replace("\0", "").encode("ascii", "ignore").decode())
        source = protocol.Source(str(path), draw(st.sampled_from(["auto", "s1", "s2", "dem"])))
        scene = inspect([source]).scene
    assert scene.acquisitions or scene.elevation or scene.problems
    for acquisition in scene.acquisitions:
        assert protocol.loads(protocol.Scene, protocol.dumps(dataclasses.replace(scene, problems=()))) is not None
        assert np.isfinite([acquisition.scale, acquisition.offset]).all()


@settings(max_examples=OF_FILES)
@given(st.integers(0, 1000), st.binary(min_size=1, max_size=40), st.booleans())
def test_any_damage_of_a_raster_is_said(position, content, is_cut):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "S2_20190630_B04.tif")
        profile = {"driver": "GTiff", "count": 1, "width": 16, "height": 16, "dtype": "uint16", "crs": "EPSG:32631"}
        with rasterio.open(path, "w", transform=from_origin(5e5, 56e5, 10, 10), compress="deflate", **profile) as file:
            file.write(np.arange(256, dtype=np.uint16).reshape(1, 16, 16))
        whole = path.read_bytes()
        position %= len(whole)
        path.write_bytes(whole[:position] if is_cut else whole[:position] + content + whole[position + len(content) :])
        scene = discover([protocol.Source(str(path))])
        inspect([protocol.Source(str(path))])
    assert scene.acquisitions or scene.elevation or scene.problems


STAC_VALUES = (
    JSON | TEXTS | st.sampled_from(["B04.tif", "https://[", "file:///", "C:B04.tif", "sentinel-2a", "vv", "B04"])
)
STAC_KEYS = st.sampled_from(
    ["href", "roles", "bands", "eo:bands", "raster:bands", "raster:scale", "sar:polarizations", "platform", "datetime"]
)
STAC_FIELDS = st.dictionaries(STAC_KEYS, STAC_VALUES | st.lists(st.dictionaries(st.just("name"), STAC_VALUES)))


@given(STAC_FIELDS | JSON, st.dictionaries(TEXTS, STAC_FIELDS | JSON, max_size=4) | JSON, JSON)
def test_any_stac_item_is_images_or_a_sentence(properties, assets, other):
    fields = {"properties": properties, "assets": assets, "id": other, "collection": other}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "item.json")
        path.write_text(json.dumps({"stac_version": "1.0.0", "type": "Feature", **fields}), encoding="utf-8")
        scene = discover([protocol.Source(str(path))])
    assert [problem.path for problem in scene.problems] == [str(path)]
    scene.problems[0].text.encode()
