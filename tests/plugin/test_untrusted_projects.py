"""Projects, styles and attributes made to attack: nothing that they name is opened or requested unasked."""

from __future__ import annotations

import dataclasses
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel
from sample_data import FIELDS, PARCELS, wait, write_parcels

from doab.model import protocol
from doab.plugin import settings
from doab.plugin.correction.field_task import FieldTask
from doab.plugin.inputs.inputs_step import InputsStep
from doab.plugin.layers.layer_sources import OVERRIDES, names_foreign_files, read_entries, write_entries
from doab.plugin.parcels import result_layer
from doab.plugin.parcels.result_job import JOB, foreign_files, job_of, store_job, trust_job
from doab.plugin.project_notes import write_note
from doab.plugin.signatures import sign, verify
from doab.plugin.widgets.named import rich_label, wrapped_label
from doab.plugin.widgets.rich_text import plain, rich

pytestmark = pytest.mark.usefixtures("qgis_app", "profile")

DAMAGED = [
    "",
    "{",
    "[]",
    "5",
    '"a"',
    "null",
    '{"sources": 5}',
    '{"sources": [{"path": 4}]}',
    '{"scene": []}',
    "{" * 9000,
]
WRONG_SIGNATURE = f"signed {'0' * 64}\n"


@pytest.fixture
def server():
    """An HTTP server on the loopback address; ``requests`` are the paths that were asked of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.requests.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.requests = []
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def attack(server, tmp_path) -> str:
    """A job whose images are an address, a virtual raster over a file of the system, and that file itself."""
    paths = f"/vsicurl/{server.address}/a.tif", str(tmp_path / "b.vrt"), "/etc/passwd"
    bands = dict(zip(("B04", "B03", "B02"), map(protocol.BandSource, paths), strict=True))
    scene = protocol.Scene((protocol.Acquisition("S2", "2019-06-26", bands),))
    return protocol.dumps(protocol.Job(scene, "out.gpkg", cluster=f"tcp://{server.address[7:]}"))


@pytest.fixture
def layer(parcels_file, attack, qgis_new_project) -> QgsVectorLayer:
    """A GeoPackage with the attack in its default style, as QGIS opens it."""
    maker = result_layer.load(str(parcels_file), (), "")
    maker.setCustomProperty(JOB, attack)
    assert maker.saveStyleToDatabase("mine", "", True, "") == ""
    opened = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    assert opened.customProperty(JOB) == attack
    QgsProject.instance().addMapLayer(opened)
    return opened


def test_the_images_that_a_style_in_a_geopackage_names_are_opened_only_after_a_question(
    inspector, layer, children, server
):
    note = inspector.findChild(QLabel, "doabInspectorNote")
    inspector.show_parcel(layer, next(layer.getFeatures()))
    QTest.qWait(50)
    assert inspector._tasks.task is None and children() == [] and server.requests == []
    assert "3 files" in note.text() and "/etc/passwd" in note.toolTip()
    note.linkActivated.emit("trust")
    wait(lambda: inspector._series is not None)
    assert foreign_files(layer) == [] and job_of(layer)


def test_a_field_of_a_foreign_run_is_not_mapped_on_a_cluster_or_into_folders_that_the_run_names(
    layer, child, worker, tmp_path, monkeypatch
):
    trust_job(layer)
    jobs = []
    monkeypatch.setattr(FieldTask, "map_job", lambda _, job, __: jobs.append(job))
    FieldTask(child("done"), worker, layer, next(layer.getFeatures()).geometry().centroid().asPoint()).work(tmp_path)
    assert [(job.cluster, job.runs, job.dataset, job.scratch) for job in jobs] == [("", "", "", "")]


def test_a_job_that_names_only_layers_of_the_project_needs_no_question(layer, raster_layer, raster_file, scene):
    acquisition = dataclasses.replace(scene.acquisitions[0], bands={"B04": protocol.BandSource(str(raster_file))})
    layer.setCustomProperty(JOB, protocol.dumps(protocol.Job(protocol.Scene((acquisition,)), "out.gpkg")))
    assert foreign_files(layer) == [str(raster_file)] and job_of(layer) == ""
    QgsProject.instance().addMapLayer(raster_layer)
    assert foreign_files(layer) == [] and job_of(layer)


@pytest.mark.parametrize("signature", ["", WRONG_SIGNATURE])
def test_a_note_of_a_project_is_as_little_trusted_as_a_style(layer, attack, signature):
    write_note(layer, JOB, signature + attack)
    assert job_of(layer) == "" and len(foreign_files(layer)) == 3


def test_a_note_signed_by_another_profile_or_for_something_else_is_foreign(layer, attack):
    store_job(layer, attack)
    assert job_of(layer) == attack
    settings.SIGNING_KEY.set("of another profile")
    assert job_of(layer) == ""
    assert verify("this", sign("this", attack)).is_own and not verify("that", sign("this", attack)).is_own


@pytest.mark.parametrize("text", [start + text for text in DAMAGED for start in ("", WRONG_SIGNATURE)])
def test_damaged_notes_say_nothing_and_raise_nothing(layer, raster_layer, text):
    project = QgsProject.instance()
    project.addMapLayer(raster_layer)
    layer.removeCustomProperty(JOB)
    for noted, name in ((layer, JOB), (raster_layer, OVERRIDES)):
        write_note(noted, name, text)
    project.writeEntry("doab", "/sources", text)
    assert job_of(layer) == "" and foreign_files(layer) == []
    assert [entry.layer for entry in read_entries(project)] == ([raster_layer.id()] if text else [])


def test_files_that_a_project_lists_are_opened_only_when_they_are_ticked(session, window, child, children, server):
    project = QgsProject.instance()
    paths = [f"/vsicurl/{server.address}/a.tif", "/etc/passwd"]
    project.writeEntry("doab", "/sources", json.dumps({"sources": [{"path": path} for path in paths]}))
    session.set_runtime(child("done"))
    step = InputsStep(session, window)
    QTest.qWait(600)  # longer than the list takes to settle
    warning = step.findChild(QLabel, "doabForeignFiles")
    assert [entry.source.path for entry in step.sources.rows] == paths and session.sources == ()
    assert not warning.isHidden() and children() == [] and server.requests == []
    step.sources.setData(step.sources.index(1, 0), 2, Qt.ItemDataRole.CheckStateRole)
    wait(lambda: session.sources)
    assert [source.path for source in session.sources] == ["/etc/passwd"]
    assert warning.isHidden() and not names_foreign_files(project)
    step.deleteLater()


def test_the_list_that_this_profile_saved_is_used_as_it_was(qgis_new_project, tmp_path):
    project = QgsProject.instance()
    project.writeEntry("doab", "/sources", json.dumps({"sources": [{"path": "/a.tif"}]}))
    write_entries(project, [dataclasses.replace(entry, used=True) for entry in read_entries(project)])
    project.write(str(tmp_path / "a.qgz"))
    project.read(str(tmp_path / "a.qgz"))
    assert [entry.used for entry in read_entries(project)] == [True]


def test_attributes_bring_no_html_into_the_map_tip(tmp_path, server, qgis_new_project):
    evil = f"<img src='{server.address}/x.png'> & [% layer_property('x', 'source') %]"
    crop = [name for name, _ in FIELDS].index("crop")
    row = (*PARCELS[0][:crop], evil, *PARCELS[0][crop + 1 :])
    layer = result_layer.load(str(write_parcels(tmp_path / "evil.gpkg", [row])), (), "")
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    text = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "<img" not in text and "&lt;img" in text and "&amp; [%" in text


def test_labels_and_tooltips_show_html_of_others_as_it_is_written(window):
    evil = "<img src='file:///etc/passwd'>.tif"
    assert wrapped_label("a", window).textFormat() == Qt.TextFormat.PlainText
    assert rich_label("a", window).textFormat() == Qt.TextFormat.RichText
    assert rich("<b>{}</b>", evil) == "<b>&lt;img src=&#x27;file:///etc/passwd&#x27;&gt;.tif</b>"
    assert not Qt.mightBeRichText(plain("a.tif")) and plain("a & b\n2 < 3") == "a & b\n2 < 3"
    assert "<img" not in plain(evil) and "&lt;img" in plain(evil)
