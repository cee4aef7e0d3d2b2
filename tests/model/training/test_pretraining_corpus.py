"""Draws for pre-training: complete, within bounds, varied, and the same for the same seed."""

import numpy as np
import pytest
import torch

from doab.model.protocol import InputError
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training.labelled_time_series import Series
from doab.model.training.pretraining_corpus import ACQUISITIONS, PARCELS, WINDOW, Corpus, read_scenes


@pytest.fixture(scope="module")
def sample():
    return simulate_tile(np.random.default_rng(1), 48)[0]


def series(parcels=5, steps=6):
    """Reflectance encodes the parcel (tenths) and the step (hundredths); the first parcel is empty after two steps."""
    optical = np.arange(parcels)[:, None, None] / 10 + np.arange(steps)[:, None] / 100 + np.zeros(10)
    valid = np.ones((parcels, steps), bool)
    valid[0, 2:] = False
    return Series(
        name="made",
        year=2023,
        optical=optical.astype(np.float32) * valid[..., None],
        optical_valid=valid,
        optical_bands=np.ones(10, bool),
        radar=np.full((parcels, steps, 2), -12, np.float32) * valid[..., None],
        radar_valid=valid.copy(),
        days=np.tile(738000 + 30 * np.arange(steps), (parcels, 1)),
        terrain=np.zeros((parcels, 2), np.float32),
        terrain_valid=np.ones(parcels, bool),
        location=np.tile(np.array([45, 1], np.float32), (parcels, 1)),
        crop=np.array(["maize"] * parcels),
        key=np.array([str(i) for i in range(parcels)]),
    )


def test_a_window_has_the_same_size_in_every_grid_and_no_empty_acquisition(sample):
    (draw,) = Corpus([sample], [], 4).sample(np.random.default_rng(0))
    assert draw.length == len(draw.views.days) <= ACQUISITIONS
    for name in ("optical", "optical_valid", "radar", "radar_valid", "terrain", "terrain_valid"):
        assert getattr(draw.views, name).shape[-2:] == (WINDOW, WINDOW)


def test_parcels_are_uniform_patches_with_values_of_their_own_steps():
    corpus = Corpus([], [series()], 4)
    for seed in range(10):
        (draw,) = corpus.sample(np.random.default_rng(seed))
        views = draw.views
        assert len(views.days) == PARCELS * draw.length
        assert views.optical.shape[-2:] == (4, 4)
        observed = views.optical_valid[:, 0, 0] > 0
        assert torch.equal(views.optical, views.optical[..., :1, :1].expand_as(views.optical))
        band = views.optical_bands.amax(0).nonzero()[0, 0]
        parcel = (views.optical[:, band, 0, 0] * 10 + 1e-4).floor().view(PARCELS, -1)
        by_parcel = observed.view(PARCELS, -1)
        for row, valid in zip(parcel, by_parcel, strict=True):
            assert len(row[valid].unique()) <= 1
        assert (views.optical[~observed] == 0).all()


def test_no_step_without_data_is_drawn_and_none_loses_both_sensors():
    (draw,) = Corpus([], [series()], 4).sample(np.random.default_rng(3))
    assert ((draw.views.optical_valid + draw.views.radar_valid).amax((1, 2)) > 0).all()
    alone = draw.views.optical_valid[:, 0, 0] + draw.views.radar_valid[:, 0, 0] == 1
    assert alone.any() and not alone.all()


def test_draws_vary_what_may_be_missing(sample):
    corpus = Corpus([sample], [series()], 4)
    drawn = [corpus.sample(np.random.default_rng(seed))[0].views for seed in range(40)]
    assert {bool(v.terrain_valid.any()) for v in drawn} == {True, False}
    as_given = [np.allclose(v.location, (sample.latitude, sample.longitude), atol=1e-4) for v in drawn]
    assert any(as_given) and not all(as_given)
    assert any((v.optical_bands.amax(0) == 0).any() for v in drawn)


def test_the_same_seed_draws_the_same(sample):
    corpus = Corpus([sample], [series()], 4)
    first, second = (corpus.sample(np.random.default_rng(5)) for _ in range(2))
    for a, b in zip(first, second, strict=True):
        assert all(torch.equal(x, y) for x, y in zip(vars(a.views).values(), vars(b.views).values(), strict=True))


def test_a_folder_without_images_is_named(tmp_path):
    with pytest.raises(InputError, match=tmp_path.name):
        list(read_scenes([tmp_path]))
