"""From places and systems to what a report says: maps made, compared, scored, and held against label noise."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..crops import Crop
from ..declared_parcels import numbered
from .cases.evaluation_cases import Place
from .label_quality.confident_learning import suspicion, write_suspects
from .label_quality.label_noise import sensitivity
from .matching.map_comparison import Case, read_map, tabulate
from .matching.parcel_tables import References, Tables, joined, rows
from .metrics.scores import confusion, scores, variability
from .systems import System

NOISE_SEED = 4
JITTERED = 8  # cases whose outlines are jittered; more only take longer


@dataclass(frozen=True)
class Outcome:
    """The tables of each system over all ``cases``, the first system being the one that the report is about."""

    tables: Mapping[str, Tables]
    cases: Sequence[Case]

    @property
    def clusters(self) -> int:
        """How many clusters the cases have, all together."""
        return max(int(case.cluster.max()) for case in self.cases) + 1

    @property
    def fields(self) -> References:
        """What the first system made of the reference parcels that count."""
        table = next(iter(self.tables.values())).references
        return rows(table, table.counted)


def compare(
    places: Iterable[Place],
    systems: Mapping[str, System],
    crops: Sequence[Crop],
    folder: Path,
    say: Callable[[str], None],
) -> Outcome:
    """Let every system map every place into ``folder`` and compare the maps with the reference.

    ``say`` is told what comes next.
    """
    parts: dict[str, list[Tables]] = {name: [] for name in systems}
    cases = []
    for place in places:
        cases.append(place.case)
        for name, system in systems.items():
            say(f"{place.name}: {name}")
            out = folder / _slug(name) / f"{_slug(place.name)}.gpkg"
            out.parent.mkdir(parents=True, exist_ok=True)
            system(dataclasses.replace(place.job, out=str(out)))
            parts[name].append(tabulate(read_map(out, crops), place.case, len(crops)))
    return Outcome({name: joined(tables) for name, tables in parts.items()}, cases)


def assess(outcome: Outcome, crops: Sequence[Crop], shown: Sequence[str], ablated: Mapping[str, str]) -> dict:
    """Return the report's parts that follow from the tables; label noise is `noise`.

    ``shown`` names the systems to stand side by side, ``ablated`` those of the ablation by what they are called there.
    """
    told = {name: scores(tables, crops, outcome.clusters) for name, tables in outcome.tables.items()}
    first = next(iter(outcome.tables.values()))
    return {
        "systems": [{"name": name, "scores": told[name]} for name in shown],
        "ablation": [{"name": label, "overall": told[name]["overall"]} for label, name in ablated.items()],
        "variability": variability(first, crops, outcome.clusters) if outcome.cases[0].folds else [],
    }


def noise(outcome: Outcome, crops: Sequence[Crop], suspects: Path | None) -> dict:
    """Return what label noise costs the first system; write the suspicious parcels to ``suspects``.

    Only the labels of one real place are suspected: those of painted scenes (``suspects`` None) are right.
    """
    rng, fields = np.random.default_rng(NOISE_SEED), outcome.fields
    rasters = [
        numbered(case.truth, case.grid.transform, case.grid.height, case.grid.width)[0]
        for case in outcome.cases[:JITTERED]
    ]
    estimated = _suspected(outcome, crops, rng, suspects) if suspects else None
    predicted = np.where(fields.voted < len(crops), fields.voted, -1)
    counts = confusion(fields, len(crops))[:, : len(crops)]
    return sensitivity(predicted, fields.crop, counts, rasters, rng, estimated)


def _suspected(outcome: Outcome, crops: Sequence[Crop], rng: np.random.Generator, path: Path) -> dict | None:
    """Return the noise rate that confident learning finds, and write the parcels it suspects, the worst first."""
    fields = rows(outcome.fields, np.isfinite(outcome.fields.probs).all(1))
    if not fields.crop.size:
        return None
    found = suspicion(fields.probs, fields.crop, rng, fields.cluster)
    worst, truth = found.ranked, outcome.cases[0].truth
    labels = np.array([crop.label for crop in crops], object)
    here = fields.parcel[worst]
    write_suspects(
        path,
        truth.polygons[here],
        truth.crs,
        truth.ids[here],
        labels[fields.crop[worst]],
        labels[found.suggested[worst]],
        fields.probs[worst, found.suggested[worst]],
        found.margin[worst],
    )
    return found.summary()


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_")
