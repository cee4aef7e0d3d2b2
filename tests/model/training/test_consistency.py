"""Consistency: any view must give the pseudo-labels, which are the mean over frames and never move."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.crops import known_crops
from doab.model.network.dense import DenseMaps
from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.protocol import OPTICAL_BANDS
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training import consistency
from doab.model.training.consistency import (
    PseudoLabels,
    consistency_loss,
    consistency_terms,
    draw_view,
    predict_labels,
    sharpen,
    warm_up,
)
from doab.model.training.dataset import encode_example
from doab.model.training.schedule import Schedule
from doab.model.training.trainer import Trainer
from doab.model.training.unlabelled_scenes import encode_tile

CLASSES = len(known_crops())
SIDE = 32
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return create_encoder("compact").eval().requires_grad_(False)


@pytest.fixture(scope="module")
def tiles(encoder):
    """Two tiles of two frames each."""
    made = []
    for seed in range(2):
        rng = np.random.default_rng(seed)
        sample, _ = simulate_tile(rng, SIDE)
        sample = dataclasses.replace(sample, optical_valid=np.ones_like(sample.optical_valid))
        made.append(encode_tile(sample, [0, 1], encoder, rng))
    return made


@pytest.fixture(scope="module")
def examples(encoder):
    return [encode_example(*simulate_tile(np.random.default_rng([3, i]), SIDE), encoder) for i in range(2)]


class KnownMap(TwoStream):
    """A network that predicts the same maps for whatever it sees: a field in the west, no field in the east."""

    def dense_maps(self, features):
        own = super().dense_maps(features)
        field = torch.full_like(own.field, -4.0)
        field[..., :SIDE] = 4.0
        border, core = torch.full_like(field, -3.0), field / 2
        border[..., SIDE - 2 : SIDE] = 3.0
        crop = torch.zeros_like(own.crop)
        crop[:, 2] = 5.0
        return DenseMaps(field, border, core, crop)


def network(kind=TwoStream):
    torch.manual_seed(0)
    return kind(CLASSES, 64)


class MapOfFrame(KnownMap):
    """One that predicts a field everywhere from the first call on, and from the second no field in the east."""

    calls = 0

    def dense_maps(self, features):
        maps = super().dense_maps(features)
        self.calls += 1
        return maps if self.calls > 1 else dataclasses.replace(maps, field=torch.full_like(maps.field, 4.0))


def random_maps(seed=0, scale=2.0):
    generator = torch.Generator().manual_seed(seed)
    field, border, core = (scale * torch.randn(1, 16, 16, generator=generator) for _ in range(3))
    return DenseMaps(field, border, core, 3 * torch.randn(1, CLASSES, 8, 8, generator=generator))


def labels_of(maps):
    geometry = maps.field.sigmoid(), maps.border.sigmoid(), maps.core.sigmoid()
    return PseudoLabels(*geometry, maps.crop.softmax(1), torch.ones(1, 3, *maps.field.shape[1:]))


def total(maps, labels, valid):
    return float(sum(consistency_loss(maps, labels, valid).values()))


def test_maps_that_agree_have_no_loss_and_others_have_one():
    labels, valid = labels_of(random_maps()), torch.ones(1, 8, 8)
    assert total(random_maps(), labels, valid) == pytest.approx(0, abs=1e-4)
    terms = consistency_loss(random_maps(1), labels, valid)
    assert all(float(term) > 0.01 for term in terms.values())


def test_ground_that_is_not_valid_or_has_no_weight_does_not_count():
    maps, labels, valid = random_maps(1), labels_of(random_maps()), torch.ones(1, 8, 8)
    valid[:, :, 4:] = 0
    changed = random_maps(2)
    for name in ("field", "border", "core", "crop"):
        middle = getattr(maps, name).shape[-1] // 2
        getattr(changed, name)[..., :middle] = getattr(maps, name)[..., :middle]
    assert total(changed, labels, valid) == pytest.approx(total(maps, labels, valid))
    assert total(changed, labels, torch.ones(1, 8, 8)) != pytest.approx(total(maps, labels, valid))
    assert total(maps, labels, torch.zeros(1, 8, 8)) == 0
    unknown = dataclasses.replace(labels, weight=0 * labels.weight)
    terms = consistency_loss(maps, unknown, torch.ones(1, 8, 8))
    assert all(float(terms[name]) == 0 for name in ("same field", "same border", "same core"))


def test_labels_are_the_mean_over_frames_and_weigh_less_where_frames_contradict_each_other(tiles, monkeypatch):
    monkeypatch.setattr(consistency, "SHARPNESS", 1.0)
    labels = predict_labels(network(MapOfFrame), tiles[0], CPU)
    sure, unsure = float(torch.tensor(4.0).sigmoid()), 0.5
    assert torch.allclose(labels.field[:, :SIDE].float(), torch.tensor(sure), atol=2e-3)
    assert torch.allclose(labels.field[:, SIDE:].float(), torch.tensor(unsure), atol=2e-3)
    assert torch.allclose(labels.weight[0, :, :SIDE].float(), torch.tensor(1.0), atol=2e-3)
    assert (labels.weight[0, :, SIDE:] < 0.4).all() and (labels.weight >= 0).all()
    assert torch.allclose(labels.weight[1].float(), torch.tensor(1.0), atol=2e-3)
    assert torch.allclose(labels.crop.float().sum(0), torch.tensor(1.0), atol=2e-3)


def test_open_water_is_labelled_as_no_field(tiles):
    frames = tiles[0].as_is.frames
    values = frames.values.clone()
    values[1, OPTICAL_BANDS.index("B08"), :8] = 0  # all of the near infrared is absorbed
    as_is = dataclasses.replace(tiles[0].as_is, frames=dataclasses.replace(frames, values=values))
    labels = predict_labels(network(KnownMap), dataclasses.replace(tiles[0], as_is=as_is), CPU)
    wet = consistency.fine(values[1, OPTICAL_BANDS.index("B03"), :8] > 0)  # where the frame has values
    assert wet.any() and (labels.field[:16][wet] == 0).all() and (labels.field[16:, : SIDE - 2] > 0.9).all()


def test_a_frame_counts_on_the_ground_that_it_shows(tiles, monkeypatch):
    monkeypatch.setattr(consistency, "SHARPNESS", 1.0)
    frames = tiles[0].as_is.frames
    valid = frames.valid.clone()
    valid[1, :, SIDE // 2 :] = 0
    valid[:, 0] = 0
    as_is = dataclasses.replace(tiles[0].as_is, frames=dataclasses.replace(frames, valid=valid))
    labels = predict_labels(network(MapOfFrame), dataclasses.replace(tiles[0], as_is=as_is), CPU)
    assert (labels.field[2:] > 0.97).all() and (labels.weight[:, 2:] > 0.99).all()
    assert (labels.weight[:, :2] == 0).all() and labels.field.isfinite().all()


def test_sharper_targets_keep_the_mean_of_each_tile_and_are_surer():
    offsets = torch.tensor([-3.0, 0.0, 2.0])[:, None, None]
    logits = 3 * torch.randn(3, 32, 32, generator=torch.Generator().manual_seed(0)) + offsets
    weight = torch.ones_like(logits)
    weight[:, :8] = 0
    plain = logits.sigmoid()
    means = (plain * weight).sum((1, 2)) / weight.sum((1, 2))
    for factor in (1.0, 2.0, 4.0):
        sharp = sharpen(logits, weight, factor)
        assert torch.allclose((sharp * weight).sum((1, 2)) / weight.sum((1, 2)), means, atol=1e-3)
        if factor == 1:
            assert torch.allclose(sharp, plain, atol=1e-3)
        else:
            assert ((2 * sharp - 1).abs().mean((1, 2)) > (2 * plain - 1).abs().mean((1, 2))).all()
    assert sharpen(logits, 0 * weight, 2.0).isfinite().all()


def test_crops_count_in_fields_where_the_labels_are_confident():
    maps, labels, valid = random_maps(1), labels_of(random_maps()), torch.ones(1, 8, 8)
    for spoilt in (
        dataclasses.replace(labels, field=torch.full_like(labels.field, 0.1)),
        dataclasses.replace(labels, crop=torch.full_like(labels.crop, 1 / CLASSES)),
    ):
        assert float(consistency_loss(maps, spoilt, valid)["same crop"]) == 0


def test_gradients_reach_the_dense_part_and_statistics_stay(tiles):
    student = network().train()
    before = {k: v.clone() for k, v in student.named_buffers()}
    views = [draw_view(tile, predict_labels(student, tile, CPU), np.random.default_rng(1), 8) for tile in tiles]
    torch.stack([*consistency_terms(student, views, CPU, False).values()]).sum().backward()
    reached = {name.split(".")[0] for name, p in student.named_parameters() if p.grad is not None and p.grad.any()}
    assert reached == {"temporal", "spatial", "dense"}
    assert all(torch.equal(v, before[k]) for k, v in student.named_buffers())
    assert student.training


def test_a_network_moves_toward_its_labels(tiles):
    student = network()
    labels = [predict_labels(network(KnownMap), tile, CPU) for tile in tiles]
    optimiser = torch.optim.AdamW(student.parameters(), 5e-4)
    losses = []
    for step in range(22):
        views = [draw_view(tile, one, np.random.default_rng(step), 8) for tile, one in zip(tiles, labels, strict=True)]
        terms = consistency_terms(student, views, CPU, False)
        losses.append(sum(float(term.detach()) for term in terms.values()))
        optimiser.zero_grad()
        torch.stack([*terms.values()]).sum().backward()
        optimiser.step()
    # Where the field lies follows from no content of these tiles: the sum falls, not every term.
    assert np.mean(losses[-3:]) < 0.6 * np.mean(losses[:3])


def test_labels_turn_with_what_the_network_sees(tiles, monkeypatch):
    monkeypatch.setattr(consistency, "OTHER_LIGHT", 0.0)
    monkeypatch.setattr(consistency, "RELIT_IMAGES", 0.0)
    labels = predict_labels(network(KnownMap), tiles[0], CPU)
    as_is = tiles[0].as_is.frames.values
    # The reflectance itself as labels, at 5 m: it must turn as the frame does.
    for seed in range(8):
        volume, frame, _ = draw_view(tiles[0], labels, np.random.default_rng(seed), 8)
        which = int(np.argmin([(one.sum() - frame.values.sum()).abs() for one in as_is]))
        own = dataclasses.replace(labels, field=consistency.fine(as_is[which, 0]))
        _, _, turned = draw_view(tiles[0], own, np.random.default_rng(seed), 8)
        assert torch.equal(turned.field, consistency.fine(frame.values[0]))
        assert 1 <= len(volume.days) <= 8


def test_views_are_of_any_frame_and_light_and_of_few_bands_and_dates(tiles):
    labels = predict_labels(network(KnownMap), tiles[0], CPU)
    views = [draw_view(tiles[0], labels, np.random.default_rng(seed), 8) for seed in range(60)]
    sums = {round(float(frame.values.sum()), 2) for _, frame, _ in views}
    assert len(sums) > 20
    assert any(frame.bands.sum() == 3 for _, frame, _ in views)
    assert any(len(volume.days) <= 2 for volume, _, _ in views) and any(len(v.days) > 6 for v, _, _ in views)


def test_the_weight_of_the_terms_grows_over_the_first_steps():
    assert warm_up(0) == pytest.approx(1 / 100) and warm_up(49) == 0.5
    assert warm_up(99) == warm_up(5000) == 1


def trained(examples, tiles, unlabelled, steps=2, **schedule):
    torch.manual_seed(0)
    training = Trainer(TwoStream(CLASSES, 64), examples, average=0.98, unlabelled=tiles)
    training.run(Schedule(steps, 2, unlabelled=unlabelled, **schedule))
    return training


def same(a, b):
    return all(torch.equal(x, y) for x, y in zip(a.state_dict().values(), b.state_dict().values(), strict=True))


def test_without_consistency_tiles_the_weights_are_those_of_a_training_without_them(examples, tiles):
    without, unused, used = trained(examples, (), 0), trained(examples, tiles, 0), trained(examples, tiles, 1)
    assert same(without.network, unused.network) and same(without.averaged, unused.averaged)
    assert without.history == unused.history
    assert not same(without.network, used.network)
    assert used.history[0].keys() - without.history[0].keys() == {"same field", "same border", "same core"}
    assert without.history[0]["border"] == used.history[0]["border"]


def test_crops_are_made_consistent_only_on_request(examples, tiles):
    without, used = (trained(examples, tiles, 1, steps=1, consistent_crops=c) for c in (0.0, 0.5))
    assert used.history[0].keys() - without.history[0].keys() == {"same crop"}
    assert used.history[0]["same field"] == without.history[0]["same field"]


def test_the_same_seed_gives_the_same_weights(examples, tiles):
    first, again = (trained(examples, tiles, 1, consistency=50.0) for _ in range(2))
    assert same(first.network, again.network) and same(first.averaged, again.averaged)


def test_an_interrupted_run_ends_with_the_same_weights(examples, tiles, tmp_path):
    class Interrupted(Exception):  # noqa: N818
        pass

    def stop(step, terms):
        if step == 2:
            raise Interrupted

    schedule, checkpoint = Schedule(4, 2, unlabelled=1, consistency=50.0), tmp_path / "net.pt"
    whole, part, rest = (trained(examples, tiles, 0, steps=0) for _ in range(3))
    whole.run(schedule)
    with pytest.raises(Interrupted):
        part.run(schedule, checkpoint, stop, save_every=0)
    rest.run(schedule, checkpoint)
    assert [entry["step"] for entry in rest.history] == [0, 1, 2, 3]
    for a, b in zip(whole.averaged.parameters(), rest.averaged.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-5)


def test_a_stage_with_consistency_tiles_needs_tiles(examples):
    with pytest.raises(ValueError, match="tiles without labels"):
        trained(examples, (), 1)
