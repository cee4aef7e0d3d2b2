"""Pre-training: every task is learned, masked patches show nothing, and an interrupted run ends the same."""

import numpy as np
import pytest
import torch

from doab.model.network.batches import Views
from doab.model.network.encoders import Encoder, create_encoder
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training.pretraining import mask_patches, pretrain
from doab.model.training.pretraining_corpus import Corpus


@pytest.fixture(scope="module")
def sample():
    return simulate_tile(np.random.default_rng(2), 32)[0]


class Teacher(Encoder):
    """Returns three bands of each patch's middle."""

    patch, width = 4, 3

    def forward(self, views):
        return 10 * views.optical[:, 3:6, 2::4, 2::4].permute(0, 2, 3, 1)


def compact():
    torch.manual_seed(0)
    return create_encoder("compact")


def test_masked_patches_show_no_pixel_and_the_others_are_untouched(sample):
    views = Views.of_sample(sample)
    masked = torch.zeros(len(views.days), 8, 8, dtype=torch.bool)
    masked[:, 2, 3] = True
    shown = mask_patches(views, masked, 4)
    assert not shown.optical[:, :, 8:12, 12:16].any() and not shown.optical_valid[:, 8:12, 12:16].any()
    assert not shown.radar[:, :, 8:12, 12:16].any() and not shown.radar_valid[:, 8:12, 12:16].any()
    assert torch.equal(shown.optical[:, :, :8], views.optical[:, :, :8])


def test_every_task_improves_within_a_few_steps(sample):
    history = []
    pretrain(
        compact(), Corpus([sample], [], 4), 40, teacher=Teacher(), on_step=lambda step, terms: history.append(terms)
    )
    for task in ("patches", "season", "teacher"):
        values = [terms[task] for terms in history]
        assert np.mean(values[-8:]) < 0.8 * np.mean(values[:8]), task


def test_the_encoder_is_frozen_afterwards(sample):
    encoder = compact()
    pretrain(encoder, Corpus([sample], [], 4), 1)
    assert not encoder.training and not any(p.requires_grad for p in encoder.parameters())


def test_an_interrupted_run_ends_with_the_same_encoder(sample, tmp_path):
    corpus = Corpus([sample], [], 4)

    class Interrupted(Exception):  # noqa: N818
        pass

    def stop_at_the_third(step, terms):
        if step == 2:
            raise Interrupted

    whole, half, rest = compact(), compact(), compact()
    pretrain(whole, corpus, 4)
    with pytest.raises(Interrupted):
        pretrain(half, corpus, 4, checkpoint=tmp_path / "pre.pt", on_step=stop_at_the_third, save_every=0)
    steps = []
    pretrain(rest, corpus, 4, checkpoint=tmp_path / "pre.pt", on_step=lambda step, terms: steps.append(step))
    assert steps == [2, 3]
    for a, b in zip(whole.parameters(), rest.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-6)
