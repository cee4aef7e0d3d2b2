"""Labels of the parcels in one click."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsExpressionContext,
    QgsPalLayerSettings,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtTest import QTest

from doab.plugin.results.labels_check_box import LabelsCheckBox


@pytest.fixture
def layer(parcels_file, qgis_new_project) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def box(qgis_app, layer):
    box = LabelsCheckBox()
    box.follow(layer)
    yield box
    box.deleteLater()
    QTest.qWait(5)


def test_parcels_are_labelled_with_their_crop_in_the_users_language(box, layer, in_language):
    assert not box.isChecked() and not layer.labelsEnabled()
    in_language("de")
    box.click()
    settings = layer.labeling().settings()
    context = QgsExpressionContext()
    context.setFeature(next(layer.getFeatures()))
    expression = settings.getLabelExpression()
    context.setFields(layer.fields())
    assert layer.labelsEnabled() and expression.evaluate(context) == "Winterweizen"
    box.click()
    assert not layer.labelsEnabled() and layer.labeling() is not None


def test_labels_of_the_analyst_are_kept(box, layer):
    own = QgsPalLayerSettings()
    own.fieldName = "parcel_id"
    layer.setLabeling(QgsVectorLayerSimpleLabeling(own))
    box.click()
    assert layer.labelsEnabled() and layer.labeling().settings().fieldName == "parcel_id"
    follower = LabelsCheckBox()
    follower.follow(layer)
    assert follower.isChecked()
    follower.deleteLater()


def test_a_layer_that_has_left_the_project_does_no_harm(box, layer):
    QgsProject.instance().removeMapLayer(layer.id())
    box.click()
