"""Assessment of systems: make the maps of every case, tabulate and score them, and analyse label noise."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..crops import Crop
from ..declared_parcels import numbered
from ..metrics.parcel_tables import References, Tables, concatenate_tables, select_rows
from ..metrics.scores import compute_scores, compute_variability, confusion_matrix
from .cases.evaluation_cases import MappingCase
from .label_quality.confident_learning import find_label_issues, write_label_issues
from .label_quality.label_noise import label_noise_sensitivity
from .matching.map_comparison import Case, tabulate
from .matching.parcel_map import read_parcel_map
from .systems import System

NOISE_SEED = 4
MAX_JITTERED = 8  # cases whose outlines are jittered; more only take longer


@dataclass(frozen=True)
class Comparison:
    """The ``tables`` of each system over all ``cases``; the first system is the one that the report is about."""

    tables: Mapping[str, Tables]
    cases: Sequence[Case]

    @property
    def clusters(self) -> int:
        """The number of clusters of all cases together."""
        return max(int(case.cluster.max()) for case in self.cases) + 1

    @property
    def counted(self) -> References:
        """The counted reference parcels, compared with the first system."""
        table = next(iter(self.tables.values())).references
        return select_rows(table, table.counted)


def compare_systems(
    cases: Iterable[MappingCase],
    systems: Mapping[str, System],
    crops: Sequence[Crop],
    folder: Path,
    log: Callable[[str], None],
) -> Comparison:
    """Let every system map every case into ``folder`` and compare the maps with the reference.

    ``log`` gets a line before each map.
    """
    parts: dict[str, list[Tables]] = {name: [] for name in systems}
    compared = []
    for mapping_case in cases:
        compared.append(mapping_case.case)
        for name, system in systems.items():
            log(f"{mapping_case.name}: {name}")
            out = folder / _slug(name) / f"{_slug(mapping_case.name)}.gpkg"
            out.parent.mkdir(parents=True, exist_ok=True)
            system(dataclasses.replace(mapping_case.job, out=str(out)))
            parts[name].append(tabulate(read_parcel_map(out, crops), mapping_case.case, len(crops)))
    return Comparison({name: concatenate_tables(tables) for name, tables in parts.items()}, compared)


def score_systems(
    comparison: Comparison, crops: Sequence[Crop], compared: Sequence[str], ablated: Mapping[str, str]
) -> dict:
    """Return the report's parts ``systems``, ``ablation`` and ``variability``.

    ``compared`` names the systems to show side by side, ``ablated`` the systems of the ablation by their label there.
    """
    scores = {name: compute_scores(tables, crops, comparison.clusters) for name, tables in comparison.tables.items()}
    first = next(iter(comparison.tables.values()))
    has_folds = comparison.cases[0].folds
    return {
        "systems": [{"name": name, "scores": scores[name]} for name in compared],
        "ablation": [{"name": label, "overall": scores[name]["overall"]} for label, name in ablated.items()],
        "variability": compute_variability(first, crops, comparison.clusters) if has_folds else [],
    }


def analyse_label_noise(comparison: Comparison, crops: Sequence[Crop], issues_path: Path | None) -> dict:
    """Return the report's part ``noise`` for the first system; write suspicious parcels to ``issues_path``.

    Label errors are only searched for in a single case of declared parcels: labels of simulated scenes
    (``issues_path`` None) are right.
    """
    rng, references = np.random.default_rng(NOISE_SEED), comparison.counted
    rasters = [
        numbered(case.truth, case.grid.transform, case.grid.height, case.grid.width)[0]
        for case in comparison.cases[:MAX_JITTERED]
    ]
    estimated = _estimate_label_errors(comparison, crops, rng, issues_path) if issues_path else None
    predicted = np.where(references.majority_crop < len(crops), references.majority_crop, -1)
    counts = confusion_matrix(references, len(crops))[:, : len(crops)]
    return label_noise_sensitivity(predicted, references.crop, counts, rasters, rng, estimated)


def _estimate_label_errors(
    comparison: Comparison, crops: Sequence[Crop], rng: np.random.Generator, path: Path
) -> dict | None:
    """Return the noise rate estimated by confident learning, and write the suspicious parcels, the worst first."""
    references = comparison.counted
    references = select_rows(references, np.isfinite(references.probabilities).all(1))
    if not references.crop.size:
        return None
    issues = find_label_issues(references.probabilities, references.crop, rng, references.cluster)
    worst, truth = issues.ranked, comparison.cases[0].truth
    labels = np.array([crop.label for crop in crops], object)
    parcels = references.parcel[worst]
    write_label_issues(
        path,
        truth.polygons[parcels],
        truth.crs,
        truth.ids[parcels],
        labels[references.crop[worst]],
        labels[issues.suggested[worst]],
        references.probabilities[worst, issues.suggested[worst]],
        issues.margin[worst],
    )
    return issues.summary()


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_")
