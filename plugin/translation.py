"""The user's language: QGIS's own, where Doab speaks it, English elsewhere."""

from __future__ import annotations

import os

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ..model.text import FOLDER, LANGUAGE


def install() -> QTranslator | None:
    """Translate Doab's texts from now on, also in its child processes, which inherit the environment.

    Returns None where QGIS runs in English or in a language that Doab lacks. The caller keeps the translator, since Qt
    does not, and removes it in the end.
    """
    os.environ[LANGUAGE] = language = _language()
    translator = QTranslator()
    if not translator.load(QLocale(language), "doab", "_", str(FOLDER), ".qm"):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: QTranslator | None) -> None:
    """Undo what ``install`` did."""
    os.environ.pop(LANGUAGE, None)
    if translator is not None:
        QCoreApplication.removeTranslator(translator)


def _language() -> str:
    """Return the language of QGIS's own texts: the one it was started with (``--lang``), else that of its settings."""
    return QgsApplication.instance().translation() or QgsApplication.locale()
