"""Training of a bundle further on one scene with declared parcels, and its score on ground that it did not see."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
import torch

from ..adaptation.class_choice import choose_classes
from ..bundle import CARD, EMBEDDINGS, WEIGHTS, Bundle, card_fingerprint, load_bundle, save_bundle
from ..crops import Crop, class_of, crop_of
from ..datatypes import WatershedSettings
from ..declared_parcels import Declared, describe_uncounted, read_declared, reprojected
from ..disk_cache import default_folder
from ..mapping.run_folder import RUNS, open_run_folder
from ..network.encoders import Encoder
from ..network.predictor import choose_device
from ..network.two_stream import TwoStream
from ..network.weights import adopt, cell_width, encoder_of, network_of, round_weights, weights_of
from ..outputs.transaction import staged_folder
from ..protocol import FineTuneRequest, FineTuneSummary, InputError, Inspection
from ..reporter import Reporter
from ..scene.fingerprint import fingerprint
from ..scene.grid import Grid, reference_grid
from ..scene.inspection import inspect_scene, require_mappable
from ..text import tr
from .dataset import Example, encode_example
from .fine_tuned_card import fine_tuned_card, summarise
from .held_out_blocks import held_out_tiles, hold_out_blocks
from .holdout_scores import score_holdout
from .known_fields import add_known_embeddings
from .labelled_scenes import tiles_of_scene
from .schedule import Schedule
from .single_fields import FieldSeries, concatenate_fields, extract_fields
from .tile_generation import load_or_create
from .trainer import Trainer

FORMAT = 1  # raise it when tiles are drawn or encoded in another way
FEWEST_TILES, MOST_TILES = 8, 72  # to learn from; one takes about 7 MB
MOST_HELD_OUT = 24  # tiles
BATCH, FIELDS, ACQUISITIONS = 2, 64, 16
RATE = 0.25  # of the learning rates of a training from nothing
TRAINED_SHARE = 0.7  # of the trained weights in the average with those of the parent
NORMALISING = 20  # batches from which statistics of normalisation are measured
SAVE_EVERY = 20.0  # seconds
ENCODED, TRAINED = 0.4, 0.95  # fractions of the work that are done after these
SEED = 0


@dataclass(frozen=True)
class _Task:
    """What is trained: the ``parent`` and its scene, with the ``declared`` parcels in it and the classes to learn."""

    request: FineTuneRequest
    parent: Bundle
    inspection: Inspection
    grid: Grid
    declared: Declared
    crops: tuple[Crop, ...]
    encoder: Encoder

    @property
    def new_crops(self) -> tuple[str, ...]:
        """The labels of the classes that the parent lacks."""
        return tuple(crop.label for crop in self.crops[len(self.parent.card["classes"]) :])

    @property
    def tile(self) -> int:
        """The side of a tile in pixels of 10 m."""
        side: int = self.parent.card["tile"]
        return side


def fine_tune(request: FineTuneRequest, reporter: Reporter) -> FineTuneSummary:
    """Train a bundle further and write it; what an interrupted training has done is taken from the cache folder.

    Raises `InputError` where images, parcels, bundle or output cannot be used.
    """
    request.check()
    reporter.stage(tr("Looking at the images"))
    task, uncounted = _prepare(request, reporter)
    inputs = [request.parcels.path, *(f"{request.parent}/{name}" for name in (CARD, WEIGHTS, EMBEDDINGS))]
    files = (CARD, WEIGHTS, EMBEDDINGS)
    with (
        open_run_folder(default_folder() / RUNS, _key(request, task), Path(request.out).parent, reporter) as run,
        staged_folder(request.out, files, request.overwrite, inputs, reporter.warn, run.path) as folder,
    ):
        work = run.path / "training"
        work.mkdir(exist_ok=True)
        summary = dataclasses.replace(_train(task, work, folder, reporter), uncounted=uncounted)
        shutil.rmtree(work, ignore_errors=True)
    return summary


def _prepare(request: FineTuneRequest, reporter: Reporter) -> tuple[_Task, str]:
    """Read the bundle and the parcels; return with them a sentence on the parcels that do not count."""
    parent = load_bundle(request.parent)
    inspection = inspect_scene(request.scene, season=request.season, check=reporter.check)
    require_mappable(inspection.scene)
    if not inspection.proposed:
        raise InputError(inspection.reason)
    frame = next(a for a in inspection.scene.of("S2") if a.date == inspection.proposed)
    grid = reference_grid(inspection.scene, frame)
    bundle_crops = tuple(crop_of(entry) for entry in parent.card["classes"])
    layer = request.parcels
    declared = reprojected(read_declared(layer.path, bundle_crops, layer.layer, request.field, request.codes), grid.crs)
    declared = declared.only(shapely.intersects(declared.polygons, shapely.box(*grid.bounds)))
    if not len(declared.ids):
        text = tr("None of the parcels of {} lies in the images. Choose images and parcels of the same place.")
        raise InputError(text.format(Path(layer.path).name))
    crops = choose_classes(bundle_crops, declared.codes.tolist())
    indices = {code: class_of(code, crops) if code else -1 for code in set(declared.codes)}
    classes = np.array([indices[code] for code in declared.codes], np.int64)
    declared = dataclasses.replace(declared, crops=classes)
    if len(np.unique(classes[classes >= 0])) < 2:
        text = tr("The parcels of {} in the images have fewer than two crops that are understood. {}")
        raise InputError(text.format(Path(layer.path).name, describe_uncounted(declared)))
    task = _Task(request, parent, inspection, grid, declared, crops, encoder_of(parent))
    return task, describe_uncounted(declared)


def _train(task: _Task, work: Path, out: Path, reporter: Reporter) -> FineTuneSummary:
    """Train, score before and after, and write the bundle into the folder ``out``."""
    request, card = task.request, task.parent.card
    areas = hold_out_blocks(task.declared, task.grid, task.tile, SEED)[:MOST_HELD_OUT]
    complete = not request.incomplete
    reporter.stage(tr("Encoding tiles"))
    counts = (len(areas), min(MOST_TILES, max(FEWEST_TILES, 3 * len(areas))))
    step = _progress(reporter, sum(counts), 0.0, ENCODED)
    held_out = _encoded(
        work / "held_out.pt",
        task,
        lambda: held_out_tiles(task.inspection, task.declared, task.grid, areas, task.tile, complete),
        step,
    )
    tiles = _encoded(
        work / "tiles.pt",
        task,
        lambda: tiles_of_scene(task.inspection, task.declared, task.tile, counts[1], SEED, complete, held_out=areas),
        step,
    )
    rng = np.random.default_rng(SEED)
    fields = concatenate_fields([extract_fields(tile, rng) for tile in tiles])
    if not len(fields):
        raise InputError(tr("No parcel that is large enough to learn from lies outside the squares that are held out."))

    reporter.stage(tr("Scoring the model as it is"))
    partitions = {name: WatershedSettings(**values) for name, values in card["partitions"].items()}
    classes = np.arange(len(task.crops))  # those of the parent come first
    before = score_holdout(network_of(task.parent), held_out, card["readout"], partitions, classes)
    network = _train_network(task, tiles, fields, work, reporter)
    reporter.stage(tr("Scoring what was trained"))
    after = score_holdout(network, held_out, card["readout"], partitions, classes)
    squares = np.array([shapely.box(*area.bounds) for area in areas], object)
    reaching = shapely.intersects(task.declared.polygons[:, None], squares).any(1)
    taught = task.declared.crops[(task.declared.crops >= 0) & ~reaching]
    summary = summarise(request.out, task.new_crops, before, after, len(held_out), len(taught))
    card = fine_tuned_card(request, task.parent, task.crops, taught, summary)
    save_bundle(out, card, weights_of(task.encoder, network))
    add_known_embeddings(out, fields, SEED)
    return summary


def _encoded(path: Path, task: _Task, draw: Callable, step: Callable[[], None]) -> list[Example]:
    """Return encoded tiles, which are kept for a training that goes on after an interruption."""

    def encode() -> list[Example]:
        examples = []
        for sample, labels in draw():
            examples.append(encode_example(sample, labels, task.encoder))
            step()
        return examples

    return load_or_create(path, FORMAT, encode)


def _train_network(task: _Task, tiles: list[Example], fields: FieldSeries, work: Path, reporter: Reporter) -> TwoStream:
    """Return the trained network, on the processor, with the weights that a bundle holds."""
    request = task.request
    torch.manual_seed(SEED)
    network = TwoStream(len(task.crops), task.encoder.width, cell=cell_width(task.parent))
    adopt(network, task.parent, task.crops)
    parent = copy.deepcopy(network)
    trainer = Trainer(network, tiles, SEED, device=choose_device(request.device), fields=fields)
    step = _progress(reporter, request.steps, ENCODED, TRAINED)
    reporter.stage(tr("Training"))
    schedule = Schedule(request.steps, BATCH, 1.5e-3, fields=FIELDS, acquisitions=ACQUISITIONS).scaled(RATE)
    trainer.run(schedule, work / "network.pt", lambda number, _: step(number + 1), SAVE_EVERY)
    trainer.average_with(parent, TRAINED_SHARE)
    trainer.measure_normalisation(NORMALISING, BATCH, ACQUISITIONS)
    if "queries" in task.parent.card["readout"].values():
        reporter.stage(tr("Training the queries"))
        trainer = Trainer(trainer.averaged, tiles, SEED, device=trainer.device)
        schedule = dataclasses.replace(schedule, stage="queries", fields=0)
        trainer.run(schedule, work / "decoder.pt", lambda *_: reporter.check(), SAVE_EVERY)
    trained = trainer.averaged.to("cpu")
    round_weights(trained)
    return trained


def _progress(reporter: Reporter, count: int, begin: float, end: float) -> Callable[..., None]:
    """Return a function that reports one of ``count`` steps more, or that so many are done, and stops if asked to."""
    done = 0

    def step(number: int = 0) -> None:
        nonlocal done
        done = number or done + 1
        reporter.check()
        reporter.progress(begin + (end - begin) * min(1.0, done / count))

    return step


def _key(request: FineTuneRequest, task: _Task) -> str:
    """Return a hash of all that a training depends on, empty where images are no local files."""
    scene = task.inspection.scene
    images = sorted(fingerprint(a, scene.elevation) for a in (*scene.of("S2"), *scene.of("S1")))
    if not all(images):
        return ""
    outlines = hashlib.sha256(b"".join(shapely.to_wkb(task.declared.polygons))).hexdigest()
    facts = (
        FORMAT,
        images,
        outlines,
        task.declared.codes.tolist(),
        card_fingerprint(task.parent.card),
        request.incomplete,
        request.steps,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
