"""One process serves run after run: kept while it is of use, replaced when it is not, gone without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from sample_data import finish, processes, wait

import doab
from doab.model import protocol
from doab.plugin.child import worker as workers
from doab.plugin.child.runtime import Runtime
from doab.plugin.tasks.map_task import MapTask

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def mapped(scene, tmp_path, worker):
    """Return a function that maps once with a runtime and returns the finished task."""

    def once(runtime: Runtime) -> MapTask:
        return finish(MapTask(runtime, protocol.Job(scene, str(tmp_path / "parcels.gpkg"), overwrite=True), worker))

    return once


def test_two_runs_share_one_process(child, mapped, children):
    assert mapped(child("done")).result
    first = children()
    assert mapped(child("done")).result
    assert len(first) == 1 and children() == first


def test_a_run_that_fails_or_is_refused_leaves_the_process_for_the_next(child, mapped, children):
    assert mapped(child("bad")).error == "No Sentinel-2 image overlaps the area."
    first = children()
    assert mapped(child("bad")).error
    assert len(first) == 1 and children() == first


def test_another_interpreter_or_plugin_gets_another_process(child, mapped, monkeypatch, tmp_path, children):
    assert mapped(child("done")).result
    first = children()
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    assert mapped(Runtime(str(link), child("done").entry)).result
    second = children()
    monkeypatch.setattr(workers, "METADATA", tmp_path / "metadata.txt")
    (tmp_path / "metadata.txt").write_text("version=2")
    assert mapped(child("done")).result
    assert len(first) == len(second) == len(children()) == 1
    assert len({*first, *second, *children()}) == 3


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP])
def test_a_process_that_died_or_got_stuck_between_runs_is_replaced(child, mapped, temporary, number, children):
    assert mapped(child("done")).result
    first = children()
    os.kill(first[0], number)
    assert mapped(child("done")).result
    assert len(children()) == 1 and children() != first
    assert len(list(temporary.iterdir())) == 1


def test_after_a_crash_the_next_run_works(child, mapped, temporary):
    assert "crashed" in mapped(child("crash")).error
    assert not list(temporary.iterdir())
    assert mapped(child("done")).result


def test_a_request_whose_events_are_not_read_to_the_end_does_not_answer_for_the_next(child, worker):
    """The process goes on speaking where whoever listens fails."""

    def fail(event: protocol.Event) -> None:
        raise RuntimeError(event)

    with pytest.raises(RuntimeError), worker.lease(child("done"), lambda: False):
        worker.request(protocol.DevicesRequest(), lambda: False, fail)
    events = []
    with worker.lease(child("done"), lambda: False):
        devices = worker.request(protocol.DevicesRequest(), lambda: False, events.append)
    assert [device.name for device in devices.devices] == ["Chip"] and events == [protocol.Done(devices)]


def test_what_an_earlier_run_wrote_to_standard_error_is_not_reported_again(child, mapped, worker, temporary):
    mapped(child("done"))
    next(temporary.iterdir()).joinpath("errors.txt").write_text("an old complaint")
    task = mapped(child("done"))
    assert task.error == "" and worker._child.errors() == ""


def test_a_second_run_waits_for_its_turn_and_can_be_cancelled_meanwhile(child, scene, tmp_path, worker, children):
    runtime = child("patient")
    tasks = [MapTask(runtime, protocol.Job(scene, str(tmp_path / f"{name}.gpkg")), worker) for name in "ab"]
    stages, ended = [], []
    for task in tasks:
        task.stage.connect(stages.append)
        task.ended.connect(ended.append)
        QgsApplication.taskManager().addTask(task)
    wait(lambda: stages)
    wait(lambda: all(task.status() == task.TaskStatus.Running for task in tasks))
    assert len(children()) == 1
    for task in reversed(tasks):
        task.cancel()
    assert wait(lambda: len(ended) == 2) < 2.0
    assert len(stages) == 1


def test_a_process_that_cannot_be_started_leaves_no_folder(mapped, temporary):
    assert "/nowhere/python" in mapped(Runtime("/nowhere/python")).error
    assert not list(temporary.iterdir())


def test_close_ends_the_process_and_removes_its_folder(child, mapped, worker, temporary, children):
    mapped(child("done"))
    start = time.monotonic()
    worker.close()
    assert time.monotonic() - start < 0.5
    assert not children() and not list(temporary.iterdir())


def test_when_qgis_is_killed_the_process_ends_and_takes_its_folder_along(child, temporary):
    """A Python that stands for QGIS starts the real worker and is killed in the midst of a turn."""
    script = textwrap.dedent("""\
        import sys, tempfile, time
        from doab.plugin.child.process import temporary_folder
        from doab.plugin.child.runtime import Runtime
        from doab.plugin.child.worker import Worker
        worker = Worker()
        with worker.lease(Runtime(sys.executable, sys.argv[1]), lambda: False) as folder, temporary_folder(folder):
            print(folder, flush=True)
            time.sleep(60)
    """)
    entry = str(Path(doab.__file__).parent / "model" / "__main__.py")
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", script, entry], stdout=subprocess.PIPE, text=True, env=environment
    ) as qgis:
        folder = Path(qgis.stdout.readline().strip())
        assert folder.parent == temporary
        wait(lambda: processes(str(folder)))
        qgis.kill()
    wait(lambda: not processes(str(folder)) and not folder.exists(), 5)
