"""A classifier that few labels help and many teach fully."""

import numpy as np
import pytest

from doab.model.adaptation.even_space import spread_evenly
from doab.model.adaptation.fitting import LabelledParcels, estimate_place_priors, fit_classifier
from doab.model.adaptation.parcel_classifier import keep_classes, log_priors, parents_of
from doab.model.adaptation.spatial_folds import spatial_folds
from doab.model.crops import Crop

CROPS = tuple(Crop(f"330{i}000000", f"name_{i}", f"Label {i}", "#000000") for i in range(1, 4))


def parcels(count, sure, noise=1.0, seed=0):
    """Return classes, the bundle's probabilities, right in a share ``sure`` of the parcels, and embeddings."""
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 3, count)
    called = np.where(generator.random(count) < sure, truth, generator.integers(0, 3, count))
    embeddings = 2 * np.eye(3, 5)[truth] + generator.normal(0, noise, (count, 5))
    return truth, np.where(np.eye(3)[called] > 0, 0.9, 0.05), embeddings


def accuracy(count, sure, noise):
    truth, probabilities, embeddings = parcels(600, sure, noise)
    generator = np.random.default_rng(1)
    chosen = np.concatenate([np.flatnonzero(truth == k)[:count] for k in range(3)])
    folds, _ = spatial_folds(generator.random((len(chosen), 2)), truth[chosen])
    labelled = LabelledParcels(probabilities[chosen], embeddings[chosen], truth[chosen], folds, np.zeros(len(chosen)))
    fit = fit_classifier(labelled, CROPS, CROPS, probabilities, embeddings, np.ones(3) / 3)
    rest = np.setdiff1d(np.arange(600), chosen)
    given = fit.classifier(probabilities[rest], embeddings[rest])
    np.testing.assert_allclose(given.sum(1), 1)
    return (given.argmax(1) == truth[rest]).mean(), (probabilities[rest].argmax(1) == truth[rest]).mean()


def test_many_labels_of_a_place_where_the_bundle_knows_nothing_are_used_fully():
    after, before = accuracy(100, 0.0, 0.7)
    assert before < 0.4 and after > 0.9


@pytest.mark.parametrize("noise", [1.0, 30.0])
def test_five_labels_where_the_bundle_is_right_change_little_even_if_the_embeddings_mean_nothing(noise):
    after, before = accuracy(5, 0.9, noise)
    assert after > before - 0.05


def test_a_crop_without_labels_stays_where_the_bundle_is_right_about_all_labels():
    truth, probabilities, embeddings = parcels(600, 1.0, 0.2)
    chosen = np.concatenate([np.flatnonzero(truth == k)[:4] for k in range(2)])
    folds, _ = spatial_folds(np.random.default_rng(1).random((8, 2)), truth[chosen])
    labelled = LabelledParcels(probabilities[chosen], embeddings[chosen], truth[chosen], folds, np.zeros(len(chosen)))
    fit = fit_classifier(labelled, CROPS, CROPS, probabilities, embeddings, np.ones(3) / 3)
    assert (fit.classifier(probabilities, embeddings).argmax(1) == truth).all()
    assert fit.classifier.prior_weight == 1 and fit.classifier.temperature > 0.4


def fit_without_last_crop(sure, count=20):
    """Return classes, the bundle's probabilities, those after labels of the first two crops alone, and the fit."""
    truth, probabilities, embeddings = parcels(600, sure, 0.7)
    chosen = np.concatenate([np.flatnonzero(truth == k)[:count] for k in range(2)])
    folds, _ = spatial_folds(np.random.default_rng(1).random((len(chosen), 2)), truth[chosen])
    labelled = LabelledParcels(probabilities[chosen], embeddings[chosen], truth[chosen], folds, np.zeros(len(chosen)))
    fit = fit_classifier(labelled, CROPS, CROPS, probabilities, embeddings, np.ones(3) / 3)
    return truth, probabilities, fit.classifier(probabilities, embeddings), fit


def test_a_crop_without_labels_that_grows_there_keeps_its_parcels_while_labelled_crops_are_told_apart():
    truth, before, after, fit = fit_without_last_crop(0.8)
    assert fit.classifier.kept.tolist() == [False, False, True] and np.unique(fit.held_out.argmax(1)).tolist() == [
        0,
        1,
        2,
    ]
    called, right = before.argmax(1), after.argmax(1) == truth
    assert right[(truth == 2) & (called == 2)].all()
    labelled = (truth < 2) & (called < 2)
    assert right[labelled].mean() > (called == truth)[labelled].mean() + 0.05


def test_a_crop_without_labels_is_not_kept_where_the_bundle_says_it_as_often_of_other_crops():
    truth, before, after, fit = fit_without_last_crop(0.0)
    assert not fit.classifier.kept.any() and (before.argmax(1)[truth < 2] == 2).mean() > 0.25
    assert (after.argmax(1) == truth)[truth < 2].mean() > 0.85


def test_kept_classes_have_the_share_of_the_offset_at_any_temperature_and_the_others_the_rest():
    offset, scores = np.log([[0.5, 0.2, 0.3]]), np.array([[0.0, 2 * np.log(3), 9.0]])
    shares = np.exp(keep_classes(scores, offset, np.array([False, False, True]), 2.0) / 2)
    np.testing.assert_allclose(shares, [[0.7 / 4, 0.7 * 3 / 4, 0.3]])


def test_a_place_whose_parcels_differ_little_where_crops_do_is_learned_from_few_labels():
    generator = np.random.default_rng(0)
    truth = generator.integers(0, 3, 600)
    common = 3 * generator.normal(0, 1, (600, 4)) @ generator.normal(0, 1, (4, 12))  # differs, but not by crop
    embeddings = common + np.eye(3, 12)[truth] @ generator.normal(0, 1, (12, 12)) + generator.normal(0, 0.1, (600, 12))
    chosen = np.concatenate([np.flatnonzero(truth == k)[:10] for k in range(3)])
    folds, _ = spatial_folds(generator.random((30, 2)), truth[chosen])
    nothing = np.full((600, 3), 1 / 3)
    labelled = LabelledParcels(nothing[chosen], embeddings[chosen], truth[chosen], folds, np.zeros(len(chosen)))
    fit = fit_classifier(labelled, CROPS, CROPS, nothing, embeddings, np.ones(3) / 3)
    assert (fit.classifier(nothing, embeddings).argmax(1) == truth).mean() > 0.9


def test_parcels_spread_evenly_and_one_without_embedding_stays_without():
    embeddings = np.random.default_rng(0).normal(0, 1, (500, 6)) @ np.diag([100, 10, 5, 1, 1, 1.0])
    embeddings[:, 1] += embeddings[:, 0] / 10
    embeddings[7] = np.nan
    spread = spread_evenly(embeddings)
    assert np.isnan(spread[7]).all() and np.isnan(spread_evenly(embeddings[7:8])).all()
    covariance = np.cov(np.delete(spread, 7, 0).T)
    assert np.abs(covariance - np.diag(covariance.diagonal())).max() < 0.05
    assert covariance.diagonal().min() > 0.5


def test_class_priors_move_part_of_the_way_to_the_shares_of_the_place():
    scores = np.log(np.where(np.arange(1000)[:, None] % 10 < 9, [0.98, 0.02], [0.02, 0.98]))
    shares = estimate_place_priors(scores, np.array([0.5, 0.5]))
    assert 0.6 < shares[0] < 0.7 and shares.sum() == pytest.approx(1)


def test_a_new_class_has_the_prior_of_the_class_above_it_shared_with_its_sisters():
    bundle = (Crop("3301010000", "cereal", "Cereal", "#000000"), Crop("3302000000", "grass", "Grass", "#000000"))
    crops = (*bundle, Crop("3301010700", "rice", "Rice", "#000000"), Crop("3303060000", "vine", "Vine", "#000000"))
    parents = parents_of(crops, bundle)
    assert parents.tolist() == [0, 1, 0, -1]
    np.testing.assert_allclose(np.exp(log_priors(np.array([[0.8, 0.2]]), parents)), [[0.4, 0.2, 0.4, 0.5]])


def test_folds_keep_neighbours_together_and_hold_every_class():
    points = np.stack(np.meshgrid(np.arange(20.0), np.arange(20.0)), -1).reshape(-1, 2)
    crops = np.random.default_rng(0).integers(0, 4, 400)
    folds, blocks = spatial_folds(points, crops)
    assert set(folds) == set(range(5)) and all(len(np.unique(crops[folds == fold])) == 4 for fold in range(5))
    assert all(np.ptp(points[blocks == block], axis=0).max() < 7 for block in np.unique(blocks))
    assert all(len(np.unique(folds[blocks == block])) == 1 for block in np.unique(blocks))
