"""The settings of the plugin, in the user's profile under ``doab/``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from qgis.core import QgsSettings

PREFIX = "doab/"

Value = TypeVar("Value", str, float)


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """One setting; the default determines its type."""

    key: str
    default: Value

    def get(self) -> Value:
        """Return the saved value, or the default."""
        return QgsSettings().value(PREFIX + self.key, self.default, type=type(self.default))

    def set(self, value: Value) -> None:
        """Save a value; an equal one is not written to disk again."""
        if value != self.get():
            QgsSettings().setValue(PREFIX + self.key, value)


PYTHON = Setting("python", "")
"""The Python interpreter of the child process; empty for the environment that the plugin created in the profile."""

FOLDER = Setting("folder", "")
"""The folder of the file dialog for images."""

WHEELS = Setting("wheels", "")
"""A folder of wheels to create the environment from; empty for the package index that pip is configured for."""

SHOWN = Setting("shown", "")
"""Not empty where the dock was left open: QGIS itself restores no dock that is built on demand."""

DEVICE = Setting("device", "auto")
BUNDLE = Setting("bundle", "")
OWN_BUNDLES = Setting("own_bundles", "")
"""The folders of trained models that were made with this profile, one a line, the latest first."""

EXPORT = Setting("export", ".gpkg")
"""The file name suffix of the last export format."""

SIGNING_KEY = Setting("signing_key", "")
"""The random key with which this profile signs what it saves in projects; empty before the first signature."""

MIN_AREA = Setting("min_area", 0.1)
SIMPLIFY = Setting("simplify", 5.0)

MOST_BUNDLES = 8


def own_bundles() -> list[str]:
    """Return the folders of trained models that were made with this profile and are still there, the latest first."""
    return [path for path in OWN_BUNDLES.get().splitlines() if Path(path).is_dir()]


def remember_bundle(path: str) -> None:
    """Note the folder of a trained model that was made."""
    OWN_BUNDLES.set("\n".join([path, *(other for other in own_bundles() if other != path)][:MOST_BUNDLES]))
