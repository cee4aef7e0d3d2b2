"""Translation of user-visible texts to the language of the environment variable `LANGUAGE`, which the plugin sets."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree  # nosec B405  # it reads the project's own files only
from functools import cache
from pathlib import Path

LANGUAGE = "DOAB_LANGUAGE"
"""Environment variable with the language, such as "de" or "de_CH"; texts are English without it."""

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"


def tr(text: str) -> str:
    """Return the translation of ``text``, or ``text`` where there is none.

    ``make translations`` extracts the literal argument of calls of this name; values are inserted with ``format``.
    """
    return _translations(os.environ.get(LANGUAGE, "")).get(text, text)


def crop_name(label: str) -> str:
    """Return the display name of a crop's label; a label without translation is returned unchanged."""
    return _translations(os.environ.get(LANGUAGE, ""), "Crops").get(label, label)


@cache
def _translations(locale: str, name: str = "@default") -> dict[str, str]:
    """Return the translations of the context ``name`` by English text; empty for a language without translations."""
    path = FOLDER / f"doab_{locale.partition('_')[0]}.ts"
    if not path.is_file():
        return {}
    contexts = ElementTree.parse(path).iter("context")  # nosec B314
    messages = (message for context in contexts if context.findtext("name") == name for message in context)
    return {message.findtext("source", ""): text for message in messages if (text := message.findtext("translation"))}
