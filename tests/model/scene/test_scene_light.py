"""The light of a scene is brought to that of training where it is unusual, and left to the bit where it is not."""

import dataclasses

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, Scene, Source
from doab.model.scene.discovery import discover
from doab.model.scene.fingerprint import fingerprint
from doab.model.scene.grid import reference_grid
from doab.model.scene.scene_light import DARKEST, TRAINING, choose_correction, correct_light, normalise_light
from doab.model.scene.scene_reader import SceneReader

RGB = ("B02", "B03", "B04")
SIDE = 72


@pytest.fixture
def scene(write):
    """A scene of one image of known spectra, as float reflectance after a gain and a gamma."""

    def create(gain=1.0, gamma=1.0, bands=OPTICAL_BANDS):
        rng = np.random.default_rng(1)
        rows = [OPTICAL_BANDS.index(band) for band in bands]
        quantile = rng.uniform(0.1, 0.9, (SIDE, SIDE))
        logs = np.stack([np.interp(quantile, (0.1, 0.25, 0.5, 0.75, 0.9), TRAINING[row]) for row in rows])
        values = gain * np.exp(logs).astype(np.float32) ** np.float32(gamma)
        name = f"{gain}_{gamma}_{len(bands)}/S2_20190630.tif"
        return discover([Source(write(name, values.astype(np.float32), bands), "s2", unit="reflectance")])

    return create


def read(scene):
    frame = scene.of("S2")[0]
    grid = reference_grid(scene, frame)
    with SceneReader(scene, grid, frame.date) as reader:
        sample = reader.read(grid.whole, keys=())
    return sample.reference, sample.reference_valid


def test_usual_light_is_left_as_it_is(scene):
    usual = scene()
    assert normalise_light(usual) is usual


@pytest.mark.parametrize("bands", [OPTICAL_BANDS, RGB], ids=["all", "RGB"])
@pytest.mark.parametrize(("gain", "gamma"), [(0.4, 1.0), (2.0, 1.0), (1.0, 0.7), (1.0, 1.4)])
def test_gain_and_gamma_are_undone(scene, gain, gamma, bands):
    usual, valid = read(scene(bands=bands))
    changed, changed_valid = read(normalise_light(scene(gain, gamma, bands)))
    both = valid & changed_valid
    present = np.array([band in bands for band in OPTICAL_BANDS])
    ratio = np.log(changed[present][:, both] / usual[present][:, both])
    if len(bands) == len(OPTICAL_BANDS) or gamma == 1.0:
        assert np.abs(ratio).max() < 0.2
    assert abs(ratio.mean()) < 0.1 and both.mean() > 0.5 and not changed[~present].any()


def test_contrast_of_colours_alone_is_moved_no_further_than_into_the_range():
    has_band = np.isin(OPTICAL_BANDS, RGB)
    typical = TRAINING[has_band]
    assert choose_correction(typical.mean() + 1, 1.2 * typical.std(), has_band)[1] == 1
    assert choose_correction(typical.mean() + 1, 0.25 * typical.std(), has_band)[1] == pytest.approx(2)
    assert choose_correction(typical.mean() + 1, 0, has_band) == (1, 1)


def test_corrected_images_have_another_fingerprint_and_the_darkest_value_is_kept_finite(scene):
    image = scene().of("S2")[0]
    assert fingerprint(image, None) != fingerprint(dataclasses.replace(image, gain=1.5), None)
    changed = correct_light(np.array([-0.1, 0.2], np.float32), dataclasses.replace(image, gain=2.0, gamma=2.0))
    np.testing.assert_allclose(changed, [2 * DARKEST**2, 0.08], rtol=1e-5)


def test_a_scene_without_images_is_left_as_it_is():
    assert normalise_light(Scene()) == Scene()
