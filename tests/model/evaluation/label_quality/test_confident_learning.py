"""Confident learning on labels that were flipped on purpose."""

import fiona
import numpy as np
import pytest
import shapely

from doab.model.evaluation.label_quality.confident_learning import find_label_issues, write_label_issues
from doab.model.protocol import InputError


@pytest.fixture
def flipped():
    """Probabilities of a good model, labels of which every tenth is wrong, and which are."""
    rng = np.random.default_rng(0)
    true = rng.integers(0, 4, 4000)
    wrong = rng.random(4000) < 0.1
    labels = np.where(wrong, (true + 1) % 4, true)
    probabilities = 0.4 * rng.dirichlet(np.ones(4), 4000)
    probabilities[np.arange(4000), true] += 0.6
    return probabilities, labels, wrong


def test_the_noise_rate_and_where_labels_flip_are_found(flipped):
    probabilities, labels, wrong = flipped
    issues = find_label_issues(probabilities, labels, np.random.default_rng(0))
    assert issues.rate == pytest.approx(wrong.mean(), abs=0.01) and issues.low < wrong.mean() < issues.high
    assert issues.joint.sum() == pytest.approx(1)
    # Every label of class k + 1 that is wrong was k.
    assert all(issues.joint[k, (k - 1) % 4] > 10 * issues.joint[k, (k + 1) % 4] for k in range(4))
    assert issues.joint.sum(1) == pytest.approx(np.bincount(labels) / labels.size)


def test_suspects_are_the_wrong_labels_the_surest_first(flipped):
    probabilities, labels, wrong = flipped
    issues = find_label_issues(probabilities, labels, np.random.default_rng(0), repeats=2)
    assert wrong[issues.ranked].mean() > 0.98 and issues.ranked.size > 0.6 * wrong.sum()
    assert (np.diff(issues.margin[issues.ranked]) <= 0).all()
    first = issues.ranked[0]
    assert issues.margin[first] == pytest.approx(
        probabilities[first, issues.suggested[first]] - probabilities[first, labels[first]]
    )


def test_a_threshold_is_the_mean_probability_of_the_class_where_it_is_given():
    probabilities = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.85, 0.15]])
    issues = find_label_issues(probabilities, np.array([0, 0, 1, 1]), np.random.default_rng(0), repeats=2)
    assert issues.thresholds == pytest.approx([0.8, 0.475])
    # Counted: 0 as 0, 2 as 1, 3 as 0; the second is below both thresholds. Rows are scaled to two labels each.
    assert issues.joint == pytest.approx(np.array([[0.5, 0], [0.25, 0.25]]))
    assert issues.ranked.tolist() == [3] and issues.suggested.tolist() == [0, 0, 1, 0]
    assert issues.margin[3] == pytest.approx(0.7)


def test_labels_that_the_model_agrees_with_raise_no_suspicion():
    issues = find_label_issues(np.eye(3)[[0, 1, 2, 0]] * 0.7 + 0.1, np.array([0, 1, 2, 0]), np.random.default_rng(0))
    assert issues.summary() == {"rate": 0.0, "low": 0.0, "high": 0.0} and issues.ranked.size == 0


def test_a_class_without_labels_is_never_suggested():
    probabilities = np.array([[0.2, 0.1, 0.7], [0.1, 0.2, 0.7]])
    assert find_label_issues(probabilities, np.array([0, 1]), np.random.default_rng(0)).rate == 0


def test_one_group_has_no_interval_and_few_groups_have_a_wide_one(flipped):
    probabilities, labels, wrong = flipped
    one = find_label_issues(probabilities, labels, np.random.default_rng(0), groups=np.zeros(4000, int))
    assert (one.low, one.high) == (None, None)
    groups = np.argsort(np.argsort(wrong, kind="stable")) // 400
    few = find_label_issues(probabilities, labels, np.random.default_rng(0), groups)
    each = find_label_issues(probabilities, labels, np.random.default_rng(0))
    assert few.high - few.low > 3 * (each.high - each.low)


def test_no_labels_cannot_be_judged():
    with pytest.raises(ValueError, match="no labels"):
        find_label_issues(np.zeros((0, 2)), np.zeros(0, int), np.random.default_rng(0))


def test_the_review_layer_holds_suspects_in_their_order(tmp_path):
    square = shapely.box(0, 0, 10, 10)
    pair = shapely.MultiPolygon([shapely.box(20, 0, 30, 10), shapely.box(40, 0, 50, 9)])
    path = write_label_issues(
        tmp_path / "suspects.gpkg",
        [pair, square],
        "EPSG:32631",
        ["b", 7],
        ["Maize", "Grünland"],
        ["Soy", "Maize"],
        [0.91239, 0.7],
        np.array([0.9, 0.3]),
    )
    with fiona.open(path) as layer:
        assert layer.crs.to_epsg() == 32631 and layer.name == "suspects"
        rows = [(dict(f.properties), shapely.geometry.shape(f.geometry)) for f in layer]
    assert rows[0][0] == {
        "rank": 1,
        "id": "b",
        "given": "Maize",
        "suggested": "Soy",
        "probability": 0.9124,
        "margin": 0.9,
    }
    assert rows[1][0]["id"] == "7" and rows[1][0]["given"] == "Grünland"
    assert rows[0][1].equals(pair) and rows[1][1].equals(square)
    assert [p.name for p in tmp_path.iterdir()] == ["suspects.gpkg"]


def test_a_review_layer_that_cannot_be_written_says_why_and_leaves_nothing(tmp_path):
    with pytest.raises(InputError, match="does not end in .gpkg"):
        write_label_issues(tmp_path / "suspects.shp", [], "EPSG:32631", [], [], [], [], [])
    with pytest.raises(ValueError):
        write_label_issues(tmp_path / "s.gpkg", [shapely.box(0, 0, 1, 1)], "EPSG:32631", [], [], [], [], [])
    assert not list(tmp_path.iterdir())
