import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS
from doab.model.scene.clouds import clear_mask

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


def is_clear(name, bands=OPTICAL_BANDS, scl=None):
    has_band = np.array([band in bands for band in OPTICAL_BANDS])
    spectrum = np.where(has_band, SPECTRA[name], 0).astype(np.float32).reshape(10, 1, 1)
    return bool(clear_mask(spectrum, has_band, None if scl is None else np.full((1, 1), scl))[0, 0])


@pytest.mark.parametrize("name", SPECTRA)
def test_spectra_are_distinguished_without_a_classification(name):
    assert is_clear(name) == (name in CLEAR)


@pytest.mark.parametrize("name", ["vegetation", "bare soil", "cloud", "shadow"])
def test_twenty_metre_bands_alone_settle_the_plain_cases(name):
    assert is_clear(name, ("B05", "B06", "B07", "B8A", "B11", "B12")) == (name in CLEAR)


def test_no_bands_to_judge_by_means_clear():
    assert is_clear("cloud", ("B12",))


@pytest.mark.parametrize("scl", [0, 1, 3, 8, 9, 10, 11])
def test_classes_of_cloud_shadow_and_snow_are_not_clear_whatever_the_spectrum(scl):
    assert not is_clear("vegetation", scl=scl)


@pytest.mark.parametrize("scl", [4, 5, 6])
def test_classes_of_land_and_water_are_clear_whatever_the_spectrum(scl):
    assert is_clear("cloud", scl=scl)


@pytest.mark.parametrize("scl", [2, 7])
def test_doubtful_classes_are_decided_by_the_spectrum(scl):
    assert is_clear("bare soil", scl=scl) and not is_clear("cloud", scl=scl) and not is_clear("shadow", scl=scl)
