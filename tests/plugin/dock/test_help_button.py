"""The help page: opens from the dock, stands alone, and names what is there."""

from __future__ import annotations

import re

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QDesktopServices

from doab.plugin import help_pages as help_page
from doab.plugin.correction.correction_panel import ACCEPT_KEY, NEXT_KEY
from doab.plugin.dock.help_button import HelpButton
from doab.plugin.parcels.result_layer import _aliases
from doab.plugin.widgets.numbers_link import NumbersLink


def test_the_button_opens_the_page(qgis_app, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    HelpButton().click()
    assert [url.toLocalFile() for url in opened] == [str(help_page.PAGE)]
    assert help_page.PAGE.is_file()


def test_the_page_stands_alone_and_its_links_lead_somewhere():
    page = help_page.PAGE.read_text(encoding="utf-8")
    assert not re.search(r"https?:|src=|@import|url\(", page)
    assert set(re.findall(r'href="#(\w+)"', page)) == set(re.findall(r'<h2 id="(\w+)"', page))


def test_the_page_explains_every_attribute_and_shortcut():
    page = help_page.PAGE.read_text(encoding="utf-8")
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
    [("numbers", {"confidence", "boundary", "hectares"}), ("runs", {"history", "log", "areas", "dates", "print"})],
)
def test_translated_pages_explain_the_same_in_every_language(name, expected):
    pages = [
        (help_page.FOLDER / f"{name}.{language}.html").read_text(encoding="utf-8") for language in ("en", "de", "fr")
    ]
    headings = [re.findall(r'<h2 id="(\w+)"', page) for page in pages]
    assert headings[0] == headings[1] == headings[2] and expected <= set(headings[0])
    assert len({page.count("<p") for page in pages}) == 1
