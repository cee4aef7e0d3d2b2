"""The handler of the protocol's request to score a result against declared parcels."""

from __future__ import annotations

import json
from pathlib import Path

from ..outputs.transaction import staged_folder
from ..protocol import EvaluateRequest, EvaluationSummary, InputError, Score
from ..reporter import Reporter
from ..text import tr
from .evaluate import OUTPUTS
from .worker_state import WorkerState


def evaluate_result(request: EvaluateRequest, reporter: Reporter, _state: WorkerState) -> EvaluationSummary:
    """Score a result and write the report into its folder."""
    from ..evaluation.evaluation_options import ReferenceOptions
    from ..evaluation.evaluation_runs import ISSUES_FILE, evaluate_map

    result, truth, out = Path(request.result), request.truth, Path(request.out)
    if not result.is_file():
        raise InputError(tr("There is no result {}. Choose another.").format(result))
    reporter.stage(tr("Comparing with the declared parcels"))
    options = ReferenceOptions(Path(truth.path), truth.layer, request.field, request.codes, request.incomplete)
    inputs = [request.result, truth.path, request.codes]
    with staged_folder(out, OUTPUTS, request.overwrite, filter(None, inputs), reporter.warn) as folder:
        evaluation = evaluate_map(result, options, folder)
        reporter.check()
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        suspicious = _count(folder / ISSUES_FILE)
    scores = report["systems"][0]["scores"]
    return EvaluationSummary(
        page=str(out / evaluation.page.name),
        data=evaluation.data,
        counted=sum(map(sum, scores["confusion"]["counts"])),
        scores={
            name: Score(score["value"], score["low"], score["high"])
            for name, score in scores["overall"].items()
            if score["value"] is not None
        },
        classes=tuple(scores["confusion"]["labels"]),
        confusion=tuple(tuple(row) for row in scores["confusion"]["counts"]),
        suspects="" if suspicious is None else str(out / ISSUES_FILE),
        suspicious=suspicious or 0,
    )


def _count(path: Path) -> int | None:
    """Return how many suspicious parcels a GeoPackage holds, None where it was not written."""
    import fiona

    if not path.exists():
        return None
    with fiona.open(path) as layer:
        return len(layer)
