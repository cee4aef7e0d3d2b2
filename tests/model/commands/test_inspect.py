import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model import protocol
from doab.model.cli import main

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def real(name):
    if not (DATA / name).is_dir():
        pytest.skip(f"needs the real scene {name} in ../shared/data")
    return str(DATA / name)


def test_safe_products_are_listed_with_the_empty_date_and_a_proposal(capsys):
    assert main(["inspect", real("t31tej_2018_safe")]) == protocol.EXIT_DONE
    lines = capsys.readouterr().out.splitlines()
    dated = [line for line in lines if line.startswith("2018-")]
    assert len(dated) == 10
    assert [line[:10] for line in dated if "empty" in line] == ["2018-02-12"]
    assert lines[-1].startswith("Reference frame: 2018-")


def test_missing_bands_are_reported(capsys):
    main(["inspect", real("flanders_2019_20m_bands_only")])
    assert "B02, B03, B04, B08 are missing from all 143 Sentinel-2 dates" in capsys.readouterr().out


def test_json_is_an_inspection_and_sources_can_come_from_a_file(tmp_path, capsys):
    sources = tmp_path / "sources.json"
    folder = real("hesbaye_2021")
    sources.write_text(json.dumps([{"path": folder, "role": "auto", "name": "", "date": ""}]), encoding="utf-8")
    assert main(["inspect", "--sources", str(sources), "--json"]) == protocol.EXIT_DONE
    inspection = protocol.loads(protocol.Inspection, capsys.readouterr().out)
    assert len(inspection.scene.of("S1")) == 12 and inspection.scene.elevation and inspection.proposed


def test_dates_are_scored_within_an_area(capsys):
    scene = real("flanders_2019")
    assert main(["inspect", scene, "--area", "0,0,1000,1000,EPSG:32631", "--json"]) == protocol.EXIT_DONE
    elsewhere = protocol.loads(protocol.Inspection, capsys.readouterr().out)
    assert not elsewhere.proposed and not elsewhere.scene.of("S2")


def test_an_area_needs_a_coordinate_system(tmp_path, capsys):
    assert main(["inspect", str(tmp_path), "--area", "0,0,1000,1000"]) == protocol.EXIT_BAD_INPUT
    assert "0,0,1000,1000,EPSG:code" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{", "{}", '[{"path": 3}]', '[{"what": "x"}]'])
def test_a_bad_list_of_sources_is_bad_input(tmp_path, capsys, text):
    sources = tmp_path / "sources.json"
    sources.write_text(text, encoding="utf-8")
    assert main(["inspect", "--sources", str(sources)]) == protocol.EXIT_BAD_INPUT
    assert capsys.readouterr().err.startswith("doab: ")


@pytest.mark.parametrize("arguments", [[], ["/no/such/folder"], ["--s2", "/no/such.tif"]])
def test_nothing_to_inspect_is_bad_input(arguments, capsys):
    assert main(["inspect", *arguments]) == protocol.EXIT_BAD_INPUT
    assert capsys.readouterr().err.count("\n") == 1


def test_a_mask_alone_is_nothing_to_inspect(tmp_path, capsys):
    with rasterio.open(
        tmp_path / "S2_20190630_SCL.tif",
        "w",
        width=4,
        height=4,
        count=1,
        dtype="uint8",
        crs="EPSG:32631",
        transform=from_origin(500000, 5600000, 20, 20),
    ) as mask:
        mask.write(np.full((1, 4, 4), 4, np.uint8))
    assert main(["inspect", str(tmp_path)]) == protocol.EXIT_BAD_INPUT
    message = capsys.readouterr().err
    assert message.startswith("doab: Nothing was recognised.") and "belongs to no image" in message


def test_inspecting_does_not_load_torch():
    code = "import sys; from doab.model.cli import main; main(['inspect', '/nope']); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
