"""The user's language: QGIS's own, where Doab speaks it, English elsewhere."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .child.runtime import ROOT

FOLDER = ROOT / "resources" / "i18n"


def install() -> QTranslator | None:
    """Translate Doab's texts from now on; None where QGIS runs in English or in a language that Doab lacks.

    The caller keeps the translator, since Qt does not, and removes it in the end.
    """
    translator = QTranslator()
    if not translator.load(QLocale(QgsApplication.locale()), "doab", "_", str(FOLDER), ".qm"):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: QTranslator | None) -> None:
    """Undo what ``install`` did."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
