"""The areas follow the parcels, also where the file cannot be read at the first try."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject
from sample_data import finish, unreadable, wait

from doab.plugin.child.process import ChildError
from doab.plugin.layers.vector_file import min_feature_count
from doab.plugin.parcels import crop_counts
from doab.plugin.parcels.crop_counts import CountTask, EditWatcher


@pytest.fixture
def layer(qgis_app, qgis_new_project, parcels_file) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_fewer_parcels_than_the_layer_has_are_no_count(layer, monkeypatch):
    task = CountTask(layer)
    task._min_count += 1
    finish(task)
    assert task.result is None and "Only 3 of 4 parcels" in task.error


def test_where_a_provider_may_only_estimate_any_number_of_parcels_is_a_count(layer):
    memory = layer.materialize(QgsFeatureRequest())
    assert (min_feature_count(layer), min_feature_count(memory)) == (3, 0)
    task = CountTask(memory)
    assert sum(crop.parcels for crop in finish(task).result.crops) == 3


@pytest.mark.parametrize(("failures", "counts"), [(2, 1), (100, 0)])
def test_a_count_that_fails_is_tried_again_a_few_times(layer, monkeypatch, failures, counts):
    monkeypatch.setattr(crop_counts, "DELAY_MS", 1)
    tried, results, failed = [], [], []

    class Failing(CountTask):
        def work(self, folder):
            tried.append(self)
            if len(tried) <= failures:
                raise ChildError("The file is being written to.")
            return super().work(folder)

    parent = QObject()
    watching = EditWatcher(parent, Failing)
    watching.counted.connect(results.append)
    watching.failed.connect(failed.append)
    watching.watch(layer)
    wait(lambda: len(tried) == min(failures, crop_counts.MAX_RETRIES) + 1)
    wait(lambda: watching._task is None)
    assert len(results) == counts and failed == ([] if counts else ["The file is being written to."])
    watching.watch(layer)
    wait(lambda: len(results) == counts + 1 or len(tried) == 2 * (crop_counts.MAX_RETRIES + 1))
    watching.shut_down()


def test_after_a_read_that_failed_the_file_is_opened_anew_and_unsaved_edits_stay(layer, parcels_file, monkeypatch):
    monkeypatch.setattr(crop_counts, "DELAY_MS", 1)
    layer.startEditing()
    fid = next(layer.getFeatures()).id()
    layer.changeAttributeValue(fid, layer.fields().indexOf("crop"), "Rye")
    layer.dataProvider().reloadData()  # no connection is open
    assert layer.featureCount() == 3  # counting again would open the file anew, too
    with unreadable(parcels_file):
        assert list(layer.getFeatures()) == []
    assert list(layer.getFeatures()) == [], "QGIS keeps the connection that reads nothing"
    results, parent = [], QObject()
    watching = EditWatcher(parent)
    watching.counted.connect(results.append)
    watching.watch(layer)
    wait(lambda: bool(results))
    assert sum(crop.parcels for crop in results[-1].crops) == 3
    assert layer.getFeature(fid)["crop"] == "Rye"
    watching.shut_down()
    layer.rollBack()
