"""The training loop: it learns, and a broken-off run goes on as if nothing had happened."""

import pytest
import torch

from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.training.dataset import simulated_examples
from doab.model.training.loop import Schedule, Trainer


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return create_encoder("compact").eval().requires_grad_(False)


def trainer(examples):
    torch.manual_seed(0)
    return Trainer(TwoStream(12, 64), examples, average=0.98)


def test_a_run_that_was_broken_off_ends_with_the_same_weights(encoder, tmp_path):
    examples = list(simulated_examples(2, 3, encoder, 32))
    schedule = Schedule(steps=4, batch=2, queries=True, asked=8)

    class Broken(Exception):  # noqa: N818
        pass

    def break_at_the_third(step, terms):
        if step == 2:
            raise Broken

    whole = trainer(examples)
    whole.run(schedule)
    with pytest.raises(Broken):
        trainer(examples).run(schedule, tmp_path / "net.pt", break_at_the_third, save_every=0)
    second = trainer(examples)
    second.run(schedule, tmp_path / "net.pt")
    assert [entry["step"] for entry in second.history] == [0, 1, 2, 3]
    for a, b in zip(whole.averaged.parameters(), second.averaged.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-5)


def test_a_finished_run_is_left_as_it_is(encoder, tmp_path):
    examples = list(simulated_examples(2, 3, encoder, 32))
    stages = [Schedule(steps=1, batch=2), Schedule(steps=2, batch=2, queries=True, asked=8)]
    first, again = trainer(examples), trainer(examples)
    for training in (first, again):
        for stage in stages:
            training.run(stage, tmp_path / "net.pt")
    assert len(again.history) == len(first.history) == 3
    for a, b in zip(first.averaged.parameters(), again.averaged.parameters(), strict=True):
        assert torch.equal(a, b)


@pytest.mark.slow
def test_queries_overfit_four_tiles_far_beyond_their_untrained_control(encoder):
    from doab.model.evaluation.tiles import calibrate, score_tiles

    examples = list(simulated_examples(4, 7, encoder, 64))
    training = trainer(examples)
    training.run(Schedule(steps=260, batch=4, queries=True, augment=False))
    dense, queries = ("dense", "dense"), ("queries", "queries")
    settings = calibrate(training.averaged, examples)
    scores = score_tiles(training.averaged, examples, {dense: settings["dense"], queries: settings["queries"]})
    control = TwoStream(12, 64)
    learned = {k: v for k, v in training.averaged.state_dict().items() if not k.startswith("decoder.")}
    control.load_state_dict(learned, strict=False)
    untrained = score_tiles(control, examples, {queries: calibrate(control, examples)["queries"]})
    print({"queries": scores[queries]["pq"], "dense": scores[dense]["pq"], "untrained": untrained[queries]["pq"]})
    assert scores[queries]["pq"] > 0.8
    assert scores[queries]["pq"] > untrained[queries]["pq"] + 0.2
