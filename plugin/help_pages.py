"""The help pages, which open in the user's browser."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "help"


def main_page() -> Path:
    """Return the page on the steps of the dock, and on what to do when something is wrong."""
    return _translated("index")


def numbers_page() -> Path:
    """Return the page on what the numbers mean."""
    return _translated("numbers")


def runs_page() -> Path:
    """Return the page on earlier runs, many areas and printed maps."""
    return _translated("runs")


def _translated(name: str) -> Path:
    """Return a page in the user's language where there is one, else in English."""
    page = FOLDER / f"{name}.{QgsApplication.locale()[:2]}.html"
    return page if page.is_file() else FOLDER / f"{name}.en.html"


def open_page(page: Path, heading: str = "") -> None:
    """Show a page, from one of its headings on where it is named by its id."""
    address = QUrl.fromLocalFile(str(page))
    if heading:
        address.setFragment(heading)
    QDesktopServices.openUrl(address)
