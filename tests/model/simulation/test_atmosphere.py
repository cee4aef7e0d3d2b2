import numpy as np

from doab.model.simulation.atmosphere import apply_atmosphere, draw_atmosphere
from doab.model.simulation.sensor import Imaging


def test_a_clear_date_has_no_clouds_and_an_overcast_one_is_masked():
    atmosphere = draw_atmosphere(np.random.default_rng(3), np.array([0.0, 0.95]), 64)
    assert atmosphere.cloud[0].max() == 0 and atmosphere.clear[0].mean() > 0.9
    assert atmosphere.clear[1].mean() < 0.2


def test_masks_miss_little_of_the_thick_cloud():
    atmosphere = draw_atmosphere(np.random.default_rng(4), np.full(20, 0.4), 64)
    thick = atmosphere.cloud > 0.9
    assert (atmosphere.clear & thick).sum() < 0.15 * thick.sum()


def test_imaging_scales_the_noise_and_makes_it_one_value_for_each_pixel_of_twenty_metres():
    rng = np.random.default_rng(5)
    atmosphere = draw_atmosphere(rng, np.zeros(2), 32)
    ground = np.full((2, 10, 32, 32), 0.2, np.float32)

    def noise(strength):
        imaging = Imaging(10.0, 20.0, strength, np.zeros((10, 2)))
        return apply_atmosphere(np.random.default_rng(6), ground, atmosphere, imaging)

    weak, strong = noise(0.2), noise(0.8)
    fine = [np.diff(images[:, 2], axis=-1).std() for images in (weak, strong)]
    assert 3 < fine[1] / fine[0] < 5
    pairs = np.diff(strong[:, 3], axis=-1)
    assert np.abs(pairs[..., ::2]).max() < 0.2 * np.abs(pairs[..., 1::2]).max()
