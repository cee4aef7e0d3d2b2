"""Whether a folder can take a new file."""

from __future__ import annotations

import os
from pathlib import Path


def is_writable_folder(folder: Path) -> bool:
    """Return whether ``folder`` exists and files can be created in it."""
    return folder.is_dir() and os.access(folder, os.W_OK)
