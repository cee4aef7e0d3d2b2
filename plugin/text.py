"""Translated texts outside of QObjects, and numbers in the user's locale."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QLocale


def tr(text: str) -> str:
    """Return ``text`` in the user's language, from the context ``@default`` of the .ts files."""
    return QCoreApplication.translate("@default", text)


def number(value: float, digits: int = 0) -> str:
    """Return a number in the user's locale, with so many decimals."""
    return QLocale().toString(float(value), "f", digits)


def short(value: float, digits: int) -> str:
    """Return a number in the user's locale, with so many significant digits and no trailing zeros."""
    return QLocale().toString(float(value), "g", digits)
