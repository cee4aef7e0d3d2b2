"""``doab pretrain``: the compact encoder, from scenes and time series without their labels."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..protocol import EXIT_DONE
from .overwrite_argument import add_overwrite_argument, warn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; those that a recipe holds have no defaults here, so that only explicit ones override it."""
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the encoder to write (.safetensors)")
    add_overwrite_argument(parser)
    parser.add_argument("--work", required=True, type=Path, metavar="FOLDER", help="checkpoint; the same one resumes")
    parser.add_argument(
        "--recipe",
        type=Path,
        metavar="TOML",
        help="file with the settings of a pre-training, as in configs/; options given beside it override it",
    )
    recipe = parser.add_argument_group("what to train on", argument_default=argparse.SUPPRESS)
    recipe.add_argument("--scenes", nargs="+", metavar="FOLDER", help="real scenes")
    recipe.add_argument("--series", metavar="FOLDER", help="folder with crop_time_series/ and ewoc/")
    recipe.add_argument("--without", nargs="+", metavar="NAME", help="series to leave out")
    recipe.add_argument("--teacher", metavar="PT", help="Galileo nano's weights, to learn from it too")
    recipe.add_argument("--tiles", type=int, help="simulated tiles")
    recipe.add_argument("--steps", type=int)
    recipe.add_argument("--seed", type=int)


def run(options: argparse.Namespace) -> int:
    """Pre-train and write the encoder."""
    from ..outputs.transaction import staged_file
    from ..training.encoder_pretraining import pretrain_encoder
    from ..training.recipes import PretrainingRecipe, override, read_recipe

    recipe = read_recipe(PretrainingRecipe, options.recipe) if options.recipe else PretrainingRecipe()
    recipe = override(recipe, vars(options))
    options.work.mkdir(parents=True, exist_ok=True)
    with staged_file(options.out, options.overwrite, warn=warn, staging=options.work) as staged:
        pretrain_encoder(recipe, staged.file, options.work, lambda line: print(line, flush=True))
    print(f"wrote {options.out}")
    return EXIT_DONE
