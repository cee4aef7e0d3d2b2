"""Which of a folder's files an analyst would open as layers."""

from __future__ import annotations

from pathlib import Path


def layers_in(folder: Path, colour: str = "") -> dict:
    """Return the images in ``folder`` as ``layers``, cloud masks left out, and the one to show in ``colour``.

    ``colour`` is part of that image's name; without it the Sentinel-2 image in the middle of the season is shown.
    """
    images = [path for path in sorted(folder.rglob("*.tif")) if "SCL" not in path.stem]
    optical = [path for path in images if path.name.startswith("S2") and colour in path.name]
    return {"layers": [str(path) for path in images], "colour": str(optical[len(optical) // 2])}
