"""Learning of a region: from labelled parcels of a result to a classifier, its score and what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from ..crops import Crop, class_of
from ..metrics.calibration import compute_reliability
from ..protocol import FEWEST_LABELS, InputError, Score
from ..text import tr
from .block_scores import block_scores
from .class_choice import choose_classes
from .fitting import fit_classifier
from .labels import Labels
from .parcel_classifier import ParcelClassifier
from .pseudo_labels import add_pseudo_labels
from .result_parcels import ResultParcels
from .spatial_folds import spatial_folds

FLOOR = 0.005  # least class prior that is expected


@dataclass(frozen=True)
class Adaptation:
    """What was learned: the ``classifier``, and the ``probabilities`` [N, C] that it gives all parcels.

    ``labelled`` [L] are the parcels with a label, ``crops`` [L] its class, ``held_out`` [L, C] what a classifier
    without their fold gives. ``before`` and ``after`` score the bundle and the classifier on the labels: "recall" is
    the mean over classes, "accuracy" over parcels. ``ece`` is the expected calibration error on the labels.
    ``confusion`` [C, C] counts labels by true and by held-out class, ``changes`` parcels by crop before and after.
    """

    classifier: ParcelClassifier
    probabilities: np.ndarray
    labelled: np.ndarray
    crops: np.ndarray
    held_out: np.ndarray
    before: dict[str, Score]
    after: dict[str, Score]
    ece: float
    confusion: np.ndarray
    changes: Counter[tuple[str, str]]


def learn_region(
    parcels: ResultParcels, labels: Labels, added: Sequence[str] = (), absent: Sequence[str] = ()
) -> Adaptation:
    """Learn from ``labels``; ``added`` and ``absent`` classes are those of `choose_classes`.

    Raises `InputError` where the labels are too few or of one class.
    """
    crops = choose_classes(parcels.crops, labels.codes.tolist(), added, absent)
    of_code = {code: class_of(code, crops) for code in set(labels.codes)}
    classes = np.array([of_code[code] for code in labels.codes], np.int64)
    usable = (classes >= 0) & np.isfinite(parcels.embeddings[labels.index]).all(1)
    index, classes = labels.index[usable], classes[usable]
    if len(index) < FEWEST_LABELS or len(np.unique(classes)) < 2:
        text = tr("{} labelled parcels of {} classes are too few to learn from: {} of two classes are needed.")
        raise InputError(text.format(len(index), len(np.unique(classes)), FEWEST_LABELS))
    final = parcels.probabilities * parcels.class_priors
    final = final / final.sum(1, keepdims=True)
    own = _classes_of_bundle(crops, parcels)[final.argmax(1)]
    known = np.isfinite(parcels.embeddings).all(1)
    points = shapely.get_coordinates(shapely.centroid(parcels.polygons))
    labelled = add_pseudo_labels(
        parcels.probabilities,
        parcels.embeddings,
        points,
        own,
        np.where(known, final.max(1), np.nan),
        index,
        classes,
    )
    expected = _expected_priors(crops, parcels, classes)
    fit = fit_classifier(labelled, crops, parcels.crops, parcels.probabilities, parcels.embeddings, expected)
    probabilities = fit.classifier(parcels.probabilities, parcels.embeddings)
    held_out, (_, blocks) = fit.held_out[: len(index)], spatial_folds(points[index], classes)
    predicted = held_out.argmax(1)
    confusion = np.zeros((len(crops), len(crops)), np.int64)
    np.add.at(confusion, (classes, predicted), 1)
    return Adaptation(
        classifier=fit.classifier,
        probabilities=probabilities,
        labelled=index,
        crops=classes,
        held_out=held_out,
        before=block_scores(classes, own[index], blocks),
        after=block_scores(classes, predicted, blocks),
        ece=float(compute_reliability(held_out.max(1), predicted == classes)["ece"]),
        confusion=confusion,
        changes=_changes(parcels, [crops[k].label for k in probabilities.argmax(1)]),
    )


def _changes(parcels: ResultParcels, labels: Sequence[str]) -> Counter[tuple[str, str]]:
    """Return how many parcels that no analyst decided get another crop, by the crops before and after."""
    pairs = zip(parcels.labels, labels, parcels.decided, strict=True)
    return Counter((old, new) for old, new, decided in pairs if not decided and old != new)


def _classes_of_bundle(crops: Sequence[Crop], parcels: ResultParcels) -> np.ndarray:
    """Return the class [K] that each class of the bundle is among ``crops``, -1 for one that was switched off."""
    codes = [crop.code for crop in crops]
    return np.array([codes.index(crop.code) if crop.code in codes else -1 for crop in parcels.crops])


def _expected_priors(crops: Sequence[Crop], parcels: ResultParcels, classes: np.ndarray) -> np.ndarray:
    """Return the class priors [C] to begin with: those of the map, for new classes their share of the labels."""
    own = {crop.code: share for crop, share in zip(parcels.crops, parcels.class_priors, strict=True)}
    shares = np.bincount(classes, minlength=len(crops)) / len(classes)
    priors = [own.get(crop.code, shares[i]) for i, crop in enumerate(crops)]
    return np.maximum(np.array(priors), FLOOR)
