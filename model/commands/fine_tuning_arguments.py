"""The options of ``doab train --from``: a bundle is trained further on one's own images and parcels."""

from __future__ import annotations

import argparse

from ..protocol import FineTuneRequest, FineTuneSummary, InputError, Result, Score
from ..reporter import Terminal
from ..text import tr
from .dispatch import answer
from .layer_argument import parse_parcel_layer
from .sources import add_season_argument, add_source_arguments, sources_from
from .worker_state import WorkerState


def add_fine_tuning_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``--from`` and the options that go with it."""
    own = parser.add_argument_group("training on your own images and parcels, instead of a recipe")
    own.add_argument(
        "--from",
        dest="parent",
        metavar="BUNDLE",
        help='go on from this bundle ("default": Doab\'s own) and score it before and after on parcels held out',
    )
    own.add_argument("--parcels", metavar="FILE[:LAYER]", help="parcels with known crops; with --field and --codes")
    own.add_argument("--steps", type=int, default=FineTuneRequest.steps, help="batches of tiles")
    add_source_arguments(own)
    add_season_argument(own)


def fine_tune_from(options: argparse.Namespace) -> int:
    """Train further what ``--from`` names and print the scores; return the exit code."""
    return answer(lambda: _request(options), _ScoreTerminal(), WorkerState())


class _ScoreTerminal(Terminal):
    """A progress bar, and the scores on standard output once the training is done."""

    def done(self, result: Result | None) -> None:
        super().done(result)
        if isinstance(result, FineTuneSummary):
            _print(result)


def _request(options: argparse.Namespace) -> FineTuneRequest:
    from ..scene.discovery import discover

    if not (options.s2 and options.parcels):
        raise InputError(tr("Name the images with --s2 and the parcels with known crops with --parcels."))
    return FineTuneRequest(
        scene=discover(sources_from(options)),
        parcels=parse_parcel_layer(options.parcels),
        out=str(options.out),
        parent="" if options.parent == "default" else options.parent,
        field=getattr(options, "field", ""),
        codes=getattr(options, "codes", ""),
        incomplete=getattr(options, "incomplete", False),
        season=options.season,
        steps=options.steps,
        device=options.device,
        name=getattr(options, "name", ""),
        overwrite=options.overwrite,
    )


def _print(summary: FineTuneSummary) -> None:
    print(f"{summary.trained} parcels taught, {summary.parcels} in {summary.blocks} other squares score")
    if summary.uncounted:
        print(summary.uncounted)
    if summary.added:
        print(f"New classes: {', '.join(summary.added)}")
    print("On what was held out, before and after:")
    scores = (
        ("mean crop recall", summary.recall_before, summary.recall_after),
        ("accuracy", summary.accuracy_before, summary.accuracy_after),
        ("outlines (PQ)", summary.outlines_before, summary.outlines_after),
    )
    for title, before, after in scores:
        print(f"  {title:<17}  {_text(before)}  {_text(after)}")
    worse = [title for title, before, after in scores if after.value < before.value]
    if worse:
        print(f"Worse than before: {', '.join(worse)}. The bundle that it came from stays the safer choice")
    elif not summary.better:
        print("No score is better than before: there is no gain over the bundle that it came from")
    print(f"The bundle is in {summary.bundle}")


def _text(score: Score) -> str:
    interval = "" if score.low is None or score.high is None else f" ({100 * score.low:.0f} to {100 * score.high:.0f})"
    return f"{100 * score.value:5.1f}{interval}"
