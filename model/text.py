"""What people read, in the language of whoever started this process: that of QGIS, else English."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree  # nosec B405: it reads the project's own files only
from functools import cache
from pathlib import Path

LANGUAGE = "DOAB_LANGUAGE"
"""The environment variable that names the language, such as "de" or "de_CH"; without it texts stay English."""

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"


def tr(text: str) -> str:
    """Return ``text`` in the language of this process, as it is where there is no translation.

    ``make translations`` finds the texts by calls of this name, each with one literal; values come in by ``format``.
    """
    return _translations(os.environ.get(LANGUAGE, "")).get(text, text)


@cache
def _translations(locale: str) -> dict[str, str]:
    """Return the texts that no widget shows, by their English; none where Doab does not speak the language."""
    path = FOLDER / f"doab_{locale.partition('_')[0]}.ts"
    if not path.is_file():
        return {}
    contexts = ElementTree.parse(path).iter("context")  # nosec B314
    messages = (message for context in contexts if context.findtext("name") == "@default" for message in context)
    return {message.findtext("source", ""): text for message in messages if (text := message.findtext("translation"))}
