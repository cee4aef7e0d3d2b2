"""What was learned of a region as a bundle of its own."""

import dataclasses

import numpy as np
import pytest
import torch
from safetensors.torch import load, save

from doab.model.adaptation.labels import labels_from_corrections
from doab.model.adaptation.region_learning import learn_region
from doab.model.adaptation.regional_bundle import (
    crops_of_bundle,
    refinement_of,
    write_regional_bundle,
)
from doab.model.adaptation.result_parcels import read_result
from doab.model.bundle import load_bundle
from doab.model.network.predictor import load_predictor
from doab.model.protocol import InputError


@pytest.fixture
def learned(make_region):
    parcels = read_result(make_region(decided=4).path)
    labels = labels_from_corrections(parcels)
    return parcels, labels, learn_region(parcels, labels)


def test_it_names_its_parent_maps_with_the_same_network_and_gives_the_crops_that_were_learned(learned, tmp_path):
    parcels, _, adaptation = learned
    parent = load_bundle()
    write_regional_bundle(tmp_path / "delta", "Delta", parent, *learned)
    bundle = load_bundle(str(tmp_path / "delta"))
    region = bundle.card["region"]
    assert bundle.card["name"] == "Delta" and region["parent"]["name"] == parent.card["name"]
    assert region["learned"]["parcels"] == 30 and crops_of_bundle(bundle.card)[-1].label == "Rice"
    own, theirs = load(bundle.weights), load(parent.weights)
    assert all(torch.equal(own[key], values) for key, values in theirs.items())
    refined = refinement_of(bundle, "any")(
        parcels.probabilities, parcels.embeddings, parcels.crops, parcels.class_priors, 1.0
    )
    np.testing.assert_allclose(refined.probabilities, adaptation.probabilities, atol=1e-6)
    refinement = load_predictor(str(tmp_path / "delta"), "cpu").refinement
    assert refinement.classifier.crops == refined.crops
    assert bundle.known == parent.known and refinement.known is not None  # it says what is unlike the training, too
    with pytest.raises(InputError, match="exists"):
        write_regional_bundle(tmp_path / "delta", "Delta", parent, *learned)


def test_elsewhere_it_says_for_which_region_it_was_made(learned, tmp_path):
    write_regional_bundle(tmp_path / "delta", "Delta", load_bundle(), *learned)
    refinement = refinement_of(load_bundle(str(tmp_path / "delta")), "any")
    assert refinement.elsewhere((500_000, 5_590_000, 510_000, 5_600_000), "EPSG:32631") == ""
    assert "Delta was made for another region" in refinement.elsewhere((5, 40, 6, 41), "EPSG:4326")
    assert load_predictor("", "cpu").refinement.elsewhere((0, 0, 1, 1), "EPSG:4326") == ""


def test_a_damaged_classifier_is_refused(learned, tmp_path):
    write_regional_bundle(tmp_path / "delta", "Delta", load_bundle(), *learned)
    bundle = load_bundle(str(tmp_path / "delta"))
    fewer = {**bundle.card["region"], "classes": bundle.card["region"]["classes"][:2]}
    broken = dataclasses.replace(bundle, card={**bundle.card, "region": fewer})
    with pytest.raises(InputError, match="cannot be read"):
        refinement_of(broken, "any")
    with pytest.raises(InputError, match="cannot be read"):
        refinement_of(dataclasses.replace(bundle, known=b"no tensors"), "any")


def test_kept_classes_come_back_and_a_bundle_of_an_earlier_version_keeps_none(learned, tmp_path):
    parcels, labels, adaptation = learned
    kept = np.arange(len(adaptation.classifier.crops)) == 3
    classifier = dataclasses.replace(adaptation.classifier, kept=kept)
    adaptation = dataclasses.replace(adaptation, classifier=classifier)
    write_regional_bundle(tmp_path / "delta", "Delta", load_bundle(), parcels, labels, adaptation)
    bundle = load_bundle(str(tmp_path / "delta"))
    assert refinement_of(bundle, "any").classifier.kept.tolist() == kept.tolist()
    arrays = load(bundle.weights)
    del arrays["parcels.kept"]
    assert not refinement_of(dataclasses.replace(bundle, weights=save(arrays)), "any").classifier.kept.any()


def test_embeddings_of_another_encoder_do_not_count():
    default = load_bundle()
    assert default.known and refinement_of(default, "another") is None
    assert load_predictor("", "cpu").refinement.known is not None
