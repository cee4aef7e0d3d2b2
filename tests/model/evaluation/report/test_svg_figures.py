"""Figures are well-formed pictures that say what they show."""

from xml.etree import ElementTree

import pytest

from doab.model.evaluation.report.svg_figures import (
    Curve,
    Value,
    curves,
    heat_map,
    interval_bars,
    percent,
    reliability_diagram,
    small_bar,
)

BIN = {"low": 0.8, "high": 0.9, "confidence": 0.85, "accuracy": 0.6, "count": 12}
FIGURES = {
    "bars": interval_bars("Bars <&>", [("MR & px", [Value("a <b>", 0.5, 0.4, 0.6), Value("c", None)])]),
    "small": small_bar(0.3, None, None, "Small <&>"),
    "reliability": reliability_diagram("Reliable <&>", [BIN]),
    "heat": heat_map("Heat <&>", ["a", "b<"], ["a", "b<", "No field"], [[3, 1, 0], [0, 0, 0]]),
    "curves": curves("Curves <&>", "x", "y", [Curve("l", [0, 1], [0.9, None])], [("here & now", 0.7)]),
    "point": curves("Point", "x", "y", [Curve("l", [0.5], [0.2])]),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_well_formed_and_tells_its_title_to_readers_of_the_screen(name):
    root = ElementTree.fromstring(FIGURES[name])
    assert root.get("role") == "img" and root.get("aria-label") == root.find("title").text
    assert "nan" not in FIGURES[name] and "inf" not in FIGURES[name]


def test_a_bar_is_as_long_as_its_value_and_speaks_it():
    root = ElementTree.fromstring(FIGURES["bars"])
    bars = [r for r in root.iter("rect") if "bar" in r.get("class").split()]
    edges = sorted({float(line.get("x1")) for line in root.iter("line") if line.get("class") == "grid"})
    assert len(bars) == 1 and float(bars[0].get("width")) == pytest.approx((edges[-1] - edges[0]) / 2, abs=0.2)
    assert bars[0].find("title").text == "MR & px, a <b>: 50.0 (40.0–60.0)"


def test_accuracy_sets_the_height_of_a_bin():
    root = ElementTree.fromstring(FIGURES["reliability"])
    bar = next(r for r in root.iter("rect"))
    assert float(bar.get("height")) == pytest.approx(0.6 * 260)
    assert bar.find("title").text == "Confidence 85.0 %, right 60.0 %, 12 parcels"


def test_the_heat_map_shows_shares_of_rows_and_leaves_empty_rows_empty():
    root = ElementTree.fromstring(FIGURES["heat"])
    titles = [g.find("title").text for g in root.iter("g")]
    assert titles[:2] == ["a mapped as a: 3 of 4 (75.0 %)", "a mapped as b<: 1 of 4 (25.0 %)"]
    assert titles[3] == "b< mapped as a: 0 of 0 (0.0 %)"
    assert [r.get("class") for r in root.iter("rect") if r.get("class") != "cell"] == [
        "right",
        "wrong",
        "wrong",
        "wrong",
        "right",
        "wrong",
    ]


def test_curves_leave_out_what_is_unknown_and_higher_values_stand_higher():
    root = ElementTree.fromstring(curves("t", "x", "y", [Curve("l", [0, 0.5, 1], [0.9, None, 0.6])]))
    dots = list(root.iter("circle"))
    assert len(dots) == 2 and float(dots[0].get("cy")) < float(dots[1].get("cy"))


def test_axes_stand_at_round_figures():
    drawn = ElementTree.fromstring(curves("t", "x", "y", [Curve("l", [0.5, 0.95], [0.7, 0.9])]))
    small = [t.text for t in drawn.iter("text") if t.get("class") == "small"]
    assert small == ["50", "60", "70", "80", "90", "100", "50", "60", "70", "80", "90"]


def test_percent_writes_a_dash_for_the_unknown():
    assert (percent(0.8412), percent(None)) == ("84.1", "–")
