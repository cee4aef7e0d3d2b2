import os
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, PROVENANCE_SOURCES, Provenance, Source, dumps
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid


def counts(value, bands=1, shape=(8, 8), dtype=np.uint16):
    return np.full((bands, *shape), value, dtype)


def discovered(*paths, **facts):
    return discover([Source(str(path), **facts) for path in paths])


def test_a_multiband_file_with_descriptions_is_one_date(write):
    scene = discovered(write("S2_L2A_20190630.tif", counts(900, 10), OPTICAL_BANDS, nodata=0))
    (image,) = scene.acquisitions
    assert (image.sensor, image.date, image.scale, image.offset, image.nodata) == ("S2", "2019-06-30", 1e-4, 0.0, 0.0)
    assert [(name, band.index) for name, band in image.bands.items()] == list(
        zip(OPTICAL_BANDS, range(1, 11), strict=True)
    )
    assert all(fact.source in PROVENANCE_SOURCES for fact in image.provenance.values())
    assert image.provenance["date"].text == "file name" and image.provenance["bands"].text == "band descriptions"
    assert not scene.problems


def test_one_file_a_band_becomes_one_acquisition_with_the_finest_of_each_band(write, tmp_path):
    fine = write("20190630_B02.tif", counts(900))
    write("20190630_B2_20m.tif", counts(900, shape=(4, 4)), size=20)
    write("20190630_B11.tif", counts(900, shape=(4, 4)), size=20)
    (image,) = discovered(tmp_path).acquisitions
    assert list(image.bands) == ["B02", "B11"] and image.bands["B02"].path == fine


def test_the_scene_classification_is_a_mask_and_not_an_image(write, tmp_path):
    image = write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    mask = write("S2_20190630_SCL.tif", counts(4, dtype=np.uint8), ["SCL"])
    for scene in (discovered(tmp_path), discovered(image)):
        assert len(scene.acquisitions) == 1 and scene.acquisitions[0].clouds.path == mask


def test_a_band_named_scl_in_the_same_file_is_its_mask(write):
    path = write("S2_20190630.tif", counts(4, 2), ["B02", "SCL"])
    assert discovered(path).acquisitions[0].clouds.index == 2


def test_a_month_stands_for_its_middle_and_says_so(write):
    (image,) = discovered(write("S2_composite_2021-03.tif", counts(900, 10), OPTICAL_BANDS)).acquisitions
    assert image.date == "2021-03-15" and "15th is assumed" in image.provenance["date"].text


def test_what_the_analyst_says_overrides_what_the_file_says(write):
    path = write("stack_20190630.tif", counts(900, 10))
    (image,) = discovered(path, role="s2", date="2020-01-02", name="my layer").acquisitions
    assert (image.date, image.name, image.provenance["sensor"].text) == ("2020-01-02", "my layer", "given")
    assert image.provenance["bands"].text == "assumed from the number of bands (10)"


def test_the_layer_name_and_the_folder_can_give_the_date(write):
    layer = discovered(write("a.tif", counts(900, 2), ["B02", "B03"]), name="S2 2019-06-30").acquisitions[0]
    folder = discovered(write("2019-07-01/B02.tif", counts(900))).acquisitions[0]
    assert (layer.date, layer.provenance["date"].text) == ("2019-06-30", "layer name")
    assert (folder.date, folder.provenance["date"].text) == ("2019-07-01", "folder name")


@pytest.mark.parametrize(
    ("values", "tags", "unit", "scale"),
    [
        (np.float32(-12), {}, "db", 1.0),
        (np.float32(0.05), {}, "linear", 1.0),
        (np.uint16(3500), {}, "amplitude", 10 ** (-83 / 20)),
        (np.uint16(900), {}, "amplitude", 10 ** (-83 / 20)),
        (np.int16(-1250), {}, "db", 0.01),
        (np.float32(0.5), {"processing": "calibrated amplitude"}, "amplitude", 1.0),
    ],
)
def test_the_unit_of_radar_comes_from_tags_or_values(write, values, tags, unit, scale):
    path = write("S1_20190630.tif", counts(values, 2, dtype=values.dtype), ["VV", "VH"], tags=tags)
    (image,) = discovered(path).acquisitions
    assert (image.sensor, image.unit, image.provenance["unit"].text == "tags") == ("S1", unit, bool(tags))
    assert image.scale == pytest.approx(scale)


def test_radar_counts_that_would_be_darker_than_land_are_asked_about(write):
    scene = discovered(write("S1_GRD_20190630.tif", counts(200, 2), ["VV", "VH"]))
    assert not scene.acquisitions and scene.problems[0].fact == "unit" and "-37 dB" in scene.problems[0].text
    (image,) = discovered(write("S1_GRD_20190630.tif", counts(200, 2), ["VV", "VH"]), unit="amplitude").acquisitions
    assert image.unit == "amplitude", "what the analyst says is not doubted"


def test_complex_numbers_are_no_elevation_model(write):
    scene = discovered(write("dem.tif", np.ones((1, 8, 8), np.complex64)))
    assert scene.elevation is None and "complex" in scene.problems[0].text


def test_small_floats_are_reflectance_already(write):
    small = discovered(write("S2_20190630.tif", counts(0.2, 10, dtype=np.float32), OPTICAL_BANDS)).acquisitions[0]
    large = discovered(write("S2_20190701.tif", counts(2000, 10, dtype=np.float32), OPTICAL_BANDS)).acquisitions[0]
    assert (small.scale, large.scale) == (1.0, 1e-4)


def test_the_baseline_in_a_name_gives_the_offset(write):
    path = write("S2A_MSIL2A_20230418T104021_N0509_R008_T31TEJ_B02.tif", counts(2000))
    assert discovered(path).acquisitions[0].offset == -0.1


@pytest.mark.parametrize("form", ["folder", "parent", "metadata", "zip"])
def test_a_safe_product_is_one_date_with_the_scale_and_offset_of_its_metadata(safe, form, tmp_path):
    path = {"folder": safe, "parent": tmp_path, "metadata": safe / "MTD_MSIL2A.xml"}.get(form)
    if form == "zip":
        path = tmp_path / "product.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in safe.rglob("*.*"):
                archive.write(file, file.relative_to(tmp_path).as_posix())
    scene = discovered(path)
    (image,) = scene.acquisitions
    assert (image.date, image.scale, image.offset) == ("2023-04-18", 1e-4, -0.1)
    assert list(image.bands) == ["B02", "B03", "B04", "B08", "B11"]
    assert image.bands["B02"].path.endswith("_B02_10m.jp2") and image.clouds.path.endswith("_SCL_20m.jp2")
    assert image.provenance["scale"].text == "MTD_MSIL2A.xml"


def test_a_single_image_of_a_safe_product_keeps_its_offset_and_clouds(safe):
    (image,) = discovered(next(safe.rglob("*_B04_10m.jp2"))).acquisitions
    assert image.offset == -0.1 and image.clouds is not None


def test_a_dem_is_found_by_name_or_role_in_any_crs(write):
    by_name = discovered(write("area_DEM.tif", counts(100, dtype=np.int16), crs="EPSG:4326", origin=(3, 50), size=0.01))
    by_role = discovered(write("heights_20190630.tif", counts(100, dtype=np.int16)), role="dem")
    assert by_name.elevation.source.path.endswith("area_DEM.tif") and not by_name.problems
    assert by_role.elevation is not None


@pytest.mark.parametrize(
    ("name", "facts", "sentence"),
    [
        ("S2_stack.tif", {"descriptions": OPTICAL_BANDS}, "No date"),
        ("fields_20190630.tif", {}, "Sentinel-2, Sentinel-1 or a DEM"),
        ("S2_20190630.tif", {"descriptions": OPTICAL_BANDS, "crs": None}, "no coordinate reference system"),
    ],
)
def test_what_cannot_be_used_becomes_a_problem_with_a_way_out(write, name, facts, sentence):
    scene = discovered(write(name, counts(900, 10), **facts))
    assert not scene.acquisitions and sentence in scene.problems[0].text


def test_pictures_damaged_and_absent_files_become_problems(write, tmp_path):
    damaged = tmp_path / "S2_20190630.tif"
    damaged.write_bytes(b"not a raster")
    picture = write("S2_20190701_B02.tif", counts(90, dtype=np.uint8))
    texts = [p.text for p in discovered(damaged, picture, tmp_path / "absent.tif").problems]
    assert len(texts) == 3 and "opened" in texts[0] and "8-bit" in texts[1] and "no such file" in texts[2]


def test_the_same_file_twice_is_one_file(write, tmp_path):
    path = write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    scene = discovered(path, tmp_path, path)
    assert len(scene.acquisitions) == 1 and not scene.problems


def test_neighbouring_images_of_one_date_are_one_mosaic(write, tmp_path):
    for day in ("20190630", "20190705"):
        write(f"S2_T31UES_{day}.tif", counts(900, 10), OPTICAL_BANDS)
        write(f"S2_T31UFS_{day}.tif", counts(900, 10), OPTICAL_BANDS, origin=(500080, 5600000))
    scene = discovered(tmp_path)
    assert len(scene.acquisitions) == 2 and not scene.problems
    (piece,) = scene.acquisitions[0].bands["B08"].more
    assert scene.acquisitions[0].bands["B08"].path.endswith("S2_T31UES_20190630.tif")
    assert piece.path.endswith("S2_T31UFS_20190630.tif") and piece.index == 7
    grid = reference_grid(scene, scene.acquisitions[0])
    assert (grid.width, grid.height) == (16, 8)


def test_pieces_whose_bands_lie_in_files_of_their_own_keep_to_their_piece(write, tmp_path):
    for band in ("B02", "B08"):
        write(f"20190630_{band}_0000.tif", counts(900))
        write(f"20190630_{band}_0008.tif", counts(900), origin=(500080, 5600000))
    (acquisition,) = discovered(tmp_path).acquisitions
    for band in ("B02", "B08"):
        names = [Path(file.path).name for file in acquisition.bands[band].files]
        assert names == [f"20190630_{band}_0000.tif", f"20190630_{band}_0008.tif"]


def test_two_images_of_the_same_ground_and_date_are_no_mosaic(write, tmp_path):
    for day in ("20190630", "20190705"):
        write(f"S2_a_{day}.tif", counts(900, 10), OPTICAL_BANDS)
        write(f"S2_b_{day}.tif", counts(900, 10), OPTICAL_BANDS, origin=(500010, 5600000))
    scene = discovered(tmp_path)
    assert len(scene.acquisitions) == 2
    (problem,) = scene.problems
    assert "same ground" in problem.text and "1 more" in problem.text


def test_radar_of_two_orbits_is_no_mosaic(write, tmp_path):
    write("S1_asc_20190630.tif", counts(-9, 2, dtype=np.float32), ["VV", "VH"])
    write("S1_desc_20190630.tif", counts(-9, 2, dtype=np.float32), ["VV", "VH"], origin=(500050, 5600000))
    scene = discovered(tmp_path)
    assert not scene.acquisitions[0].bands["VV"].more and "same ground" in scene.problems[0].text


def test_missing_bands_are_said_once_for_all_dates(write, tmp_path):
    for day in ("20190630", "20190705"):
        write(f"S2_{day}.tif", counts(900, 9), [b for b in OPTICAL_BANDS if b != "B8A"])
    (problem,) = discovered(tmp_path).problems
    assert problem.text.startswith("B8A is missing from all 2 Sentinel-2 dates (first: 2019-06-30)")


def test_a_role_picks_from_a_mixed_folder(write, tmp_path):
    write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    write("S1_20190630.tif", counts(-9, 2, dtype=np.float32), ["VV", "VH"])
    dem = write("DEM.tif", counts(100, dtype=np.int16))
    scene = discover([Source(str(tmp_path), "s2"), Source(str(tmp_path), "s1"), Source(dem, "dem")])
    assert [a.sensor for a in scene.acquisitions] == ["S1", "S2"] and scene.elevation and not scene.problems
    assert [a.sensor for a in discovered(tmp_path, role="s1").acquisitions] == ["S1"]


def test_a_dem_in_a_folder_of_images_is_known_by_its_description(write):
    path = write("Sentinel-2/20190630_z.tif", counts(100, dtype=np.float32), ["elevation"], nodata=float("nan"))
    assert discovered(path).elevation.provenance == {"sensor": Provenance("band names", "band description")}


def test_an_empty_folder_is_a_problem(tmp_path):
    assert "No Sentinel-2 image was found" in discovered(tmp_path, role="s2").problems[0].text


def test_other_files_in_a_folder_are_passed_over(write, tmp_path):
    write("S2_20190630_TCI.tif", counts(90, 3, dtype=np.uint8))
    write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    Path(tmp_path, "parcels.gpkg").write_bytes(b"x")
    scene = discovered(tmp_path)
    assert len(scene.acquisitions) == 1 and not scene.problems


def test_real_monthly_composites_are_recognised(real):
    scene = discovered(real("hesbaye_2021"))
    assert len(scene.of("S2")) == len(scene.of("S1")) == 12
    assert {(a.unit, a.nodata) for a in scene.of("S1")} == {("db", -9999.0)}
    assert {a.nodata for a in scene.of("S2")} == {65535.0}
    assert scene.elevation and scene.problems[0].text.startswith("B8A is missing")


def test_a_real_season_of_two_sensors_is_recognised(real):
    scene = discovered(real("flanders_2019"))
    assert (len(scene.of("S2")), len(scene.of("S1"))) == (72, 80)
    assert all(a.clouds for a in scene.of("S2")) and scene.elevation and not scene.problems
    assert [a.date for a in scene.acquisitions] == sorted(a.date for a in scene.acquisitions)


def test_what_the_bands_are_can_be_said_of_any_file(write):
    path = write("mystery.tif", counts(900, 3))
    (image,) = discovered(path, date="2019-06-30", bands={"B04": 3, "B08": 1}).acquisitions
    assert (image.sensor, image.bands["B04"].index, image.bands["B08"].index) == ("S2", 3, 1)
    assert image.provenance["bands"].text == "given"


def test_a_band_that_a_file_does_not_have_is_named(write):
    (problem,) = discovered(write("S2_20190630.tif", counts(900, 3)), bands={"B04": 4}).problems
    assert "B04 as band 4" in problem.text and problem.fact == "bands"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.5, "db", (1.0, "db")),
        (-1250, "db", (0.01, "db")),
        (400, "amplitude", (10 ** (-83 / 20), "amplitude")),
        (400, "linear", (1.0, "linear")),
        (0.5, "counts", (1.0, "linear")),
    ],
)
def test_the_unit_of_radar_can_be_said_and_another_sensors_is_ignored(write, value, unit, expected):
    path = write("S1_20190630.tif", counts(value, 2, dtype=np.float32))
    (image,) = discovered(path, unit=unit).acquisitions
    assert (image.scale, image.unit) == expected


@pytest.mark.parametrize(
    ("unit", "expected"), [("reflectance", (1.0, 0.0)), ("counts", (1e-4, 0.0)), ("shifted", (1e-4, -0.1))]
)
def test_the_unit_of_reflectance_can_be_said(write, unit, expected):
    (image,) = discovered(write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS), unit=unit).acquisitions
    assert (image.scale, image.offset, image.provenance["scale"].text) == (*expected, "given")


def test_a_file_that_is_offered_by_itself_is_what_it_is_said_to_be_there(write, tmp_path):
    path = write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    write("undated.tif", counts(900, 10), OPTICAL_BANDS)
    scene = discover([Source(str(tmp_path)), Source(path, date="2020-01-02")])
    assert [image.date for image in scene.acquisitions] == ["2020-01-02"]
    scene = discover([Source(str(tmp_path)), Source(str(tmp_path / "undated.tif"), date="2019-07-01")])
    assert [image.date for image in scene.acquisitions] == ["2019-06-30", "2019-07-01"] and not scene.problems


def test_a_file_or_product_of_a_folder_can_be_passed_over(write, tmp_path, safe):
    path = write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    folder = Source(str(tmp_path))
    assert [i.date for i in discover([folder, Source(str(safe), "none")]).acquisitions] == ["2019-06-30"]
    assert [i.date for i in discover([folder, Source(path, "none")]).acquisitions] == ["2023-04-18"]
    assert discover([folder, Source(path, "none"), Source(str(safe), "none")]) == discover([])


@pytest.mark.parametrize(
    ("name", "bands", "crs", "fact"),
    [("S2.tif", 10, 32631, "date"), ("a_20190630.tif", 5, 32631, "sensor"), ("S2_20190630.tif", 5, 32631, "bands"),
     ("S2_20190630.tif", 10, None, "crs")],
)  # fmt: skip
def test_a_problem_names_the_fact_that_would_solve_it(write, name, bands, crs, fact):
    path = write(name, counts(900, bands), crs=crs)
    (problem,) = [p for p in discovered(path).problems if "missing from" not in p.text]
    assert (problem.path, problem.fact) == (path, fact)


def test_problems_that_many_files_share_name_them_all(write):
    paths = [write(f"S2_{name}.tif", counts(900, 10)) for name in "abc"]
    (problem,) = discovered(*paths).problems
    assert (problem.path, problem.others) == (paths[0], tuple(paths[1:]))


def test_floats_of_a_late_baseline_have_its_offset(write):
    path = write("S2A_MSIL2A_20230418T104021_N0509_R008_T31TEJ.tif", counts(2000, 10, dtype=np.float32), OPTICAL_BANDS)
    assert discovered(path).acquisitions[0].offset == -0.1


def test_several_dates_in_one_file_are_refused_and_not_the_first_taken(write):
    names = [f"{month}_{band}" for month in ("202005", "202006") for band in ("B02", "B08")]
    scene = discovered(write("S2_2020-05-01_2020-06-01.tif", counts(900, 4), names))
    assert not scene.acquisitions
    assert "B02 2 times" in scene.problems[0].text and scene.problems[0].fact == "bands"


def test_a_date_takes_the_classification_of_its_own_tile(write):
    for tile in ("T31UES", "T31UFS"):
        write(f"{tile}_20190630T104031_SCL_20m.tif", counts(4, dtype=np.uint8), ["SCL"])
    (image,) = discovered(write("T31UFS_20190630T104031_B02_10m.tif", counts(900))).acquisitions
    assert "T31UFS" in image.clouds.path


def test_hundredths_of_decibel_are_known_where_the_name_says_decibel(write):
    path = write("S1_20200502_dB.tif", np.full((2, 8, 8), -1200, np.int16), ["VV", "VH"])
    (image,) = discovered(path).acquisitions
    assert (image.unit, image.scale) == ("db", 0.01)


def test_the_second_granule_of_an_old_product_is_not_lost_without_a_word(safe):
    first = safe / "GRANULE" / "L2A_T31TEJ"
    shutil.copytree(first, first.with_name("L2A_T31TFJ"))
    scene = discovered(safe)
    assert len(scene.acquisitions) == 1 and "L2A_T31TEJ" in scene.acquisitions[0].bands["B02"].path
    assert any(problem.path.endswith("L2A_T31TFJ") and "same ground" in problem.text for problem in scene.problems)


def test_a_name_that_is_no_unicode_spoils_nothing_else(write, tmp_path):
    write("S2_20190630.tif", counts(900, 10), OPTICAL_BANDS)
    (tmp_path / os.fsdecode(b"S2_20190701_\xe9t\xe9.tif")).touch()
    scene = discovered(tmp_path)
    assert len(scene.acquisitions) == 1
    assert any("Rename it" in problem.text for problem in scene.problems) and dumps(scene).encode("utf-8")


def test_a_cloud_mask_without_its_image_is_said(write):
    write("S2_20190630_B04.tif", counts(900))
    write("S2_20190630_SCL.tif", np.full((1, 8, 8), 4, np.uint8))
    alone = write("S2_20190715_SCL.tif", np.full((1, 8, 8), 4, np.uint8))
    scene = discover([Source(str(Path(alone).parent))])
    assert scene.acquisitions[0].clouds is not None
    assert [p.path for p in scene.problems if "cloud mask" in p.text] == [alone]


def test_the_role_of_a_folder_makes_no_sentinel_2_image_of_another_sensor(write, tmp_path):
    write("S2_20190630_B04.tif", counts(900))
    write("HLS.L30.T31UES.2019136T105031.v2.0.B04.tif", counts(900))
    scene = discover([Source(str(tmp_path), role="s2")])
    assert [a.date for a in scene.acquisitions] == ["2019-06-30"]
    assert any("Landsat" in problem.text for problem in scene.problems)
