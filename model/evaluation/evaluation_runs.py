"""Evaluation of a map, of a scene or of simulated scenes: cases, systems, scores and the report."""

from __future__ import annotations

import configparser
import dataclasses
import datetime
import math
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..bundle import load_bundle
from ..crops import Crop, known_crops
from ..declared_parcels import Declared, describe_uncounted, read_column, read_declared
from ..protocol import Area, InputError, Job, Scene, Source
from ..scene.discovery import discover
from ..simulation.scene_files import write_scene
from ..simulation.simulated_tiles import TileVariety
from ..text import tr
from .assessment import Comparison, analyse_label_noise, compare_systems, score_systems
from .baseline.baseline_mapping import map_with_baseline
from .baseline.random_forest import load_baseline, save_baseline, train_baseline
from .cases.evaluation_cases import MappingCase, ReadReference, case_of_map, case_of_scene, simulate_cases
from .cases.spatial_holdout import folds_by_attribute, folds_by_blocks
from .evaluation_options import ReferenceOptions, SimulationOptions, SystemOptions
from .matching.map_comparison import Case, tabulate
from .matching.parcel_map import read_parcel_map
from .report import protocol_text
from .report.html_report import write_report
from .systems import ABLATIONS, CHANGES, PARTS, WHOLE, System, build_systems

ATTRIBUTION = "contains modified Copernicus Sentinel data"
BASELINE_NAME = "random forest floor"  # in reports and as the folder of its maps
BASELINE_FILE = "floor.npz"
BASELINE_TILES, BASELINE_TILE_SIZE = 200, 96  # training tiles, and their side in pixels of 10 m
BASELINE_TRAINING = (
    f"{BASELINE_TILES} other painted tiles of {BASELINE_TILE_SIZE} x {BASELINE_TILE_SIZE} pixels, half of them hard"
)
BASELINE_SEED_STREAM = 5  # separates these tiles from others simulated from the same seed
ISSUES_FILE = "suspects.gpkg"
METADATA = Path(__file__).resolve().parents[2] / "metadata.txt"

Log = Callable[[str], None]
MakeCases = Callable[[Job, Sequence[Crop]], Iterable[MappingCase]]


@dataclass(frozen=True)
class Evaluation:
    """The scores of ``systems``, as the report holds them, the path of its ``page``, and what was scored, in words."""

    systems: Sequence[dict]
    page: Path
    data: str


@dataclass(frozen=True)
class _Result:
    """A comparison of systems with what the report needs of them.

    ``compared`` are the names of the systems to show side by side, ``ablated`` those of the ablation, and of changed
    images, by their label there, ``bundle`` the report's part on the bundle.
    """

    comparison: Comparison
    crops: Sequence[Crop]
    compared: Sequence[str]
    ablated: Mapping[str, str]
    bundle: dict | None

    @property
    def counted(self) -> int:
        """The number of reference parcels that are scored."""
        return len(self.comparison.counted.crop)


def evaluate_map(path: Path, reference: ReferenceOptions, out: Path) -> Evaluation:
    """Score an existing map of parcels against declared ones; write the report into the folder ``out``.

    Raises `InputError` where map and reference cannot be compared.
    """
    _check_folds(reference)
    _make_folder(out)
    crops = known_crops()
    parcel_map = read_parcel_map(path, crops)
    case = _add_folds(reference, case_of_map(parcel_map, _reference_reader(reference, crops), path.name))
    comparison = Comparison({path.stem: tabulate(parcel_map, case, len(crops))}, [case])
    result = _Result(comparison, crops, list(comparison.tables), {}, None)
    return _report_on_reference(result, reference, None, out)


def evaluate_scene(
    sources: Sequence[Source], reference: ReferenceOptions, systems: SystemOptions, out: Path, log: Log
) -> Evaluation:
    """Map the scene of ``sources`` with every system and score the maps against declared parcels.

    Maps and report are written into the folder ``out``. Raises `InputError` as `map_scene` does, and where maps and
    reference cannot be compared.
    """
    if not any(source.role == "s2" for source in sources):
        raise InputError(tr("Name the Sentinel-2 images with --s2 (files, folders or SAFE products)."))
    _check_folds(reference)

    def make_cases(template: Job, crops: Sequence[Crop]) -> list[MappingCase]:
        job = dataclasses.replace(template, scene=discover(sources), out=str(out / "parcels.gpkg"))
        job, case = case_of_scene(job, _reference_reader(reference, crops))
        return [MappingCase("scene", _add_folds(reference, case), job)]

    return _report_on_reference(_run_systems(make_cases, systems, out, log), reference, systems, out)


def evaluate_simulated(simulation: SimulationOptions, systems: SystemOptions, out: Path, log: Log) -> Evaluation:
    """Simulate scenes, map them with every system and score the maps against the true parcels.

    Maps and report are written into the folder ``out``. Raises `InputError` where scenes cannot be simulated so.
    """
    settings = {key: getattr(simulation, key) for key in ("size", "geometry", "hard", "parted")}

    def make_cases(template: Job, crops: Sequence[Crop]) -> Iterable[MappingCase]:
        return simulate_cases(simulation.scenes, simulation.seed, partial(write_scene, **settings), template, crops)

    result = _run_systems(make_cases, systems, out, log)
    _check_counted(result)
    facts = {
        "simulated": True,
        "data": protocol_text.describe_simulated_data(simulation, result.counted),
        "attribution": "",
        "protocol": protocol_text.describe_simulated_protocol(simulation, systems, _baseline_training(systems)),
    }
    return _write(result, facts, None, out)


def _run_systems(make_cases: MakeCases, options: SystemOptions, out: Path, log: Log) -> _Result:
    """Load the systems, map all cases with each of them into ``out`` and compare the maps."""
    from ..network.predictor import load_predictor

    _make_folder(out)
    baseline = {} if options.baseline is None else {BASELINE_NAME: _load_or_train_baseline(options, out, log)}
    predictor = load_predictor(options.bundle, options.device)
    available, name = build_systems(predictor), predictor.name
    parts = PARTS if options.parts else ()
    withheld = (*(ABLATIONS if options.ablate else ()), *(CHANGES if options.changes else ()))
    ablated = {WHOLE: name} | {label: label for label in withheld} if withheld else {}
    added = {label: available[label] for label in (*parts, *ablated) if label != WHOLE}
    systems = {name: available[WHOLE]} | added | baseline
    card = load_bundle(options.bundle).card
    with tempfile.TemporaryDirectory(prefix=".doab-", dir=out) as scratch:
        # Tokens are only worth caching where another system reads them again.
        cache = Job.cache if len(systems) > 1 else 0
        template = Job(Scene(), "", options.reference, bundle=options.bundle, scratch=scratch, cache=cache)
        cases = make_cases(template, predictor.crops)
        comparison = compare_systems(cases, systems, predictor.crops, out / "maps", log)
    bundle = {key: card.get(key) for key in ("name", "version", "sha256", "trained_on")}
    return _Result(comparison, predictor.crops, (name, *parts, *baseline), ablated, bundle)


def _load_or_train_baseline(options: SystemOptions, out: Path, log: Log) -> System:
    """Return the baseline of a file, or one trained on simulated tiles, half of them hard, and saved in ``out``."""
    from ..training.dataset import simulated_tiles

    if options.baseline:
        baseline = load_baseline(options.baseline)
    else:
        log(f"painting {BASELINE_TILES} tiles to train the random forest on")
        seed = options.seed, BASELINE_SEED_STREAM
        tiles = simulated_tiles(range(BASELINE_TILES), seed, BASELINE_TILE_SIZE, TileVariety(hard=0.5))
        baseline = train_baseline(tiles, known_crops(), options.seed)
        save_baseline(baseline, out / BASELINE_FILE)
    return lambda job: map_with_baseline(job, baseline)


def _baseline_training(options: SystemOptions | None) -> str:
    """Return what the random forest learned from, for the protocol; empty without one."""
    if options is None or options.baseline is None:
        return ""
    return f"what {Path(options.baseline).name} holds" if options.baseline else BASELINE_TRAINING


def _reference_reader(reference: ReferenceOptions, crops: Sequence[Crop]) -> ReadReference:
    def read_reference(area: Area) -> Declared:
        return read_declared(reference.truth, crops, reference.layer, reference.field, reference.codes, area)

    return read_reference


def _check_folds(reference: ReferenceOptions) -> None:
    if not (reference.blocks is None or 0 < reference.blocks < math.inf) or not 0 <= reference.buffer < math.inf:
        raise InputError(tr("The sides of blocks and the width of the buffer are positive numbers of metres."))
    if reference.buffer and not (reference.blocks or reference.by):
        raise InputError(tr("A buffer lies between folds: say which with --blocks or --by."))


def _add_folds(reference: ReferenceOptions, case: Case) -> Case:
    """Return the case with the folds of the options as its clusters; without folds each parcel stays a cluster."""
    if reference.blocks is not None:
        holdout = folds_by_blocks(case.truth, reference.blocks, reference.buffer)
    elif reference.by:
        values = read_column(reference.truth, reference.by, reference.layer)
        holdout = folds_by_attribute(case.truth, [values[name] for name in case.truth.ids], reference.buffer)
    else:
        return dataclasses.replace(case, complete=not reference.incomplete)
    return dataclasses.replace(
        case, cluster=holdout.fold, left_out=holdout.left_out, complete=not reference.incomplete, folds=True
    )


def _report_on_reference(
    result: _Result, reference: ReferenceOptions, systems: SystemOptions | None, out: Path
) -> Evaluation:
    _check_counted(result)
    hectares = sum(case.grid.width * case.grid.height for case in result.comparison.cases) / 100
    training = _baseline_training(systems)
    uncounted = " ".join(filter(None, (describe_uncounted(case.truth) for case in result.comparison.cases)))
    facts = {
        "simulated": False,
        "data": protocol_text.describe_reference_data(reference, result.counted, hectares, uncounted),
        "attribution": ATTRIBUTION,
        "protocol": protocol_text.describe_reference_protocol(reference, systems, training),
    }
    return _write(result, facts, out / ISSUES_FILE, out)


def _check_counted(result: _Result) -> None:
    if not result.counted:
        text = tr(
            "No reference parcel counts: their crops are unknown, or they are under 0.1 ha, at the edge or too near "
            "another fold. Name the column of their crops and the table of its codes, or make the buffer narrower."
        )
        raise InputError(text)


def _write(result: _Result, facts: dict, issues_path: Path | None, out: Path) -> Evaluation:
    """Score the systems and write the report; the order of keys is that of report.json."""
    scores = score_systems(result.comparison, result.crops, result.compared, result.ablated)
    report = {
        "title": tr("Evaluation of {}").format(result.compared[0]),
        "created": datetime.date.today().isoformat(),
        "generator": f"doab evaluate {_read_version()}",
        **facts,
        "bundle": result.bundle,
        **scores,
        "noise": analyse_label_noise(result.comparison, result.crops, issues_path),
    }
    return Evaluation(scores["systems"], write_report(report, out), report["data"])


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = tr("The folder {} cannot be made: {}.")
        raise InputError(text.format(folder, error.strerror)) from error


def _read_version() -> str:
    """Return the version of this program from the plugin's metadata."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(METADATA, encoding="utf-8")
    return metadata["general"]["version"]
