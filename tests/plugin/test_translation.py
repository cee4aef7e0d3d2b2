"""German and French: complete, with the same placeholders as the English texts, compiled, and switched on."""

from __future__ import annotations

import ast
import shutil
import string
import subprocess
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale

import doab
from doab.model import text
from doab.model.crops import known_crops
from doab.model.protocol import Provenance
from doab.plugin.child.process import clean_environment
from doab.plugin.export.export_step import ExportStep
from doab.plugin.inputs.recognition_rows import describe_provenance
from doab.plugin.parcels.crop_names import LABELS, crop_name
from doab.plugin.text import tr

ROOT = Path(doab.__file__).parent
LANGUAGES = ("de", "fr")


def _entries(path: Path) -> dict[tuple[str, str], ElementTree.Element]:
    """Return the translations of a .ts file by context and source."""
    return {
        (context.findtext("name"), message.findtext("source")): message.find("translation")
        for context in ElementTree.parse(path).iter("context")
        for message in context.iter("message")
    }


def _translations(language: str) -> dict[tuple[str, str], ElementTree.Element]:
    return _entries(text.FOLDER / f"doab_{language}.ts")


def _placeholders(text: str) -> Counter:
    return Counter((field, kind) for _, field, kind, _ in string.Formatter().parse(text) if field is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_its_placeholders_and_blanks(language):
    for (_, source), entry in _translations(language).items():
        translation = entry.text or ""
        assert translation and "type" not in entry.attrib, source
        assert _placeholders(translation) == _placeholders(source), source
        assert translation.count("\n") == source.count("\n"), source
        assert (translation[0] == " ", translation[-1] == " ") == (source[0] == " ", source[-1] == " "), source
        assert all(translation.count(tag) == source.count(tag) for tag in ("<b>", "</b>", "<i>", "</i>", ";;")), source


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_translated_and_small(in_language, language):
    in_language(language)
    for (context, source), entry in _translations(language).items():
        assert QCoreApplication.translate(context, source) == entry.text, "run: make translations"
    assert (text.FOLDER / f"doab_{language}.qm").stat().st_size < 400_000


def test_every_text_of_both_processes_was_collected(tmp_path):
    if shutil.which("pylupdate5") is None:
        pytest.skip("pylupdate5, of the package pyqt5-dev-tools, is not installed")
    collected = tmp_path / "collected.ts"
    sources = sorted(str(path) for room in ("plugin", "model") for path in (ROOT / room).rglob("*.py"))
    subprocess.run(["pylupdate5", *sources, "-ts", str(collected)], check=True, capture_output=True)
    for language in LANGUAGES:
        assert set(_translations(language)) == set(_entries(collected)), "run: make translations"


def test_a_country_s_variant_of_a_language_is_the_language(in_language):
    assert in_language("de_CH") is not None
    assert tr("Confidence") == "Konfidenz"


def test_widgets_speak_the_language_of_qgis(session, profile, in_language):
    in_language("fr")
    assert ExportStep(session)._export.text() == "Exporter"


@pytest.mark.parametrize("language", ["en", "en_GB", "sw", "C", ""])
def test_other_languages_see_english(in_language, language):
    assert in_language(language) is None
    assert tr("Confidence") == "Confidence"


def test_the_plugin_takes_its_language_away_again(qgis_iface, qgis_new_project, profile, monkeypatch):
    monkeypatch.setattr(QgsApplication, "locale", lambda: "de")
    plugin = doab.classFactory(qgis_iface)
    plugin.initGui()
    assert tr("Confidence") == "Konfidenz"
    plugin.unload()
    assert tr("Confidence") == "Confidence"


def test_the_language_that_qgis_was_started_in_counts_most(in_language, monkeypatch):
    monkeypatch.setattr(QgsApplication, "translation", lambda _: "de")
    in_language("en")
    assert tr("Confidence") == "Konfidenz"


def test_child_processes_get_the_language_until_the_plugin_leaves(in_language):
    assert text.LANGUAGE not in clean_environment()
    in_language("de_CH")
    assert clean_environment()[text.LANGUAGE] == "de_CH"


def test_child_processes_write_numbers_as_the_number_format_of_qgis_says_whatever_its_language(in_language):
    former = QLocale()
    QLocale.setDefault(QLocale("fr_FR"))
    try:
        in_language("en")
    finally:
        QLocale.setDefault(former)
    assert clean_environment()[text.SEPARATORS].isascii()
    assert text.format_number(1234.5, ",.1f") == f"1{QLocale('fr_FR').groupSeparator()}234,5"


def test_both_processes_say_the_same(in_language):
    in_language("fr")
    assert text.tr("Drawing parcels") == tr("Drawing parcels") == "tracé des parcelles"


def test_every_crop_has_a_name_in_each_language(in_language):
    assert [crop.label for crop in known_crops()] == [*LABELS]
    for language in LANGUAGES:
        in_language(language)
        assert not {label for label in LABELS if crop_name(label) == label}


@pytest.mark.parametrize(
    "provenance",
    [
        "processing baseline 04.00 or later in the name",
        "assumed for the size of the values",
        "values are negative",
        "assumed for small floating-point values",
        "assumed, because there are no values to judge by",
        "values are negative and large: dB times 100",
        "values are small and positive",
        "values are large and positive: amplitude with dB = 20 log10(DN) - 83",
        "file name, which gives the month only: the 15th is assumed",
        "given",
        "layer name",
        Provenance("data type", "assumed for {} values", ("uint16",)),
        Provenance("default", "assumed, not in {}", ("MTD_MSIL2A.xml",)),
        Provenance("band count", "assumed from the number of bands ({})", ("10",)),
        Provenance("tags", "tag {}", ("DATE",)),
        Provenance("product metadata", "{}", ("MTD_MSIL2A.xml",)),
    ],
)
def test_the_source_of_a_fact_is_given_in_german(in_language, provenance):
    if isinstance(provenance, str):
        provenance = Provenance("values", provenance)
    describe_provenance.cache_clear()
    english = describe_provenance(provenance)
    describe_provenance.cache_clear()
    in_language("de")
    assert describe_provenance(provenance) != english
    describe_provenance.cache_clear()


def test_no_text_is_hidden_from_the_collector():
    hidden = []
    for path in (path for room in ("plugin", "model") for path in (ROOT / room).rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        in_f_strings = [
            call for node in nodes if isinstance(node, ast.JoinedStr) for call in _calls_of_tr(ast.walk(node))
        ]
        not_literal = [call for call in _calls_of_tr(nodes) if not isinstance(call.args[0], ast.Constant)]
        hidden += [f"{path.name}:{call.lineno}" for call in in_f_strings + not_literal]
    assert hidden == []


def _calls_of_tr(nodes: Iterable[ast.AST]) -> list[ast.Call]:
    """Return the calls of ``tr`` and ``self.tr``."""
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.args]
    return [call for call in calls if "tr" in (getattr(call.func, "id", ""), getattr(call.func, "attr", ""))]
