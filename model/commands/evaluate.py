"""``doab evaluate map | scene | simulated``: score maps against declared parcels or simulated truth, with a report."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from ..protocol import EXIT_DONE, InputError, Job
from ..protocol.choices import DEVICES
from .evaluate_flat import add_flat_arguments, subcommand_arguments
from .overwrite_argument import add_overwrite_argument, warn
from .sources import add_source_arguments, sources_from

if TYPE_CHECKING:  # numpy and rasterio are imported when the command runs
    from ..evaluation.evaluation_runs import Evaluation

Options = TypeVar("Options")

OUTPUTS = ("report.json", "report.html", "suspects.gpkg", "floor.npz", "maps/*/*.gpkg")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands, and the flat flags that they replace."""
    add_flat_arguments(parser)
    subparsers = parser.add_subparsers(dest="subcommand", title="what is scored", metavar="map | scene | simulated")
    for name, (summary, add, _) in SUBCOMMANDS.items():
        add(subparsers.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}."))


def run(options: argparse.Namespace) -> int:
    """Evaluate, write the report and print the main scores."""
    from ..evaluation.report.score_table import format_score_table
    from ..outputs.transaction import staged_folder

    if not options.subcommand:
        options = _parse_flat(options)
    out = options.out
    with staged_folder(out, OUTPUTS, options.overwrite, _inputs(options), warn) as options.out:
        evaluation = SUBCOMMANDS[options.subcommand][2](options)
        page = out / evaluation.page.relative_to(options.out)
    print(evaluation.data)
    print(format_score_table(evaluation.systems))
    print(f"The report is in {page}")
    return EXIT_DONE


def _inputs(options: argparse.Namespace) -> list[str]:
    """Return the files of the options, none of which may be replaced."""
    names = "map", "truth", "codes", "bundle", "baseline", "dem"
    lists = [getattr(options, name, None) or [] for name in ("geometry", "s2", "s1")]
    return [*(str(getattr(options, name, None) or "") for name in names), *(str(path) for one in lists for path in one)]


def _parse_flat(options: argparse.Namespace) -> argparse.Namespace:
    """Return the options of the subcommand that replaces the flat flags, after a hint on standard error."""
    name, arguments = subcommand_arguments(options)
    parser = _RaisingParser(prog=f"doab evaluate {name}")
    SUBCOMMANDS[name][1](parser)
    parser.set_defaults(subcommand=name)
    parsed = parser.parse_args(arguments)
    _log(f"Hint: flags without a subcommand are accepted for the last time; the new form is: doab evaluate {name} …")
    return parsed


class _RaisingParser(argparse.ArgumentParser):
    """A parser whose errors are `InputError`."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{self.prog}: {message}.")


def _add_map_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", type=Path, metavar="MAP", help="a map of parcels that exists already")
    _add_out_argument(parser)
    _add_reference_arguments(parser)


def _add_scene_arguments(parser: argparse.ArgumentParser) -> None:
    add_source_arguments(parser)
    _add_out_argument(parser)
    _add_reference_arguments(parser)
    _add_system_arguments(parser)
    parser.add_argument("--seed", type=int, default=1, help="of the tiles that a random forest is trained on")


def _add_simulated_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scenes", type=_count, default=12, metavar="N", help="how many to simulate (default: 12)")
    parser.add_argument(
        "--seed", type=int, default=1, help="of the simulated scenes; another seed gives other locations"
    )
    parser.add_argument(
        "--size", type=int, default=256, metavar="PX", help="their side in pixels of 10 m (default: 256)"
    )
    parser.add_argument("--hard", action="store_true", help="with small fields, weak edges and missing labels")
    parser.add_argument("--parted", type=float, default=0.0, metavar="SHARE", help="of larger fields: worked in parts")
    parser.add_argument("--geometry", nargs="+", default=[], metavar="FILE", help="layers whose field shapes they take")
    _add_out_argument(parser)
    _add_system_arguments(parser)


def _add_out_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where the report and the maps go")
    add_overwrite_argument(parser)


def _add_reference_arguments(parser: argparse.ArgumentParser) -> None:
    reference = parser.add_argument_group("what it is compared with")
    reference.add_argument(
        "--truth", required=True, type=Path, metavar="LAYER", help="declared parcels: any vector file"
    )
    reference.add_argument("--layer", default="", help="the layer of that file, where it has several")
    reference.add_argument("--field", default="", help="its column of crops")
    reference.add_argument("--codes", default="", metavar="CSV", help="EuroCrops' table of that country's crop codes")
    reference.add_argument("--incomplete", action="store_true", help="there are fields that it lacks")
    folds = reference.add_mutually_exclusive_group()
    folds.add_argument("--blocks", type=float, metavar="M", help="folds are square blocks of this many metres")
    folds.add_argument("--by", metavar="FIELD", help="folds are the values of this column, such as regions")
    reference.add_argument("--buffer", type=float, default=0.0, metavar="M", help="leave out parcels nearer to another")


def _add_system_arguments(parser: argparse.ArgumentParser) -> None:
    systems = parser.add_argument_group("what maps it")
    systems.add_argument("--bundle", metavar="PATH", default=Job.bundle, help="folder or zip of another trained model")
    systems.add_argument("--reference", metavar="DATE", default="auto", help="date of the reference frame, or auto")
    systems.add_argument("--device", choices=DEVICES, default=Job.device)
    systems.add_argument(
        "--baseline",
        nargs="?",
        const="",
        metavar="FILE",
        help="score a random forest beside the bundle: this file's, or one trained here on other simulated tiles",
    )
    systems.add_argument("--parts", action="store_true", help="score dense heads, queries and untrained queries alone")
    systems.add_argument("--ablate", action="store_true", help="score the bundle with one thing withheld at a time")
    systems.add_argument("--changes", action="store_true", help="score maps of images with fewer bands or other light")


def _evaluate_map(options: argparse.Namespace) -> Evaluation:
    from ..evaluation.evaluation_options import ReferenceOptions
    from ..evaluation.evaluation_runs import evaluate_map

    return evaluate_map(options.map, _fill(ReferenceOptions, options), options.out)


def _evaluate_scene(options: argparse.Namespace) -> Evaluation:
    from ..evaluation.evaluation_options import ReferenceOptions, SystemOptions
    from ..evaluation.evaluation_runs import evaluate_scene

    reference, systems = _fill(ReferenceOptions, options), _fill(SystemOptions, options)
    return evaluate_scene(sources_from(options), reference, systems, options.out, _log)


def _evaluate_simulated(options: argparse.Namespace) -> Evaluation:
    from ..evaluation.evaluation_options import SimulationOptions, SystemOptions
    from ..evaluation.evaluation_runs import evaluate_simulated

    return evaluate_simulated(_fill(SimulationOptions, options), _fill(SystemOptions, options), options.out, _log)


SUBCOMMANDS: dict[
    str,
    tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], Evaluation]],
] = {
    "map": ("score a map that exists against declared parcels", _add_map_arguments, _evaluate_map),
    "scene": ("map images and score the maps against declared parcels", _add_scene_arguments, _evaluate_scene),
    "simulated": ("simulate scenes, map them and score the maps", _add_simulated_arguments, _evaluate_simulated),
}


def _fill(options_type: type[Options], options: argparse.Namespace) -> Options:
    """Return a dataclass with the values of the command line that have the names of its fields."""
    names = [field.name for field in dataclasses.fields(options_type)]  # type: ignore[arg-type]  # always a dataclass
    return options_type(**{name: getattr(options, name) for name in names})


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("the number of scenes has to be at least 1")
    return int(text)


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
