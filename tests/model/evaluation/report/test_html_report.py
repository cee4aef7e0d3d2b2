"""The report as a file that can be read back and a page that stands alone."""

import json
from html.parser import HTMLParser

import numpy as np
import pytest

from doab.model.evaluation.report.html_report import plain, write_report
from doab.model.text import LANGUAGE

VOID = {"meta", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """Collects text and tags, and fails on tags that do not close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.text, self.tags, self.attributes = [], "", [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def value(v, low=None, high=None):
    return {"value": v, "low": low, "high": high}


@pytest.fixture
def report():
    """A report with every part, of two systems and two classes."""
    overall = {
        "MR_px": value(0.8, 0.7, 0.9),
        "MR_parcel": value(0.81),
        "SQ": value(0.85),
        "RQ": value(None),
        "PQ_agnostic": value(0.6, 0.5, 0.7),
    }
    scores = {
        "overall": overall,
        "classes": [
            {"code": "3301010101", "label": "Winter wheat", "colour": "#d9a520", "support": 1200, **overall},
            {"code": "3302000000", "label": "Grassland", "colour": "red;} body{", "support": 34, **overall},
        ],
        "sizes": [{"label": "under 0.5 ha", "support": 5, **overall}],
        "dates": [{"label": "1 to 5", "support": 0, "MR_parcel": None}],
        "confusion": {"labels": ["Winter wheat", "Grassland"], "counts": np.array([[9, 1, 2], [0, 4, 0]])},
        "instance_recall": {"thresholds": [0.5, 0.75], "aware": [0.7, 0.4], "agnostic": [0.8, 0.5]},
        "calibration": {
            "ece": 0.034,
            "bins": [{"low": 0.8, "high": 0.9, "confidence": 0.85, "accuracy": 0.7, "count": 10}],
        },
    }
    floor = {"overall": {"MR_px": value(0.61)}}
    point = {"rate": 0.1, "ceiling": 0.9, "measured": 0.77, "classes": [0.91, 0.89]}
    return {
        "title": "Scores <of> the bundle",
        "created": "2025-01-31",
        "generator": "doab evaluate 1",
        "simulated": True,
        "data": "Four scenes.",
        "attribution": "Copernicus & others",
        "protocol": ["First.", "Second <b>."],
        "bundle": {"name": "default", "version": "1", "sha256": "ab" * 32, "trained_on": "tiles"},
        "systems": [{"name": "The bundle", "scores": scores}, {"name": "The floor", "scores": floor}],
        "ablation": [{"name": "All", "overall": overall}, {"name": "No S1", "overall": {"MR_px": value(0.75)}}],
        "noise": {
            "uniform": [point],
            "confusion": [point],
            "jitter": [{"pixels": 0.5, "sq_ceiling": 0.88}],
            "estimated": {"rate": 0.03, "low": 0.02, "high": 0.04},
        },
        "variability": [{"label": "Winter wheat", "mean": 0.8, "sd": 0.02, "folds": [0.78, 0.82]}],
    }


def test_the_json_beside_the_page_reads_back_as_what_was_written(report, tmp_path):
    path = write_report(report, tmp_path / "new" / "folder")
    assert path.name == "report.html" and path.is_file()
    assert json.loads((path.parent / "report.json").read_text(encoding="utf-8")) == plain(report)


def test_numbers_of_any_kind_become_plain_ones_with_four_digits():
    values = plain({"a": np.float32(0.123456), "b": np.array([1, 2]), "c": (np.nan, np.int64(3)), "d": np.bool_(True)})
    assert values == {"a": 0.1235, "b": [1, 2], "c": [None, 3], "d": True}
    assert json.loads(json.dumps(values)) == values


def test_the_page_shows_every_part(report, tmp_path):
    page = Page(write_report(report, tmp_path).read_text(encoding="utf-8"))
    for title in (
        "Systems side by side",
        "What each part contributes",
        "By crop",
        "By parcel size",
        "By number of clear dates",
        "Parcels found",
        "Calibration",
        "Confusion",
        "What wrong labels cost",
        "Variability over folds",
        "Protocol",
        "Model",
    ):
        assert title in page.text
    for words in (
        "Scores <of> the bundle",
        "1,234 reference parcels",
        "SIMULATED",
        "80.0",
        "70.0–90.0",
        "−5.0",
        "Copernicus & others",
        "Second <b>.",
        "ECE 3.4 %",
        "78.0 82.0",
        "ab" * 32,
        "No field",
    ):
        assert words in page.text
    assert "takes 3.0 %" in page.text and "2.0–4.0" in page.text


def test_the_page_needs_neither_network_nor_scripts_and_takes_no_foreign_markup(report, tmp_path):
    text = write_report(report, tmp_path).read_text(encoding="utf-8")
    page = Page(text)
    assert "script" not in page.tags and "link" not in page.tags and "b><b" not in text
    assert not any(name in ("src", "href") or name.startswith("on") for name, _ in page.attributes)
    assert "url(" not in text and "//" not in text.replace("<!--", "")
    assert "body{" not in [v for k, v in page.attributes if k == "style"] and "red;}" not in text
    assert "prefers-color-scheme: dark" in text


def test_the_best_value_of_a_row_stands_out(report, tmp_path):
    text = write_report(report, tmp_path).read_text(encoding="utf-8")
    assert text.count("<td class=best>80.0") == 1 and "<td class=best>61.0" not in text


def test_real_scores_are_not_called_simulated(report, tmp_path):
    assert "SIMULATED" not in write_report({**report, "simulated": False}, tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "title"),
    [
        ("systems", "Systems side by side"),
        ("ablation", "What each part contributes"),
        ("noise", "What wrong labels cost"),
        ("variability", "Variability over folds"),
        ("bundle", "Model"),
        ("protocol", "Protocol"),
        ("data", "Four scenes."),
        ("attribution", "Copernicus & others"),
    ],
)
def test_a_missing_part_is_left_out(report, tmp_path, part, title):
    for left in ({k: v for k, v in report.items() if k != part}, {**report, part: None}):
        assert title not in Page(write_report(left, tmp_path).read_text(encoding="utf-8")).text


def test_a_system_without_scores_of_a_kind_leaves_that_part_out(report, tmp_path):
    titles = {
        "overall": "Systems side by side",
        "classes": "By crop",
        "sizes": "By parcel size",
        "dates": "By number of clear dates",
        "confusion": "Confusion",
        "calibration": "Calibration",
    }
    for part in list(report["systems"][0]["scores"]):
        scores = {k: v for k, v in report["systems"][0]["scores"].items() if k != part}
        reduced = {**report, "systems": [{"name": "x", "scores": scores}]}
        page = Page(write_report(reduced, tmp_path).read_text(encoding="utf-8"))
        assert [kind for kind, title in titles.items() if title not in page.text] == [part] * (part in titles)


def test_crops_that_the_reference_lacks_have_no_row(report, tmp_path):
    classes = report["systems"][0]["scores"]["classes"]
    classes.append({"code": "3301160000", "label": "Soy", "colour": "#5289c7", "support": 0, "MR_px": value(np.nan)})
    assert "Soy" not in write_report(report, tmp_path).read_text(encoding="utf-8")


def test_an_empty_report_is_still_a_page(tmp_path):
    assert "Evaluation" in Page(write_report({}, tmp_path).read_text(encoding="utf-8")).text


def test_the_page_is_in_the_user_s_language_and_the_numbers_are_not(report, tmp_path, monkeypatch):
    english = write_report(report, tmp_path / "english")
    monkeypatch.setenv(LANGUAGE, "de_CH")
    german = write_report(report, tmp_path / "german")
    page = Page(german.read_text("utf-8"))
    assert ("lang", "de") in page.attributes and "Winterweizen" in page.text and "Winter wheat" not in page.text
    assert "Winter wheat" in Page(english.read_text("utf-8")).text
    assert (german.parent / "report.json").read_text("utf-8") == (english.parent / "report.json").read_text("utf-8")
