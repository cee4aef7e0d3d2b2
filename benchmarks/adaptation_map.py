"""Some of the labelled parcels of a map teach, the others are scored. Figures of docs/adaptation.md.

.venv/bin/python benchmarks/adaptation_map.py FOLDER/flanders.gpkg ../shared/data/flanders_2019/lpis_parcels.gpkg
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from doab.model.adaptation.fitting import estimate_place_priors
from doab.model.adaptation.labels import Labels, labels_from_layer
from doab.model.adaptation.parcel_classifier import LEAST
from doab.model.adaptation.region_learning import learn_region
from doab.model.adaptation.result_parcels import read_result
from doab.model.crops import class_of

SPLITS = 10
ALL = slice(None)


def main() -> None:
    """Print the scores before and after, and how many of the parcels whose crop changes were and become right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", help="the GeoPackage of a mapping run")
    parser.add_argument("labels", help="a layer of fields with crops")
    parser.add_argument("--teach", type=int, default=0, help="parcels that teach (default: a third)")
    parser.add_argument("--wrong", action="store_true", help="only parcels teach whose crop is wrong")
    options = parser.parse_args()
    parcels = read_result(options.result)
    labels = labels_from_layer(parcels, options.labels)
    truth = np.array([class_of(code, parcels.crops) for code in labels.codes])
    before = (parcels.probabilities * parcels.class_priors).argmax(1)[labels.index]
    count = options.teach or len(truth) // 3
    rows = []
    for seed in range(SPLITS):
        order = np.random.default_rng(seed).permutation(len(truth))
        teach = (order[before[order] != truth[order]] if options.wrong else order)[:count]
        test = np.setdiff1d(order, teach)
        if len(np.unique(truth[teach])) < 2:
            continue
        some = replace(labels, index=labels.index[teach], codes=labels.codes[teach])
        after = predictions(parcels, some)[labels.index]
        rows.append([*scores(truth, before, before, test), *scores(truth, before, after, test)])
    rows.append([*scores(truth, before, before), *scores(truth, before, by_class_priors(parcels)[labels.index])])
    print(f"{len(truth)} labelled parcels, {count} of two crops or more teach, {len(rows) - 1} splits")
    for name, some in (("labels", rows[:-1]), ("class priors alone", rows[-1:])):
        means, spreads = np.mean(some, 0), np.std(some, 0)
        cells = [f"{mean:.1f} ± {spread:.1f}" for mean, spread in zip(means, spreads, strict=True)]
        print(f"{name}: class recall {cells[0]} → {cells[5]}, accuracy {cells[1]} → {cells[6]}; ", end="")
        print(f"{cells[7]} change their crop, of which {cells[8]} were right and {cells[9]} are")


def predictions(parcels, labels: Labels) -> np.ndarray:
    """Return the class of every parcel as `doab adapt` gives it, by index of the bundle."""
    adaptation = learn_region(parcels, labels)
    own = [crop.code for crop in parcels.crops]
    index = np.array([own.index(crop.code) if crop.code in own else -1 for crop in adaptation.classifier.crops])
    return index[adaptation.probabilities.argmax(1)]


def by_class_priors(parcels) -> np.ndarray:
    """Return the class of every parcel under the class priors of `doab adapt`, without any label."""
    logits = np.log(np.maximum(parcels.probabilities, LEAST))
    return (parcels.probabilities * estimate_place_priors(logits, parcels.class_priors)).argmax(1)


def scores(truth: np.ndarray, before: np.ndarray, given: np.ndarray, test: np.ndarray | slice = ALL) -> list[float]:
    """Return mean class recall and accuracy in percent; parcels that change, that were and that are right of them."""
    right, was, changed = (truth == given)[test], (truth == before)[test], (before != given)[test]
    recall = np.mean([right[truth[test] == number].mean() for number in np.unique(truth[test])])
    return [100 * recall, 100 * right.mean(), changed.sum(), (changed & was).sum(), (changed & right).sum()]


if __name__ == "__main__":
    main()
