"""The training loop: it learns, and an interrupted run ends with the same weights."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.crops import known_crops
from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training import trainer
from doab.model.training.dataset import encode_example
from doab.model.training.schedule import Schedule
from doab.model.training.single_fields import concatenate_fields, extract_fields
from doab.model.training.trainer import Trainer

CLASSES = len(known_crops())
SHORT = Schedule(steps=2, batch=2, stage="queries", query_count=8)
DENSE = dataclasses.replace(SHORT, stage="dense")


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return create_encoder("compact").eval().requires_grad_(False)


def simulated(count, seed, encoder, size):
    return [encode_example(*simulate_tile(np.random.default_rng([seed, i]), size), encoder) for i in range(count)]


@pytest.fixture(scope="module")
def examples(encoder):
    return simulated(2, 3, encoder, 32)


def make_trainer(examples, network=None, **settings):
    torch.manual_seed(0)
    return Trainer(network or TwoStream(CLASSES, 64), examples, average=0.98, **settings)


def same(a, b):
    return all(torch.equal(x, y) for x, y in zip(a.state_dict().values(), b.state_dict().values(), strict=True))


@pytest.mark.parametrize("schedule", [DENSE, SHORT])
def test_the_same_seed_gives_the_same_weights_and_another_gives_others(examples, schedule):
    first, again, other = make_trainer(examples), make_trainer(examples), make_trainer(examples, seed=1)
    for training in (first, again, other):
        training.run(schedule)
    assert same(first.network, again.network)
    assert same(first.averaged, again.averaged)
    assert not same(first.network, other.network)


@pytest.mark.parametrize("schedule", [DENSE, SHORT])
def test_tiles_without_a_parcel_or_a_known_crop_leave_the_loss_finite(examples, schedule):
    targets = examples[0].targets
    bare = {k: torch.zeros_like(v) for k, v in vars(targets).items()}
    bare |= {"crop": torch.full_like(targets.crop, -1), "crops": targets.crops.new_full((1,), -1)}
    unlabelled = {"crop": bare["crop"], "crops": torch.full_like(targets.crops, -1)}
    for changed in (bare, bare | {"known": targets.known}, unlabelled):
        tiles = [dataclasses.replace(e, targets=dataclasses.replace(targets, **changed)) for e in examples]
        training = make_trainer(tiles)
        training.run(schedule)
        assert training.skipped == 0
        assert len(training.history) == schedule.steps


def test_a_step_that_is_not_finite_is_skipped_and_counted(examples, tmp_path):
    values = torch.full_like(examples[0].frame.values, torch.nan)
    spoilt = [dataclasses.replace(e, frame=dataclasses.replace(e.frame, values=values)) for e in examples]
    training = make_trainer(spoilt)
    before = make_trainer(spoilt)
    training.run(SHORT, tmp_path / "net.pt")
    assert [entry["skipped"] for entry in training.history] == [1, 2]
    assert same(training.network, before.network)
    assert same(training.averaged, before.averaged)
    resumed = make_trainer(spoilt)
    resumed.run(SHORT, tmp_path / "net.pt")
    assert resumed.skipped == 2


def test_mixed_precision_gives_nearly_the_same_losses_and_single_weights(examples):
    plain, mixed = make_trainer(examples), make_trainer(examples, mixed=True)
    for training in (plain, mixed):
        training.run(DENSE)
    assert mixed.history[0]["total"] == pytest.approx(plain.history[0]["total"], rel=0.05)
    assert {p.dtype for p in mixed.network.parameters()} == {torch.float32}


def test_the_log_holds_losses_rates_and_speed(examples, tmp_path, monkeypatch):
    written = {}

    class Recorder(trainer.TensorBoardLog):
        def __init__(self, folder, start):
            super().__init__(None)
            written["at"] = folder, start

        def write_scalars(self, step, values):
            written[step] = values

        def write_prediction(self, step, network, tile):
            written["shown"] = step

    monkeypatch.setattr(trainer, "TensorBoardLog", Recorder)
    make_trainer(examples, log=tmp_path).run(SHORT)
    assert written["at"] == (tmp_path / "queries", 0)
    assert written["shown"] == 0
    assert {"total", "query mask", "gradient", "rate", "examples per second"} <= written[1].keys()


def test_an_interrupted_run_ends_with_the_same_weights(examples, tmp_path):
    schedule = Schedule(steps=4, batch=2, stage="queries", query_count=8)

    class Interrupted(Exception):  # noqa: N818
        pass

    def stop_at_the_third(step, terms):
        if step == 2:
            raise Interrupted

    whole = make_trainer(examples)
    whole.run(schedule)
    with pytest.raises(Interrupted):
        make_trainer(examples).run(schedule, tmp_path / "net.pt", stop_at_the_third, save_every=0)
    second = make_trainer(examples)
    second.run(schedule, tmp_path / "net.pt")
    assert [entry["step"] for entry in second.history] == [0, 1, 2, 3]
    for a, b in zip(whole.averaged.parameters(), second.averaged.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-5)


def test_a_finished_run_is_left_as_it_is(examples, tmp_path):
    stages = [Schedule(steps=1, batch=2), Schedule(steps=2, batch=2, stage="queries", query_count=8)]
    first, again = make_trainer(examples), make_trainer(examples)
    for training in (first, again):
        for stage in stages:
            training.run(stage, tmp_path / "net.pt")
    assert len(again.history) == len(first.history) == 3
    for a, b in zip(first.averaged.parameters(), again.averaged.parameters(), strict=True):
        assert torch.equal(a, b)


def test_a_scaled_stage_differs_in_its_rate_alone():
    scaled = SHORT.scaled(0.5)
    assert scaled.rate == SHORT.rate / 2
    assert vars(scaled) | {"rate": SHORT.rate} == vars(SHORT)


def test_queries_are_learned_by_the_decoder_alone(examples):
    training = make_trainer(examples)
    before = {k: v.clone() for k, v in training.network.state_dict().items()}
    training.run(SHORT)
    for network in (training.network, training.averaged):
        changed = {k.split(".")[0] for k, v in network.state_dict().items() if not torch.equal(v, before[k])}
        assert changed == {"decoder"}


def test_the_decoder_stays_as_it_is_while_everything_else_learns(examples):
    training = make_trainer(examples)
    before = {k: v.clone() for k, v in training.network.decoder.state_dict().items()}
    training.run(DENSE)
    assert all(torch.equal(v, before[k]) for k, v in training.network.decoder.state_dict().items())


def test_single_fields_train_the_temporal_stream_and_the_crop_head_alone(examples):
    fields = concatenate_fields(extract_fields(example, np.random.default_rng(i)) for i, example in enumerate(examples))
    training = make_trainer(examples, fields=fields)
    before = {k: v.clone() for k, v in training.network.state_dict().items()}
    training.run(Schedule(steps=30, batch=0, stage="crops", fields=32))
    changed = {k.split(".")[0] for k, v in training.network.state_dict().items() if not torch.equal(v, before[k])}
    assert changed == {"temporal", "dense"}
    losses = [entry["field crop"] for entry in training.history]
    assert np.mean(losses[-5:]) < 0.7 * np.mean(losses[:5])


def test_targets_of_single_fields_are_learned_and_a_resumed_run_ends_with_the_same_weights(examples, tmp_path):
    fields = concatenate_fields(extract_fields(example, np.random.default_rng(i)) for i, example in enumerate(examples))
    target = torch.nn.functional.one_hot(fields.crops, CLASSES).half()
    fields = dataclasses.replace(fields, target=target.masked_fill(torch.arange(len(fields))[:, None] == 0, torch.nan))
    schedule = Schedule(steps=40, batch=0, stage="crops", fields=16)
    whole, cut = make_trainer(examples, fields=fields), make_trainer(examples, fields=fields)
    whole.run(schedule)
    losses = [entry["imitation"] for entry in whole.history]
    assert np.mean(losses[-4:]) < 0.8 * np.mean(losses[:4])

    def stop(step, _):
        if step == 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut.run(schedule, tmp_path / "net.pt", stop, save_every=0)
    again = make_trainer(examples, fields=fields)
    again.run(schedule, tmp_path / "net.pt")
    assert same(again.network, whole.network)


@pytest.mark.slow
def test_queries_overfit_four_tiles_far_beyond_their_untrained_control(encoder):
    from doab.model.training.validation import calibrate, score_tiles

    examples = simulated(4, 7, encoder, 32)
    training = make_trainer(examples)
    training.run(Schedule(steps=160, batch=4, augment=False))
    training = make_trainer(examples, network=training.averaged)
    training.run(Schedule(steps=160, batch=4, stage="queries", augment=False))
    dense, queries = ("dense", "dense"), ("queries", "queries")
    settings = calibrate(training.averaged, examples)
    scores = score_tiles(training.averaged, examples, {dense: settings["dense"], queries: settings["queries"]})
    control = TwoStream(CLASSES, 64)
    learned = {k: v for k, v in training.averaged.state_dict().items() if not k.startswith("decoder.")}
    control.load_state_dict(learned, strict=False)
    untrained = score_tiles(control, examples, {queries: calibrate(control, examples)["queries"]})
    print({"queries": scores[queries]["pq"], "dense": scores[dense]["pq"], "untrained": untrained[queries]["pq"]})
    assert scores[queries]["pq"] > 0.8
    assert scores[queries]["pq"] > untrained[queries]["pq"] + 0.2


def test_statistics_are_those_of_the_averaged_weights_whatever_statistics_training_left(examples):
    training, spoilt = make_trainer(examples), make_trainer(examples)
    for part in spoilt.averaged.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            part.running_var.fill_(torch.inf)
    for one in (training, spoilt):
        one.measure_normalisation(batches=2, batch=2)
    assert same(training.averaged, spoilt.averaged)
    assert not training.averaged.training
    norm = training.averaged.spatial.smooth["8"][1]
    assert norm.running_var.isfinite().all() and not torch.equal(norm.running_var, torch.ones_like(norm.running_var))


def test_weights_averaged_with_another_network_lie_between_both(examples):
    training, other = make_trainer(examples), TwoStream(CLASSES, 64)
    before = {name: weight.clone() for name, weight in training.averaged.named_parameters()}
    training.average_with(other, 0.75)
    theirs = dict(other.named_parameters())
    for name, weight in training.averaged.named_parameters():
        torch.testing.assert_close(weight, 0.75 * before[name] + 0.25 * theirs[name])


def test_kept_modules_get_the_weights_of_the_other_network(examples):
    training, other = make_trainer(examples), TwoStream(CLASSES, 64)
    before = {name: weight.clone() for name, weight in training.averaged.named_parameters()}
    training.average_with(other, 1.0, ("temporal", "dense.crop"))
    theirs = dict(other.named_parameters())
    for name, weight in training.averaged.named_parameters():
        assert torch.equal(weight, theirs[name] if name.startswith(("temporal.", "dense.crop.")) else before[name])
