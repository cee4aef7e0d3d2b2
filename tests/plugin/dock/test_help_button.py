"""The help page: opens from the dock, stands alone, and names what is there."""

from __future__ import annotations

import re

from qgis.PyQt.QtGui import QDesktopServices

from doab.plugin.correction.correction_panel import ACCEPT_KEY, NEXT_KEY
from doab.plugin.dock import help_button as help_page
from doab.plugin.parcels.result_layer import _aliases


def test_the_button_opens_the_page(qgis_app, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    help_page.HelpButton().click()
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
