"""The benchmarks follow the code: what they import from the package, and use of its modules, exists."""

import ast
import importlib
from pathlib import Path

import pytest

BENCHMARKS = sorted((Path(__file__).resolve().parent.parent / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.name)
def test_every_name_that_a_benchmark_takes_from_the_package_exists(path):
    tree, modules, missing = ast.parse(path.read_text("utf-8")), {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("doab"):
            package = importlib.import_module(node.module)
            for alias in node.names:
                if not hasattr(package, alias.name):
                    try:
                        importlib.import_module(f"{node.module}.{alias.name}")
                    except ImportError:
                        missing.append(f"{node.module}.{alias.name}")
                        continue
                modules[alias.asname or alias.name] = getattr(package, alias.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            owner = modules[node.value.id]
            if (isinstance(owner, type) or hasattr(owner, "__path__") or hasattr(owner, "__file__")) and not hasattr(
                owner, node.attr
            ):
                missing.append(f"{node.value.id}.{node.attr}")
    assert missing == []
