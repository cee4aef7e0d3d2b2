"""The help pages, which open in the user's browser."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "help"
PAGE = FOLDER / "index.html"


def numbers_page() -> Path:
    """Return the page on what the numbers mean, in the user's language where there is one."""
    page = FOLDER / f"numbers.{QgsApplication.locale()[:2]}.html"
    return page if page.is_file() else FOLDER / "numbers.en.html"


def open_page(page: Path, heading: str = "") -> None:
    """Show a page, from one of its headings on where it is named by its id."""
    address = QUrl.fromLocalFile(str(page))
    if heading:
        address.setFragment(heading)
    QDesktopServices.openUrl(address)
