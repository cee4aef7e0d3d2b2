"""``doab train``: a bundle from simulated and labelled scenes, or from another one and one's own parcels."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from ..protocol import EXIT_DONE, InputError, Job
from ..protocol.choices import DEVICES
from ..text import tr
from .fine_tuning_arguments import add_fine_tuning_arguments, fine_tune_from
from .overwrite_argument import add_overwrite_argument, warn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; those that a recipe holds have no defaults here, so that only explicit ones override it."""
    parser.add_argument("--out", required=True, type=Path, help="folder of the bundle to write")
    add_overwrite_argument(parser)
    parser.add_argument("--work", type=Path, help="folder for checkpoints; the same folder resumes")
    parser.add_argument(
        "--recipe",
        type=Path,
        metavar="TOML",
        help="file with the settings of a training, as in configs/; options given beside it override it",
    )
    parser.add_argument("--workers", type=int, default=max(1, os.cpu_count() or 1), help="processes that paint")
    parser.add_argument("--device", choices=DEVICES, default=Job.device)
    parser.add_argument("--logs", type=Path, metavar="FOLDER", help="write TensorBoard logs here")

    add_fine_tuning_arguments(parser)
    recipe = parser.add_argument_group("the bundle", argument_default=argparse.SUPPRESS)
    recipe.add_argument("--name", help="name of the bundle")
    recipe.add_argument("--version", help="its version")
    recipe.add_argument(
        "--encoder",
        metavar="PATH",
        help="what doab pretrain wrote, Galileo's weights, or "
        "a bundle whose encoder to take (default: the default bundle)",
    )
    recipe.add_argument("--start", metavar="BUNDLE", help="go on from the network of this bundle")
    recipe.add_argument("--seed", type=int)

    data = parser.add_argument_group("what to train on", argument_default=argparse.SUPPRESS)
    data.add_argument("--tiles", type=int, help="simulated tiles")
    data.add_argument("--field-tiles", type=int, help="simulated tiles for single fields only")
    data.add_argument("--geometry", action="append", metavar="LAYER", help="take field shapes from it, too")
    data.add_argument("--hard", type=float, metavar="SHARE", help="share of hard tiles among them")
    data.add_argument("--parted", type=float, metavar="SHARE", help="share of large fields in parts")
    data.add_argument(
        "--labelled",
        nargs=2,
        action="append",
        metavar=("FOLDER", "PARCELS"),
        help="a folder of images and a layer of declared parcels, as EuroCrops publishes them; may be repeated",
    )
    data.add_argument("--labelled-tiles", type=int, help="tiles of each labelled folder")
    data.add_argument("--field", help="the column of crops in those layers, where it has no usual name")
    data.add_argument("--codes", metavar="CSV", help="EuroCrops' table of that country's crop codes")
    data.add_argument("--incomplete", action="store_true", help="there are fields that those layers lack")
    data.add_argument(
        "--series",
        metavar="FOLDER",
        help="learn crops from labelled time series, too: the folder that holds crop_time_series/ and ewoc/",
    )
    data.add_argument("--series-without", action="append", metavar="NAME", help="leave out a series or a region of it")
    data.add_argument("--series-draws", type=int, help="variants of each of their parcels")
    data.add_argument("--series-share", type=float, metavar="SHARE", help="share of the single fields that are theirs")

    data.add_argument(
        "--unlabelled",
        action="append",
        metavar="FOLDER",
        help="images without labels, whose maps must not depend on frame, light and dates; may be repeated",
    )
    data.add_argument("--unlabelled-tiles", type=int, help="tiles of each such folder")
    data.add_argument("--diverse", type=float, metavar="SHARE", help="share of tiles of all climates and products")
    data.add_argument("--teacher", metavar="PT", help="Galileo's weights, whose embeddings of fields to imitate")
    data.add_argument("--teacher-fields", type=int, help="fields whose embeddings are computed")

    how = parser.add_argument_group("how", argument_default=argparse.SUPPRESS)
    how.add_argument("--test-tiles", type=int, help="simulated tiles held out for the card's scores")
    how.add_argument("--crop-steps", type=int, help="batches of the first stage, crops of single fields")
    how.add_argument("--dense-steps", type=int, help="batches of the second stage, dense heads")
    how.add_argument("--query-steps", type=int, help="batches of the third stage, queries too")
    how.add_argument(
        "--rate",
        type=float,
        metavar="FACTOR",
        help="of the learning rates from nothing; less than 1 spares what the network of --start knows (default: 1)",
    )
    how.add_argument("--batch", type=int, help="tiles a batch")
    how.add_argument("--fields", type=int, help="single fields a batch")
    how.add_argument("--consistency-tiles", type=int, help="tiles without labels beside each batch (default: none)")
    how.add_argument("--consistency-weight", type=float, metavar="FACTOR", help="of their loss (default: 1)")
    how.add_argument("--consistency-crops", type=float, metavar="FACTOR", help="of their crops' loss (default: 0)")
    how.add_argument("--mixed", action="store_true", help="half precision in the two streams (on a GPU it always is)")


def run(options: argparse.Namespace) -> int:
    """Train and write the bundle."""
    if options.parent:
        return fine_tune_from(options)
    if options.work is None:
        raise InputError(tr("Name a folder for checkpoints with --work, or a bundle to go on from with --from."))
    from ..bundle import CARD, DEFAULT, EMBEDDINGS, WEIGHTS
    from ..outputs.transaction import staged_folder
    from ..training.bundle_training import RunSettings, train_bundle
    from ..training.recipes import TrainingRecipe, override, read_recipe

    recipe = read_recipe(TrainingRecipe, options.recipe) if options.recipe else TrainingRecipe()
    recipe = override(recipe, vars(options))
    settings = RunSettings(options.work, options.workers, options.device, options.logs)
    files = CARD, WEIGHTS, EMBEDDINGS
    inputs = [
        f"{bundle or DEFAULT}/{name}" for bundle in (recipe.encoder, recipe.start or recipe.encoder) for name in files
    ]
    options.work.mkdir(parents=True, exist_ok=True)
    with staged_folder(options.out, files, options.overwrite, inputs, warn, options.work) as folder:
        train_bundle(recipe, folder, settings, _print)
    _print(f"the bundle is in {options.out}")
    return EXIT_DONE


def _print(message: str) -> None:
    """Print a line with the time of day."""
    print(f"{time.strftime('%H:%M:%S')}  {message}", flush=True)
