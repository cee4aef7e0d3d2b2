"""Fields drawn from the fitted signatures."""

from __future__ import annotations

import numpy as np
import pytest

from doab.model.crops import Crop, known_crops
from doab.model.protocol import InputError
from doab.model.simulation.signatures import CHANNELS, KNOTS, draw_curves, draw_deviations, interpolate, signatures

CROPS = known_crops()
LABELS = [crop.label for crop in CROPS]


def years(label: str, count: int = 200, seed: int = 0) -> np.ndarray:
    crop = np.full(count, LABELS.index(label))
    return np.concatenate(
        [draw_curves(np.random.default_rng([seed, i]), crop[:10], np.arange(10), CROPS) for i in range(count // 10)]
    )


def ndvi(curves: np.ndarray, day: int) -> np.ndarray:
    red, near = np.exp(curves[..., 2]), np.exp(curves[..., 6])
    return ((near - red) / (near + red))[:, np.abs(KNOTS - day).argmin()]


def test_every_class_has_a_signature():
    assert {crop.code for crop in CROPS} == set(signatures().classes)
    assert (signatures().weights > 0).all()


def test_wheat_is_green_in_may_and_ripe_in_july_and_maize_the_other_way_round():
    wheat, maize = years("Winter wheat"), years("Maize")
    assert np.median(ndvi(wheat, 130)) > 0.7 > 0.5 > np.median(ndvi(wheat, 210))
    assert np.median(ndvi(maize, 120)) < 0.5 < 0.7 < np.median(ndvi(maize, 210))


def test_rapeseed_scatters_more_vh_in_june_than_wheat():
    june = np.abs(KNOTS - 160).argmin()
    assert np.median(years("Winter rapeseed")[:, june, 11]) > np.median(years("Winter wheat")[:, june, 11]) + 3


def test_fields_of_one_crop_differ_as_much_as_real_ones_do():
    spread = np.std(ndvi(years("Winter wheat"), 130))
    assert 0.03 < spread < 0.25


def test_similar_fields_look_more_alike_than_others():
    crop, rng = np.zeros(400, int), np.random.default_rng(3)
    similar_to = np.arange(400)
    similar_to[1::2] = similar_to[::2]
    curves = draw_curves(rng, crop, similar_to, CROPS)[..., :10].mean(1)
    related = np.abs(curves[1::2] - curves[::2]).mean()
    others = np.abs(curves[2::2] - curves[:-2:2]).mean()
    assert related < 0.8 * others


def test_parts_differ_by_their_share_of_the_variance():
    crop, rng = np.full(2000, LABELS.index("Maize")), np.random.default_rng(3)
    little, much = (draw_deviations(rng, crop, CROPS, np.full(2000, share)) for share in (0.01, 0.16))
    assert little.shape == (2000, len(KNOTS), CHANNELS)
    assert np.std(much) == pytest.approx(4 * np.std(little), rel=0.1)
    assert np.std(little[..., 6]) < 0.15 * np.std(years("Maize", 1000)[..., 6], axis=0).mean()


def test_a_late_field_is_on_its_curve_of_earlier_days():
    curves = np.zeros((1, len(KNOTS), CHANNELS))
    curves[0, :, 0] = KNOTS
    assert interpolate(curves, np.array([100, 107]), np.array([12.0]))[0, :, 0] == pytest.approx([88, 95])


def test_days_beyond_the_curve_take_its_ends():
    curves = np.zeros((1, len(KNOTS), CHANNELS))
    curves[0, :, 0] = KNOTS
    ends = interpolate(curves, np.array([-300, 500]), np.array([0.0]))[0, :, 0]
    assert ends == pytest.approx([KNOTS[0], KNOTS[-1]], abs=0.1)


def test_a_class_without_a_signature_is_named():
    with pytest.raises(InputError, match="Hops"):
        draw_curves(
            np.random.default_rng(0), np.array([0]), np.array([0]), [Crop("3301070000", "hops", "Hops", "#000000")]
        )
