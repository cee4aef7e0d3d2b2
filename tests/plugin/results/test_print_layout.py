"""A print layout in one click: its items, its texts, and how it looks as a picture."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage
from sample_data import SUMMARY

from doab.model import protocol
from doab.plugin.parcels import crop_areas, layer_tree, result_layer
from doab.plugin.parcels.mapped import Mapped
from doab.plugin.parcels.result_job import store_job
from doab.plugin.results.print_button import print_parcels
from doab.plugin.results.print_layout import attribution, create_print_layout


@pytest.fixture
def layer(parcels_file, qgis_new_project) -> QgsVectorLayer:
    layer = result_layer.load(str(parcels_file), crop_areas.count_crops(parcels_file), "")
    QgsProject.instance().setCrs(layer.crs())
    layer_tree.add_to_project(layer, "Doab: june")
    return layer


def labels(layout) -> dict[str, str]:
    return {item.id(): item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)}


def test_the_project_has_a_layout_with_every_part_of_a_map(layer):
    layout = create_print_layout(layer)
    assert [one.name() for one in QgsProject.instance().layoutManager().layouts()] == ["Parcels: made"]
    for name, kind in (
        ("map", QgsLayoutItemMap),
        ("legend", QgsLayoutItemLegend),
        ("scale bar", QgsLayoutItemScaleBar),
        ("north arrow", QgsLayoutItemPicture),
    ):
        assert isinstance(layout.itemById(name), kind)
    shown, legend = layout.itemById("map"), layout.itemById("legend")
    assert shown.extent().contains(layer.extent()) and shown.layers() == [layer]
    assert legend.title() == "Crop" and legend.linkedMap() is shown and legend.legendFilterByMapEnabled()
    assert [node.layer() for node in legend.model().rootGroup().findLayers()] == [layer]
    assert labels(layout)["title"] == "Field parcels: made"


def test_a_second_layout_gets_a_name_of_its_own(layer):
    create_print_layout(layer)
    assert create_print_layout(layer).name() == "Parcels: made 2"


def test_the_attribution_names_the_images_and_their_source(layer, scene):
    assert attribution(layer).startswith("Outlines as on 2019-06-26. Contains modified Copernicus Sentinel data.")
    job = protocol.Job(scene, "/a.gpkg")
    store_job(layer, Mapped(job, SUMMARY, (), ()).job_text)
    assert attribution(layer).startswith(
        "Sentinel-2 images: 1, from 2019-06-26 to 2019-06-26. Outlines as on 2019-06-26."
    )


def test_what_a_name_holds_is_not_evaluated(layer):
    metadata = layer.metadata()
    metadata.setTitle("[% 1 + 1 %]")
    layer.setMetadata(metadata)
    layout = create_print_layout(layer)
    assert "2" not in layout.itemById("title").currentText() and "1 + 1" in layout.itemById("title").currentText()


def test_it_can_be_exported_as_a_picture(layer, tmp_path):
    path = tmp_path / "map.png"
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 60
    exported = QgsLayoutExporter(create_print_layout(layer)).exportToImage(str(path), settings)
    assert exported == QgsLayoutExporter.ExportResult.Success
    picture = QImage(str(path))
    colours = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 4) for y in range(0, 400, 4)}
    assert len(colours) > 5  # of the crops, more and less sure


def test_the_action_takes_the_parcels_of_the_project_and_says_where_there_are_none(layer, qgis_iface, monkeypatch):
    opened = []
    monkeypatch.setattr(qgis_iface, "openLayoutDesigner", opened.append, raising=False)
    print_parcels(qgis_iface)
    assert [layout.name() for layout in opened] == ["Parcels: made"]
    QgsProject.instance().clear()
    print_parcels(qgis_iface)
    assert len(opened) == 1 and not QgsProject.instance().layoutManager().layouts()
