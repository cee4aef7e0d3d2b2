"""The processes stay apart: `model` never imports qgis, `plugin` never imports packages of the child's environment."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QT = {"qgis", "PyQt5", "PyQt6", "PySide2", "PySide6", "processing", "osgeo"}
SHARED = {"model.protocol", "model.crops", "model.crop_codes", "model.text", "model.outputs"}
HEAVY = ("torch", "timm", "rasterio", "fiona", "shapely", "skimage", "scipy", "numpy", "qgis", "tqdm")


def _files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    """Return every module that a file imports anywhere, those of the project as "model.module" or "plugin.module"."""
    package = path.relative_to(ROOT).parent.parts
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = (
                ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
                if node.level
                else node.module
            )
            names.add(base)
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return names


def test_both_packages_are_there():
    assert len(_files("model")) > 5
    assert len(_files("plugin")) > 5


@pytest.mark.parametrize("path", _files("model"), ids=lambda path: str(path.relative_to(ROOT)))
def test_model_never_imports_qgis_or_the_plugin(path):
    forbidden = {
        name for name in _imports(path) if name.split(".")[0] in QT | {"plugin"} or name.startswith("doab.plugin")
    }
    assert not forbidden


@pytest.mark.parametrize("path", _files("plugin"), ids=lambda path: str(path.relative_to(ROOT)))
def test_plugin_imports_the_standard_library_qgis_itself_and_the_shared_types(path):
    forbidden = set()
    for name in _imports(path):
        top = name.split(".")[0]
        allowed = (
            top in sys.stdlib_module_names
            or top in ("qgis", "osgeo")  # QGIS brings both
            or top == "plugin"
            or name == "model"
            or any(name == shared or name.startswith(f"{shared}.") for shared in SHARED)
        )
        if not allowed:
            forbidden.add(name)
    assert not forbidden


@pytest.mark.parametrize("path", _files("plugin/child"), ids=lambda path: str(path.relative_to(ROOT)))
def test_child_processes_are_run_without_any_step_of_the_dock(path):
    steps = {f"plugin.{folder.name}" for folder in (ROOT / "plugin").iterdir() if folder.is_dir()} - {"plugin.child"}
    assert not {name for name in _imports(path) if ".".join(name.split(".")[:2]) in steps}


def test_the_protocol_needs_nothing_but_the_standard_library():
    code = (
        f"import doab.model.protocol, doab.model.reporter, doab.model.crops, doab.model.text, doab.model.cli, sys; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert answer.stdout.strip() == "[]"


def test_importing_the_package_imports_neither_model_nor_plugin():
    code = "import doab, sys; print([name for name in sys.modules if name.startswith(('doab.', 'qgis'))])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert answer.stdout.strip() == "[]"
