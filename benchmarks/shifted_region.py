"""A simulated scene with shifted seasons, and a bundle without two of its crops, for `doab train --from`.

    .venv/bin/python benchmarks/shifted_region.py FOLDER

writes FOLDER/scene, whose dates are `SHIFT` days later than those at which its crops were simulated, and FOLDER/parent:
the default bundle without the rows of `UNKNOWN` in its crop heads. The crops that it lacks were among those that its
features learned from, so that they are unknown to its heads alone. With `--bundle` the parent is made of another one.
"""

from __future__ import annotations

import argparse
import re
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from adaptation_simulated import SHIFT, UNKNOWN

from doab.model.bundle import load_bundle, save_bundle
from doab.model.crops import crop_of
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import adopt, encoder_of, weights_of
from doab.model.simulation.scene_files import write_scene

DATE = re.compile(r"\d{8}")
FORMAT = "%Y%m%d"


def shift_dates(folder: Path) -> None:
    """Rename the images of a scene so that all are `SHIFT` days later."""
    images = sorted((path for path in folder.glob("S[12]_*.tif")), reverse=True)  # the latest first: names stay free
    for path in images:
        later = datetime.strptime(DATE.search(path.name).group(), FORMAT) + timedelta(SHIFT)
        path.rename(path.with_name(DATE.sub(later.strftime(FORMAT), path.name)))


def write_parent(folder: Path, path: str) -> None:
    """Write a bundle without the classes `UNKNOWN`."""
    bundle = load_bundle(path)
    card = bundle.card
    kept = [i for i, entry in enumerate(card["classes"]) if entry["label"] not in UNKNOWN]
    classes = [card["classes"][i] for i in kept]
    shares = np.array(card["shares"])[kept]
    network = TwoStream(**{**card["network"], "classes": len(kept)})
    adopt(network, bundle, [crop_of(entry) for entry in classes])
    new = {**card, "name": "without two crops", "classes": classes, "shares": [*map(float, shares / shares.sum())]}
    new["network"] = {**card["network"], "classes": len(kept)}
    folder.mkdir()
    save_bundle(folder, new, weights_of(encoder_of(bundle), network), bundle.known)


def main() -> None:
    """Write the scene and the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="a new folder")
    parser.add_argument("--seed", type=int, default=76)
    parser.add_argument("--size", type=int, default=384, help="pixels of 10 m")
    parser.add_argument("--bundle", default="")
    options = parser.parse_args()
    options.out.mkdir(parents=True)
    write_scene(options.out / "scene", options.seed, options.size)
    shift_dates(options.out / "scene")
    write_parent(options.out / "parent", options.bundle)


if __name__ == "__main__":
    main()
