"""The mask of clear pixels: a field with an object on it, judged at any brightness and with any bands."""

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS
from doab.model.scene.clouds import HALO, RIM, BrightnessLevels, bands_for_tests, clear_mask, measure_levels

SPECTRA = {
    "vegetation": (0.03, 0.06, 0.03, 0.10, 0.30, 0.40, 0.42, 0.44, 0.18, 0.08),
    "bare soil": (0.08, 0.11, 0.15, 0.19, 0.21, 0.23, 0.25, 0.27, 0.33, 0.28),
    "bright soil": (0.17, 0.23, 0.30, 0.33, 0.35, 0.37, 0.39, 0.41, 0.46, 0.42),
    "water": (0.06, 0.06, 0.04, 0.03, 0.02, 0.02, 0.02, 0.02, 0.01, 0.01),
    "cloud": (0.55, 0.54, 0.55, 0.56, 0.57, 0.58, 0.58, 0.58, 0.40, 0.32),
    "snow": (0.80, 0.80, 0.78, 0.77, 0.75, 0.73, 0.70, 0.68, 0.10, 0.08),
    "shadow": (0.02, 0.02, 0.02, 0.03, 0.04, 0.05, 0.05, 0.05, 0.04, 0.03),
}
CLEAR = {"vegetation", "bare soil", "bright soil", "water"}
ALL, METRES_10, METRES_20, RGB = (
    OPTICAL_BANDS,
    ("B02", "B03", "B04", "B08"),
    ("B05", "B06", "B07", "B8A", "B11", "B12"),
    ("B02", "B03", "B04"),
)
SIDE = 30
MIDDLE = (slice(10, 20), slice(10, 20))


def image(name, fields=("vegetation", "bare soil"), bands=ALL, square=MIDDLE, change=lambda values: values):
    """An image [10, 30, 30] of two fields, with a square of another kind, and its bands."""
    has_band = np.array([band in bands for band in OPTICAL_BANDS])
    values = np.empty((10, SIDE, SIDE), np.float32)
    values[:, :, : SIDE // 2], values[:, :, SIDE // 2 :] = (np.array(SPECTRA[f])[:, None, None] for f in fields)
    values[:, square[0], square[1]] = np.array(SPECTRA[name])[:, None, None]
    return np.where(has_band[:, None, None], change(values), 0).astype(np.float32), has_band


def judged(values, has_band, scl=None, present=None):
    present = np.ones(values.shape[1:], bool) if present is None else present
    return clear_mask(values, present, has_band, measure_levels(values[:, present], has_band), scl)


@pytest.mark.parametrize("bands", [ALL, METRES_10, METRES_20, RGB], ids=["all", "10 m", "20 m", "RGB"])
@pytest.mark.parametrize(("gain", "gamma"), [(1, 1), (0.5, 1), (2, 1), (1, 0.7), (1, 1.4)])
@pytest.mark.parametrize("name", SPECTRA)
def test_cloud_and_ground_are_distinguished_at_any_brightness_with_any_bands(name, gain, gamma, bands):
    if (name == "shadow" and bands in (METRES_10, RGB)) or (name == "water" and bands == METRES_20):
        pytest.skip("these bands do not tell")
    clear = judged(*image(name, bands=bands, change=lambda values: gain * values**gamma))
    assert clear[MIDDLE].all() if name in CLEAR else not clear[MIDDLE].any()
    assert clear[:, :3].all()


@pytest.mark.parametrize("bands", [ALL, METRES_10, RGB], ids=["all", "10 m", "RGB"])
def test_an_overcast_image_has_no_clear_pixel(bands):
    values, has_band = image("cloud", ("cloud", "cloud"), bands)
    assert not judged(values * np.linspace(0.8, 1.2, SIDE, dtype=np.float32), has_band).any()


def test_grey_ground_of_a_hazy_picture_is_not_cloud():
    fields = np.random.default_rng(0).uniform(0.12, 0.2, (6, 6)).repeat(5, 0).repeat(5, 1)
    tint = np.random.default_rng(1).uniform(0.88, 1.12, (6, 6)).repeat(5, 0).repeat(5, 1)
    values = np.zeros((10, SIDE, SIDE), np.float32)
    values[:3] = fields * tint, fields, fields / tint
    has_band = np.array([band in RGB for band in OPTICAL_BANDS])
    for gain in (0.5, 1, 2, 4):
        assert judged(gain * values, has_band).all()


def test_no_bands_to_judge_by_means_clear():
    assert judged(*image("cloud", bands=("B12",))).all()
    assert judged(*image("cloud", bands=("B02",))).all()


def test_an_image_without_a_pixel_has_no_cloud_level():
    assert measure_levels(np.zeros((10, 0), np.float32), np.ones(10, bool)) == BrightnessLevels()


def test_the_tests_read_one_band_of_each_kind():
    assert bands_for_tests(OPTICAL_BANDS) == ("B02", "B03", "B04", "B08", "B11")
    assert bands_for_tests(METRES_20) == ("B05", "B8A", "B11")
    assert bands_for_tests(("VV", "B12")) == ("B12",)


@pytest.mark.parametrize(("side", "kept"), [(1, True), (2, True), (4, False)])
def test_single_pixels_of_cloud_are_ground_and_cloud_has_a_rim(side, kept):
    clear = judged(*image("cloud", square=(slice(12, 12 + side), slice(12, 12 + side))))
    expected = np.ones((SIDE, SIDE), bool)
    expected[12 - RIM : 12 + side + RIM, 12 - RIM : 12 + side + RIM] = kept
    assert np.array_equal(clear, expected)


@pytest.mark.parametrize("name", ["cloud", "shadow"])
def test_cloud_at_the_edge_of_the_data_is_as_wide_as_anywhere(name):
    values, has_band = image(name, square=(slice(0, 10), slice(0, 2)))
    present = np.ones((SIDE, SIDE), bool)
    present[12:] = False
    clear = judged(values, has_band, present=present)
    assert not clear[:10, :2].any() and clear[:10, 8:].all() and not clear[12:].any()


def test_what_is_clear_does_not_depend_on_the_window():
    rng = np.random.default_rng(3)
    values, has_band = image("cloud")
    values = values.repeat(2, 1).repeat(2, 2)
    scl = rng.choice([3, 4, 7, 8], (SIDE, SIDE), p=[0.15, 0.6, 0.15, 0.1]).repeat(2, 0).repeat(2, 1)
    levels, present = measure_levels(values.reshape(10, -1), has_band), np.ones((2 * SIDE, 2 * SIDE), bool)
    part, inner = np.s_[3:45, 5:58], np.s_[HALO:-HALO, HALO:-HALO]
    for classes in (None, scl):
        whole = clear_mask(values, present, has_band, levels, classes)[part]
        cut = clear_mask(
            values[:, *part], present[part], has_band, levels, classes if classes is None else classes[part]
        )
        assert 0 < cut[inner].mean() < 1 and np.array_equal(cut[inner], whole[inner])


@pytest.mark.parametrize("scl", [0, 1, 3, 8, 9, 10, 11])
def test_classes_of_cloud_shadow_and_snow_are_not_clear_whatever_the_spectrum(scl):
    assert not judged(*image("vegetation"), np.full((SIDE, SIDE), scl)).any()


@pytest.mark.parametrize("scl", [4, 5, 6])
def test_classes_of_land_and_water_are_clear_whatever_the_spectrum(scl):
    assert judged(*image("cloud"), np.full((SIDE, SIDE), scl)).all()


@pytest.mark.parametrize("scl", [2, 7])
@pytest.mark.parametrize("name", ["bare soil", "cloud", "shadow"])
def test_doubtful_classes_are_decided_by_the_spectrum(name, scl):
    clear = judged(*image(name), np.full((SIDE, SIDE), scl))
    assert clear[MIDDLE].all() == (name == "bare soil") and clear[:, :3].all()


@pytest.mark.parametrize(("scl", "rim"), [(3, 0), (8, RIM), (9, RIM), (10, 0), (11, 0)])
def test_single_pixels_of_a_classification_are_ground_and_its_clouds_have_a_rim(scl, rim):
    classes = np.full((15, 15), 4)
    classes[2, 2] = classes[2, 12] = classes[3, 12] = scl
    classes[8:10, 6:8] = scl
    expected = np.ones((SIDE, SIDE), bool)
    expected[16 - rim : 20 + rim, 12 - rim : 16 + rim] = False
    assert np.array_equal(judged(*image("vegetation"), classes.repeat(2, 0).repeat(2, 1)), expected)
