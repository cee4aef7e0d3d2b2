"""``doab probe``: from the folder of series to tables."""

import json
from pathlib import Path

import pytest

from doab.model.bundle import DEFAULT
from doab.model.cli import main

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def test_a_folder_without_series_is_reported(tmp_path, capsys):
    pytest.importorskip("sklearn")
    assert main(["probe", "--data", str(tmp_path)]) == 2
    assert "crop_time_series" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not DEFAULT.exists(), reason="this checkout has no default bundle")
@pytest.mark.skipif(not (DATA / "crop_time_series").is_dir(), reason="needs crop_time_series in shared/data")
def test_the_default_encoder_is_probed_on_real_parcels(tmp_path, capsys):
    pytest.importorskip("sklearn")
    pytest.importorskip("pyarrow")
    numbers, text = tmp_path / "probe.json", tmp_path / "probe.md"
    options = ["--data", str(DATA), "--draws", "1", "--json", str(numbers), "--markdown", str(text)]
    assert main(["probe", *options]) == 0
    results = json.loads(numbers.read_text())["results"]
    assert len(results) == 8 * 3 * 6 and all(len(r["folds"]) == 5 for r in results)
    [floor] = [
        sum(r["folds"]) / 5
        for r in results
        if (r["task"], r["representation"], r["method"], r["labels"])
        == ("France 2023 by blocks", "raw bands", "logistic", "all")
    ]
    assert 0.6 < floor < 0.8
    assert "France to Bavaria" in text.read_text() and "Compact + raw bands" in capsys.readouterr().out
