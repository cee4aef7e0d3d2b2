"""Translation of texts; language and separators of numbers come from the environment, where the plugin sets them."""

from __future__ import annotations

import json
import os
import string
import xml.etree.ElementTree as ElementTree  # nosec B405  # it reads the project's own files only
from functools import cache
from numbers import Real
from pathlib import Path
from typing import Any

LANGUAGE = "DOAB_LANGUAGE"
"""Environment variable with the language, such as "de" or "de_CH"; texts are English without it."""

SEPARATORS = "DOAB_SEPARATORS"
"""Environment variable with the decimal and the group separator of numbers, as a list in JSON; "." and "," without it.
"""

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"


class _Translation(str):
    """A translated text whose `format` inserts numbers as `format_number` writes them."""

    def format(self, *args: Any, **kwargs: Any) -> str:
        """Insert the values."""
        return _NumberFormatter().vformat(self, args, kwargs)


class _NumberFormatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Real):
            return format_number(value, format_spec)
        return super().format_field(value, format_spec)


def tr(text: str) -> str:
    """Return the translation of ``text``, or ``text`` where there is none.

    ``make translations`` extracts the literal argument of calls of this name; values are inserted with ``format``.
    """
    return _Translation(_translations(os.environ.get(LANGUAGE, "")).get(text, text))


def format_number(value: Real | float, spec: str = "") -> str:
    """Return a number by a format specification, with the separators of the environment variable `SEPARATORS`."""
    decimal, group = json.loads(os.environ.get(SEPARATORS, '[".", ","]'))
    return format(value, spec).translate({ord("."): decimal, ord(","): group})


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
