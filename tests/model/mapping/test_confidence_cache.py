"""What runs have found out about reference frames is shown with the scores of the next inspection."""

import dataclasses

import pytest

from doab.model.disk_cache import Cache, default_folder
from doab.model.mapping import confidence_cache
from doab.model.mapping.confidence_cache import ConfidenceCache, recall_map_confidence
from doab.model.protocol import InputError
from doab.model.scene.inspection import inspect_scene

DATES = ("2019-06-10", "2019-06-25", "2019-07-05")


@pytest.fixture
def inspection(scene, monkeypatch):
    monkeypatch.setattr(confidence_cache, "load_bundle", lambda: type("Bundle", (), {"card": {"sha256": "one"}}))
    return inspect_scene(scene(60, 60, DATES))


def remember(inspection, confidences, bundle=None):
    with Cache(default_folder(), 10_000_000, pytest.fail) as cache:
        fingerprint = bundle or confidence_cache.card_fingerprint({"sha256": "one"})
        ConfidenceCache(cache, fingerprint, inspection.scene).save(confidences)


def test_what_a_run_has_found_changes_the_scores_and_the_proposal(inspection):
    remember(inspection, {DATES[0]: 0.9, DATES[2]: 0.5})
    recalled = recall_map_confidence(inspection, inspection)
    assert [frame.parts.get("map") for frame in recalled.frames] == [0.9, None, 0.5]
    assert recalled.proposed == DATES[0] != inspection.proposed
    assert "the model is surest of the map from it" in recalled.reason


def test_nothing_is_recalled_of_another_bundle_or_scene(inspection):
    remember(inspection, {DATES[0]: 0.9}, bundle="another")
    assert recall_map_confidence(inspection, inspection) is inspection
    remember(inspection, {DATES[0]: 0.9})
    fewer = dataclasses.replace(inspection.scene, acquisitions=inspection.scene.acquisitions[:2])
    other = dataclasses.replace(inspection, scene=fewer)
    assert recall_map_confidence(other, other) is other


def test_without_a_bundle_nothing_is_recalled(inspection, monkeypatch):
    def missing():
        raise InputError("There is no bundle.")

    remember(inspection, {DATES[0]: 0.9})
    monkeypatch.setattr(confidence_cache, "load_bundle", missing)
    assert recall_map_confidence(inspection, inspection) is inspection
