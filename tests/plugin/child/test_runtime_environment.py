"""The child's environment: discovered, checked, created from a folder of wheels, cancelled without a trace."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from sample_data import finish, wait

from doab.model import protocol
from doab.plugin import settings
from doab.plugin.child import runtime
from doab.plugin.environment import environment_task
from doab.plugin.tasks.map_task import MapTask

pytestmark = pytest.mark.usefixtures("qgis_app", "temporary")


def test_there_is_none_in_a_new_profile(profile):
    assert runtime.find() is None


def test_one_that_was_never_finished_does_not_count(profile):
    runtime.interpreter(runtime.home()).parent.mkdir(parents=True)
    assert runtime.find() is None


def test_the_setting_comes_before_the_profile(profile):
    settings.PYTHON.set("/some/python")
    assert runtime.find().python == "/some/python"


def test_the_child_is_started_isolated(profile):
    command = runtime.Runtime("/some/python").command("map", "--events")
    assert command[:3] == ["/some/python", "-I", "-u"]
    assert Path(command[-3]).parts[-2:] == ("model", "__main__.py")
    assert Path(command[-3]).is_file()


def test_every_requirement_is_asked_for():
    assert {"torch", "timm", "rasterio", "scikit-image"} <= set(runtime.required())


def test_a_python_without_the_packages_is_recognised():
    task = finish(environment_task.CheckTask(runtime.Runtime(sys.executable)))
    assert "torch" in task.result.missing


def test_only_the_plugins_own_environment_is_outdated_when_the_requirements_change(profile, tmp_path, monkeypatch):
    python = runtime.interpreter(runtime.home())
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    runtime.mark_complete(runtime.home())
    own, chosen = runtime.Runtime(str(python)), runtime.Runtime(sys.executable)
    assert not finish(environment_task.CheckTask(own)).result.outdated
    monkeypatch.setattr(runtime, "REQUIREMENTS", _requirements(tmp_path, "field==2.0\n"))
    assert finish(environment_task.CheckTask(own)).result.outdated
    assert not finish(environment_task.CheckTask(chosen)).result.outdated
    (runtime.home() / runtime.MARKER).write_text("{")
    assert runtime.is_outdated(own)


def test_a_python_that_is_not_there_is_named():
    task = finish(environment_task.CheckTask(runtime.Runtime("/nowhere/python")))
    assert "/nowhere/python" in task.error


def test_a_file_that_is_no_program_is_no_python(tmp_path):
    (tmp_path / "notes.txt").touch()
    task = finish(environment_task.CheckTask(runtime.Runtime(str(tmp_path / "notes.txt"))))
    assert "notes.txt does not answer as Python" in task.error


def test_a_program_that_answers_something_else_is_no_python(tmp_path):
    (tmp_path / "year").write_text("#!/bin/sh\necho 2019\n")
    (tmp_path / "year").chmod(0o755)
    task = finish(environment_task.CheckTask(runtime.Runtime(str(tmp_path / "year"))))
    assert "year does not answer as Python" in task.error


@pytest.fixture
def wheels(tmp_path) -> Path:
    """A folder with one wheel, "field 1.0"."""
    folder = tmp_path / "a folder of wheels"
    folder.mkdir()
    with zipfile.ZipFile(folder / "field-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("field.py", "")
        wheel.writestr("field-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: field\nVersion: 1.0\n")
        wheel.writestr("field-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("field-1.0.dist-info/RECORD", "")
    return folder


def _requirements(folder: Path, text: str) -> Path:
    path = folder / "requirements.txt"
    path.write_text(text)
    return path


def test_it_is_created_from_a_folder_of_wheels_and_found_again(profile, tmp_path, wheels, temporary):
    task = environment_task.CreateTask(str(wheels), _requirements(tmp_path, "field==1.0  # a comment\n"))
    lines = []
    task.said.connect(lines.append)
    finish(task, 60)
    assert task.error == ""
    assert runtime.find() == task.result
    assert list(runtime.home().rglob("site-packages/field.py"))
    assert any("Successfully installed field" in line for line in lines)
    assert not list(temporary.iterdir())


def test_a_package_that_cannot_be_had_is_named_and_nothing_is_left(profile, tmp_path, wheels, temporary):
    task = finish(environment_task.CreateTask(str(wheels), _requirements(tmp_path, "barn==2.0\n")), 60)
    assert "barn==2.0" in task.error
    assert runtime.find() is None
    assert not runtime.home().exists()
    assert not list(temporary.iterdir())


def test_it_is_made_once_the_cancelled_children_of_the_one_before_are_gone(
    profile, tmp_path, wheels, child, children, scene, worker, monkeypatch
):
    deaf = MapTask(child("hang"), protocol.Job(scene, str(tmp_path / "parcels.gpkg")), worker)
    QgsApplication.taskManager().addTask(deaf)
    wait(lambda: children("helper"))
    counts = []
    removing = shutil.rmtree

    def remove(path, **options):
        if path == runtime.home():
            counts.append(len(children()))
        removing(path, **options)

    monkeypatch.setattr(shutil, "rmtree", remove)
    deaf.cancel()
    assert finish(environment_task.CreateTask(str(wheels), _requirements(tmp_path, "field\n")), 60).error == ""
    assert counts == [0]


def test_cancel_removes_what_was_made(profile, tmp_path, wheels, temporary):
    task = environment_task.CreateTask(str(wheels), _requirements(tmp_path, "field\n"))
    lines, ended = [], []
    task.said.connect(lines.append)
    task.ended.connect(ended.append)
    QgsApplication.taskManager().addTask(task)
    wait(lambda: lines and runtime.home().exists(), 20)
    task.cancel()
    assert wait(lambda: ended) < 2.0
    assert not runtime.home().exists()
    assert not list(temporary.iterdir())
