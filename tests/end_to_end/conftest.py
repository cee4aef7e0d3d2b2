"""A QGIS that runs a scenario, and the simulated scenes for it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import desktop
import pytest

DATA = desktop.CHECKOUT.parent / "shared" / "data"
OUTPUT = desktop.CHECKOUT / "tests" / "output"


@pytest.fixture(scope="session")
def run_scenario(tmp_path_factory):
    """Return a function that runs a scenario in a QGIS of its own and returns its result.

    Screenshots and the result are written to ``tests/output/NAME*``.
    """
    if reason := desktop.missing():
        pytest.skip(f"This test drives a real QGIS: {reason}.")

    def run(scenario: str, name: str, language: str = "en", size: tuple[int, int] = (1400, 900), **settings) -> dict:
        folder = tmp_path_factory.mktemp(name)
        settings |= {"out": str(folder / "parcels.gpkg"), "picture": str(OUTPUT / f"{name}.png")}
        with desktop.run(scenario, folder / "qgis", settings, language=language, size=size) as window:
            result = window.wait_for_result(timeout=900)
        result["remaining_files"] = window.remaining_files()
        (OUTPUT / f"{name}.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
        return result | {"out": settings["out"]}

    return run


@pytest.fixture(scope="session")
def small_scene(tmp_path_factory) -> Path:
    """Return a folder with a small simulated scene."""
    return _simulate(tmp_path_factory.mktemp("small"), seed=3, size=128)


@pytest.fixture(scope="session")
def wide_scene(tmp_path_factory) -> Path:
    """Return a folder with a simulated scene of several tiles."""
    return _simulate(tmp_path_factory.mktemp("wide"), seed=3, size=176)


@pytest.fixture(scope="session")
def demo_scene(tmp_path_factory) -> Path:
    """Return a folder with the scene of ``make demo``."""
    return _simulate(tmp_path_factory.mktemp("demo"), seed=7, size=256)


def _simulate(folder: Path, seed: int, size: int) -> Path:
    command = [str(desktop.CHILD), "-m", "doab.model", "simulate", "--out", str(folder)]
    subprocess.run([*command, "--seed", str(seed), "--size", str(size)], check=True)
    return folder


@pytest.fixture(scope="session")
def data():
    """Return a function for the folder of real data beside the checkout, which skips the test where there is none."""

    def folder_of(name: str) -> Path:
        folder = DATA / name
        if not folder.is_dir():
            pytest.skip(f"This test needs the real images in {folder}, which are not here.")
        return folder

    return folder_of
