"""The documents keep up with the code: the glossary names every public type, and the versions agree."""

import ast
import configparser
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def public_classes() -> set[str]:
    names = set()
    for room in ("model", "plugin"):
        for path in (ROOT / room).rglob("*.py"):
            names.update(
                node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)
            )
    return {name for name in names if not name.startswith("_")}


def test_the_glossary_names_every_public_type():
    words = set(re.findall(r"\w+", (ROOT / "docs" / "glossary.md").read_text("utf-8")))
    assert public_classes() - words == set()


def test_the_glossary_fits_on_two_pages():
    assert len((ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()) <= 140


def test_plugin_and_package_have_one_version():
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", "utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert metadata["general"]["version"] == project["project"]["version"]
