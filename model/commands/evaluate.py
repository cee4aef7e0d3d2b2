"""``doab evaluate``: score maps against declared parcels, or a bundle on painted scenes, and write a report."""

from __future__ import annotations

import argparse
import configparser
import dataclasses
import datetime
import math
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..bundle import load_bundle
from ..crops import Crop, known_crops
from ..protocol import EXIT_DONE, InputError, Job, Scene
from ..protocol.choices import DEVICES
from .sources import add_source_arguments, sources_from

if TYPE_CHECKING:
    from ..evaluation.assessment import Outcome
    from ..evaluation.cases.evaluation_cases import Place, Truth
    from ..evaluation.matching.map_comparison import Case
    from ..evaluation.systems import System

ATTRIBUTION = "contains modified Copernicus Sentinel data"
FLOOR = "random forest floor"
FLOOR_TILES, FLOOR_TILE = 200, 96  # and their side in pixels of 10 m
FLOOR_TRAINING = f"{FLOOR_TILES} other painted tiles of {FLOOR_TILE} x {FLOOR_TILE} pixels, half of them hard"
FLOOR_PART = 5  # sets these tiles apart from whatever else is painted from the same seed
PRINTED = ("MR_px", "MR_parcel", "MR_inst", "SQ", "RQ", "PQ", "SQ_agnostic", "PQ_agnostic", "boundary_F1")
METADATA = Path(__file__).resolve().parents[2] / "metadata.txt"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where the report and the maps go")
    what = parser.add_argument_group("what is scored: a map, images to map, or painted scenes")
    what.add_argument("--map", type=Path, metavar="GPKG", help="a map of parcels that exists already")
    add_source_arguments(what)
    what.add_argument("--simulated", type=int, metavar="N", help="paint and map this many scenes")
    what.add_argument("--seed", type=int, default=1, help="of the painted scenes; another seed gives other places")
    what.add_argument("--size", type=int, default=256, metavar="PX", help="their side in pixels of 10 m (default: 256)")
    what.add_argument("--hard", action="store_true", help="with small fields, weak edges and missing labels")
    what.add_argument("--parted", type=float, default=0.0, metavar="SHARE", help="of larger fields: worked in parts")
    what.add_argument("--geometry", nargs="+", default=[], metavar="FILE", help="layers whose field shapes they take")
    truth = parser.add_argument_group("what a map or images are compared with")
    truth.add_argument("--truth", type=Path, metavar="LAYER", help="declared parcels: any vector file")
    truth.add_argument("--layer", default="", help="the layer of that file, where it has several")
    truth.add_argument("--field", default="", help="its column of crops")
    truth.add_argument("--codes", default="", metavar="CSV", help="EuroCrops' table of that country's crop codes")
    truth.add_argument("--incomplete", action="store_true", help="there are fields that it lacks")
    truth.add_argument("--blocks", type=float, metavar="M", help="folds are square blocks of this many metres")
    truth.add_argument("--by", metavar="FIELD", help="folds are the values of this column, such as regions")
    truth.add_argument("--buffer", type=float, default=0.0, metavar="M", help="leave out parcels nearer to another")
    system = parser.add_argument_group("what maps them")
    system.add_argument("--bundle", metavar="PATH", default=Job.bundle, help="folder or zip of another trained model")
    system.add_argument("--reference", metavar="DATE", default="auto", help="date of the reference frame, or auto")
    system.add_argument("--device", choices=DEVICES, default=Job.device)
    system.add_argument(
        "--baseline",
        nargs="?",
        const="",
        metavar="FLOOR",
        help="score a random forest beside the bundle: this file's, or one trained here on other painted tiles",
    )
    system.add_argument("--parts", action="store_true", help="score the dense heads and the queries alone, too")
    system.add_argument("--ablate", action="store_true", help="score the bundle with one thing withheld at a time")


def run(options: argparse.Namespace) -> int:
    """Score, write the report and print the scores that matter most."""
    _check(options)
    from ..evaluation.assessment import assess, noise
    from ..evaluation.report import html_report

    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {options.out} cannot be made: {error.strerror}.") from error
    scored = _score_map(options) if options.map else _score_bundle(options)
    if not len(scored.outcome.fields.crop):
        raise InputError(
            "No reference parcel counts: their crops are unknown, or they are under 0.1 ha, at the edge or too near "
            "another fold. Name their crops with --field and --codes, or make the buffer narrower."
        )
    told = assess(scored.outcome, scored.crops, scored.shown, scored.ablated)
    suspects = None if options.simulated else options.out / "suspects.gpkg"
    facts = {
        "title": f"Evaluation of {scored.shown[0]}",
        "created": datetime.date.today().isoformat(),
        "generator": f"doab evaluate {_version()}",
        "simulated": bool(options.simulated),
        "data": _data(options, scored),
        "attribution": "" if options.simulated else ATTRIBUTION,
        "protocol": _protocol(options),
        "bundle": scored.bundle,
    }
    page = html_report.write({**facts, **told, "noise": noise(scored.outcome, scored.crops, suspects)}, options.out)
    _print(told["systems"])
    print(f"The report is in {page}")
    return EXIT_DONE


@dataclass(frozen=True)
class _Scored:
    """What was compared.

    ``shown`` are the systems to stand side by side, ``ablated`` those of the ablation by what the report calls them,
    ``bundle`` what it says of the bundle.
    """

    outcome: Outcome
    crops: Sequence[Crop]
    shown: Sequence[str]
    ablated: Mapping[str, str]
    bundle: dict | None


def _check(options: argparse.Namespace) -> None:
    """Raise `InputError` where the options do not say what is to be scored, or contradict each other."""
    images = bool(options.s2 or options.s1 or options.dem)
    asked = [
        name
        for name, given in (
            ("--map", options.map),
            ("images (--s2, --s1, --dem)", images),
            ("--simulated", options.simulated is not None),
        )
        if given
    ]
    if len(asked) != 1:
        raise InputError(
            "Say what to score: a map (--map), images (--s2 and more) or painted scenes (--simulated)"
            + (f"; not {' and '.join(asked)} at once." if asked else ".")
        )
    if options.simulated is None and not options.truth:
        raise InputError("Name the declared parcels to compare with as --truth.")
    if options.simulated is not None and (options.truth or options.blocks or options.by):
        raise InputError("Painted scenes bring their own truth, and each is a fold: leave --truth, --blocks, --by out.")
    if options.simulated is not None and options.simulated < 1:
        raise InputError("The number of scenes to paint has to be at least 1.")
    if options.map and (options.baseline is not None or options.parts or options.ablate):
        raise InputError("Other systems need the images, not only a map: name them with --s2, or use --simulated.")
    if images and not options.s2:
        raise InputError("Name the Sentinel-2 images with --s2 (files, folders or SAFE products).")
    if options.buffer and not (options.blocks or options.by):
        raise InputError("A buffer lies between folds: say which with --blocks or --by.")
    if options.blocks and options.by:
        raise InputError("Folds are either blocks (--blocks) or values of a column (--by). Choose one.")


def _score_map(options: argparse.Namespace) -> _Scored:
    from ..evaluation.assessment import Outcome
    from ..evaluation.cases.evaluation_cases import case_of_map
    from ..evaluation.matching.map_comparison import read_map, tabulate

    crops = known_crops()
    mapped = read_map(options.map, crops)
    case = _folded(options, case_of_map(mapped, _truth(options, crops), options.map.name))
    outcome = Outcome({options.map.stem: tabulate(mapped, case, len(crops))}, [case])
    return _Scored(outcome, crops, list(outcome.tables), {}, None)


def _score_bundle(options: argparse.Namespace) -> _Scored:
    from ..evaluation.assessment import compare
    from ..evaluation.systems import ABLATIONS, PARTS, WHOLE, systems_of
    from ..network.predictor import load_predictor

    floor = {} if options.baseline is None else {FLOOR: _floor(options)}
    predictor = load_predictor(options.bundle, options.device)
    known, own = systems_of(predictor), predictor.name
    parts = PARTS if options.parts else ()
    ablated = {WHOLE: own} | {name: name for name in ABLATIONS} if options.ablate else {}
    systems = {own: known[WHOLE]} | {name: known[name] for name in (*parts, *ablated) if name != WHOLE} | floor
    card = load_bundle(options.bundle).card
    with tempfile.TemporaryDirectory(prefix=".doab-", dir=options.out) as scratch:
        # Tokens are only worth keeping where another system reads them again.
        cache = Job.cache if len(systems) > 1 else 0
        job = Job(Scene(), "", options.reference, bundle=options.bundle, scratch=scratch, cache=cache)
        places = _places(options, job, predictor.crops)
        outcome = compare(places, systems, predictor.crops, options.out / "maps", _say)
    bundle = {key: card.get(key) for key in ("name", "version", "sha256", "trained_on")}
    return _Scored(outcome, predictor.crops, (own, *parts, *floor), ablated, bundle)


def _places(options: argparse.Namespace, job: Job, crops: Sequence[Crop]) -> Iterable[Place]:
    from ..evaluation.cases.evaluation_cases import Place, case_of_scene, simulated

    if options.simulated:
        from ..simulation.scene_files import write_scene

        look = {key: getattr(options, key) for key in ("size", "geometry", "hard", "parted")}
        return simulated(options.simulated, options.seed, partial(write_scene, **look), job, crops)
    from ..scene.discovery import discover

    out = str(options.out / "parcels.gpkg")
    job = dataclasses.replace(job, scene=discover(sources_from(options)), out=out)
    job, case = case_of_scene(job, _truth(options, crops))
    return [Place("scene", _folded(options, case), job)]


def _floor(options: argparse.Namespace) -> System:
    """Return the floor of a file, or one trained on painted tiles, half of them hard, and kept beside the report."""
    from ..evaluation.baseline.random_forest import load_floor, map_with_floor, save_floor, train_floor
    from ..training.dataset import simulated_tiles

    if options.baseline:
        floor = load_floor(options.baseline)
    else:
        _say(f"painting {FLOOR_TILES} tiles to train the random forest on")
        tiles = simulated_tiles(range(FLOOR_TILES), (options.seed, FLOOR_PART), FLOOR_TILE, hard=0.5)
        floor = train_floor(tiles, known_crops(), options.seed)
        save_floor(floor, options.out / "floor.npz")
    return lambda job: map_with_floor(job, floor)


def _truth(options: argparse.Namespace, crops: Sequence[Crop]) -> Truth:
    from ..declared_parcels import read_declared

    return lambda area: read_declared(options.truth, crops, options.layer, options.field, options.codes, area)


def _folded(options: argparse.Namespace, case: Case) -> Case:
    """Return the case with folds as its clusters, where folds were asked for."""
    from ..evaluation.cases.spatial_holdout import by_attribute, by_blocks

    if options.blocks is not None:
        holdout = by_blocks(case.truth, options.blocks, options.buffer)
    elif options.by:
        from ..declared_parcels import read_column

        values = read_column(options.truth, options.by, options.layer)
        holdout = by_attribute(case.truth, [values[name] for name in case.truth.ids], options.buffer)
    else:
        return dataclasses.replace(case, complete=not options.incomplete)
    return dataclasses.replace(
        case, cluster=holdout.fold, left_out=holdout.left_out, complete=not options.incomplete, folds=True
    )


def _data(options: argparse.Namespace, scored: _Scored) -> str:
    counted = len(scored.outcome.fields.crop)
    if options.simulated:
        kind = "hard scenes" if options.hard else "scenes"
        kind += f" with {options.parted:.0%} of the larger fields in parts" if options.parted else ""
        layers = ", ".join(_layers(options))
        return (
            f"{options.simulated} simulated {kind} of {options.size} x {options.size} pixels of 10 m, "
            f"seed {options.seed}, fields {f'shaped as in {layers}' if layers else 'generated'}; "
            f"{counted} parcels count."
        )
    hectares = sum(case.grid.width * case.grid.height for case in scored.outcome.cases) / 100
    return f"{options.truth.name}: {counted} parcels that count, on {hectares:.0f} ha."


def _layers(options: argparse.Namespace) -> list[str]:
    return [Path(path).name for path in options.geometry]


def _protocol(options: argparse.Namespace) -> list[str]:
    from ..evaluation.report.method_text import protocol

    cluster, command, layers = "a parcel", "", _layers(options)
    if options.simulated:
        cluster, command = "a scene", f"doab evaluate --simulated {options.simulated} --seed {options.seed}"
        command += f" --size {options.size}" + " --hard" * options.hard
        command += f" --parted {options.parted:g}" if options.parted else ""
        command += f" --geometry {' '.join(layers)}" if layers else ""
    elif options.blocks:
        cluster = f"a square block of {options.blocks:g} m"
    elif options.by:
        cluster = f"all parcels with the same {options.by}"
    floor = ""
    if options.baseline is not None:
        floor = f"what {Path(options.baseline).name} holds" if options.baseline else FLOOR_TRAINING
    return protocol(cluster, options.buffer, options.incomplete, options.parts, options.ablate, floor, command)


def _print(systems: Sequence[dict]) -> None:
    """Print a small table: a column a system, percent with intervals."""
    names = [system["name"] for system in systems]
    wide = max(20, *(len(name) + 2 for name in names))
    print(f"{'':<14}" + "".join(f"{name:>{wide}}" for name in names))
    for metric in PRINTED:
        cells = (_percent(system["scores"]["overall"][metric]) for system in systems)
        print(f"{metric:<14}" + "".join(f"{cell:>{wide}}" for cell in cells))


def _percent(told: dict) -> str:
    if math.isnan(told["value"]):
        return "-"
    if told["low"] is None:
        return f"{100 * told['value']:.1f}"
    return f"{100 * told['value']:.1f} ({100 * told['low']:.1f}-{100 * told['high']:.1f})"


def _version() -> str:
    """Return the version of this program, as its users see it."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(METADATA, encoding="utf-8")
    return metadata["general"]["version"]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
