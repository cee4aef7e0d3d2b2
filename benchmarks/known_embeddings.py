"""Write what a bundle knows of fields into its folder, for a bundle that was trained without.

    .venv/bin/python benchmarks/known_embeddings.py ../shared/data --bundle resources/bundles/default

Half of the fields are simulated squares, the others the measured parcels of all regions in variants, as in training.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from transfer import DRAWS, SEED, SQUARES, measured_at

from doab.model.training.known_fields import add_known_embeddings
from doab.model.training.measured_fields import balance, read_regions, usable
from doab.model.training.single_fields import concatenate_fields, mix_fields
from doab.model.training.tile_generation import TileSettings, generate_fields


def main() -> None:
    """Read the options and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds crop_time_series/ and ewoc/")
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--tiles", type=int, default=60, help="simulated tiles of squares")
    options = parser.parse_args()
    torch.set_num_threads(1)
    bundle = str(options.bundle)
    regions = {name: usable(one) for name, one in read_regions(options.data).items()}
    settings = TileSettings((SEED, SQUARES), 96, squares=True, diverse=0.6, encoder=bundle)
    simulated = concatenate_fields(generate_fields(settings, options.tiles, 1))
    add_known_embeddings(options.bundle, mix_fields(simulated, balance(measured_at(bundle, regions, DRAWS)), 0.5))


if __name__ == "__main__":
    main()
