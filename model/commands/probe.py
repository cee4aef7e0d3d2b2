"""``doab probe``: what an encoder's tokens know of crops, beside raw bands, as a table."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from ..protocol import EXIT_DONE

METHODS = {"logistic": "logistic regression", "neighbours": "nearest neighbours"}
RAW = "raw bands"
BEGIN, END = "<!-- doab probe begins -->", "<!-- doab probe ends -->"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--data", required=True, type=Path, help="folder with crop_time_series/ and ewoc/")
    parser.add_argument(
        "--encoder",
        action="append",
        metavar="PATH",
        help="a bundle, a file of doab pretrain or official weights of Galileo; may be repeated (the default bundle)",
    )
    parser.add_argument("--draws", type=int, default=10, help="draws of few labels in each fold")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every fold's accuracy there")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="write the tables there, between marks where the file has them"
    )


def run(options: argparse.Namespace) -> int:
    """Probe raw bands and each encoder, print the tables and write them where that is asked for."""
    from ..training.labelled_time_series import library, monthly, read_series

    library("sklearn")
    from ..evaluation.probing.encoder_probe import probe, tasks_of

    france, bavaria = (monthly(read_series(options.data, name)) for name in ("france_2023", "bavaria_2018"))
    representations = _representations(options.encoder or [""])
    results, tables = [], []
    for task in tasks_of(france, bavaria):
        found = probe(task, representations, options.draws)
        tables.append(f"**{task.name}**: {_contents(task)}\n\n{table(found)}")
        print(tables[-1] + "\n", flush=True)
        results += found
    if options.json:
        document = {"draws": options.draws, "results": [vars(result) for result in results]}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        old = options.markdown.read_text(encoding="utf-8") if options.markdown.exists() else f"{BEGIN}\n{END}\n"
        options.markdown.write_text(between_marks(old, "\n\n".join(tables)), encoding="utf-8")
    return EXIT_DONE


def _representations(paths: Sequence[str]) -> dict:
    """Return raw bands and what the encoders at ``paths`` make, by name; a name taken already gets the file's."""
    from ..evaluation.probing.representations import raw_bands, representations_of
    from ..network.weights import load_encoder

    representations = {RAW: raw_bands}
    for path in paths:
        encoder, recipe = load_encoder(path)
        name = " ".join(filter(None, [recipe["name"].capitalize(), recipe["settings"].get("size")]))
        added = representations_of(encoder, name)
        if representations.keys() & added.keys():
            added = representations_of(encoder, f"{name} ({Path(path).name or 'default bundle'})")
        representations |= added
    return representations


def _contents(task) -> str:
    """Say what a task rests on: "345 parcels of 7 classes"."""
    classes = len(set(task.train.crop))
    parcels = f"{len(task.train.key)} parcels of {classes} classes"
    return parcels if task.test is None else f"learned from {parcels}, tested on {len(task.test.key)}"


def table(results: Sequence) -> str:
    """Return one task's results as a Markdown table, in percent: mean ± deviation, the difference to raw bands."""
    import numpy as np

    columns = list(dict.fromkeys((result.method, result.labels) for result in results))
    folds = {(r.representation, r.method, r.labels): 100 * np.array(r.folds) for r in results}

    def cell(name: str, column: tuple[str, str]) -> str:
        mine, floor = folds[name, *column], folds[RAW, *column]
        text = f"{mine.mean():.1f} ± {mine.std():.1f}"
        return text if name == RAW else f"{text} ({(mine - floor).mean():+.1f} ± {(mine - floor).std():.1f})"

    def title(method: str, labels: str) -> str:
        return f"{METHODS[method]}, " + ("all labels" if labels == "all" else f"{labels} a class")

    rows = [["", *(title(*column) for column in columns)]]
    rows += [[name, *(cell(name, c) for c in columns)] for name in dict.fromkeys(r.representation for r in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows)


def between_marks(text: str, tables: str) -> str:
    """Return ``text`` with ``tables`` between its marks, or the tables alone where it has none."""
    marked = f"{BEGIN}\n{tables}\n{END}"
    if BEGIN not in text:
        return marked + "\n"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: marked, text, flags=re.DOTALL)
