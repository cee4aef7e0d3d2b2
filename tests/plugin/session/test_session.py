"""What the steps share: it signals changes, and shuts everything down."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from sample_data import wait

from doab.model import protocol
from doab.plugin.session.step import Step

SOURCES = [protocol.Source(path="/images/a.tif")]


@pytest.fixture
def events(session) -> list[str]:
    """The names of the signals of the inputs and the environment, as they come."""
    names: list[str] = []
    for name in ("runtime_changed", "inspection_pending", "inspection_changed", "inspection_failed"):
        getattr(session, name).connect(lambda _, name=name: names.append(name))
    return names


def test_sources_wait_for_an_environment_and_are_recognised_with_it(session, child, events):
    session.set_sources(SOURCES)
    assert events == ["inspection_pending"] and not session.is_inspecting
    session.set_runtime(child("done"))
    assert session.is_inspecting
    wait(lambda: not session.is_inspecting)
    assert events[1:] == ["runtime_changed", "inspection_pending", "inspection_changed"]
    assert len(session.inspection.scene.of("S2")) == 1


def test_an_inspection_that_fails_leaves_nothing_recognised_and_says_why(session, child, events):
    reasons: list[str] = []
    session.inspection_failed.connect(reasons.append)
    session.set_runtime(child("bad"))
    session.set_sources(SOURCES)
    wait(lambda: reasons)
    assert events[-2:] == ["inspection_changed", "inspection_failed"]
    assert "no image in field.txt" in reasons[0] and not session.inspection.scene.acquisitions


def test_an_environment_that_is_released_ends_the_inspection(session, child):
    session.set_runtime(child("slow"))
    session.set_sources(SOURCES)
    session.release_runtime()
    assert session.runtime is None and not session.is_inspecting


def test_a_run_needs_an_environment(session):
    with pytest.raises(RuntimeError):
        session.start_run(protocol.Job(protocol.Scene(), ""), lambda: None)


def test_a_step_follows_the_result_layer_until_it_leaves_the_project(session, parcels_file, qgis_iface):
    calls: list[tuple] = []

    class Recorder(Step):
        def show_layer(self, layer) -> None:
            calls.append(("show", layer.id()))

        def leave_layers(self, layers) -> None:
            calls.append(("leave", *layers))

    step = Recorder(session, "doabRecorder")
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "june", "ogr")
    layer_id = layer.id()
    QgsProject.instance().addMapLayer(layer)
    qgis_iface.currentLayerChanged.emit(layer)
    qgis_iface.currentLayerChanged.emit(layer)
    assert session.result_layer is layer
    QgsProject.instance().removeMapLayer(layer_id)
    assert calls == [("show", layer_id), ("leave", layer_id)] and session.result_layer is None
    step.deleteLater()


@pytest.fixture
def result_layer(parcels_file):
    return QgsVectorLayer(f"{parcels_file}|layername=parcels", "june", "ogr")


def test_a_result_that_is_in_the_project_already_is_worked_on(session, result_layer):
    QgsProject.instance().addMapLayer(result_layer)
    session.follow_project()
    assert session.result_layer is result_layer


def test_a_run_that_ends_in_another_project_leaves_that_as_it_is(session, child, tmp_path):
    failures: list[str] = []
    session.result_failed.connect(failures.append)
    session.set_runtime(child("done"))
    out = tmp_path / "parcels.gpkg"
    session.start_run(protocol.Job(protocol.Scene(), str(out)), lambda: None)
    QgsProject.instance().clear()
    wait(lambda: failures)
    assert str(out) in failures[0] and out.exists()
    assert not QgsProject.instance().mapLayers() and not session.is_run_of_this_project


def test_what_was_registered_last_is_shut_down_first_and_only_once(session):
    calls: list[int] = []
    for number in (1, 2):
        session.closing.callback(calls.append, number)
    session.shut_down()
    session.shut_down()
    assert calls == [2, 1]
