"""A date on the canvas: the analyst's layer or a temporary one, and nothing left of either."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QObject
from sample_data import finish, wait, write_raster

from doab.model import protocol
from doab.plugin.layers.layer_sources import entry_of_layer, sources_of, write_entries
from doab.plugin.reference.image_preview import Preview, PreviewTask

GROUP = "Doab: preview"


@pytest.fixture
def image(tmp_path):
    """Return a function that writes a date with blue, green, red in this order; the values are 100, 200, 300."""

    def write(date: str) -> protocol.Acquisition:
        path = tmp_path / f"S2 & {date}.tif"
        _write(path, (100, 200, 300))
        bands = {name: protocol.BandSource(str(path), index) for index, name in enumerate(("B02", "B03", "B04"), 1)}
        return protocol.Acquisition("S2", date, bands, scale=1e-4)

    return write


def _write(path, values) -> None:
    write_raster(path)
    plain = gdal.Open(str(path))
    data = gdal.GetDriverByName("GTiff").Create(str(path) + ".new", 4, 4, len(values), gdal.GDT_UInt16)
    data.SetGeoTransform(plain.GetGeoTransform())
    data.SetProjection(plain.GetProjection())
    for number, value in enumerate(values, 1):
        data.GetRasterBand(number).Fill(value)
    data = plain = None
    (path.parent / f"{path.name}.new").rename(path)


@pytest.fixture
def preview(qgis_iface, qgis_canvas, qgis_new_project, tmp_path):
    folder = tmp_path / "preview"
    folder.mkdir()
    parent = QObject()
    preview = Preview(qgis_canvas, folder, parent)
    yield preview
    preview.shut_down()


def root():
    return QgsProject.instance().layerTreeRoot()


def names() -> list[str]:
    return [layer.name() for layer in root().layerOrder()]


def add(acquisition: protocol.Acquisition, parent=None) -> QgsRasterLayer:
    layer = QgsRasterLayer(acquisition.bands["B02"].path, acquisition.date)
    QgsProject.instance().addMapLayer(layer, False)
    (parent or root()).addLayer(layer)
    return layer


def visible(layer) -> bool:
    return root().findLayer(layer.id()).isVisible()


def test_a_date_that_is_no_layer_comes_as_a_passing_one_in_true_colour_and_the_next_replaces_it(preview, image):
    for date in ("2019-05-01", "2019-06-01"):
        preview.show(image(date))
        wait(lambda date=date: names() == [f"{date} (preview)"])
    layer = root().findGroup(GROUP).findLayers()[0].layer()
    assert layer.renderer().usesBands() == [3, 2, 1]
    assert layer.renderer().redContrastEnhancement().maximumValue() == pytest.approx(3500)
    preview.clear()
    assert names() == []
    assert root().findGroup(GROUP) is None


def test_a_passing_layer_is_no_input(preview, image):
    preview.show(image("2019-05-01"))
    wait(names)
    assert sources_of(QgsProject.instance().mapLayers().values()) == {}


def test_a_passing_layer_may_be_removed_by_the_analyst(preview, image):
    preview.show(image("2019-05-01"))
    wait(names)
    QgsProject.instance().clear()
    preview.show(image("2019-06-01"))
    wait(names)
    assert names() == ["2019-06-01 (preview)"]


@pytest.mark.parametrize("file_exists", [True, False])
def test_a_project_that_was_saved_with_a_temporary_layer_opens_without_it(preview, image, tmp_path, file_exists):
    acquisition = image("2019-05-01")
    QgsProject.instance().addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:32631", "Fields", "memory"))
    preview.show(acquisition)
    wait(lambda: len(names()) == 2)
    QgsProject.instance().write(str(tmp_path / "june.qgz"))
    QgsProject.instance().clear()
    if not file_exists:
        Path(acquisition.bands["B02"].path).unlink()
    QgsProject.instance().read(str(tmp_path / "june.qgz"))
    assert names() == ["Fields"] and not root().findGroups()


def test_bands_of_several_files_come_together_as_red_green_and_blue(preview, tmp_path):
    bands = {}
    for value, name in enumerate(("B02", "B03", "B04"), 1):
        path = tmp_path / f"T31 & {name}.tif"
        _write(path, (value,))
        bands[name] = protocol.BandSource(str(path))
    layer = finish(PreviewTask(protocol.Acquisition("S2", "2019-05-01", bands), tmp_path)).result
    values = layer.dataProvider().sample
    assert [values(layer.extent().center(), band) for band in (1, 2, 3)] == [(3.0, True), (2.0, True), (1.0, True)]
    assert layer.crs().authid() == "EPSG:32631"


def test_a_date_without_the_colours_is_grey(image, tmp_path, qgis_new_project):
    blue = {"B02": image("2019-05-01").bands["B02"]}
    layer = finish(PreviewTask(protocol.Acquisition("S2", "2019-05-01", blue, scale=1e-4), tmp_path)).result
    assert layer.renderer().usesBands() == [1]


def test_a_file_that_is_gone_is_named(preview, image):
    errors = []
    preview.failed.connect(errors.append)
    acquisition = image("2019-05-01")
    gone = Path(acquisition.bands["B02"].path)
    gone.unlink()
    preview.show(acquisition)
    wait(lambda: errors)
    assert gone.name in errors[0]


def test_a_layer_of_the_project_is_switched_on_over_other_rasters_under_vectors_and_off_again(preview, image):
    first, second = image("2019-05-01"), image("2019-06-01")
    QgsProject.instance().addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:32631", "Parcels", "memory"))
    upper, lower = add(first), add(second)
    root().findLayer(lower.id()).setItemVisibilityChecked(False)
    preview.show(second)
    assert names() == ["Parcels", "2019-06-01", "2019-05-01"]
    assert visible(lower)
    preview.show(first)
    assert names() == ["Parcels", "2019-06-01", "2019-05-01"]
    assert visible(upper) and not visible(lower)


def test_a_layer_in_the_style_that_qgis_gives_shows_true_colour_until_the_next_choice(preview, image):
    acquisition = image("2019-05-01")
    layer = add(acquisition)
    styles = layer.styleManager().styles()
    preview.show(acquisition)
    assert layer.renderer().usesBands() == [3, 2, 1]
    preview.clear()
    assert layer.renderer().usesBands() == [1, 2, 3]
    assert layer.styleManager().styles() == styles


def test_what_is_said_of_an_image_while_its_date_is_shown_is_kept(preview, image):
    acquisition = image("2019-05-01")
    layer = add(acquisition)
    preview.show(acquisition)
    write_entries(QgsProject.instance(), [entry_of_layer(layer).with_overrides({"date": "2019-05-02"})])
    preview.clear()
    assert entry_of_layer(layer).overrides == {"date": "2019-05-02"}


def test_a_layer_is_known_by_its_file_however_the_path_is_written(preview, image):
    acquisition = image("2019-05-01")
    path = Path(acquisition.bands["B02"].path)
    layer = QgsRasterLayer(f"{path.parent}//{path.name}", "June")
    QgsProject.instance().addMapLayer(layer)
    preview.show(acquisition)
    assert names() == ["June"] and layer.renderer().usesBands() == [3, 2, 1]


def test_a_layer_keeps_a_style_that_somebody_chose(preview, image):
    acquisition = image("2019-05-01")
    layer = add(acquisition)
    layer.renderer().setRedBand(2)
    preview.show(acquisition)
    assert layer.renderer().usesBands() == [2, 2, 3]


def test_a_layer_in_a_group_that_is_switched_off_stays_so(preview, image):
    acquisition = image("2019-05-01")
    group = root().addGroup("Images")
    layer = add(acquisition, group)
    group.setItemVisibilityChecked(False)
    preview.show(acquisition)
    wait(lambda: root().findGroup(GROUP))
    assert not visible(layer)
    assert "2019-05-01 (preview)" in names()


def test_the_canvas_goes_to_a_date_of_which_it_shows_nothing(preview, image, qgis_canvas):
    acquisition = image("2019-05-01")
    layer = add(acquisition)
    before = layer.extent().buffered(1000)
    qgis_canvas.setExtent(before)
    preview.show(acquisition)
    assert qgis_canvas.extent().contains(before)
    before.setXMinimum(before.xMinimum() + 1e6)
    before.setXMaximum(before.xMaximum() + 1e6)
    qgis_canvas.setExtent(before)
    preview.show(acquisition)
    assert qgis_canvas.extent().intersects(layer.extent())


def test_a_mosaic_shows_all_of_its_pieces_also_those_in_another_zone(preview, tmp_path):
    names = [str(tmp_path / f"{name}.tif") for name in ("west", "east", "farther east")]
    for number, path in enumerate(names):
        _write(Path(path), (number + 1,) * 3)
        data = gdal.Open(path, gdal.GA_Update)
        size, x, y = data.GetGeoTransform()[1], data.GetGeoTransform()[0], data.GetGeoTransform()[3]
        data.SetGeoTransform((x + 4 * size * number, size, 0, y, 0, -size))
        data = None
    there = str(tmp_path / "moved.tif")
    gdal.Warp(there, names[2], dstSRS="EPSG:32632")
    bands = {
        name: protocol.BandSource(
            names[0], index, (protocol.BandSource(names[1], index), protocol.BandSource(there, index))
        )
        for index, name in enumerate(("B02", "B03", "B04"), 1)
    }
    layer = finish(PreviewTask(protocol.Acquisition("S2", "2019-05-01", bands), tmp_path)).result
    middles = (QgsRasterLayer(path).extent().center() for path in names)
    assert [layer.dataProvider().sample(middle, 1)[0] for middle in middles] == [1.0, 2.0, 3.0]
