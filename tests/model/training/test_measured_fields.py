"""Single fields from labelled series: the measured values go through, draws differ, classes are drawn alike."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from doab.model.crops import known_crops
from doab.model.network.encoders import create_encoder
from doab.model.network.normalization import OPTICAL, RADAR
from doab.model.network.tokens import OF_RADAR
from doab.model.protocol import InputError
from doab.model.training.labelled_time_series import Series, take
from doab.model.training.measured_fields import (
    ABSENT_BANDS,
    AS_MEASURED,
    B8A,
    Variation,
    balance,
    classes_of,
    measure_fields,
    paint_window,
    read_regions,
    usable,
)
from doab.model.training.single_fields import mix_fields, sample_fields

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LABELS = ["maize", "sunflower", "vineyards wine vine rebland grapes", "longterm meadows", "no such crop"]
CODES = ["3301010600", "3301060500", "3303060000", "3302000000"]
STEPS = 12


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return create_encoder("compact").eval().requires_grad_(False)


@pytest.fixture
def series():
    """Five parcels with courses of their own; the source lacks B8A; the first parcel lacks two optical steps."""
    rng = np.random.default_rng(0)
    count = len(LABELS)
    bands = np.arange(10) != B8A
    optical_valid = np.ones((count, STEPS), bool)
    optical_valid[0, :2] = False
    return Series(
        name="test",
        year=2022,
        optical=(rng.uniform(0.05, 0.15, (count, STEPS, 10)) * optical_valid[..., None] * bands).astype(np.float32),
        optical_valid=optical_valid,
        optical_bands=bands,
        radar=rng.uniform(-20, -8, (count, STEPS, 2)).astype(np.float32),
        radar_valid=np.ones((count, STEPS), bool),
        days=np.tile(738156 + 15 + 30 * np.arange(STEPS), (count, 1)),
        terrain=np.full((count, 2), 5, np.float32),
        terrain_valid=np.ones(count, bool),
        location=np.tile(np.array([42.0, 9.0], np.float32), (count, 1)),
        crop=np.array(LABELS),
        key=np.arange(count).astype(str),
    )


def test_labels_become_classes_and_those_without_one_are_left_out(series):
    codes = [crop.code for crop in known_crops()]
    assert classes_of(series).tolist() == [*map(codes.index, CODES), -1]
    assert usable(series).crop.tolist() == LABELS[:4]


def test_the_measured_course_is_the_raw_means_of_the_field(series, encoder):
    fields = measure_fields(series, encoder, np.random.default_rng(1), 1, AS_MEASURED)
    assert sorted(fields.crops.tolist()) == sorted(classes_of(series)[:4])
    shown = series.optical_bands
    for index, crop in enumerate(fields.crops.tolist()):
        parcel = classes_of(series).tolist().index(crop)
        volume = fields.volume(index)
        raw = volume.raw[:, 0, 0].float().numpy()
        optical, radar = raw[:, -2] > 0, raw[:, -1] > 0
        assert (optical ^ radar).all() and radar.sum() == STEPS
        expected = (series.optical[parcel] - OPTICAL.centre) / OPTICAL.spread
        valid = series.optical_valid[parcel]
        np.testing.assert_allclose(raw[optical, :10][:, shown], expected[valid][:, shown], atol=4e-3)
        assert not raw[optical, B8A].any() and not raw[optical][:, OF_RADAR[:2]].any()
        decibel = (series.radar[parcel] - RADAR.centre) / RADAR.spread
        np.testing.assert_allclose(raw[radar, 10:12], decibel, atol=4e-3)
        days = series.days[parcel]
        assert volume.season.tolist() == (np.concatenate([days[valid], days]) % 365.25).astype(np.float32).tolist()


def test_draws_of_a_parcel_differ_and_the_same_seed_repeats_them(series, encoder):
    one = take(series, np.array([1]))
    fields = measure_fields(one, encoder, np.random.default_rng(2), 6)
    assert len(fields) == 6 and set(fields.crops.tolist()) == {classes_of(one)[0]}
    first, second = fields.volume(0), fields.volume(1)
    assert first.raw.shape != second.raw.shape or not torch.equal(first.raw, second.raw)
    assert not np.isin(fields.season.numpy(), (series.days[1] % 365.25).astype(np.float32)).all()
    again = measure_fields(one, encoder, np.random.default_rng(2), 6)
    assert torch.equal(again.raw, fields.raw) and torch.equal(again.features, fields.features)


def test_what_a_draw_lacks_is_marked_as_missing(series):
    def paint(seed=0, **missing):
        return paint_window(usable(series), 4, np.random.default_rng(seed), replace(AS_MEASURED, **missing))[0]

    whole, without_radar, without_terrain = paint(), paint(no_radar=1.0), paint(no_terrain=1.0)
    assert len(whole.radar) == STEPS and len(without_radar.radar) == 0
    assert whole.terrain_valid.all() and not without_terrain.terrain_valid.any() and not without_terrain.terrain.any()
    absent = set()
    for seed in range(8):
        sample = paint(seed, no_bands=1.0)
        absent.add(tuple(np.flatnonzero(~sample.optical_bands[0]).tolist()))
        assert not sample.optical[:, ~sample.optical_bands[0]].any()
    assert absent == set(ABSENT_BANDS)


def test_an_absent_band_b8a_may_be_estimated(series):
    sample, _ = paint_window(usable(series), 4, np.random.default_rng(0), replace(AS_MEASURED, estimate=1.0))
    ratio = sample.optical[:, B8A][sample.optical_valid] / sample.optical[:, 5][sample.optical_valid]
    assert sample.optical_bands.all() and ratio.mean() == pytest.approx(1.09, abs=0.02)


def test_dates_and_places_move_by_no_more_than_asked(series):
    chosen = usable(series)
    sample, _ = paint_window(chosen, 4, np.random.default_rng(3), replace(Variation(), season=0.0, no_radar=0.0))
    assert 0 < np.abs(sample.radar_days - series.days[0]).max() <= 15
    assert abs(sample.latitude - 42) <= 0.5 and abs(sample.longitude - 9) <= 0.5


def test_classes_are_drawn_alike_and_so_are_the_regions_of_a_class(series, encoder):
    rng = np.random.default_rng(4)
    many = take(series, np.array([0] * 30 + [1] * 3 + [2]))
    few = take(series, np.array([0, 0]))
    fields = balance({"many": measure_fields(many, encoder, rng, 1), "few": measure_fields(few, encoder, rng, 1)})
    total = Counter()
    for crop, weight in zip(fields.crops.tolist(), fields.weight.tolist(), strict=True):
        total[crop] += weight
    assert total == {crop: pytest.approx(1 / 3) for crop in set(fields.crops.tolist())}
    assert fields.weight[-2:].sum() == pytest.approx(1 / 6)

    other = replace(fields, crops=torch.full_like(fields.crops, 13), weight=None)
    _, crops, _ = sample_fields(mix_fields(other, fields, 0.4), 4000, np.random.default_rng(0), 4)
    counts = Counter(crops.tolist())
    assert counts[13] / 4000 == pytest.approx(0.6, abs=0.03)
    for crop in total:
        assert counts[crop] / 4000 == pytest.approx(0.4 / 3, abs=0.03)


@pytest.mark.skipif(not (DATA / "crop_time_series").is_dir(), reason="needs crop_time_series in shared/data")
def test_the_real_series_are_regions_that_can_be_left_out():
    pytest.importorskip("pyarrow")
    pytest.importorskip("openpyxl")
    regions = read_regions(DATA, ["bavaria_2018", "france_2023_south"])
    assert {"france_2023_north", "corsica_2022", "flanders_2021"} <= regions.keys()
    assert not {"bavaria_2018", "france_2023_south"} & regions.keys()
    assert len(usable(regions["france_2023_north"]).key) == 316
    assert not any(name.startswith("france") for name in read_regions(DATA, ["france_2023"]))
    with pytest.raises(InputError, match="no series 'atlantis'"):
        read_regions(DATA, ["atlantis"])
