"""Values of JSON whose types nobody vouches for: of the type that is asked for, else empty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def dictionary(value: object) -> Mapping[str, Any]:
    """Return an object of JSON, empty where ``value`` is none."""
    return value if isinstance(value, dict) else {}


def dictionaries(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_of(value: object, longest: int = 200) -> str:
    """Return a text, empty where ``value`` is none, is longer than ``longest``, or cannot be printed as it is."""
    return value if isinstance(value, str) and len(value) <= longest and value.isprintable() else ""


def texts_of(value: object) -> list[str]:
    """Return the texts of a list."""
    return [text for one in value if (text := text_of(one))] if isinstance(value, list) else []


def number(values: Mapping[str, Any], *names: str) -> float | None:
    """Return the first of the named values that is a finite number, None where none is."""
    for name in names:
        value = values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 and math.isfinite(value):
            return float(value)
    return None
