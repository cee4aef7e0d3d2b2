import numpy as np

from doab.model.protocol import OPTICAL_BANDS
from doab.model.simulation.processing import (
    BANDS_OF_10M,
    PIVOT,
    RGB,
    Processing,
    apply_processing,
    draw_bands,
    draw_processing,
)

IMAGES = np.random.default_rng(0).uniform(0.02, 0.4, (2, 10, 4, 4)).astype(np.float32)


def test_the_usual_processing_changes_nothing():
    np.testing.assert_array_equal(apply_processing(IMAGES, Processing()), IMAGES)


def test_without_atmospheric_correction_dark_ground_is_bluer_and_brighter():
    dark = np.full((1, 10, 1, 1), 0.03, np.float32)
    seen = apply_processing(dark, Processing(top_of_atmosphere=1.0))[0, :, 0, 0]
    assert seen[0] > seen[2] > dark[0, 0, 0, 0] and seen[0] > 0.09


def test_gain_and_contrast_act_about_the_pivot():
    grey = np.full((1, 10, 1, 1), PIVOT, np.float32)
    seen = apply_processing(grey, Processing(gain=np.full(10, 2.0), gamma=1.4))
    np.testing.assert_allclose(seen, 2 * PIVOT, rtol=1e-5)
    darker = apply_processing(grey / 2, Processing(gamma=1.4))
    assert darker.max() < PIVOT / 2


def test_missing_bands_are_zero():
    bands = np.isin(OPTICAL_BANDS, RGB)
    seen = apply_processing(IMAGES, Processing(bands=bands))
    assert not seen[:, ~bands].any() and (seen[:, bands] == IMAGES[:, bands]).all()


def test_products_of_few_bands_are_drawn_at_their_shares():
    rng = np.random.default_rng(1)
    counts = np.array([draw_bands(rng, 0.3, 0.2, 0.1).sum() for _ in range(2000)])
    for bands, share in ((len(RGB), 0.3), (len(BANDS_OF_10M), 0.2), (len(OPTICAL_BANDS) - len(BANDS_OF_10M), 0.1)):
        assert abs((counts == bands).mean() - share) < 0.04


def test_drawn_processing_leaves_values_finite_and_not_negative():
    for seed in range(50):
        seen = apply_processing(IMAGES, draw_processing(np.random.default_rng(seed)))
        assert seen.dtype == np.float32 and np.isfinite(seen).all() and seen.min() >= 0
