"""German and French: complete, with the same placeholders as the English texts, compiled, and switched on."""

from __future__ import annotations

import shutil
import string
import subprocess
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

import doab
from doab.plugin import translation
from doab.plugin.dock.export import ExportBox
from doab.plugin.text import tr

ROOT = Path(doab.__file__).parent
LANGUAGES = ("de", "fr")


def _entries(path: Path) -> dict[tuple[str, str], ElementTree.Element]:
    """Return the translations of a .ts file by context and source."""
    return {(context.findtext("name"), message.findtext("source")): message.find("translation")
            for context in ElementTree.parse(path).iter("context") for message in context.iter("message")}


def _translations(language: str) -> dict[tuple[str, str], ElementTree.Element]:
    return _entries(translation.FOLDER / f"doab_{language}.ts")


def _placeholders(text: str) -> Counter:
    return Counter(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


@pytest.fixture
def in_language(monkeypatch):
    """Switch Doab to a language; the test ends in English again."""
    installed = []

    def switch(language: str) -> QTranslator | None:
        monkeypatch.setattr(QgsApplication, "locale", lambda: language)
        installed.append(translation.install())
        return installed[-1]

    yield switch
    for translator in installed:
        translation.remove(translator)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_its_placeholders_and_blanks(language):
    for (_, source), entry in _translations(language).items():
        text = entry.text or ""
        assert text and "type" not in entry.attrib, source
        assert _placeholders(text) == _placeholders(source), source
        assert text.count("\n") == source.count("\n"), source
        assert (text[0] == " ", text[-1] == " ") == (source[0] == " ", source[-1] == " "), source
        assert all(text.count(tag) == source.count(tag) for tag in ("<b>", "</b>", "<i>", "</i>", ";;")), source


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_translated_and_small(in_language, language):
    in_language(language)
    for (context, source), entry in _translations(language).items():
        assert QCoreApplication.translate(context, source) == entry.text, "run: make translations"
    assert (translation.FOLDER / f"doab_{language}.qm").stat().st_size < 100_000


def test_every_text_of_the_plugin_was_collected(tmp_path):
    if shutil.which("pylupdate5") is None:
        pytest.skip("pylupdate5, of the package pyqt5-dev-tools, is not installed")
    collected = tmp_path / "collected.ts"
    sources = sorted(map(str, (ROOT / "plugin").rglob("*.py")))
    subprocess.run(["pylupdate5", *sources, "-ts", str(collected)], check=True, capture_output=True)
    for language in LANGUAGES:
        assert set(_translations(language)) == set(_entries(collected)), "run: make translations"


def test_a_country_s_variant_of_a_language_is_the_language(in_language):
    assert in_language("de_CH") is not None
    assert tr("Confidence") == "Konfidenz"


def test_widgets_speak_the_language_of_qgis(qgis_app, profile, in_language):
    in_language("fr")
    assert ExportBox()._export.text() == "Exporter"


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
