"""A QGIS that plays one story for all tests that ask what came of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import desktop
import pytest

DATA = desktop.CHECKOUT.parent / "shared" / "data"
PICTURES = desktop.CHECKOUT / "tests" / "output"


@pytest.fixture(scope="session")
def analyst(tmp_path_factory):
    """Return a function that plays a story in a QGIS of its own and returns what it found.

    The window's pictures and the findings go to ``tests/output/NAME*``.
    """
    if reason := desktop.missing():
        pytest.skip(f"This test drives a real QGIS: {reason}.")

    def play(story: str, name: str, language: str = "en", **settings) -> dict:
        folder = tmp_path_factory.mktemp(name)
        settings |= {"out": str(folder / "parcels.gpkg"), "picture": str(PICTURES / f"{name}.png")}
        with desktop.play(story, folder / "qgis", settings, language=language) as window:
            found = window.verdict(timeout=900)
        found["left_at_the_end"] = window.left_behind()
        (PICTURES / f"{name}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
        return found | {"out": settings["out"]}

    return play


@pytest.fixture(scope="session")
def painted_scene(tmp_path_factory) -> Path:
    """Return a folder with a small simulated scene."""
    return _paint(tmp_path_factory.mktemp("painted"), seed=3, size=128)


@pytest.fixture(scope="session")
def wide_scene(tmp_path_factory) -> Path:
    """Return a folder with a simulated scene of several tiles."""
    return _paint(tmp_path_factory.mktemp("wide"), seed=3, size=176)


@pytest.fixture(scope="session")
def demo_scene(tmp_path_factory) -> Path:
    """Return a folder with the scene of ``make demo``."""
    return _paint(tmp_path_factory.mktemp("demo"), seed=7, size=256)


def _paint(folder: Path, seed: int, size: int) -> Path:
    command = [str(desktop.CHILD), "-m", "doab.model", "simulate", "--out", str(folder)]
    subprocess.run([*command, "--seed", str(seed), "--size", str(size)], check=True)
    return folder


@pytest.fixture(scope="session")
def data():
    """Return a function that finds real data beside the checkout, or skips the test."""

    def find(name: str) -> Path:
        folder = DATA / name
        if not folder.is_dir():
            pytest.skip(f"This test needs the real images in {folder}, which are not here.")
        return folder

    return find
