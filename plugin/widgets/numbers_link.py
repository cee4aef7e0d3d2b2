"""A link, beside numbers, to the page on what they mean."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ..help_pages import numbers_page, open_page
from ..text import tr


class NumbersLink(QLabel):
    """Opens the page at the ``heading`` (an id in it) that explains what stands beside the link."""

    def __init__(self, name: str, heading: str, parent: QWidget) -> None:
        text = tr("What the numbers mean")
        super().__init__(f'<a href="{heading}">{text}</a>', parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setToolTip(tr("Confidence, boundary quality and expected hectares, on a page in the browser"))
        self.linkActivated.connect(lambda link: open_page(numbers_page(), link))
