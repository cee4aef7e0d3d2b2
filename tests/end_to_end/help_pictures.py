"""``make pictures``: the pictures of the dock in the help, in each language, from a real QGIS on a simulated scene."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop import CHECKOUT, CHILD, DesktopError, run
from scenes import images_in

FOLDER = CHECKOUT / "resources" / "help" / "pictures"
LANGUAGES = {"en": "en_GB.UTF-8", "de": "de_DE.UTF-8", "fr": "fr_FR.UTF-8"}
"""The locale of the system in each: QGIS takes the form of numbers and dates from it."""

LIMIT = 600


def main() -> int:
    """Write the pictures; return 0 only if all are there."""
    with tempfile.TemporaryDirectory(prefix="doab-pictures-") as name:
        folder = Path(name)
        simulate = [str(CHILD), "-m", "doab.model", "simulate", "--out", str(folder / "scene")]
        subprocess.run([*simulate, "--seed", "7", "--size", "256"], check=True)
        for language, locale in LANGUAGES.items():
            os.environ["LC_ALL"] = locale
            settings = {
                "layers": images_in(folder / "scene"),
                "out": str(folder / language / "parcels.gpkg"),
                "pictures": str(FOLDER),
                "language": language,
            }
            try:
                with run(
                    "dock_pictures.take_pictures", folder / f"qgis_{language}", settings, language=language
                ) as desktop:
                    files = desktop.wait_for_result(LIMIT)["files"]
            except DesktopError as error:
                print(f"The pictures were not taken.\n{error}", file=sys.stderr)
                return 1
            print(*files, sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
