"""Imports every module of the plugin under PyQt6 with a stand-in for QGIS, and looks up what it takes from Qt.

Run by PyQt6's Python with the folder that holds the package ``doab``. Prints each problem on a line. The stand-in knows
no API of QGIS: that QGIS 4 has what the plugin uses is not tested here.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
import types
from pathlib import Path

from PyQt6 import QtCore, QtGui, QtWidgets

SCOPE = "qgis.PyQt"
# QGIS 4 itself puts these back.
QtWidgets.QAction = QtGui.QAction
for name in ("String", "Date", "DateTime", "Time"):
    setattr(QtCore.QVariant, name, getattr(QtCore.QMetaType.Type, f"Q{name}"))
for name in ("Double", "Int", "LongLong", "UInt", "ULongLong", "Bool"):
    setattr(QtCore.QVariant, name, getattr(QtCore.QMetaType.Type, name))


class Anything:
    """A value of QGIS at import time: flags are combined, functions called."""

    def __getattr__(self, name: str) -> Anything:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __or__(self, _: object) -> Anything:
        return self

    def __call__(self, *_: object, **__: object) -> Anything:
        return self


class StandInType(type):
    """The type of a class of QGIS: whatever is taken from it is there."""

    def __getattr__(cls, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return 40000 if name == "QGIS_VERSION_INT" else Anything()


class StandIn(types.ModuleType):
    """A module of QGIS: every name is a class."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        cls = StandInType(name, (), {"__module__": self.__name__, "__init__": lambda *_, **__: None})
        setattr(self, name, cls)
        return cls


def stand_in_for_qgis() -> None:
    """Put the stand-in and PyQt6, where QGIS re-exports it, into the table of modules."""
    for name in ("qgis", "qgis.core", "qgis.gui", "qgis.utils", "qgis.processing", "processing", "osgeo"):
        sys.modules[name] = StandIn(name)
    pyqt = types.ModuleType(SCOPE)
    pyqt.__path__ = []
    sys.modules[SCOPE] = pyqt
    for name in ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtXml", "QtTest", "sip"):
        module = importlib.import_module(f"PyQt6.{name}")
        sys.modules[f"{SCOPE}.{name}"] = module
        setattr(pyqt, name, module)


def missing_attributes(path: Path) -> list[str]:
    """Return the lines of a file that take from a class of Qt what PyQt6 does not have, such as an unscoped enum."""
    tree = ast.parse(path.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    qt_names = {
        alias.asname or alias.name: getattr(sys.modules[node.module], alias.name)
        for node in imports
        if node.module.startswith(f"{SCOPE}.")
        for alias in node.names
        if hasattr(sys.modules[node.module], alias.name)
    }
    problems = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
            text = ast.unparse(node)
            name, *attributes = text.split(".")
            value = qt_names.get(name)
            for attribute in attributes if value is not None else ():
                if not hasattr(value, attribute):
                    problems.append(f"{path}:{node.lineno}: PyQt6 has no {text}")
                    break
                value = getattr(value, attribute)
    return problems


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    stand_in_for_qgis()
    package = importlib.import_module("doab.plugin")
    count = 0
    for module in pkgutil.walk_packages(package.__path__, "doab.plugin."):
        count += 1
        try:
            imported = importlib.import_module(module.name)
        except Exception as error:
            print(f"{module.name}: {type(error).__name__}: {error}")
            continue
        print(*missing_attributes(Path(imported.__file__)), sep="\n", end="\n")
    print(f"{count} modules")


main()
