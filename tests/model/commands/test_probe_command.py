"""``doab probe``: from the folder of series to tables."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from doab.model.bundle import DEFAULT
from doab.model.cli import main
from doab.model.commands.probe import BEGIN, END, RAW, between_marks, table

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def result(representation, folds):
    return SimpleNamespace(representation=representation, method="logistic", labels="all", folds=folds)


def test_a_table_tells_mean_spread_and_the_paired_difference():
    text = table([result(RAW, (0.5, 0.7)), result("Compact", (0.6, 0.8))])
    lines = [line.split("|")[1:-1] for line in text.splitlines()]
    assert lines[0][1].strip() == "logistic regression, all labels"
    assert lines[2][1].strip() == "60.0 ± 10.0"
    assert lines[3][0].strip() == "Compact" and lines[3][1].strip() == "70.0 ± 10.0 (+10.0 ± 0.0)"


def test_tables_replace_what_stands_between_the_marks():
    changed = between_marks(f"above\n{BEGIN}\nold\n{END}\nbelow\n", "new \\1")
    assert changed == f"above\n{BEGIN}\nnew \\1\n{END}\nbelow\n"
    assert between_marks("something else", "new") == f"{BEGIN}\nnew\n{END}\n"


def test_a_folder_without_series_is_told(tmp_path, capsys):
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
        == ("France 2023 by blocks", RAW, "logistic", "all")
    ]
    assert 0.6 < floor < 0.8
    assert "France to Bavaria" in text.read_text() and "Compact + raw bands" in capsys.readouterr().out
