"""The algorithms as ``qgis_process`` runs them: no window, no project, a profile of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import desktop
import pytest
from qgis.core import QgsVectorLayer
from scenes import images_in

# Debian's shell script around the program hands it options of the desktop, which it does not take.
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")


@pytest.fixture(scope="module")
def qgis_process(tmp_path_factory):
    """Return a function that runs an algorithm and returns its results, or the error."""
    if reason := desktop.missing() or (not PROGRAM and "qgis_process is not installed"):
        pytest.skip(f"This test runs qgis_process: {reason}.")
    folder = tmp_path_factory.mktemp("home")
    desktop.make_profile(folder / "profiles" / "default")
    temporary = folder / "tmp"
    temporary.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    folders = {
        "QGIS_CUSTOM_CONFIG_PATH": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "TMPDIR": str(temporary),
    }

    def run(algorithm: str, **parameters) -> dict:
        arguments = [
            f"--{name}={value}"
            for name, values in parameters.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        process = subprocess.run(
            [PROGRAM, "--json", "run", f"doab:{algorithm}", *arguments],
            timeout=600,
            check=False,
            env={**environment, **folders, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
        )
        if process.returncode:
            return {"error": process.stderr}
        return json.loads(process.stdout[process.stdout.index("{") :])["results"]

    return run


@pytest.fixture(scope="module")
def scores(qgis_process, small_scene, tmp_path_factory) -> dict:
    return qgis_process("scoreframes", FOLDER=small_scene, OUTPUT=tmp_path_factory.mktemp("scores") / "scores.csv")


def test_every_date_of_a_folder_is_scored(scores, small_scene):
    lines = Path(scores["OUTPUT"]).read_text(encoding="utf-8").splitlines()
    images = [path for path in images_in(small_scene) if Path(path).name.startswith("S2")]
    assert lines[0].startswith("date,score,clear,") and len(lines) == 1 + len(images)
    assert sum(f"{scores['PROPOSED']}," in line for line in lines) == 1


def test_files_of_an_area_are_mapped_into_styled_parcels(qgis_process, scores, small_scene, tmp_path):
    images = images_in(small_scene)
    by_sensor = {name: [path for path in images if Path(path).name.startswith(name)] for name in ("S2", "S1", "DEM")}
    result = qgis_process(
        "mapparcels",
        **by_sensor,
        AREA=by_sensor["DEM"][0],
        REFERENCE=scores["PROPOSED"],
        OUTPUT=tmp_path / "parcels.gpkg",
    )
    layer = QgsVectorLayer(result["OUTPUT"], "parcels", "ogr")
    assert layer.featureCount() == result["COUNT"] > 0 and result["REFERENCE_DATE"] == scores["PROPOSED"]
    assert len(layer.renderer().categories()) > 1


def test_a_mistake_is_named(qgis_process, small_scene, tmp_path):
    result = qgis_process("mapparcels", FOLDER=small_scene, REFERENCE="1999-01-01", OUTPUT=tmp_path / "parcels.gpkg")
    assert "1999-01-01" in result["error"] and "Traceback" not in result["error"]
