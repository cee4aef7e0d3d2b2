"""Consistency: the student follows the teacher where it is sure and the ground is valid, and nothing else changes."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.crops import known_crops
from doab.model.network.batches import Frame
from doab.model.network.dense import DenseMaps
from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training import augmentation, consistency
from doab.model.training.consistency import consistency_loss, consistency_terms, draw_pair, sharpen, warm_up
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
        frames = [Frame.of_sample(sample.with_reference(i)) for i in (0, 1)]
        frames = [dataclasses.replace(frame, valid=torch.ones(SIDE, SIDE)) for frame in frames]
        made.append(encode_tile(sample, frames, encoder, rng))
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


def random_maps(seed=0, scale=2.0):
    generator = torch.Generator().manual_seed(seed)
    field, border, core = (scale * torch.randn(1, 16, 16, generator=generator) for _ in range(3))
    return DenseMaps(field, border, core, 3 * torch.randn(1, CLASSES, 8, 8, generator=generator))


def total(student, teacher, valid):
    return float(sum(consistency_loss(student, teacher, valid).values()))


def test_maps_that_agree_have_no_loss_and_others_have_one(monkeypatch):
    monkeypatch.setattr(consistency, "SHARPNESS", 1.0)
    teacher, valid = random_maps(), torch.ones(1, 8, 8)
    assert total(teacher, teacher, valid) == pytest.approx(0, abs=1e-4)
    terms = consistency_loss(random_maps(1), teacher, valid)
    assert all(float(term) > 0.01 for term in terms.values())


def test_ground_that_is_not_valid_does_not_count():
    student, teacher, valid = random_maps(1), random_maps(), torch.ones(1, 8, 8)
    valid[:, :, 4:] = 0
    changed = random_maps(2)
    for name in ("field", "border", "core", "crop"):
        middle = getattr(student, name).shape[-1] // 2
        getattr(changed, name)[..., :middle] = getattr(student, name)[..., :middle]
    assert total(changed, teacher, valid) == pytest.approx(total(student, teacher, valid))
    assert total(changed, teacher, torch.ones(1, 8, 8)) != pytest.approx(total(student, teacher, valid))
    assert total(student, teacher, torch.zeros(1, 8, 8)) == 0


def test_a_teacher_that_is_not_sure_teaches_nothing():
    teacher = random_maps()
    unsure = DenseMaps(0 * teacher.field, teacher.border, teacher.core, 0 * teacher.crop)
    assert total(random_maps(1), unsure, torch.ones(1, 8, 8)) == pytest.approx(0, abs=1e-5)


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


def test_uncertain_ground_of_open_farmland_is_not_pushed_to_no_field():
    teacher, valid = random_maps(), torch.ones(1, 8, 8)
    field = torch.full_like(teacher.field, 5.0)
    field[:, :, :3] = -5.0
    teacher = dataclasses.replace(teacher, field=field)
    logit = torch.zeros_like(field).requires_grad_()
    consistency_loss(dataclasses.replace(teacher, field=logit), teacher, valid)["same field"].backward()
    toward = -logit.grad.sum((0, 1))
    assert toward[3] == pytest.approx(-float(toward[0]), rel=0.03)


def test_to_miss_the_few_fields_costs_as_much_as_to_take_all_ground_for_one():
    teacher, valid = random_maps(), torch.ones(1, 8, 8)
    field = torch.full_like(teacher.field, -5.0)
    field[:, :, :3] = 5.0
    teacher = dataclasses.replace(teacher, field=field)
    none, all_field = (
        consistency_loss(dataclasses.replace(teacher, field=torch.full_like(field, logit)), teacher, valid)
        for logit in (-5.0, 5.0)
    )
    assert float(none["same field"]) == pytest.approx(float(all_field["same field"]), rel=0.1)


def test_crops_count_in_fields_where_the_teacher_is_confident():
    student, teacher, valid = random_maps(1), random_maps(), torch.ones(1, 8, 8)
    for spoilt in (
        dataclasses.replace(teacher, field=torch.full_like(teacher.field, -3.0)),
        dataclasses.replace(teacher, crop=0.05 * teacher.crop),
    ):
        assert float(consistency_loss(student, spoilt, valid)["same crop"]) == 0


def test_gradients_reach_the_student_alone_and_statistics_stay(tiles):
    student, teacher = network().train(), network().eval()
    before = {k: v.clone() for k, v in student.named_buffers()}
    pairs = [draw_pair(tile, np.random.default_rng(1), 8) for tile in tiles]
    torch.stack([*consistency_terms(student, teacher, pairs, CPU, False).values()]).sum().backward()
    assert all(p.grad is None for p in teacher.parameters())
    reached = {name.split(".")[0] for name, p in student.named_parameters() if p.grad is not None and p.grad.any()}
    assert reached == {"temporal", "spatial", "dense"}
    assert all(torch.equal(v, before[k]) for k, v in student.named_buffers())
    assert student.training and not teacher.training


def test_a_student_moves_toward_the_map_that_its_teacher_knows(tiles):
    student, teacher = network(), network(KnownMap)
    optimiser = torch.optim.AdamW(student.parameters(), 2e-3)
    losses = []
    for step in range(22):
        pairs = [draw_pair(tile, np.random.default_rng(step), 8) for tile in tiles]
        terms = consistency_terms(student, teacher, pairs, CPU, False)
        losses.append([float(term.detach()) for term in terms.values()])
        optimiser.zero_grad()
        torch.stack([*terms.values()]).sum().backward()
        optimiser.step()
    first, last = np.mean(losses[:3], 0), np.mean(losses[-3:], 0)
    assert (last < 0.7 * first).all()


def test_teacher_and_student_see_one_place_in_one_orientation(tiles, monkeypatch):
    monkeypatch.setattr(augmentation, "RELIT", 0.0)
    monkeypatch.setattr(augmentation, "RGB_ONLY", 0.0)
    monkeypatch.setattr(augmentation, "ONLY_10M", 0.0)
    monkeypatch.setattr(consistency, "OTHER_FRAME", 0.0)
    for seed in range(8):
        (volume, frame), (fewer, again) = draw_pair(tiles[0], np.random.default_rng(seed), 8)
        assert torch.equal(frame.values, again.values)
        assert len(volume.days) == len(tiles[0].volume.days) and 1 <= len(fewer.days) <= 8
    turned = [draw_pair(tiles[0], np.random.default_rng(seed), 8)[0][1].values for seed in range(8)]
    assert not all(torch.equal(one, turned[0]) for one in turned)


def test_the_student_sees_other_frames_other_light_and_relit_images(tiles):
    pairs = [draw_pair(tiles[0], np.random.default_rng(seed), 8) for seed in range(40)]
    assert sum(not torch.equal(first[1].values, second[1].values) for first, second in pairs) > 30
    assert all(set(first[1].bands.tolist()) == {1.0} for first, _ in pairs)
    assert any(second[1].bands.sum() == 3 for _, second in pairs)
    single = dataclasses.replace(tiles[0], frames=Frame.stack([tiles[0].frame(0)]))
    (_, frame), (_, other) = draw_pair(single, np.random.default_rng(0), 8)
    assert torch.equal(frame.valid, other.valid)


def test_the_weight_of_the_terms_grows_over_the_first_steps():
    assert warm_up(0) == pytest.approx(1 / 200) and warm_up(99) == 0.5
    assert warm_up(199) == warm_up(5000) == 1


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
