"""The translator of the plugin: the language of QGIS where Doab is translated to it, English otherwise."""

from __future__ import annotations

import os

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ..model.text import FOLDER, LANGUAGE


def install() -> QTranslator | None:
    """Install the translator, and set the language of child processes in the environment, which they inherit.

    Returns None where QGIS runs in English or there is no translation. The caller keeps a reference to the translator,
    since Qt does not, and passes it to `remove`.
    """
    os.environ[LANGUAGE] = language = _language()
    translator = QTranslator()
    if not translator.load(QLocale(language), "doab", "_", str(FOLDER), ".qm"):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: QTranslator | None) -> None:
    """Remove the translator, and the language from the environment."""
    os.environ.pop(LANGUAGE, None)
    if translator is not None:
        QCoreApplication.removeTranslator(translator)


def _language() -> str:
    """Return the language of QGIS: of its option ``--lang``, else of its settings."""
    return QgsApplication.instance().translation() or QgsApplication.locale()
