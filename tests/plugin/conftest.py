"""A stand-in for the child, an empty profile, a small GeoPackage of parcels."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsRasterLayer, QgsSettings
from qgis.PyQt.QtCore import Qt, QTranslator
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMessageBox
from sample_data import processes, write_parcels, write_raster

from doab.model import protocol
from doab.plugin import translation
from doab.plugin.child.runtime import Runtime
from doab.plugin.child.worker import Worker
from doab.plugin.dock.dock import DoabDock
from doab.plugin.environment.environment_step import EnvironmentStep
from doab.plugin.inspector.inspector_step import InspectorStep
from doab.plugin.session.session import Session


@pytest.fixture(autouse=True)
def no_drawing(qgis_canvas):
    """The map stays undrawn: its threads would open the files of a test while the test changes them."""
    qgis_canvas.setRenderFlag(False)


@pytest.fixture
def parcels_file(tmp_path) -> Path:
    """Three parcels of two crops; the confidence of the wheat is 1.0 and 0.2."""
    return write_parcels(tmp_path / "made.gpkg")


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """An empty folder that serves as the system's temporary folder."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def child(monkeypatch, parcels_file, temporary, tmp_path):
    """The runtime of the stand-in; call it with a mode, which counts from the next request on."""
    monkeypatch.setenv("FAKE_PARCELS", str(parcels_file))
    monkeypatch.setenv("FAKE_CHILD", str(tmp_path / "mode.txt"))
    entry = tmp_path / "fake_child.py"
    entry.symlink_to(Path(__file__).with_name("fake_child.py"))
    runtime = Runtime(sys.executable, str(entry))

    def in_mode(mode: str) -> Runtime:
        (tmp_path / "mode.txt").write_text(mode, "utf-8")
        return runtime

    return in_mode


@pytest.fixture
def children(tmp_path):
    """Return the processes of this test's stand-in, all or those of one command."""
    return lambda command="": processes(f"{tmp_path / 'fake_child.py'}\0{command}")


@pytest.fixture
def worker(temporary) -> Worker:
    """A worker that is gone after the test."""
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture
def session(qgis_iface, qgis_new_project, worker) -> Session:
    """What the steps share, without an environment."""
    session = Session(qgis_iface, worker)
    yield session
    session.shut_down()
    session.deleteLater()


@pytest.fixture
def inspector(session, window, child):
    """The inspector, shown in the window, with the stand-in for the child."""
    step = InspectorStep(session, window)
    step.resize(400, 700)
    step.show()
    session.set_runtime(child("done"))
    yield step
    session.shut_down()
    step.deleteLater()
    QTest.qWait(5)


@pytest.fixture
def profile(tmp_path, monkeypatch) -> Path:
    """An empty QGIS profile, and settings as a new user has them."""
    folder = tmp_path / "a profile"
    folder.mkdir()
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", staticmethod(lambda: f"{folder}/"))
    QgsSettings().remove("doab")
    yield folder
    QgsSettings().remove("doab")


@pytest.fixture
def raster_file(tmp_path) -> Path:
    """A raster of 4 × 4 pixels that QGIS can open."""
    path = tmp_path / "S2_20190626.tif"
    write_raster(path)
    return path


@pytest.fixture
def raster_layer(raster_file, qgis_new_project) -> QgsRasterLayer:
    """A raster layer that is not in the project yet."""
    return QgsRasterLayer(str(raster_file), "June image")


@pytest.fixture
def window(qgis_iface):
    """QGIS's main window, shown, so that what lies in it can be pressed."""
    qgis_iface.mainWindow().show()
    yield qgis_iface.mainWindow()
    qgis_iface.mainWindow().hide()


@pytest.fixture
def scene() -> protocol.Scene:
    """One Sentinel-2 date."""
    band = protocol.BandSource("/images/S2_20190626.tif")
    return protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {"B04": band}),))


@pytest.fixture
def in_language(monkeypatch):
    """Switch Doab to a language; the test ends in English again."""
    installed = []

    def switch(language: str) -> QTranslator | None:
        monkeypatch.setattr(QgsApplication, "locale", lambda: language)
        installed.append(translation.install())
        return installed[-1]

    yield switch
    for translator in installed:
        translation.remove(translator)


@pytest.fixture
def bare_dock(qgis_iface, window, qgis_new_project, profile):
    worker = Worker()
    dock = DoabDock(qgis_iface, worker)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    yield dock
    dock.shut_down()
    worker.close()
    dock.setParent(None)
    dock.deleteLater()
    QTest.qWait(5)


@pytest.fixture
def dock(request, child, monkeypatch):
    monkeypatch.setattr(EnvironmentStep, "look", lambda box: box._settle(child("done"), ""))
    return request.getfixturevalue("bare_dock")


class Answers(list):
    """Whether the next questions are answered with yes; ``questions`` are their texts."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[str] = []


@pytest.fixture
def answers(monkeypatch) -> Answers:
    """Answer the questions of message boxes; put the answers in beforehand."""
    answers = Answers()

    def question(_parent, _title, text, *_buttons):
        answers.questions.append(text)
        return QMessageBox.StandardButton.Yes if answers.pop(0) else QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", question)
    return answers
