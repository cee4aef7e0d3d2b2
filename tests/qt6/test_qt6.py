"""The plugin is prepared for Qt 6: its modules import under PyQt6, in an environment of its own (`make qt6`)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-qt6" / "bin" / "python"


@pytest.mark.skipif(not PYTHON.exists(), reason="there is no PyQt6 here: run make qt6")
def test_every_module_of_the_plugin_imports_and_takes_from_qt_what_pyqt6_has(tmp_path):
    (tmp_path / "doab").symlink_to(ROOT)
    script = Path(__file__).with_name("import_plugin.py")
    ended = subprocess.run(
        [str(PYTHON), "-I", "-B", str(script), str(tmp_path)], capture_output=True, text=True, timeout=120
    )
    *problems, last = [line for line in ended.stdout.splitlines() if line] or [ended.stderr]
    assert problems == [] and last.endswith(" modules") and int(last.split()[0]) > 90
