"""Which parcels to label next."""

import numpy as np

from doab.model.adaptation.suggestions import suggest_parcels


def suggest(probabilities, embeddings, labelled=None, count=4):
    number = len(probabilities)
    points = np.stack([np.arange(number) % 10, np.arange(number) // 10], 1) * 100.0
    labelled = np.zeros(number, bool) if labelled is None else labelled
    return suggest_parcels(np.array(probabilities), np.array(embeddings, float), points, labelled, count)


def test_what_is_uncertain_comes_before_what_is_sure_and_no_label_twice():
    probabilities = np.tile([0.98, 0.01, 0.01], (100, 1))
    probabilities[40:60] = [0.4, 0.35, 0.25]
    embeddings = np.random.default_rng(0).normal(0, 1, (100, 4))
    labelled = np.zeros(100, bool)
    labelled[40:44] = True
    chosen = suggest(probabilities, embeddings, labelled, 8)
    assert len(set(chosen)) == 8 and set(chosen) <= set(range(44, 60))


def test_suggestions_spread_over_groups_and_crops():
    generator = np.random.default_rng(0)
    group = np.arange(80) % 4
    embeddings = 4 * np.eye(4)[group] + generator.normal(0, 0.1, (80, 4))
    probabilities = np.full((80, 2), 0.5) + np.where(group < 2, 0.02, -0.02)[:, None] * [1, -1]
    assert set(group[suggest(probabilities, embeddings)]) == {0, 1, 2, 3}


def test_parcels_without_embedding_are_left_out_and_fewer_come_where_there_are_no_more():
    embeddings = np.full((6, 3), np.nan)
    embeddings[:2] = 0
    assert set(suggest(np.full((6, 2), 0.5), embeddings, count=5)) == {0, 1}
