import numpy as np

from doab.model.simulation import optics


def test_footprints_share_every_pixel_among_the_units_it_sees():
    units = np.random.default_rng(0).integers(0, 5, (36, 36)).astype(np.int32)
    shares = optics.footprints(units, 5, 8, 2, 20.0)
    assert shares.shape == (100, 5)
    assert np.allclose(shares.sum(1), 1, atol=1e-5)


def test_footprints_blur_a_straight_edge_like_the_sensor():
    units = np.zeros((36, 36), np.int32)
    units[:, 18:] = 1
    right = optics.footprints(units, 2, 8, 2, 20.0).toarray()[:, 1].reshape(10, 10)
    assert np.allclose(right, right[:1], atol=1e-6)
    assert (np.diff(right[0]) >= 0).all()
    assert right[0, 0] < 0.01 and right[0, -1] > 0.99
    assert np.allclose(right[0] + right[0, ::-1], 1, atol=1e-5)


def test_enlarging_keeps_the_mean_and_doubles_the_size():
    image = np.random.default_rng(0).random((2, 6, 6)).astype(np.float32)
    for smooth in (False, True):
        large = optics.enlarge(image, smooth)
        assert large.shape == (2, 12, 12)
        assert np.allclose(large.mean((1, 2)), image.mean((1, 2)), atol=1e-5)


def test_a_clear_sky_has_no_clouds_and_an_overcast_one_is_masked():
    sky = optics.sky(np.random.default_rng(3), np.array([0.0, 0.95]), 64)
    assert sky.cloud[0].max() == 0 and sky.clear[0].mean() > 0.9
    assert sky.clear[1].mean() < 0.2


def test_masks_miss_little_of_the_thick_cloud():
    sky = optics.sky(np.random.default_rng(4), np.full(20, 0.4), 64)
    assert (sky.clear & (sky.cloud > 0.9)).sum() < 0.15 * (sky.cloud > 0.9).sum()


def test_misplacing_moves_by_less_than_a_pixel_and_keeps_flat_ground():
    images = np.full((3, 2, 8, 8), 0.3, np.float32)
    assert np.allclose(optics.misplace(np.random.default_rng(0), images, 0.3), 0.3)
