"""Interpreters are looked for in absolute, usual places, and computers without packages are recognised."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from doab.plugin.child.interpreters import MINORS, SUITED, known_interpreters, unsupported
from doab.plugin.child.process import clean_environment


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o755)
    return path


def test_the_newest_suited_version_on_the_path_comes_first_and_the_current_folder_never(tmp_path, monkeypatch):
    older, newer, newest = (_program(tmp_path / "bin" / f"python3.{minor}") for minor in (11, 13, 14))
    _program(tmp_path / "python3.13")
    monkeypatch.chdir(tmp_path)
    found = known_interpreters("linux", {"PATH": f":.:{tmp_path / 'bin'}"})
    assert str(newest) not in found and found.index(str(newer)) < found.index(str(older))
    assert all(Path(python).is_absolute() for python in found)


def test_on_windows_only_the_folders_of_its_installers_count(tmp_path, monkeypatch):
    local, everyone = tmp_path / "Local", tmp_path / "Program Files"
    expected = [
        _program(local / "Programs" / "Python" / "Python313" / "python.exe"),
        _program(everyone / "Python313" / "python.exe"),
        _program(local / "Python" / "pythoncore-3.12-64" / "python.exe"),
    ]
    _program(tmp_path / "python.exe")
    monkeypatch.chdir(tmp_path)
    variables = {"LOCALAPPDATA": str(local), "ProgramFiles": str(everyone), "PATH": str(tmp_path)}
    assert [Path(python) for python in known_interpreters("win32", variables)] == expected


def test_the_stub_of_macos_does_not_count_and_homebrew_does(monkeypatch):
    monkeypatch.setattr(Path, "is_file", lambda path: True)
    monkeypatch.setattr("os.access", lambda path, mode: True)
    found = known_interpreters("darwin", {"PATH": "/usr/bin"})
    assert found[0] == f"/opt/homebrew/bin/python3.{MINORS[0]}" and "/usr/bin/python3" not in found
    assert f"/Library/Frameworks/Python.framework/Versions/3.{MINORS[0]}/bin/python3.{MINORS[0]}" in found


@pytest.mark.parametrize(
    ("system", "machine", "version", "kernel", "reason"),
    [
        ("linux", "x86_64", "", "", ""),
        ("win32", "AMD64", "", "", ""),
        ("win32", "ARM64", "", "", "arm64"),
        ("linux", "aarch64", "", "", "aarch64"),
        ("darwin", "arm64", "14.5", "", ""),
        ("darwin", "arm64", "13.6", "", "macOS 13.6"),
        ("darwin", "x86_64", "15.1", "RELEASE_X86_64", "Intel"),
        ("darwin", "x86_64", "15.1", "RELEASE_ARM64_T8103", ""),
    ],
)
def test_computers_that_no_packages_exist_for_are_named(system, machine, version, kernel, reason):
    text = unsupported(system, machine, version, kernel)
    assert reason in text and bool(text) == bool(reason)


def test_a_suited_python_says_its_version():
    answer = subprocess.run([sys.executable, "-I", "-c", SUITED], capture_output=True, text=True)
    assert answer.stdout.startswith("3.") and (answer.returncode == 0) == (sys.version_info.minor in MINORS)


def test_the_path_of_qgis_does_not_reach_the_child_on_windows():
    variables = {"Path": r"C:\OSGeo4W\bin;C:\Windows", "SystemRoot": r"C:\Windows", "APPDATA": "x"}
    clean = {"PATH": r"C:\Windows\System32;C:\Windows", "SystemRoot": r"C:\Windows", "APPDATA": "x"}
    assert clean_environment(variables, "win32") == clean
    assert clean_environment({"PATH": "/usr/bin"}, "linux") == {"PATH": "/usr/bin"}
