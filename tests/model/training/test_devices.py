"""Every part of the network and its losses computes on the device of its input, shown on PyTorch's device without data.

Tensors of the device "meta" have a shape and nothing else, and an operation that mixes them with others raises. Galileo
is missing here: which of its tokens are present depends on the data.
"""

import contextlib

import numpy as np
import pytest
import torch

from doab.model.crops import known_crops
from doab.model.datatypes import AcquisitionTokens
from doab.model.network import tokens
from doab.model.network.batches import Frame, TokenVolume, Views
from doab.model.network.encoders import create_encoder
from doab.model.network.tensor_dataclass import copy_to
from doab.model.network.two_stream import TwoStream
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training.dataset import Example, encode_example
from doab.model.training.losses import dense_loss, field_loss, query_loss
from doab.model.training.schedule import Schedule
from doab.model.training.targets import Targets
from doab.model.training.trainer import Trainer

SIDE, BATCH, CLASSES, POINTS = 32, 2, 3, 5
HERE = torch.device("meta")


@pytest.fixture
def network():
    return TwoStream(classes=CLASSES, token_width=64).to(HERE)


def volume(device=HERE):
    shape = BATCH, 4, SIDE // 4, SIDE // 4
    dates = torch.zeros(2, BATCH, 4, device=device)
    raw = torch.zeros(BATCH, 4, SIDE // 2, SIDE // 2, tokens.RAW_WIDTH, device=device)
    seen = torch.ones(shape, dtype=torch.bool, device=device)
    return TokenVolume(torch.zeros(*shape, 64, device=device), raw, seen, *dates)


def frame(device=HERE):
    shape = SIDE, SIDE
    arrays = torch.zeros(BATCH, 10, *shape), torch.ones(BATCH, *shape), torch.ones(BATCH, 10)
    return Frame(*arrays).to(device)


def points(device=HERE):
    return torch.zeros(BATCH, POINTS, 2, device=device), torch.ones(BATCH, POINTS, dtype=torch.bool, device=device)


def targets():
    fine = torch.zeros(BATCH, 2 * SIDE, 2 * SIDE, device=HERE)
    crop = torch.zeros(BATCH, SIDE, SIDE, dtype=torch.long, device=HERE)
    return Targets(fine.long(), fine, fine, fine, fine, crop, torch.zeros(BATCH, 7, dtype=torch.long, device=HERE))


def views(device=HERE):
    shape = BATCH, SIDE, SIDE
    optical = torch.zeros(BATCH, 10, SIDE, SIDE), torch.ones(shape), torch.ones(BATCH, 10)
    radar = torch.zeros(BATCH, 2, SIDE, SIDE), torch.zeros(shape), torch.zeros(BATCH, 2)
    terrain = torch.zeros(BATCH, 2, SIDE, SIDE), torch.ones(shape)
    return Views(*optical, *radar, *terrain, torch.zeros(BATCH, dtype=torch.long), torch.zeros(BATCH, 2)).to(device)


def test_the_encoder_and_the_means_of_cells():
    encoder = create_encoder("compact").to(HERE)
    raw = tokens.raw_means(views())
    assert encoder(views()).device == tokens.pool_cells(raw, 8).device == tokens.seen_tokens(raw, 8).device == HERE
    with pytest.raises(RuntimeError):
        encoder(views("cpu"))


def test_both_streams_the_heads_and_the_queries(network):
    latents = network.encode_time(volume())
    features = network.encode_space(latents, frame())
    assert {x.device for x in features.pyramid.values()} == {x.device for x in vars(latents).values()} == {HERE}
    assert network.dense_maps(features).crop.device == HERE
    for prediction in network.queries(features, *points()):
        assert {x.device for x in vars(prediction).values()} == {HERE}
    with pytest.raises(RuntimeError):
        network.encode_time(volume("cpu"))
    with pytest.raises(RuntimeError):
        network.encode_space(latents, frame("cpu"))
    with pytest.raises(RuntimeError):
        network.queries(features, *points("cpu"))


def test_batches_of_arrays_and_what_they_are_made_of():
    shape = SIDE // 4, SIDE // 4
    one = AcquisitionTokens(
        features=np.zeros((*shape, 64), np.float16),
        raw=np.zeros((SIDE // 2, SIDE // 2, tokens.RAW_WIDTH), np.float16),
        seen=np.ones(shape, bool),
        clear=np.ones((SIDE, SIDE), bool),
        day=737_000,
    )
    of_tile = TokenVolume.of_tokens([one, one], HERE)
    batch = TokenVolume.stack([of_tile, of_tile])
    assert {x.device for x in (*vars(of_tile).values(), *vars(batch).values())} == {HERE}
    assert {x.device for x in (*vars(frame()).values(), *vars(views()).values())} == {HERE}


def test_a_gpu_gets_its_tensors_from_pinned_memory_without_waiting(monkeypatch):
    copied = []

    class Pinned(torch.Tensor):
        def to(self, device, non_blocking=False):
            copied.append((device, non_blocking))
            return self

    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda self: self.as_subclass(Pinned))
    copy_to(torch.zeros(2), "cuda")
    copy_to(torch.zeros(2), "cpu")
    assert copied == [("cuda", True)]


def test_a_step_of_training_from_the_batch_to_the_new_weights(monkeypatch):
    """Mixed precision, query points and AdamW in one kernel are left out: PyTorch lacks them for this device."""
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: contextlib.nullcontext())
    rng = np.random.default_rng(0)
    encoder = create_encoder("compact").eval()
    sample, labels = simulate_tile(rng, SIDE)
    examples = [encode_example(sample, labels, encoder)] * 2
    trainer = Trainer(TwoStream(len(known_crops()), 64), examples, device=HERE)
    schedule = Schedule(steps=2, batch=2, stage="dense")
    optimiser = torch.optim.AdamW(trainer.network.parameters())
    terms = trainer.differentiate(0, schedule, rng, None, optimiser)
    optimiser.step()
    assert {x.device for x in (*terms.values(), *trainer.network.parameters())} == {HERE}
    assert {x.grad.device for x in trainer.network.parameters() if x.grad is not None} == {HERE}
    with pytest.raises(RuntimeError):
        trainer.loss(Example.stack(examples))


def test_the_losses_and_what_is_learned_from_them(network):
    features = network.encode_space(network.encode_time(volume()), frame())
    terms = dense_loss(network.dense_maps(features), targets())
    terms |= query_loss(network.queries(features, *points()), *points(), targets())
    logits = network.dense.crop_alone(features.latents.token_map)[..., :1, :1]
    terms["single fields"] = field_loss(logits, torch.zeros(BATCH, dtype=torch.long, device=HERE))
    assert {term.device for term in terms.values()} == {HERE}
    torch.stack(list(terms.values())).sum().backward()
    assert all(x.grad is None or x.grad.device == HERE for x in network.parameters())
