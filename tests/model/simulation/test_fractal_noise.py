import numpy as np

from doab.model.simulation.fractal_noise import fractal_noise


def test_noise_is_standardised_and_smoother_for_a_steeper_spectrum():
    steps = []
    for beta in (1.0, 4.0):
        noise = fractal_noise(np.random.default_rng(0), (3, 60, 50), beta)
        assert noise.shape == (3, 60, 50) and noise.dtype == np.float32
        assert np.allclose(noise.std((1, 2)), 1, atol=1e-3) and np.allclose(noise.mean((1, 2)), 0, atol=1e-3)
        steps.append(np.abs(np.diff(noise, axis=2)).mean())
    assert steps[1] < 0.3 * steps[0]


def test_opposite_sides_do_not_repeat_each_other():
    noise = fractal_noise(np.random.default_rng(0), (64, 64, 64), 3.0)
    assert np.corrcoef(noise[:, :, 0].ravel(), noise[:, :, -1].ravel())[0, 1] < 0.2
