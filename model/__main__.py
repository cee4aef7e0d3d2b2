"""``python -m doab.model``, and the file that QGIS starts by its path in an isolated interpreter."""

import importlib
import sys

if not __package__:
    # Started by path with ``python -I``: nothing on sys.path leads here, and the checkout may have any name.
    import importlib.util
    from pathlib import Path

    root = Path(__file__).resolve().parent.parent
    spec = importlib.util.spec_from_file_location("doab", root / "__init__.py", submodule_search_locations=[str(root)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{root} is no package")
    sys.modules["doab"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["doab"])

if __name__ == "__main__":
    # Imported by name: type checkers do not know the package by the name that it is given here.
    sys.exit(importlib.import_module("doab.model.cli").main())
