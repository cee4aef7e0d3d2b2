"""Translation for code that is not a QObject."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QLocale


def tr(text: str) -> str:
    """Return ``text`` in the user's language. Texts outside of a QObject stand under ``@default`` in the .ts files."""
    return QCoreApplication.translate("@default", text)


def number(value: float, digits: int = 0) -> str:
    """Write a number the way the user's country does."""
    return QLocale().toString(float(value), "f", digits)


def short(value: float, digits: int) -> str:
    """Write a number with so many digits, without noughts behind the point, the way the user's country does."""
    return QLocale().toString(float(value), "g", digits)
