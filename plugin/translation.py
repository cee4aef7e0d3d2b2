"""The translator of the plugin: the language of QGIS where Doab is translated to it, English otherwise."""

from __future__ import annotations

import json
import os

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ..model.text import FOLDER, LANGUAGE, SEPARATORS


def install() -> QTranslator | None:
    """Install the translator, and set language and separators of numbers in the environment of child processes.

    Returns None where QGIS runs in English or there is no translation. The caller keeps a reference to the translator,
    since Qt does not, and passes it to `remove`.
    """
    os.environ[LANGUAGE] = language = _language()
    os.environ[SEPARATORS] = json.dumps([QLocale().decimalPoint(), QLocale().groupSeparator()])
    translator = QTranslator()
    if not translator.load(QLocale(language), "doab", "_", str(FOLDER), ".qm"):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: QTranslator | None) -> None:
    """Remove the translator, and what `install` set from the environment."""
    for name in (LANGUAGE, SEPARATORS):
        os.environ.pop(name, None)
    if translator is not None:
        QCoreApplication.removeTranslator(translator)


def _language() -> str:
    """Return the language of QGIS: of its option ``--lang``, else of its settings."""
    return QgsApplication.instance().translation() or QgsApplication.locale()
