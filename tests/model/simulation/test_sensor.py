import numpy as np

from doab.model.simulation import sensor


def test_the_fractions_of_the_units_in_a_pixel_sum_to_one():
    units = np.random.default_rng(0).integers(0, 5, (36, 36)).astype(np.int32)
    fractions = sensor.unit_fractions(units, 5, 8, 2, 20.0)
    assert fractions.shape == (100, 5)
    assert np.allclose(fractions.sum(1), 1, atol=1e-5)


def test_a_straight_edge_is_blurred_like_by_the_sensor():
    units = np.zeros((36, 36), np.int32)
    units[:, 18:] = 1
    right = sensor.unit_fractions(units, 2, 8, 2, 20.0).toarray()[:, 1].reshape(10, 10)
    assert np.allclose(right, right[:1], atol=1e-6)
    assert (np.diff(right[0]) >= 0).all()
    assert right[0, 0] < 0.01 and right[0, -1] > 0.99
    assert np.allclose(right[0] + right[0, ::-1], 1, atol=1e-5)


def test_upsampling_keeps_the_mean_and_doubles_the_size():
    image = np.random.default_rng(0).random((2, 6, 6)).astype(np.float32)
    for smooth in (False, True):
        large = sensor.upsample(image, smooth)
        assert large.shape == (2, 12, 12)
        assert np.allclose(large.mean((1, 2)), image.mean((1, 2)), atol=1e-5)


def test_misregistration_is_less_than_a_pixel_and_keeps_flat_ground():
    images = np.full((3, 2, 8, 8), 0.3, np.float32)
    assert np.allclose(sensor.misregister(np.random.default_rng(0), images, 0.3), 0.3)


def test_bands_are_displaced_alike_on_all_dates():
    images = np.random.default_rng(0).random((3, 2, 8, 8)).astype(np.float32)
    shifted = sensor.misalign(images, np.array([[0.0, 0.0], [0.0, 0.25]]))
    assert np.array_equal(shifted[:, 0], images[:, 0])
    expected = 0.75 * images[:, 1, :, 1:] + 0.25 * images[:, 1, :, :-1]
    assert np.allclose(shifted[:, 1, :, 1:], expected, atol=1e-6)


def test_drawn_imaging_is_sharper_in_the_fine_bands_and_less_noisy_than_the_usual():
    drawn = [sensor.draw_imaging(np.random.default_rng(seed)) for seed in range(50)]
    assert np.mean([i.fwhm_20m for i in drawn]) > np.mean([i.fwhm_10m for i in drawn]) + 5
    assert all(0 < i.noise < 1 and np.abs(i.offsets).max() <= 0.3 for i in drawn)
