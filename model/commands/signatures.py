"""``doab signatures``: fit the crop signatures that simulation draws from to labelled series and scenes."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..protocol import EXIT_DONE
from .overwrite_argument import add_overwrite_argument, warn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--series", type=Path, required=True, metavar="FOLDER", help="holds crop_time_series/ and the legend ewoc/"
    )
    parser.add_argument(
        "--scene",
        nargs=3,
        action="append",
        default=[],
        metavar=("FOLDER", "PARCELS", "YEAR"),
        help="a scene, a layer of its parcels with HCAT codes, and the year of harvest; may be repeated",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the figures (.safetensors)")
    add_overwrite_argument(parser)
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """Fit and write the figures; print the number of parcels of each kind."""
    import numpy as np

    from ..crops import known_crops
    from ..declared_parcels import read_declared
    from ..outputs.transaction import staged_file
    from ..protocol import Source
    from ..simulation import signature_fitting
    from ..training.belgian_months import NAME as BELGIUM
    from ..training.belgian_months import read_belgium
    from ..training.labelled_time_series import read_all
    from ..training.parcel_curves import compute_curves, match_reflectance, scene_series

    with staged_file(options.out, options.overwrite, warn=warn) as staged:
        series = read_all(options.series)
        series["bavaria_2018"] = match_reflectance(series["bavaria_2018"], series["france_2023"])
        series[BELGIUM] = read_belgium(options.series)
        for folder, parcels, year in options.scene:
            name = Path(folder).name
            series[name] = scene_series([Source(folder)], read_declared(parcels), name, int(year))
        real = signature_fitting.concatenate([compute_curves(one) for one in series.values()])
        rng = np.random.default_rng(options.seed)
        codes = [crop.code for crop in known_crops()]
        prior = [signature_fitting.simulate_parcels(rng, kind, codes) for kind in range(len(signature_fitting.KINDS))]
        counts = np.bincount(real.kind, minlength=len(signature_fitting.KINDS))
        signature_fitting.write_signatures(
            staged.file,
            signature_fitting.fit_signatures(signature_fitting.concatenate([real, *prior])),
            counts.tolist(),
            list(series),
        )
    for kind, count in zip(signature_fitting.KINDS, counts, strict=True):
        print(f"{kind.name:<24} {count:>5} parcels")
    return EXIT_DONE
