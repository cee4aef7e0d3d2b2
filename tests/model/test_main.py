"""The program starts by name and, in an isolated interpreter, by the path of its file."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("start", [["-m", "doab.model"], ["-I", "-u", str(ROOT / "model" / "__main__.py")]])
def test_help_names_the_commands(start, tmp_path):
    done = subprocess.run([sys.executable, *start, "--help"], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert "inspect" in done.stdout and "map" in done.stdout


def test_a_checkout_of_any_name_starts(tmp_path):
    linked = tmp_path / "some other name"
    linked.symlink_to(ROOT)
    command = [sys.executable, "-I", str(linked / "model" / "__main__.py"), "inspect", str(tmp_path / "nothing")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2 and "Traceback" not in done.stderr
