import numpy as np

from doab.model.simulation.atmosphere import draw_atmosphere


def test_a_clear_date_has_no_clouds_and_an_overcast_one_is_masked():
    atmosphere = draw_atmosphere(np.random.default_rng(3), np.array([0.0, 0.95]), 64)
    assert atmosphere.cloud[0].max() == 0 and atmosphere.clear[0].mean() > 0.9
    assert atmosphere.clear[1].mean() < 0.2


def test_masks_miss_little_of_the_thick_cloud():
    atmosphere = draw_atmosphere(np.random.default_rng(4), np.full(20, 0.4), 64)
    thick = atmosphere.cloud > 0.9
    assert (atmosphere.clear & thick).sum() < 0.15 * thick.sum()
