"""The one boundary between texts and rich text: labels and tooltips take as HTML only what Doab wrote as HTML.

Attributes, and names of files, layers, crops and bundles, may hold HTML that opens files or addresses when it is shown.
"""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import Qt


def rich(template: str, *values: object) -> str:
    """Return rich text: ``template`` with the values, as with `str.format`, of which no value is read as HTML."""
    return template.format(*(escape(str(value)) for value in values))


def plain(text: str) -> str:
    """Return ``text`` for a widget that guesses whether it is rich text, such as a tooltip: as if it were none."""
    return escape(text).replace("\n", "<br>").join(("<p>", "</p>")) if Qt.mightBeRichText(text) else text
