"""Real images through the command line with the bundle that ships: files in, valid parcels out."""

import json
import subprocess
import sys
from pathlib import Path

import fiona
import pytest
from shapely import STRtree
from shapely.geometry import shape

from doab.model.bundle import DEFAULT

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
COLUMNS = [
    "parcel_id", "EC_hcat_c", "EC_hcat_n", "crop", "conf", "bound_q", "crop2", "conf2", "crop3", "conf3",
    "area_ha", "n_clear", "ref_date", "decided", "edited", "unlike", "probs",
]  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DEFAULT.exists(), reason="this checkout has no default bundle"),
]


def scene(name):
    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"the real scene {name} is not beside this checkout")
    return folder


def doab(*arguments):
    command = [sys.executable, "-m", "doab.model", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)


def parcels(path):
    with fiona.open(path) as layer:
        return [(shape(f.geometry), dict(f.properties)) for f in layer]


def check_valid(mapped):
    """Valid, apart from each other, and with every attribute in its range."""
    shapes = [geometry for geometry, _ in mapped]
    assert all(g.is_valid and not g.is_empty for g in shapes)
    tree = STRtree(shapes)
    for i, j in tree.query(shapes, predicate="intersects").T:
        if i < j:
            assert shapes[i].intersection(shapes[j]).area < 1e-6
    for geometry, row in mapped:
        assert list(row) == COLUMNS
        assert 1 >= row["conf"] >= row["conf2"] >= row["conf3"] >= 0 and 0 <= row["bound_q"] <= 1
        assert row["area_ha"] == pytest.approx(geometry.area / 1e4, abs=0.01)
        assert sum(json.loads(row["probs"]).values()) == pytest.approx(1, abs=0.01)


@pytest.fixture(scope="module")
def flanders(tmp_path_factory):
    folder = scene("flanders_2019")
    out = tmp_path_factory.mktemp("flanders") / "parcels.gpkg"
    done = doab("map", "--s2", folder, "--s1", folder, "--dem", folder / "DEM_20m.tif", "--device", "cpu", "--out", out)
    assert done.returncode == 0, done.stderr
    return folder, parcels(out)


def test_sentinel_2_sentinel_1_and_a_dem_give_valid_parcels(flanders):
    _, mapped = flanders
    assert len(mapped) >= 8
    check_valid(mapped)


def test_the_same_job_twice_gives_the_same_parcels(flanders, tmp_path):
    folder, first = flanders
    out = tmp_path / "again.gpkg"
    doab("map", "--s2", folder, "--s1", folder, "--dem", folder / "DEM_20m.tif", "--device", "cpu", "--out", out)
    second = parcels(out)
    assert [row for _, row in first] == [row for _, row in second]
    assert all(a.equals_exact(b, 0) for (a, _), (b, _) in zip(first, second, strict=True))


def test_tokens_of_an_earlier_run_give_what_encoding_them_anew_gives(flanders, tmp_path):
    folder, _ = flanders
    out, results = tmp_path / "parcels.gpkg", []
    for cache_size in (2048, 0):
        doab(
            "map",
            "--s2",
            folder,
            "--s1",
            folder,
            "--dem",
            folder / "DEM_20m.tif",
            "--device",
            "cpu",
            "--out",
            out,
            "--reference",
            "2019-06-30",
            "--cache",
            cache_size,
            "--overwrite",
        )
        results.append(parcels(out))
    first, second = results
    assert {row["ref_date"] for _, row in first} == {"2019-06-30"}
    assert [row for _, row in first] == [row for _, row in second]
    assert all(a.equals_exact(b, 0) for (a, _), (b, _) in zip(first, second, strict=True))


def test_safe_products_without_radar_and_dem_give_valid_parcels_and_name_the_empty_date(tmp_path):
    folder, out = scene("t31tej_2018_safe"), tmp_path / "parcels.gpkg"
    done = doab("map", "--s2", folder, "--device", "cpu", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "2018-02-12" in done.stderr
    mapped = parcels(out)
    assert len(mapped) >= 50
    check_valid(mapped)


def test_inspect_names_the_dates_the_empty_one_and_a_clear_frame():
    done = doab("inspect", "--json", scene("t31tej_2018_safe"))
    answer = json.loads(done.stdout)
    dates = {a["date"]: a["problem"] for a in answer["scene"]["acquisitions"]}
    assert len(dates) == 10
    assert [date for date, problem in dates.items() if problem] == ["2018-02-12"]
    clear = {frame["date"]: frame["parts"]["clear"] for frame in answer["frames"]}
    assert clear[answer["proposed"]] > 0.9


def test_inspect_reports_bands_that_are_missing_from_every_date():
    done = doab("inspect", scene("flanders_2019_20m_bands_only"))
    assert done.returncode == 0
    assert all(band in done.stdout for band in ("B02", "B03", "B04", "B08", "missing"))
