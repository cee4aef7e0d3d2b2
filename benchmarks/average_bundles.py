"""Average the weights of two bundles: between a trained network and the one it started from.

    .venv/bin/python benchmarks/average_bundles.py START TRAINED SHARE OUT

Writes the bundle ``OUT`` with (1 - SHARE) · START + SHARE · TRAINED, and with the card of ``TRAINED``. A network that
was trained on other ground keeps more of what its start knew, at little cost to what it learned (Wortsman et al. 2022,
"Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save

from doab.model.bundle import save_bundle


def average(start: dict[str, np.ndarray], trained: dict[str, np.ndarray], share: float) -> dict[str, np.ndarray]:
    """Return the weights by name, in the precision of ``trained``; integers (counts of batches) are those of it."""
    if start.keys() != trained.keys():
        raise ValueError("The two bundles have different networks.")
    weights = {}
    for name, end in trained.items():
        if not np.issubdtype(end.dtype, np.floating):
            weights[name] = end
            continue
        mean = (1 - share) * start[name].astype(np.float32) + share * end.astype(np.float32)
        weights[name] = mean.astype(end.dtype)
    return weights


def main() -> None:
    """Average the bundles named on the command line."""
    start, trained, share, out = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4])
    card = json.loads((trained / "bundle.json").read_text(encoding="utf-8"))
    weights = average(*(load_file(folder / "weights.safetensors") for folder in (start, trained)), share)
    save_bundle(out, {key: value for key, value in card.items() if key not in ("format", "sha256")}, save(weights))


if __name__ == "__main__":
    main()
