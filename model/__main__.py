"""``python -m doab.model``, and the file that QGIS starts by its path in an isolated interpreter."""

import sys

if not __package__:
    # Started by path with ``python -I``: nothing on sys.path leads here, and the checkout may have any name.
    import importlib.util
    from pathlib import Path

    root = Path(__file__).resolve().parent.parent
    spec = importlib.util.spec_from_file_location("doab", root / "__init__.py", submodule_search_locations=[str(root)])
    sys.modules["doab"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["doab"])

from doab.model.cli import main

if __name__ == "__main__":
    sys.exit(main())
