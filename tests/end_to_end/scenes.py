"""The image files of a scene folder that are opened as layers."""

from __future__ import annotations

from pathlib import Path


def images_in(folder: Path) -> list[str]:
    """Return the image files in ``folder``, cloud masks left out: the dock finds those beside the images."""
    return [str(path) for path in sorted(folder.glob("*.tif")) if not path.stem.endswith("_SCL")]
