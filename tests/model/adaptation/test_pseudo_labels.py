"""What the map says of parcels without a label teaches, too, where all labels correct it."""

import numpy as np
import pytest

from doab.model.adaptation import pseudo_labels as module
from doab.model.adaptation.labels import Labels
from doab.model.adaptation.pseudo_labels import pseudo_labels
from doab.model.adaptation.region_learning import learn_region
from doab.model.adaptation.result_parcels import read_result

WHEAT, MAIZE, GRASS = "3301010101", "3301010600", "3302000000"
CALLED = np.array([0, 1, 0, 1, 2, 0, -1, 0])
CONFIDENCE = np.array([0.5, 0.9, 0.9, 0.6, 0.6, np.nan, 0.9, 0.9])


def test_the_parcels_without_a_label_count_as_the_part_of_a_sample_that_the_map_expects_to_be_right():
    index, counts = pseudo_labels(CALLED, CONFIDENCE, np.array([0, 7]), np.array([1, 2]))
    assert index.tolist() == [1, 2, 3, 4]
    np.testing.assert_allclose(counts / counts[0], CONFIDENCE[index] / 0.9)
    assert counts.sum() / (2 + counts.sum()) == pytest.approx(0.75)


def test_labels_that_agree_with_the_map_count_among_the_right_ones():
    predicted, confidence, labelled = np.zeros(100, np.int64), np.full(100, 0.8), np.arange(20)
    _, counts = pseudo_labels(predicted, confidence, labelled, np.array([1] * 19 + [0]))
    assert counts.sum() == pytest.approx(19 * 4 - 1)
    index, counts = pseudo_labels(predicted, confidence, labelled, np.array([1] * 18 + [0] * 2))
    assert not len(index) and not len(counts)


def test_a_map_that_expects_to_be_wrong_about_most_parcels_adds_nothing():
    for confidence, expected in ((0.51, 98), (0.49, 0)):
        index, _ = pseudo_labels(np.zeros(100, np.int64), np.full(100, confidence), np.array([3, 4]), np.array([1, 2]))
        assert len(index) == expected


def test_nothing_is_added_where_every_parcel_has_a_label():
    index, counts = pseudo_labels(CALLED, CONFIDENCE, np.arange(8), np.full(8, 3))
    assert not len(index) and not len(counts)


def test_of_many_parcels_a_sample_counts_as_much():
    predicted, confidence = np.zeros(5000, np.int64), np.full(5000, 0.8)
    index, counts = pseudo_labels(predicted, confidence, np.array([3, 4]), np.array([1, 2]))
    assert len(np.unique(index)) == 200 and counts.sum() == pytest.approx(8) and not np.isin([3, 4], index).any()


def learned_from_errors(region, count):
    """Return the adaptation to ``count`` errors of a map that calls all wheat, the other parcels, and whether right."""
    parcels = read_result(region.path)
    wrong = np.concatenate([np.flatnonzero(region.codes == code)[: count // 2] for code in (MAIZE, GRASS)])
    adaptation = learn_region(parcels, Labels(wrong, region.codes[wrong], "test"))
    codes = np.array([crop.code for crop in adaptation.classifier.crops], object)
    rest = np.setdiff1d(np.arange(len(region.codes)), wrong)
    return adaptation, codes, rest, (codes[adaptation.probabilities.argmax(1)] == region.codes)[rest]


def test_corrections_of_errors_alone_leave_what_is_right_and_make_what_is_wrong_doubtful(make_region, monkeypatch):
    region = make_region(count=200, codes=(WHEAT, WHEAT, WHEAT, MAIZE, GRASS))
    adaptation, codes, rest, right = learned_from_errors(region, 8)
    wheat = region.codes[rest] == WHEAT
    assert right[wheat].all()
    of_wheat = adaptation.probabilities[rest, codes.tolist().index(WHEAT)]
    assert of_wheat[wheat].mean() > of_wheat[~wheat].mean() + 0.05
    assert adaptation.held_out.shape == (8, len(codes)) and len(adaptation.labelled) == 8
    monkeypatch.setattr(module, "pseudo_labels", lambda *_: (np.empty(0, np.int64), np.empty(0)))
    assert learned_from_errors(region, 8)[-1][wheat].mean() < 0.5
