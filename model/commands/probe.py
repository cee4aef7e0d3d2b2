"""``doab probe``: the accuracy of crop classifiers on an encoder's tokens, beside raw bands, as a table."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from ..protocol import EXIT_DONE
from .overwrite_argument import add_overwrite_argument, warn


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
    add_overwrite_argument(parser)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every fold's accuracy there")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="write the tables there, between marks where the file has them"
    )


def run(options: argparse.Namespace) -> int:
    """Probe raw bands and each encoder; print the tables, and write them to the files of the options."""
    from ..outputs.target_checks import check_target
    from ..outputs.transaction import atomic_write, staged_file
    from ..training.labelled_time_series import library, monthly, read_series

    library("sklearn")
    from ..evaluation.probing.encoder_probe import ProbeResult, build_tasks, probe_representations
    from ..evaluation.probing.result_tables import describe_task, format_table, replace_between_marks

    if options.json:
        check_target(options.json, options.overwrite)
    france, bavaria = (monthly(read_series(options.data, name)) for name in ("france_2023", "bavaria_2018"))
    representations = _load_representations(options.encoder or [""])
    results: list[ProbeResult] = []
    tables = []
    for task in build_tasks(france, bavaria):
        of_task = probe_representations(task, representations, options.draws)
        tables.append(f"**{task.name}**: {describe_task(task)}\n\n{format_table(of_task)}")
        print(tables[-1] + "\n", flush=True)
        results += of_task
    if options.json:
        facts = [vars(result) for result in results]
        document = {"generator": "doab probe", "draws": options.draws, "results": facts}
        with staged_file(options.json, options.overwrite, warn=warn) as staged:
            staged.file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        old = options.markdown.read_text(encoding="utf-8") if options.markdown.exists() else ""
        with atomic_write(options.markdown) as partial:
            partial.write_text(replace_between_marks(old, "\n\n".join(tables)), encoding="utf-8")
    return EXIT_DONE


def _load_representations(paths: Sequence[str]) -> dict:
    """Return raw bands and the representations of the encoders at ``paths``, by names made unique with the file's."""
    from ..evaluation.probing.representations import build_representations, raw_bands
    from ..evaluation.probing.result_tables import RAW_BANDS
    from ..network.weights import load_encoder

    representations = {RAW_BANDS: raw_bands}
    for path in paths:
        encoder, recipe = load_encoder(path)
        name = " ".join(filter(None, [recipe["name"].capitalize(), recipe["settings"].get("size")]))
        added = build_representations(encoder, name)
        if representations.keys() & added.keys():
            added = build_representations(encoder, f"{name} ({Path(path).name or 'default bundle'})")
        representations |= added
    return representations
