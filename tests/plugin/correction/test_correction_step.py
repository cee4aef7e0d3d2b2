"""Step 6 of the dock: the walk through doubtful parcels, decisions by button and by key, layers that come and go."""

from __future__ import annotations

import pytest
from dock_actions import find, press
from qgis.core import QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QVBoxLayout, QWidget
from qgis.PyQt.QtXml import QDomDocument
from sample_data import FIELDS, PARCELS, wait, write_parcels

from doab.model import protocol
from doab.plugin.child.process import ChildError
from doab.plugin.compat import QAction
from doab.plugin.correction.correction_step import CorrectionStep
from doab.plugin.correction.review_queue import ReviewQueueTask
from doab.plugin.parcels import crop_areas, layer_tree, styles
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.edit_tracking import ANALYST
from doab.plugin.parcels.result_job import store_job
from doab.plugin.parcels.styles import StyleOptions
from doab.plugin.session.session import Session


class Bar(QObject):
    """What the session needs of QGIS's bar of messages."""

    widgetAdded = pyqtSignal(object)  # noqa: N815


class Iface(QObject):
    """What the box needs of QGIS: a canvas, the active layer, tools."""

    currentLayerChanged = pyqtSignal(object)  # noqa: N815

    def __init__(self, window) -> None:
        super().__init__()
        self.canvas, self.window, self.active = QgsMapCanvas(), window, None
        self.bar = Bar(self)

    def mapCanvas(self):  # noqa: N802
        return self.canvas

    def mainWindow(self):  # noqa: N802
        return self.window

    def actionAddFeature(self):  # noqa: N802
        return None

    def activeLayer(self):  # noqa: N802
        return self.active

    def messageBar(self):  # noqa: N802
        return self.bar

    def setActiveLayer(self, layer) -> None:  # noqa: N802
        self.active = layer


@pytest.fixture
def result_layer(parcels_file, qgis_new_project):
    layer = parcels.load(str(parcels_file), crop_areas.count_crops(parcels_file), "")
    layer_tree.add_to_project(layer, "Doab: june")
    return layer


@pytest.fixture
def iface(window):
    iface = Iface(window)
    iface.canvas.resize(400, 400)
    yield iface
    iface.canvas.deleteLater()


@pytest.fixture
def session(iface, worker):
    session = Session(iface, worker)
    yield session
    session.shut_down()
    session.deleteLater()


@pytest.fixture
def box(window, session, result_layer):
    holder = QWidget(window)
    layout = QVBoxLayout(holder)
    step = CorrectionStep(session, holder)
    layout.addWidget(step)
    holder.resize(360, 400)
    holder.show()
    step.show_layer(result_layer)
    wait(lambda: waiting(step).endswith("3"))
    yield step
    session.shut_down()
    holder.setParent(None)
    holder.deleteLater()
    QTest.qWait(5)


def waiting(box) -> str:
    return find(box, "doabDoubtful").text()


def selected(layer) -> list[int]:
    return [feature["parcel_id"] for feature in layer.getSelectedFeatures()]


def decided(layer) -> list[int]:
    return [feature["parcel_id"] for feature in layer.getFeatures() if feature["decided"] == ANALYST]


def test_the_walk_goes_from_the_most_doubtful_to_the_surest_and_round_again(box, result_layer):
    selection = []
    for _ in range(4):
        press(box, "doabNextDoubtful")
        selection += selected(result_layer)
    assert selection == [2, 3, 1, 2]


def test_the_map_goes_to_the_parcel_and_keeps_a_scale_that_shows_it(box, iface, result_layer):
    iface.canvas.setDestinationCrs(result_layer.crs())
    press(box, "doabNextDoubtful")
    outline = next(result_layer.getSelectedFeatures()).geometry().boundingBox()
    assert iface.active is result_layer
    assert iface.canvas.extent().contains(outline) and iface.canvas.extent().center() == outline.center()
    scale = iface.canvas.scale()
    press(box, "doabNextDoubtful")
    assert iface.canvas.scale() == pytest.approx(scale)
    assert iface.canvas.extent().contains(next(result_layer.getSelectedFeatures()).geometry().boundingBox())


def test_the_selection_does_not_hide_the_field_that_is_to_be_judged(box, iface, result_layer):
    iface.canvas.setSelectionColor(QColor(255, 255, 0))
    press(box, "doabNextDoubtful")
    assert iface.canvas.mapSettings().selectionColor().alpha() < 100


def test_what_was_decided_is_passed_over_at_once_and_the_count_follows(box, result_layer):
    press(box, "doabNextDoubtful")
    press(box, "doabAccept")
    press(box, "doabNextDoubtful")
    assert (decided(result_layer), selected(result_layer)) == ([2], [3])
    wait(lambda: waiting(box).endswith("2"))
    result_layer.undoStack().undo()
    wait(lambda: waiting(box).endswith("3"))


def test_when_all_is_decided_the_box_says_so(box, result_layer):
    result_layer.selectAll()
    QTest.qWait(5)
    press(box, "doabAccept")
    press(box, "doabNextDoubtful")
    assert find(box, "doabCorrectionNote").text() == "You have decided about every parcel."


def test_the_walk_and_accepting_have_keys_that_type_no_letter(box, window, result_layer):
    QApplication.setActiveWindow(window)
    keys = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    typing = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier  # AltGr on Windows
    QTest.keyClick(window, Qt.Key.Key_N, typing)
    assert selected(result_layer) == []
    QTest.keyClick(window, Qt.Key.Key_N, keys)
    assert selected(result_layer) == [2]
    QTest.qWait(5)
    QTest.keyClick(window, Qt.Key.Key_Y, keys)
    assert decided(result_layer) == [2]


def test_the_crop_of_the_selection_is_set_and_signalled(box, result_layer):
    edits = []
    box.session.parcels_edited.connect(
        lambda layer, parcels: edits.append((layer.id(), *(layer.getFeature(parcel)["crop"] for parcel in parcels)))
    )
    assert not find(box, "doabSetCrop").isEnabled()
    press(box, "doabNextDoubtful")
    choice = find(box, "doabCropChoice")
    choice.setCurrentIndex(choice.findText("Maize"))
    press(box, "doabSetCrop")
    assert next(result_layer.getSelectedFeatures())["crop"] == "Maize"
    wait(lambda: edits == [(result_layer.id(), "Maize")])
    result_layer.undoStack().undo()
    wait(lambda: edits[1:] == [(result_layer.id(), "Winter wheat")])
    assert choice.itemIcon(0).pixmap(8, 8).toImage().pixelColor(4, 4).name() == choice.itemData(0).colour


def test_any_crop_of_hcat_is_set_by_its_name_and_what_is_no_crop_is_refused(box, result_layer):
    press(box, "doabNextDoubtful")
    choice = find(box, "doabCropChoice")
    choice.setEditText("winter rye")
    press(box, "doabSetCrop")
    parcel = next(result_layer.getSelectedFeatures())
    assert (parcel["crop"], parcel["EC_hcat_c"], parcel["EC_hcat_n"]) == ("Winter rye", "3301010301", "winter_rye")
    for text in ("kryptonite", ""):
        choice.setEditText(text)
        press(box, "doabSetCrop")
        assert "is no crop of the list" in find(box, "doabCorrectionNote").text()
    completer = choice.completer()
    completer.setCompletionPrefix("ye")
    found = {completer.completionModel().index(row, 0).data() for row in range(completer.completionCount())}
    assert {"Rye", "Winter rye", "Spring rye"} <= found


def test_the_count_says_how_many_wait_under_the_confidence_of_the_map(box, result_layer):
    result_layer.setRenderer(styles.create_renderer(StyleOptions("crop", 0.6), ()))
    wait(lambda: waiting(box).endswith("3, of these 2 under 60 % and hidden in the map"))


def test_merging_what_does_not_touch_is_refused_with_a_reason(box, result_layer):
    result_layer.selectAll()
    QTest.qWait(5)
    press(box, "doabMerge")
    assert "side by side" in find(box, "doabCorrectionNote").text()
    assert result_layer.featureCount() == 3


def test_qgis_s_own_tool_is_handed_over_with_advice_that_goes_once_it_is_done(box, iface, result_layer, window):
    action, taken = QAction("Split Features", window), []
    action.setObjectName("mActionSplitFeatures")
    action.triggered.connect(lambda: taken.append(iface.active))
    press(box, "doabSplit")
    assert taken == [result_layer] and result_layer.isEditable()
    assert "right mouse button" in find(box, "doabCorrectionNote").text()
    result_layer.beginEditCommand("Features split")
    result_layer.endEditCommand()
    assert not find(box, "doabCorrectionNote").isVisible()
    action.setParent(None)


def test_redrawing_holds_for_neighbours_too_and_is_signalled_for_the_parcel_that_was_selected(
    box, iface, result_layer, window
):
    action, selected_then, edited = QAction("Reshape Features", window), [], []
    action.setObjectName("mActionReshapeFeatures")
    action.triggered.connect(lambda: selected_then.append(iface.active.selectedFeatureCount()))
    box.session.parcels_edited.connect(
        lambda layer, parcels: edited.extend(layer.getFeature(parcel)["parcel_id"] for parcel in parcels)
    )
    press(box, "doabNextDoubtful")
    press(box, "doabReshape")
    assert selected_then == [1] and result_layer.selectedFeatureCount() == 0
    result_layer.beginEditCommand("Reshape")
    result_layer.endEditCommand()
    wait(lambda: edited)
    assert edited == [2]
    result_layer.selectByIds([f.id() for f in result_layer.getFeatures() if f["parcel_id"] != 2][:1])
    QTest.qWait(5)
    result_layer.beginEditCommand("Reshape")
    result_layer.endEditCommand()
    wait(lambda: len(edited) == 2)
    assert edited[1] != 2
    action.setParent(None)


@pytest.fixture
def reshape(iface, window):
    """A stand-in for QGIS's tool; call it to redraw all parcels of a layer, as a line across all of them does."""
    tool, action = QgsMapToolPan(iface.canvas), QAction("Reshape Features", window)
    action.setObjectName("mActionReshapeFeatures")
    action.triggered.connect(lambda: iface.canvas.setMapTool(tool))

    def draw(layer):
        layer.startEditing()
        layer.beginEditCommand("Reshape")
        for parcel in list(layer.getFeatures()):
            layer.changeGeometry(parcel.id(), parcel.geometry().buffer(1, 1))
        layer.endEditCommand()
        QTest.qWait(5)

    yield draw
    action.setParent(None)


def test_neighbours_that_follow_a_redrawn_outline_are_not_decided_about(box, result_layer, reshape):
    press(box, "doabNextDoubtful")
    press(box, "doabReshape")
    reshape(result_layer)
    assert decided(result_layer) == [2] and all(parcel["edited"] for parcel in result_layer.getFeatures())
    wait(lambda: waiting(box).endswith("2"))
    press(box, "doabReshape")
    reshape(result_layer)
    assert decided(result_layer) == [2]
    result_layer.rollBack()


def test_redrawing_where_nothing_is_selected_decides_about_no_parcel(box, result_layer, reshape):
    press(box, "doabReshape")
    reshape(result_layer)
    assert decided(result_layer) == []
    result_layer.rollBack()


def test_every_change_decides_again_once_another_tool_is_taken(box, iface, result_layer, reshape):
    press(box, "doabNextDoubtful")
    press(box, "doabReshape")
    iface.canvas.setMapTool(other := QgsMapToolPan(iface.canvas))
    reshape(result_layer)
    assert iface.canvas.mapTool() is other and decided(result_layer) == [1, 2, 3]
    result_layer.rollBack()


def test_every_change_decides_again_once_a_parcel_is_selected(box, result_layer, reshape):
    press(box, "doabReshape")
    result_layer.selectByIds([result_layer.allFeatureIds()[0]])
    QTest.qWait(5)
    reshape(result_layer)
    assert decided(result_layer) == [1, 2, 3]
    result_layer.rollBack()


def test_every_change_of_a_layer_decides_again_once_another_is_shown_or_the_plugin_is_switched_off(
    box, iface, result_layer, reshape, tmp_path
):
    path = write_parcels(tmp_path / "other.gpkg")
    other = parcels.load(str(path), crop_areas.count_crops(path), "")
    layer_tree.add_to_project(other, "Doab: other")
    press(box, "doabReshape")
    box.show_layer(other)
    reshape(result_layer)
    assert decided(result_layer) == [1, 2, 3]
    press(box, "doabReshape")
    box.session.shut_down()
    reshape(other)
    assert decided(other) == [1, 2, 3]
    for layer in (result_layer, other):
        layer.rollBack()


def test_changes_are_recorded_although_the_style_of_another_layer_was_pasted(box, result_layer, reshape):
    copied = QDomDocument("qgis")
    other = QgsVectorLayer("Polygon?crs=EPSG:32631&field=a:int", "other", "memory")
    other.exportNamedStyle(copied)
    result_layer.importNamedStyle(copied)
    QTest.qWait(5)
    reshape(result_layer)
    assert decided(result_layer) == [1, 2, 3] and all(parcel["edited"] for parcel in result_layer.getFeatures())
    result_layer.rollBack()


def test_edits_are_saved_and_editing_goes_on(box, result_layer):
    assert not find(box, "doabSaveEdits").isEnabled()
    press(box, "doabNextDoubtful")
    press(box, "doabAccept")
    press(box, "doabSaveEdits")
    assert result_layer.isEditable() and not result_layer.isModified() and decided(result_layer) == [2]


def test_a_layer_of_an_earlier_version_is_asked_for_before_it_gets_columns(box, tmp_path):
    path = write_parcels(tmp_path / "old.gpkg", [values[:-2] for values in PARCELS], fields=FIELDS[:-2])
    older = parcels.load(str(path), crop_areas.count_crops(path), "")
    layer_tree.add_to_project(older, "Doab: older")
    box.show_layer(older)
    older.selectAll()
    QTest.qWait(5)
    assert "earlier version" in waiting(box) and not find(box, "doabAccept").isEnabled() and not older.isEditable()
    press(box, "doabAddColumns")
    wait(lambda: waiting(box).endswith("3"))
    assert not find(box, "doabAddColumns").isVisible()
    press(box, "doabAccept")
    assert decided(older) == [1, 2, 3]


def test_an_empty_location_that_is_clicked_gets_the_one_field_that_the_run_finds_there(
    box, iface, result_layer, child, scene
):
    """The stand-in's run finds the parcels of the layer again; one that was deleted is an empty location."""
    store_job(result_layer, protocol.dumps(protocol.Job(scene, "elsewhere.gpkg")))
    box.show_layer(result_layer)
    assert not find(box, "doabMapField").isEnabled()
    box.session.set_runtime(child("done"))
    gone = next(f for f in result_layer.getFeatures() if f["parcel_id"] == 2)
    outline, point = QgsGeometry(gone.geometry()), gone.geometry().centroid().asPoint()
    result_layer.startEditing()
    result_layer.deleteFeature(gone.id())
    iface.canvas.setDestinationCrs(result_layer.crs())
    press(box, "doabMapField")
    iface.canvas.mapTool().canvasClicked.emit(point, Qt.MouseButton.LeftButton)
    wait(lambda: result_layer.featureCount() == 3)
    (field,) = result_layer.getSelectedFeatures()
    assert (field["parcel_id"], field["crop"], field["decided"], field["area_ha"]) == (4, "Winter wheat", "model", 0.81)
    assert field.geometry().isGeosEqual(outline)
    iface.canvas.mapTool().canvasClicked.emit(point, Qt.MouseButton.LeftButton)
    wait(lambda: "already" in find(box, "doabCorrectionNote").text())
    iface.canvas.mapTool().canvasClicked.emit(QgsPointXY(0, 0), Qt.MouseButton.LeftButton)
    wait(lambda: "sees no field" in find(box, "doabCorrectionNote").text())
    assert result_layer.featureCount() == 3 and result_layer.commitChanges()


@pytest.fixture
def empty_point(box, result_layer, child, scene):
    """The box with its tool for single fields in the map, over an empty location; returns that point."""
    store_job(result_layer, protocol.dumps(protocol.Job(scene, "elsewhere.gpkg")))
    box.show_layer(result_layer)
    box.session.set_runtime(child("done"))
    press(box, "doabMapField")
    return QgsPointXY(0, 0)


def test_a_right_click_maps_no_field(box, iface, empty_point):
    iface.canvas.mapTool().canvasClicked.emit(empty_point, Qt.MouseButton.RightButton)
    assert not find(box, "doabCorrectionNote").isVisible()


def test_a_panel_that_is_closed_gives_the_mouse_back(box, iface, empty_point):
    assert iface.canvas.mapTool() is not None
    box.hide()
    assert iface.canvas.mapTool() is None and not find(box, "doabMapField").isChecked()


def test_parcels_that_cannot_be_read_are_said_to_be_until_they_can(box, result_layer, monkeypatch):
    def refuse(*_):
        raise ChildError("Only 2 of 3 parcels could be read.")

    box.walk._recount._timer.setInterval(1)
    with monkeypatch.context() as broken:
        broken.setattr(ReviewQueueTask, "work", refuse)
        box.show_layer(result_layer)
        assert "Looking for" in waiting(box)
        wait(lambda: "cannot be read" in waiting(box))
        assert "Only 2 of 3 parcels" in waiting(box)
    result_layer.dataChanged.emit()
    wait(lambda: waiting(box).endswith("3"))


def test_a_layer_that_goes_takes_the_buttons_with_it(box, result_layer):
    QgsProject.instance().removeMapLayer(result_layer.id())
    QTest.qWait(20)
    assert not find(box, "doabNextDoubtful").isEnabled()
    assert "as soon as there is a result" in waiting(box)
