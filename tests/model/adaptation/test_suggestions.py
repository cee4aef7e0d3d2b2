"""Which parcels to label next."""

import numpy as np

from doab.model.adaptation.suggestions import suggest_parcels


def groups(count=80):
    group = np.arange(count) % 4
    return group, 4 * np.eye(4)[group] + np.random.default_rng(0).normal(0, 0.1, (count, 4))


def test_suggestions_are_typical_parcels_of_different_groups():
    group, embeddings = groups()
    chosen = suggest_parcels(embeddings, np.zeros(80, bool), 4)
    assert set(group[chosen]) == {0, 1, 2, 3}
    assert np.abs(embeddings[chosen] - 4 * np.eye(4)[group[chosen]]).max() < 0.15


def test_a_group_that_has_a_label_comes_after_those_that_have_none():
    group, embeddings = groups()
    labelled = np.arange(80) < 2  # in the first two groups
    chosen = suggest_parcels(embeddings, labelled, 2)
    assert set(group[chosen]) == {2, 3} and not labelled[chosen].any()


def test_parcels_without_embedding_are_left_out_and_fewer_come_where_there_are_no_more():
    embeddings = np.full((6, 3), np.nan)
    embeddings[:2] = 0
    assert set(suggest_parcels(embeddings, np.zeros(6, bool), 5)) == {0, 1}
    assert suggest_parcels(embeddings, np.ones(6, bool), 5).size == 0


def test_a_dimension_in_which_all_parcels_differ_does_not_hide_the_groups():
    group, embeddings = groups()
    embeddings[:, :2] += np.random.default_rng(1).normal(0, 50, (80, 1))  # the same in both
    chosen = suggest_parcels(np.column_stack([embeddings, 1000 * embeddings[:, 0]]), np.zeros(80, bool), 8)
    assert set(group[chosen]) == {0, 1, 2, 3}
