"""Every sentence of the engine can be translated; English stays as it is."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np
import pytest

from doab.model import text
from doab.model.protocol import InputError, Scene
from doab.model.scene.inspection import require_mappable

MODEL = Path(text.__file__).parent
ENGLISH_ONLY = {
    "training",
    "simulation",
    "network",
    "train.py",
    "evaluate.py",
    "evaluate_flat.py",
    "pretrain.py",
    "probe.py",
    "signatures.py",
    "simulate.py",
}
"""Folders and files that work for those who train and judge models, on a command line."""

TELLING = {"InputError", "Problem", "warn", "_warn", "stage", "fail"}
"""What is called with words for the analyst."""

TERMINAL = {"Field parcels with crops and confidence.", "The score and its parts run from 0 (worst) to 1 (best)."}
"""Sentences that only a terminal shows, where the command line speaks English."""


def _files() -> list[Path]:
    return [path for path in sorted(MODEL.rglob("*.py")) if not ENGLISH_ONLY & set(path.relative_to(MODEL).parts)]


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _words(node: ast.AST) -> str:
    """Return what a literal says, of an f-string all but its values."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _untranslated(tree: ast.AST, shown_to_user: bool = False) -> list[str]:
    """Return the literals outside of `tr` that are shown to the analyst, or that are a sentence."""
    literals = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.Call) and _name(node) == "tr":
            continue
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            words = _words(node).strip()
            if " " in words and (shown_to_user or words.endswith(".")) and words not in TERMINAL:
                literals.append(words)
        else:
            literals += _untranslated(
                node,
                (isinstance(node, ast.Call) and _name(node) in TELLING)
                or (shown_to_user and not isinstance(node, ast.Call)),
            )
    return literals


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(MODEL)))
def test_whatever_can_reach_qgis_goes_through_the_translation(path):
    assert _untranslated(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        'raise InputError("No image.")',
        'raise InputError(f"{path} is gone")',
        'reporter.warn(f"{name} is left out.")',
        'yield Problem(path, "There is no such file.", "date")',
        'why = f"{path} is empty."',
    ],
)
def test_a_sentence_that_nobody_could_translate_is_found(code):
    assert _untranslated(ast.parse(code))


def test_some_sentences_are_there_in_each_language():
    for language in ("de", "fr"):
        assert len(text._translations(language)) > 100


@pytest.mark.parametrize("language", [None, "", "en", "en_GB", "C", "sw", "../de"])
def test_without_a_language_that_doab_speaks_texts_stay_english(monkeypatch, language):
    monkeypatch.delenv(text.LANGUAGE, raising=False)
    if language is not None:
        monkeypatch.setenv(text.LANGUAGE, language)
    assert text.tr("Loading the model") == "Loading the model"
    with pytest.raises(InputError, match="^No Sentinel-2 image was recognised, and without one nothing can be mapped"):
        require_mappable(Scene())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Es wurde kein Sentinel-2-Bild erkannt"),
        ("de_CH", "Es wurde kein Sentinel-2-Bild erkannt"),
        ("fr_BE", "Aucune image Sentinel-2"),
    ],
)
def test_an_error_speaks_the_language_of_whoever_started_the_process(monkeypatch, language, expected):
    monkeypatch.setenv(text.LANGUAGE, language)
    with pytest.raises(InputError, match=expected):
        require_mappable(Scene())


def test_a_text_without_a_translation_stays_as_it_is(monkeypatch):
    monkeypatch.setenv(text.LANGUAGE, "de")
    assert text.tr("Nobody ever said this.") == "Nobody ever said this."


@pytest.mark.parametrize(
    ("separators", "expected"),
    [
        (None, "1,234.50 of 0.5, +3.0 for S2A.tif"),
        ([",", "."], "1.234,50 of 0,5, +3,0 for S2A.tif"),
        ([",", "\u202f"], "1\u202f234,50 of 0,5, +3,0 for S2A.tif"),
        ([",", ""], "1234,50 of 0,5, +3,0 for S2A.tif"),
    ],
)
def test_numbers_that_are_inserted_have_the_separators_of_the_user_and_names_stay(monkeypatch, separators, expected):
    monkeypatch.delenv(text.SEPARATORS, raising=False)
    if separators is not None:
        monkeypatch.setenv(text.SEPARATORS, json.dumps(separators))
    assert text.tr("{:,.2f} of {}, {:+.1f} for {}").format(1234.5, np.float32(0.5), 3, "S2A.tif") == expected
    assert text.tr("{share:.0%} in {year}").format(share=0.25, year=2026) == "25% in 2026"
