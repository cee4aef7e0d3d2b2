"""The child's environment: discovered, checked, created from a folder of wheels, cancelled without a trace."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy
from sample_data import finish, wait

from doab.model import protocol
from doab.plugin import settings
from doab.plugin.child import proxy, runtime
from doab.plugin.child.interpreters import MINORS
from doab.plugin.environment import create_task, environment_task
from doab.plugin.environment.create_task import CreateTask
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
def wheels(tmp_path, monkeypatch) -> Path:
    """A folder with one wheel, "field 1.0", for the Python that runs the tests, whichever that is."""
    minors = str((*MINORS, sys.version_info.minor))
    monkeypatch.setattr(create_task, "SUITED", create_task.SUITED.replace(str(MINORS), minors))
    folder = tmp_path / "a folder of wheels"
    folder.mkdir()
    _write_wheel(folder, "field", {"field.py": ""})
    return folder


def _write_wheel(folder: Path, name: str, files: dict[str, str], version: str = "1.0") -> Path:
    path, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            entry = zipfile.ZipInfo(file)
            entry.external_attr = 0o100755 << 16
            wheel.writestr(entry, text)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path


def _requirements(folder: Path, text: str) -> Path:
    path = folder / "requirements.txt"
    path.write_text(text)
    return path


def _locked(wheels: Path, name: str = "field") -> str:
    """Return the line that locks the wheel of a folder."""
    digest = hashlib.sha256((wheels / f"{name}-1.0-py3-none-any.whl").read_bytes()).hexdigest()
    return f"{name}==1.0 --hash=sha256:{digest}  # a comment\n"


def test_it_is_created_from_a_folder_of_wheels_and_found_again(profile, tmp_path, wheels, temporary):
    task = CreateTask(str(wheels), _requirements(tmp_path, _locked(wheels)))
    lines = []
    task.said.connect(lines.append)
    finish(task, 60)
    assert task.error == ""
    assert runtime.find() == task.result
    assert list(runtime.home().rglob("site-packages/field.py"))
    assert any("Successfully installed field" in line for line in lines)
    assert not list(temporary.iterdir())


def test_a_package_that_cannot_be_had_is_named_and_nothing_is_left(profile, tmp_path, wheels, temporary):
    task = finish(CreateTask(str(wheels), _requirements(tmp_path, f"barn==2.0 --hash=sha256:{'0' * 64}\n")), 60)
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
    assert finish(CreateTask(str(wheels), _requirements(tmp_path, _locked(wheels))), 60).error == ""
    assert counts == [0]


def test_cancel_removes_what_was_made(profile, tmp_path, wheels, temporary):
    task = CreateTask(str(wheels), _requirements(tmp_path, _locked(wheels)))
    lines, ended = [], []
    task.said.connect(lines.append)
    task.ended.connect(ended.append)
    QgsApplication.taskManager().addTask(task)
    wait(lambda: lines and runtime.home().exists(), 20)
    task.cancel()
    assert wait(lambda: ended) < 2.0
    assert not runtime.home().exists()
    assert not list(temporary.iterdir())


def test_a_wheel_with_another_hash_is_not_installed(profile, tmp_path, wheels):
    locked = _requirements(tmp_path, _locked(wheels))
    _write_wheel(wheels, "field", {"field.py": "changed"})
    task = finish(CreateTask(str(wheels), locked), 60)
    assert "HASH" in task.details.upper() and not runtime.home().exists()


def test_requirements_beside_the_wheels_replace_those_of_the_plugin(profile, tmp_path, wheels):
    assert CreateTask(str(wheels))._requirements == runtime.LOCKED
    own = _requirements(wheels, _locked(wheels))
    assert CreateTask(str(wheels))._requirements == own


def test_what_else_pip_is_configured_for_has_no_part_in_a_folder(profile, tmp_path, wheels, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    _write_wheel(other, "field", {"field.py": "other"}, "1.0+cpu")  # pip prefers such a build
    (tmp_path / "constraints.txt").write_text("field==2.0\n")
    (tmp_path / "pip.conf").write_text(f"[global]\nconstraint = {tmp_path / 'constraints.txt'}\n")
    for name, value in (("PIP_FIND_LINKS", other), ("PIP_CONFIG_FILE", tmp_path / "pip.conf")):
        monkeypatch.setenv(name, str(value))
        task = finish(CreateTask(str(wheels), _requirements(tmp_path, _locked(wheels))), 60)
        monkeypatch.delenv(name)
        assert task.error == "", (name, task.details)


def _interpreter(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_next_python_is_used_where_one_cannot_make_an_environment(profile, tmp_path, wheels, monkeypatch):
    half = _interpreter(tmp_path / "half", f'case "$*" in *venv\\ *) exit 1;; *) exec {sys.executable} "$@";; esac')
    monkeypatch.setattr(create_task, "known_interpreters", lambda: [half, sys.executable])
    assert finish(CreateTask(str(wheels), _requirements(tmp_path, _locked(wheels))), 60).error == ""


def test_a_python_without_wheels_is_named_and_nothing_is_removed(profile, tmp_path, wheels, monkeypatch):
    runtime.home().mkdir(parents=True)
    (runtime.home() / runtime.MARKER).write_text("{}")
    newer = _interpreter(tmp_path / "newer", "echo 3.14.2; exit 1")
    monkeypatch.setattr(create_task, "known_interpreters", lambda: [newer])
    task = finish(CreateTask(str(wheels), _requirements(tmp_path, _locked(wheels))), 60)
    assert "Python 3.14.2" in task.error and "3.11, 3.12 or 3.13" in task.error
    assert (runtime.home() / runtime.MARKER).exists()


def test_uv_brings_a_python_where_none_is_suited(profile, tmp_path, wheels, monkeypatch):
    """A stand-in for uv makes a link to this Python; what the real one downloads is not tested."""
    folder = f"$UV_PYTHON_INSTALL_DIR/cpython-{create_task.BROUGHT}.1-any/bin"
    script = f'#!/bin/sh\nmkdir -p "{folder}"\nln -s {os.path.realpath(sys.executable)} "{folder}/python3"\n'
    _write_wheel(wheels, "uv", {"uv-1.0.data/scripts/uv": script})
    other = _interpreter(
        tmp_path / "other", f'case "$*" in *free_threaded*) echo 3.14.2; exit 1;; *) exec {sys.executable} "$@";; esac'
    )
    monkeypatch.setattr(create_task, "known_interpreters", lambda: [other])
    uv = tmp_path / "uv.txt"
    uv.write_text(_locked(wheels, "uv"))
    task = CreateTask(str(wheels), _requirements(tmp_path, _locked(wheels)), uv)
    lines = []
    task.said.connect(lines.append)
    finish(task, 90)
    assert task.error == "", task.details
    assert any("is brought along" in line for line in lines)
    assert list((runtime.home().parent / "python").glob("cpython-*"))


def test_a_computer_without_packages_is_told_so_first(profile, wheels, monkeypatch):
    monkeypatch.setattr(create_task, "unsupported", lambda: "There is no PyTorch for this computer.")
    assert finish(CreateTask(str(wheels))).error == "There is no PyTorch for this computer."


def test_the_proxy_of_qgis_reaches_pip(qgis_app):
    manager = QgsNetworkAccessManager.instance()
    before = manager.fallbackProxy()
    kind = QNetworkProxy.ProxyType
    try:
        manager.setFallbackProxyAndExcludes(QNetworkProxy(kind.HttpProxy, "10.0.0.1", 3128, "a", "b@c"), [], [])
        assert set(proxy.proxy_variables().values()) == {"http://a:b%40c@10.0.0.1:3128"}
        assert CreateTask()._variables["HTTPS_PROXY"]
        manager.setFallbackProxyAndExcludes(QNetworkProxy(kind.NoProxy), [], [])
        assert proxy.proxy_variables() == {}
    finally:
        manager.setFallbackProxyAndExcludes(before, [], [])
