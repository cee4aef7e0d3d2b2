import numpy as np
import pytest

from doab.model.simulation.field_texture import draw_field_texture

MARGIN = 10


@pytest.fixture(scope="module")
def parcels():
    """Two fields of 100 x 25 pixels of 5 m, side by side, and land that is no field."""
    parcels = np.zeros((120, 120), np.int32)
    parcels[10:110, 20:45] = 1
    parcels[10:110, 45:70] = 2
    return parcels


@pytest.fixture(scope="module")
def drawn(parcels):
    return [draw_field_texture(np.random.default_rng(seed), parcels, MARGIN) for seed in range(30)]


def inner(parcels, number):
    return (parcels == number)[MARGIN:-MARGIN:2, MARGIN:-MARGIN:2]


def test_shapes_are_those_of_pixels_of_ten_metres_without_the_margin(drawn):
    factor, patterns = drawn[0]
    assert factor.shape == (50, 50) and patterns.shape == (3, 50, 50)
    assert factor.dtype == patterns.dtype == np.float32


def test_land_that_is_no_field_has_no_pattern(drawn, parcels):
    outside = inner(parcels, 0)
    for factor, patterns in drawn:
        assert np.allclose(factor[outside], 1) and not patterns[:, outside].any()


def test_fields_differ_in_how_uneven_they_are(drawn, parcels):
    ratios = [np.log(factor[inner(parcels, 1)].mean() / factor[inner(parcels, 2)].mean()) for factor, _ in drawn]
    assert 0.3 < np.std(ratios) < 2


def test_passes_lie_along_the_field(drawn):
    """Most fields vary more across their longer axis, here from left to right, than along it."""
    fields = [patterns[2, 5:45, 6:16] for _, patterns in drawn]
    across, along = (np.array([np.abs(np.diff(field, axis=axis)).mean() for field in fields]) for axis in (1, 0))
    patterned = across + along > 1e-3
    assert patterned.sum() > 15
    assert (across > along)[patterned].mean() > 0.65


def test_deviations_stay_within_what_fields_show(drawn):
    brightness = np.concatenate([patterns[2].ravel() for _, patterns in drawn])
    assert np.abs(brightness).max() < 1 and brightness.std() < 0.08


def test_land_without_fields_has_no_texture():
    factor, patterns = draw_field_texture(np.random.default_rng(0), np.zeros((40, 40), np.int32), MARGIN)
    assert (factor == 1).all() and not patterns.any()
