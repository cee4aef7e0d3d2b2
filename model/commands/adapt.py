"""``doab adapt``: learn a region from labelled parcels of a map, undo that, or say which parcels to label next."""

from __future__ import annotations

import argparse

from ..protocol import (
    EXIT_DONE,
    AdaptRequest,
    AdaptSummary,
    InputError,
    Score,
    SuggestRequest,
    UndoAdaptationRequest,
)
from ..reporter import Terminal
from ..text import tr
from .adaptation_handlers import adapt_result, suggest_parcels, undo_adaptation
from .overwrite_argument import add_overwrite_argument
from .worker_state import WorkerState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab adapt``."""
    parser.add_argument("parcels", metavar="RESULT", help="the GeoPackage of a mapping run")
    parser.add_argument(
        "--labels",
        metavar="LAYER",
        default="",
        help="polygons or points with a crop (default: the parcels whose crop was corrected)",
    )
    parser.add_argument("--layer", metavar="NAME", default="", help="one of several layers in that file")
    parser.add_argument("--crop-field", metavar="COLUMN", default="", help="its column of crops, unless HCAT's")
    parser.add_argument("--codes", metavar="CSV", default="", help="EuroCrops' table of the country's crop codes")
    parser.add_argument(
        "--add",
        metavar="CROP",
        action="append",
        default=[],
        help="a class that the bundle lacks (HCAT code or name); repeatable",
    )
    parser.add_argument(
        "--absent", metavar="CROP", action="append", default=[], help="a class that does not grow there; repeatable"
    )
    parser.add_argument("--bundle", metavar="FOLDER", default="", help="write what was learned as a regional bundle")
    parser.add_argument("--name", default="", help="the name of that bundle (default: that of the folder)")
    parser.add_argument("--parent", metavar="PATH", default="", help="the bundle of the run (default: Doab's own)")
    add_overwrite_argument(parser)
    parser.add_argument("--preview", action="store_true", help="print the score and change nothing")
    parser.add_argument("--undo", action="store_true", help="restore the crops from before the last adaptation")
    parser.add_argument(
        "--suggest", metavar="N", type=int, help="print the N parcels to label next, and change nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Do what the options say and print the outcome; return the exit code."""
    if options.undo and options.suggest is not None:
        raise InputError(tr("Give either --undo or --suggest."))
    with Terminal() as terminal:
        if options.undo:
            restored = undo_adaptation(UndoAdaptationRequest(options.parcels), terminal, WorkerState()).parcels
            print(f"{restored} parcels have their former crops again")
            return EXIT_DONE
        if options.suggest is not None:
            request = SuggestRequest(options.parcels, options.suggest)
            print("\n".join(map(str, suggest_parcels(request, terminal, WorkerState()).parcels)))
            return EXIT_DONE
        summary = adapt_result(_request(options), terminal, WorkerState())
    _print(summary)
    return EXIT_DONE


def _request(options: argparse.Namespace) -> AdaptRequest:
    return AdaptRequest(
        parcels=options.parcels,
        labels=options.labels,
        layer=options.layer,
        field=options.crop_field,
        codes=options.codes,
        added=tuple(options.add),
        absent=tuple(options.absent),
        accept=not options.preview,
        bundle=options.bundle,
        parent=options.parent,
        name=options.name,
        overwrite=options.overwrite,
    )


def _print(summary: AdaptSummary) -> None:
    print(f"{summary.labelled} labelled parcels from {summary.source}")
    if summary.uncounted:
        print(summary.uncounted)
    print("Cross-validated over spatial blocks, before and after:")
    print(f"  mean class recall  {_text(summary.recall_before)}  {_text(summary.recall_after)}")
    print(f"  accuracy           {_text(summary.accuracy_before)}  {_text(summary.accuracy_after)}")
    print(f"  calibration error  {summary.ece:.3f}")
    width = max(map(len, summary.classes))
    print("Labels by true class (rows) and predicted class:")
    for label, count, row in zip(summary.classes, summary.label_counts, summary.confusion, strict=True):
        if count or any(row):
            print(f"  {label:<{width}}  {' '.join(f'{n:>4}' if n else '   .' for n in row)}")
    changed = sum(change.parcels for change in summary.changes)
    print(f"{changed} of {summary.parcels} parcels {'got' if summary.accepted else 'would get'} another crop")
    for change in summary.changes[:10]:
        print(f"  {change.before} → {change.after}: {change.parcels}")
    if summary.bundle:
        print(f"The regional bundle is in {summary.bundle}")


def _text(score: Score) -> str:
    interval = "" if score.low is None or score.high is None else f" ({100 * score.low:.0f} to {100 * score.high:.0f})"
    return f"{100 * score.value:5.1f}{interval}"
