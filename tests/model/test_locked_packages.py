"""What the dock installs is what the requirements name, each package with the hashes of its wheels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

RUNTIME = Path(__file__).parents[2] / "resources" / "runtime"


def _blocks(name: str) -> list[str]:
    return re.split(r"\n(?=\S)", (RUNTIME / name).read_text("utf-8").strip())


@pytest.mark.parametrize("name", ["locked.txt", "uv.txt"])
def test_every_locked_package_has_a_version_and_hashes(name):
    for block in _blocks(name):
        assert re.match(r"[\w.-]+==[\w.]+", block) and "--hash=sha256:" in block


def test_every_requirement_is_locked_at_its_version():
    locked = {block.split()[0] for block in _blocks("locked.txt")}
    assert set((RUNTIME / "requirements.txt").read_text("utf-8").split()) <= locked, "run: make lock"
