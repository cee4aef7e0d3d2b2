"""The life of a run: done, bad input, crash, cancel; nothing is left behind."""

from __future__ import annotations

import os
import threading
import time

import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QThreadPool
from qgis.PyQt.QtTest import QTest
from sample_data import finish, wait, write_parcels

from doab.model import protocol
from doab.model.outputs import scratch_folders
from doab.model.outputs.scratch_folders import make_scratch
from doab.plugin.child.child_task import abandon_all
from doab.plugin.child.exchange import explain
from doab.plugin.child.process import clean_environment
from doab.plugin.correction.field_task import FieldTask
from doab.plugin.environment.create_task import CreateTask
from doab.plugin.export.export_task import ExportTask
from doab.plugin.tasks.inspect_task import InspectTask
from doab.plugin.tasks.map_task import MapTask

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def request_for(scene, tmp_path):
    return protocol.Job(scene, str(tmp_path / "out put" / "parcels.gpkg"), overwrite=True)


@pytest.fixture(autouse=True)
def out_folder(tmp_path):
    (tmp_path / "out put").mkdir()
    return tmp_path / "out put"


def test_a_run_moves_the_parcels_to_their_path_and_summarises_itself(child, request_for, worker, temporary, out_folder):
    task = MapTask(child("done"), request_for, worker)
    stages, progress = [], []
    task.stage.connect(stages.append)
    task.progressChanged.connect(progress.append)
    finish(task)
    assert task.error == ""
    assert [c.label for c in task.result.crops] == ["Winter wheat", "Potatoes"]
    assert task.result.warnings == ("No DEM was given.",)
    assert task.result.summary.reference == "2019-06-26"
    assert stages == ["Reading"]
    assert progress[-1] == 100
    assert [p.name for p in out_folder.iterdir()] == ["parcels.gpkg"]
    assert sorted(p.name for p in temporary.glob("*/*")) == ["errors.txt", "owner.json"]


def test_what_a_qgis_that_was_killed_left_is_removed_and_told(child, request_for, worker, temporary):
    left = make_scratch(prefix="doab-")
    scratch_folders._held.pop(left)[1].close()
    task = finish(MapTask(child("done"), request_for, worker))
    assert not left.exists() and left.name in task.result.warnings[0]


def test_a_geopackage_with_other_layers_is_not_replaced_nor_a_run_begun(
    child, request_for, worker, out_folder, parcels_file
):
    target = out_folder / "parcels.gpkg"
    assert finish(MapTask(child("done"), request_for, worker)).error == ""
    assert finish(MapTask(child("done"), request_for, worker)).error == ""
    gdal.VectorTranslate(str(target), str(parcels_file), accessMode="append", layerName="hedges")
    before, stages = target.read_bytes(), []
    task = MapTask(child("done"), request_for, worker)
    task.stage.connect(stages.append)
    assert "also holds hedges, which would be lost. Choose another file." in finish(task).error
    assert target.read_bytes() == before and stages == []


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("bad", "No Sentinel-2 image overlaps the area."),
        ("crash", "crashed (signal 6)"),
        ("killed", "memory ran out"),
    ],
)
def test_a_run_that_fails_says_why_and_leaves_nothing(child, request_for, worker, temporary, out_folder, mode, text):
    task = finish(MapTask(child(mode), request_for, worker))
    assert text in task.error
    assert task.result is None
    worker.close()
    assert not list(temporary.iterdir())
    assert not list(out_folder.iterdir())


def test_what_a_crashed_child_wrote_goes_to_the_log(child, request_for, worker):
    messages = []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda message, tag, level: messages.append((tag, message)))
    finish(MapTask(child("crash"), request_for, worker))
    assert any(tag == "Doab" and "something broke" in message for tag, message in messages)


@pytest.mark.parametrize("mode", ["patient", "hang"])
def test_cancel_takes_less_than_two_seconds_even_when_the_child_is_deaf(
    child, children, request_for, worker, temporary, out_folder, mode
):
    task = MapTask(child(mode), request_for, worker)
    stages, ended = [], []
    task.stage.connect(stages.append)
    task.ended.connect(ended.append)
    QgsApplication.taskManager().addTask(task)
    wait(lambda: stages)
    start = time.monotonic()
    task.cancel()
    wait(lambda: ended)
    assert time.monotonic() - start < 2.0
    assert (task.result, task.error) == (None, "")
    worker.close()
    assert not list(temporary.iterdir())
    assert not list(out_folder.iterdir())
    wait(lambda: not children(), 1.0)


def test_who_cancels_while_the_parcels_are_styled_gets_none(child, request_for, worker, out_folder, monkeypatch):
    task = MapTask(child("done"), request_for, worker)
    monkeypatch.setattr("doab.plugin.tasks.map_task.save_styles", lambda *_: task.cancel())
    finish(task)
    assert task.result is None and not list(out_folder.iterdir())


def test_parcels_whose_path_is_in_use_by_another_program_are_put_beside_it(
    child, request_for, worker, out_folder, monkeypatch
):
    """Windows does not let a file be replaced that some program has open."""
    older = write_parcels(out_folder / "parcels.gpkg").read_bytes()

    def refused(source, target, replace=os.replace) -> None:
        if target == out_folder / "parcels.gpkg":
            raise PermissionError(13, "used by another process", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refused)
    task = finish(MapTask(child("done"), request_for, worker))
    assert task.result.job.out == str(out_folder / "parcels_2.gpkg")
    assert (out_folder / "parcels_2.gpkg").read_bytes()[:6] == b"SQLite"
    assert (out_folder / "parcels.gpkg").read_bytes() == older
    assert "parcels.gpkg is in use by another program" in task.result.warnings[-1]


def test_an_output_folder_that_does_not_exist_is_named(child, scene, worker, tmp_path):
    task = finish(MapTask(child("done"), protocol.Job(scene, str(tmp_path / "nowhere" / "parcels.gpkg")), worker))
    assert "nowhere" in task.error


def test_an_inspection_comes_back_as_an_inspection(child, temporary):
    task = finish(
        InspectTask(child("done"), [protocol.Source("/images/é a.tif", name="Élé"), protocol.Source("/b.tif", "s1")])
    )
    assert [a.sensor for a in task.result.scene.acquisitions] == ["S2", "S1"]
    assert task.result.scene.acquisitions[0].bands["B04"].path == "/images/é a.tif"
    assert task.result.proposed == "2019-01-01"
    assert not list(temporary.iterdir())


def test_an_inspection_that_fails_gives_the_childs_sentence(child):
    task = finish(InspectTask(child("bad"), [protocol.Source("/images/field.txt")]))
    assert task.error == "There is no image in field.txt. Add a raster."


def test_an_interpreter_that_is_gone_is_an_error_not_a_crash(child, request_for, worker, temporary):
    runtime = type(child("done"))("/nowhere/python")
    task = finish(MapTask(runtime, request_for, worker))
    assert "/nowhere/python" in task.error
    assert not list(temporary.iterdir())


def test_the_childs_environment_holds_nothing_of_qgis():
    mine = {"PATH": "/bin", "HOME": "/home/a", "http_proxy": "p", "PIP_INDEX_URL": "u", "CUDA_VISIBLE_DEVICES": "0"}
    foreign = dict.fromkeys(
        (
            "PYTHONPATH",
            "PYTHONHOME",
            "PROJ_DATA",
            "PROJ_LIB",
            "GDAL_DATA",
            "LD_LIBRARY_PATH",
            "LD_PRELOAD",
            "QT_PLUGIN_PATH",
            "QGIS_PREFIX_PATH",
            "VIRTUAL_ENV",
        ),
        "x",
    )
    assert clean_environment({**mine, **foreign}) == mine


def test_exit_codes_are_explained():
    assert "memory" in explain(-9)
    assert "crashed (signal 6)" in explain(-6)
    assert "exit code 1" in explain(1)


def test_qgis_asks_before_it_is_closed_only_where_something_would_be_missed(scene):
    without_asking = QgsTask.Flag.CancelWithoutPrompt
    assert not MapTask(None, protocol.Job(scene, ""), None).flags() & without_asking
    assert InspectTask(None, ()).flags() & without_asking
    assert ExportTask.confirm_close and CreateTask.confirm_close and not FieldTask.confirm_close


@pytest.fixture
def full_pool():
    """A function that gives back the threads of QGIS's pool, which all are busy until then."""
    begun, free = [], threading.Event()

    def hold(task: QgsTask) -> None:
        begun.append(task)
        free.wait(10)

    held = [QgsTask.fromFunction("held", hold) for _ in range(QThreadPool.globalInstance().maxThreadCount())]
    for task in held:
        QgsApplication.taskManager().addTask(task)
    wait(lambda: len(begun) == len(held))
    yield free.set
    free.set()
    wait(lambda: not QgsApplication.taskManager().countActiveTasks())


def test_a_task_that_is_cancelled_before_it_begins_stays_until_its_turn_comes_and_does_nothing(
    child, scene, temporary, full_pool
):
    """QGIS itself destroys such a task at once, even where a thread is on the way to it, and may crash."""
    task = InspectTask(child("slow"), [protocol.Source("/images")])
    ended, destroyed = [], []
    task.ended.connect(ended.append)
    task.destroyed.connect(lambda: destroyed.append(True))
    QgsApplication.taskManager().addTask(task)
    task.cancel()
    QTest.qWait(100)
    assert task.isCanceled() and task.status() == QgsTask.TaskStatus.Queued
    assert not ended and not destroyed
    full_pool()
    wait(lambda: ended)
    assert (task.result, task.error) == (None, "")
    assert not list(temporary.iterdir())


def test_a_task_that_stands_in_the_queue_holds_nobody_up_until_all_are_abandoned(child, scene, temporary, full_pool):
    task = InspectTask(child("slow"), [protocol.Source("/images")])
    QgsApplication.taskManager().addTask(task)
    start = time.monotonic()
    task.abandon()
    assert time.monotonic() - start < 0.5
    threading.Timer(0.3, full_pool).start()
    abandon_all()
    assert 0.2 < time.monotonic() - start < 2
    assert not list(temporary.iterdir())


def test_all_active_tasks_are_abandoned(child, scene, temporary):
    tasks = [InspectTask(child("slow"), [protocol.Source("/images")]) for _ in range(2)]
    QgsApplication.taskManager().addTask(tasks[0])
    wait(lambda: [*temporary.glob("*/errors.txt")])  # the child runs
    QgsApplication.taskManager().addTask(tasks[1])
    tasks[1].cancel()
    start = time.monotonic()
    abandon_all()
    assert time.monotonic() - start < 3
    assert not list(temporary.iterdir())
