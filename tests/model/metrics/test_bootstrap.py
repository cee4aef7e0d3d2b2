"""Intervals from clusters drawn anew."""

import numpy as np
import pytest

from doab.model.metrics.bootstrap import bootstrap_weights, percentile_interval


def test_every_draw_has_as_many_clusters_as_there_are():
    weights = bootstrap_weights(7, 50)
    assert weights.shape == (50, 7) and (weights.sum(1) == 7).all()


def test_the_same_clusters_are_drawn_the_same_way_again():
    assert (bootstrap_weights(9) == bootstrap_weights(9)).all() and (
        bootstrap_weights(9, seed=1) != bootstrap_weights(9, seed=2)
    ).any()


def test_one_cluster_has_no_draws():
    assert bootstrap_weights(1) is None


def test_the_interval_holds_the_middle_95_percent():
    assert percentile_interval(np.arange(1001) / 10) == {"low": pytest.approx(2.5), "high": pytest.approx(97.5)}


def test_an_interval_needs_values_in_most_draws():
    assert percentile_interval(np.array([0.5, np.nan, np.nan])) == {"low": None, "high": None}
    assert percentile_interval(np.array([0.5, 0.5, np.nan])) == {"low": 0.5, "high": 0.5}
