"""A third of the labelled parcels of a map teach, the others are scored. Figures of docs/adaptation.md.

.venv/bin/python benchmarks/adaptation_map.py FOLDER/flanders.gpkg ../shared/data/flanders_2019/lpis_parcels.gpkg
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from doab.model.adaptation.labels import Labels, labels_from_layer
from doab.model.adaptation.region_learning import learn_region
from doab.model.adaptation.result_parcels import read_result
from doab.model.crops import class_of

SPLITS = 10


def main() -> None:
    """Print class recall and accuracy before and after, and how often a crop that was right becomes wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", help="the GeoPackage of a mapping run")
    parser.add_argument("labels", help="a layer of fields with crops")
    options = parser.parse_args()
    parcels = read_result(options.result)
    labels = labels_from_layer(parcels, options.labels)
    truth = np.array([class_of(code, parcels.crops) for code in labels.codes])
    rows = []
    for seed in range(SPLITS):
        order = np.random.default_rng(seed).permutation(len(truth))
        teach, test = np.split(order, [len(order) // 3])
        some = replace(labels, index=labels.index[teach], codes=labels.codes[teach])
        rows.append(
            [score for given in predictions(parcels, some) for score in scores(truth[test], given[labels.index[test]])]
        )
    means, spreads = np.mean(rows, 0), np.std(rows, 0)
    print(f"{len(truth)} labelled parcels, {len(truth) // 3} teach, {SPLITS} splits")
    for name, start in (("before", 0), ("after", 2)):
        cells = [
            f"{m:.1f} ± {s:.1f}" for m, s in zip(means[start : start + 2], spreads[start : start + 2], strict=True)
        ]
        print(f"{name}: class recall {cells[0]}, accuracy {cells[1]}")


def predictions(parcels, labels: Labels) -> tuple[np.ndarray, np.ndarray]:
    """Return the class of every parcel, as the bundle gives it and as `doab adapt` does, by index of the bundle."""
    adaptation = learn_region(parcels, labels)
    own = [crop.code for crop in parcels.crops]
    index = np.array([own.index(crop.code) if crop.code in own else -1 for crop in adaptation.classifier.crops])
    before = (parcels.probabilities * parcels.class_priors).argmax(1)
    return before, index[adaptation.probabilities.argmax(1)]


def scores(truth: np.ndarray, given: np.ndarray) -> tuple[float, float]:
    """Return mean class recall and accuracy in percent."""
    right = truth == given
    recall = np.mean([right[truth == number].mean() for number in np.unique(truth)])
    return float(100 * recall), float(100 * right.mean())


if __name__ == "__main__":
    main()
