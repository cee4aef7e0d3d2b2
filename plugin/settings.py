"""Every setting of the plugin, declared once. They live in the user's profile under ``doab/``."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsSettings

PREFIX = "doab/"


@dataclass(frozen=True)
class Setting:
    """One remembered choice; the default also says its type."""

    key: str
    default: str | float

    def get(self):
        """Return what the user chose last, or the default."""
        return QgsSettings().value(PREFIX + self.key, self.default, type=type(self.default))

    def set(self, value) -> None:
        """Remember ``value``; what is remembered already is not written to disk again."""
        if value != self.get():
            QgsSettings().setValue(PREFIX + self.key, value)


PYTHON = Setting("python", "")
"""The interpreter that runs the child; empty for the environment that the plugin made in the profile."""

FOLDER = Setting("folder", "")
"""Where the analyst last picked images."""

WHEELS = Setting("wheels", "")
"""A folder of wheels to create the environment from; empty for the registry that pip is configured for."""

DEVICE = Setting("device", "auto")
BUNDLE = Setting("bundle", "")
EXPORT = Setting("export", ".gpkg")
"""The ending of the format that the analyst last exported to."""

MIN_AREA = Setting("min_area", 0.1)
SIMPLIFY = Setting("simplify", 7.5)
