"""Tables of the probe."""

from types import SimpleNamespace

import pytest

pytest.importorskip("sklearn")

from doab.model.evaluation.probing.result_tables import BEGIN, END, RAW_BANDS, format_table, replace_between_marks


def result(representation, folds):
    return SimpleNamespace(representation=representation, method="logistic", labels="all", folds=folds)


def test_a_table_tells_mean_spread_and_the_paired_difference():
    text = format_table([result(RAW_BANDS, (0.5, 0.7)), result("Compact", (0.6, 0.8))])
    lines = [line.split("|")[1:-1] for line in text.splitlines()]
    assert lines[0][1].strip() == "logistic regression, all labels"
    assert lines[2][1].strip() == "60.0 ± 10.0"
    assert lines[3][0].strip() == "Compact" and lines[3][1].strip() == "70.0 ± 10.0 (+10.0 ± 0.0)"


def test_tables_replace_what_stands_between_the_marks():
    changed = replace_between_marks(f"above\n{BEGIN}\nold\n{END}\nbelow\n", "new \\1")
    assert changed == f"above\n{BEGIN}\nnew \\1\n{END}\nbelow\n"
    assert replace_between_marks("something else", "new") == f"{BEGIN}\nnew\n{END}\n"
