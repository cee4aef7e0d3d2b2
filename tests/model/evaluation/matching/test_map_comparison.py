"""Maps of a few rectangles against references of a few rectangles: tables and scores worked out by hand."""

import dataclasses
import json

import fiona
import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin

from doab.model.crops import known_crops
from doab.model.declared_parcels import Declared
from doab.model.evaluation.matching.map_comparison import Case, tabulate
from doab.model.evaluation.matching.parcel_map import ParcelMap, read_parcel_map
from doab.model.metrics.parcel_tables import concatenate_tables
from doab.model.metrics.scores import compute_scores, compute_variability
from doab.model.protocol import InputError
from doab.model.scene.grid import Grid

CROPS = known_crops()[:3]
GRID = Grid("EPSG:32631", from_origin(0, 400, 10, 10), 40, 40)


def layer(*parcels):
    """Parcels as (class, west, south, east, north) in metres."""
    shapes = np.array([shapely.box(*bounds) for _, *bounds in parcels], object)
    crops = np.array([crop for crop, *_ in parcels], np.int64)
    codes = np.array([CROPS[crop].code if crop >= 0 else "" for crop in crops], object)
    return Declared(shapes, codes, crops, np.array([str(i) for i in range(len(parcels))], object), codes, "EPSG:32631")


def make_map(*parcels, conf=0.9, clear=7.0):
    drawn = layer(*parcels)
    count = len(parcels)
    probs = np.full((count, len(CROPS)), (1 - conf) / 2)
    probs[np.arange(count), drawn.crops] = conf
    return ParcelMap(drawn, np.full(count, conf), np.full(count, clear), probs)


def make_case(*parcels, cluster=None, **more):
    truth = layer(*parcels)
    count = len(parcels)
    return Case(GRID, truth, np.arange(count) if cluster is None else np.array(cluster), np.zeros(count, bool), **more)


def score(parcel_map, reference):
    return compute_scores(tabulate(parcel_map, reference, len(CROPS)), CROPS, len(reference.cluster))


def score_values(parcel_map, reference):
    return {name: entry["value"] for name, entry in score(parcel_map, reference)["overall"].items()}


LEFT, RIGHT = (0, 20, 100, 120, 300), (1, 200, 100, 300, 300)  # 2 ha each


def test_a_perfect_map_scores_one_everywhere():
    assert score_values(make_map(LEFT, RIGHT), make_case(LEFT, RIGHT)) == pytest.approx(
        dict.fromkeys(
            (
                "MR_px",
                "MR_parcel",
                "MR_inst",
                "MR_inst_agnostic",
                "SQ",
                "RQ",
                "PQ",
                "SQ_micro",
                "RQ_micro",
                "PQ_micro",
                "SQ_agnostic",
                "RQ_agnostic",
                "PQ_agnostic",
                "boundary_F1",
            ),
            1.0,
        )
    )


def test_an_empty_map_misses_everything():
    values = score_values(make_map(), make_case(LEFT, RIGHT))
    assert (values["MR_px"], values["MR_parcel"], values["MR_inst"], values["PQ"], values["RQ_micro"]) == (
        0,
        0,
        0,
        0,
        0,
    )
    assert np.isnan(values["SQ"])


def test_a_right_shape_of_the_wrong_crop_counts_for_the_shape_only():
    values = score_values(make_map(LEFT, (2, *RIGHT[1:])), make_case(LEFT, RIGHT))
    assert (values["MR_px"], values["MR_parcel"], values["MR_inst"]) == (0.5, 0.5, 0.5)
    assert (values["MR_inst_agnostic"], values["PQ_agnostic"], values["boundary_F1"]) == (1, 1, 1)
    # One hit, one missed (class 1), one too many (class 2): class 2 is not in the reference.
    assert values["RQ_micro"] == pytest.approx(1 / 2) and values["RQ"] == pytest.approx(1 / 2)
    assert (values["SQ"], values["SQ_micro"]) == (1, 1)


def test_a_parcel_cut_short_is_a_match_of_that_overlap():
    values = score_values(make_map((0, 20, 100, 120, 250), RIGHT), make_case(LEFT, RIGHT))
    assert values["MR_px"] == pytest.approx((0.75 + 1) / 2)
    assert values["SQ_micro"] == pytest.approx((0.75 + 1) / 2) and values["RQ"] == 1


def test_macro_means_weigh_classes_and_micro_sums_parcels():
    more = (0, 140, 100, 190, 300)
    values = score_values(make_map(LEFT, RIGHT), make_case(LEFT, RIGHT, more))
    assert values["RQ"] == pytest.approx((1 / (1 + 1 / 2) + 1) / 2)
    assert values["RQ_micro"] == pytest.approx(2 / (2 + 1 / 2))
    assert values["PQ_micro"] == pytest.approx(values["SQ_micro"] * values["RQ_micro"])
    assert (values["MR_inst"], values["MR_parcel"]) == pytest.approx((2 / 3, 2 / 3))
    assert values["MR_px"] == pytest.approx(4 / 5)


def test_most_of_a_parcel_decides_its_crop_and_nothing_is_a_vote():
    halves = make_map((0, 20, 100, 120, 220), (1, 20, 220, 120, 300), (1, 200, 100, 300, 190))
    reference = tabulate(halves, make_case(LEFT, RIGHT), len(CROPS)).references
    assert reference.majority_crop.tolist() == [0, len(CROPS)]
    assert reference.pixels.tolist() == [[480, 320, 0, 0], [0, 360, 0, 440]]
    confusion = score(halves, make_case(LEFT, RIGHT))["confusion"]
    assert confusion["counts"].tolist() == [
        [1, 0, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 0],
    ]


def test_small_clipped_and_unknown_parcels_count_neither_as_found_nor_as_missed():
    small, clipped, unknown = (0, 320, 100, 340, 120), (0, 350, 200, 500, 260), (-1, 140, 20, 240, 80)
    reference = make_case(LEFT, small, clipped, unknown)
    assert tabulate(make_map(LEFT), reference, len(CROPS)).references.counted.tolist() == [True, False, False]
    everything = tabulate(make_map(LEFT, small, clipped, (1, *unknown[1:])), reference, len(CROPS)).predictions
    assert everything.counted.tolist() == [True, False, False, False]
    assert score_values(make_map(LEFT), reference)["MR_inst"] == 1
    # Their pixels are labelled all the same: 2 ha found, 0.04 ha and 50 m of 60 m missed.
    assert score_values(make_map(LEFT), reference)["MR_px"] == pytest.approx(2 / (2 + 0.04 + 0.3))


def test_outside_an_incomplete_reference_nobody_is_wrong():
    parcel_map = make_map(LEFT, RIGHT)
    assert score_values(parcel_map, make_case(LEFT))["RQ_agnostic"] == pytest.approx(1 / 1.5)
    assert score_values(parcel_map, make_case(LEFT, complete=False))["RQ_agnostic"] == 1


def test_parcels_left_out_are_not_judged_at_all():
    reference = dataclasses.replace(make_case(LEFT, RIGHT), left_out=np.array([False, True]))
    tables = tabulate(make_map((1, *LEFT[1:]), RIGHT), reference, len(CROPS))
    assert tables.references.crop.tolist() == [0] and tables.predictions.counted.tolist() == [True, False]


def test_outlines_within_15_m_are_right():
    near, far = (0, 30, 100, 130, 300), (0, 60, 100, 160, 300)  # moved by 10 m and by 40 m
    assert score_values(make_map(near), make_case(LEFT))["boundary_F1"] == 1
    # Near the upper side, and as many near the lower: the 12 pixels in common, 3 beside them and 3 down the flank.
    boundary_f1 = score_values(make_map(far), make_case(LEFT))["boundary_F1"]
    assert boundary_f1 == pytest.approx(2 * (12 + 3 + 3) / (2 * 20 + 2 * 38))


def test_strata_hold_their_own_parcels():
    small = (0, 320, 100, 360, 150)
    result = score(make_map(LEFT, (1, 200, 120, 300, 300)), make_case(LEFT, RIGHT, small))
    assert [(s["label"], s["support"]) for s in result["sizes"]] == [("0.1 to 0.5 ha", 1), ("2 to 5 ha", 2)]
    assert result["sizes"][0]["MR_inst"]["value"] == 0 and result["sizes"][1]["MR_inst"]["value"] == 1
    # A hit counts where its field belongs, though it is itself smaller than 2 ha.
    assert result["sizes"][1]["RQ_micro"]["value"] == 1
    assert [(s["label"], s["support"]) for s in result["dates"]] == [("5 to 9 dates", 3)]


def test_classes_have_their_support_and_recall():
    result = score(make_map(LEFT, (2, *RIGHT[1:])), make_case(LEFT, RIGHT))["classes"]
    assert [c["support"] for c in result] == [1, 1, 0]
    assert [c["MR_parcel"]["value"] for c in result[:2]] == [1, 0]
    assert np.isnan(result[2]["MR_parcel"]["value"]) and result[0]["label"] == CROPS[0].label


def test_recall_falls_with_the_overlap_that_is_asked_for():
    result = score(make_map((0, 20, 100, 120, 250), (0, *RIGHT[1:])), make_case(LEFT, RIGHT))["instance_recall"]
    assert result["thresholds"][0] == 0.5 and result["thresholds"][-1] == 0.95
    assert result["agnostic"].tolist() == [1] * 5 + [0.5] * 5  # 0.75 is not over 0.75
    assert result["aware"].tolist() == [0.5] * 5 + [0] * 5


def test_confidence_is_judged_where_the_crop_is_known():
    parcel_map = make_map(LEFT, (2, *RIGHT[1:]), (0, 320, 320, 380, 380), conf=0.8)
    result = score(parcel_map, make_case(LEFT, RIGHT))["calibration"]
    assert result["ece"] == pytest.approx(0.3) and result["bins"][0]["count"] == 2


def test_intervals_come_from_clusters_and_are_the_same_every_time():
    tables = concatenate_tables(
        [tabulate(make_map(LEFT), make_case(LEFT, RIGHT, cluster=[i, i]), len(CROPS)) for i in range(2)]
        + [tabulate(make_map(LEFT, RIGHT), make_case(LEFT, RIGHT, cluster=[2, 2]), len(CROPS))]
    )
    first, second = (compute_scores(tables, CROPS, 3)["overall"] for _ in range(2))
    assert first == second
    assert first["MR_parcel"] == {"value": pytest.approx(2 / 3), "low": 0.5, "high": 1}
    assert {v["label"]: (v["folds"], v["mean"]) for v in compute_variability(tables, CROPS, 3)} == {
        "All crops": (3, pytest.approx(2 / 3)),
        CROPS[0].label: (3, 1),
        CROPS[1].label: (3, pytest.approx(1 / 3)),
    }


def test_false_alarms_belong_to_the_cluster_they_lie_in_or_near():
    tables = tabulate(make_map((0, 200, 20, 300, 60), LEFT), make_case(LEFT, RIGHT, cluster=[4, 5]), len(CROPS))
    assert tables.predictions.cluster.tolist() == [5, 4]


def test_a_map_is_read_with_what_it_says_of_its_parcels(tmp_path):
    path = tmp_path / "map.gpkg"
    properties = {"EC_hcat_c": "str", "conf": "float", "n_clear": "int", "probs": "str"}
    with fiona.open(
        path, "w", driver="GPKG", crs="EPSG:32631", schema={"geometry": "Polygon", "properties": properties}
    ) as file:
        rows = [
            (CROPS[1].code, 0.75, 9, json.dumps({CROPS[1].label: 0.75, CROPS[0].label: 0.25})),
            (None, None, None, None),
        ]
        for i, row in enumerate(rows):
            shape = shapely.geometry.mapping(shapely.box(100 * i, 0, 100 * i + 90, 90))
            file.write({"geometry": shape, "properties": dict(zip(properties, row, strict=True))})
    parcel_map = read_parcel_map(path, CROPS)
    assert parcel_map.parcels.crops.tolist() == [1, -1] and parcel_map.parcels.crs == "EPSG:32631"
    assert parcel_map.confidence[0] == 0.75 and np.isnan(parcel_map.confidence[1]) and parcel_map.clear_dates[0] == 9
    assert parcel_map.probabilities[0].tolist() == [0.25, 0.75, 0] and np.isnan(parcel_map.probabilities[1]).all()


def test_a_map_without_crops_is_refused(tmp_path):
    path = tmp_path / "shapes.gpkg"
    with fiona.open(path, "w", driver="GPKG", crs="EPSG:32631", schema={"geometry": "Polygon", "properties": {}}):
        pass
    with pytest.raises(InputError, match="EC_hcat_c"):
        read_parcel_map(path, CROPS)
    with pytest.raises(InputError, match="nowhere"):
        read_parcel_map(tmp_path / "nowhere.gpkg", CROPS)


def test_rows_without_an_outline_are_no_parcels(tmp_path):
    schema = {"geometry": "Polygon", "properties": {"EC_hcat_c": "str"}}
    with fiona.open(tmp_path / "map.gpkg", "w", driver="GPKG", crs="EPSG:32631", schema=schema) as file:
        for shape in (None, shapely.geometry.mapping(shapely.box(0, 0, 90, 90))):
            file.write({"geometry": shape, "properties": {"EC_hcat_c": CROPS[0].code}})
    assert read_parcel_map(tmp_path / "map.gpkg", CROPS).parcels.crops.tolist() == [0]
