"""The help pages: open from the dock, stand alone, and name what is there, in each language."""

from __future__ import annotations

import re

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QDesktopServices

from doab.plugin import help_pages
from doab.plugin.correction.correction_panel import ACCEPT_KEY, NEXT_KEY
from doab.plugin.dock.help_button import HelpButton
from doab.plugin.parcels.result_layer import _aliases
from doab.plugin.widgets.numbers_link import NumbersLink

LANGUAGES = ("en", "de", "fr")


def read(name: str, language: str) -> str:
    """Return the text of a help page."""
    return (help_pages.FOLDER / f"{name}.{language}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "page"), [("de_AT", "de"), ("fr", "fr"), ("en_US", "en"), ("pl", "en")])
def test_the_button_opens_the_page_in_the_users_language(qgis_app, monkeypatch, language, page):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(QgsApplication, "locale", lambda: language)
    HelpButton().click()
    assert [url.toLocalFile() for url in opened] == [str(help_pages.FOLDER / f"index.{page}.html")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["index", "numbers", "runs"])
def test_a_page_stands_alone_and_its_links_and_pictures_are_there(name, language):
    page = read(name, language)
    assert not re.search(r"https?:|@import|url\(", page)
    assert set(re.findall(r'href="#(\w+)"', page)) <= set(re.findall(r'<h2 id="(\w+)"', page))
    files = [link.partition("#")[0] for link in re.findall(r'(?:href|src)="([^"#][^"]*)"', page)]
    assert [file for file in files if not (help_pages.FOLDER / file).is_file()] == []
    assert all(f".{language}." in file or file == "help.css" for file in files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_explains_every_attribute_and_shortcut(language):
    page = read("index", language)
    assert {name for name in _aliases() if f"<code>{name}</code>" not in page} == set()
    for keys in (NEXT_KEY, ACCEPT_KEY):
        assert "+".join(f"<kbd>{key}</kbd>" for key in keys.split("+")) in page


@pytest.mark.parametrize(("language", "page"), [("de_AT", "de"), ("fr", "fr"), ("en_US", "en"), ("pl", "en")])
def test_what_the_numbers_mean_opens_in_the_users_language_at_what_stands_beside_the_link(
    qgis_app, monkeypatch, language, page
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(QgsApplication, "locale", lambda: language)
    link = NumbersLink("link", "hectares", None)
    link.linkActivated.emit("hectares")
    assert opened[0].fileName() == f"numbers.{page}.html" and opened[0].fragment() == "hectares"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index", {"steps", "scores", "keys", "trouble", "attributes", "trust"}),
        ("numbers", {"confidence", "boundary", "hectares"}),
        ("runs", {"history", "log", "areas", "dates", "print"}),
    ],
)
def test_translated_pages_explain_the_same_in_every_language(name, expected):
    pages = [read(name, language) for language in LANGUAGES]
    headings = [re.findall(r'<h2 id="(\w+)"', page) for page in pages]
    assert headings[0] == headings[1] == headings[2] and expected <= set(headings[0])
    for mark in ("<p", "<li", "<dt", "<tr", "<img"):
        assert len({page.count(mark) for page in pages}) == 1, mark
