"""Training of a bundle from a recipe: tiles, three stages, the choice of the readout, the files."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from ..bundle import load_bundle, same_checksum, save_bundle
from ..crops import known_crops
from ..datatypes import Labels, Sample
from ..declared_parcels import describe_uncounted, read_declared
from ..network.batches import Frame, TokenVolume
from ..network.encoders import Encoder
from ..network.encoders.galileo import GalileoEncoder
from ..network.predictor import choose_device
from ..network.two_stream import TwoStream
from ..network.weights import adopt, cell_width, load_encoder, round_weights, weights_of
from ..outputs.transaction import remove_partial
from ..protocol import InputError, Job, Source
from ..simulation.parcel_shapes import read_shapes
from ..simulation.simulated_tiles import TileVariety
from .bundle_card import create_card
from .cell_compression import compress_cells
from .crop_residual import draw_views, keep_crops
from .dataset import Example, encode_examples, simulated_tiles
from .known_fields import add_known_embeddings, carry_known_embeddings
from .labelled_scenes import labelled_tiles
from .measured_fields import balance, measure_fields, read_regions, usable
from .recipes import TrainingRecipe
from .schedule import Schedule
from .sequence_teacher import embed_years
from .single_fields import FieldSeries, concatenate_fields, extract_fields, mix_fields, take_fields
from .tile_generation import TileSettings, generate_fields, generate_tiles, load_or_create
from .trainer import Trainer
from .unlabelled_scenes import UnlabelledTile, relight_images, unlabelled_tiles
from .validation import select_readout

# Second numbers of the sets' seeds: no two sets share a tile.
HELD_OUT, VALIDATION, TRAINING, SQUARES, MEASURED, UNLABELLED, KEPT = 1, 2, 3, 4, 5, 6, 7
PROGRESS_INTERVAL = 25  # steps


@dataclass(frozen=True)
class RunSettings:
    """Settings of a run that do not define its result: the work folder, processes, the device, a folder for logs."""

    work: Path
    workers: int = max(1, os.cpu_count() or 1)
    device: str = Job.device
    logs: Path | None = None


def train_bundle(
    recipe: TrainingRecipe, out: Path, settings: RunSettings, report: Callable[[str], None] = lambda message: None
) -> None:
    """Train, choose thresholds, score on held-out tiles and write the bundle into the folder ``out``.

    ``report`` is called with a line of text now and then. A run with the same work folder is resumed. Raises
    `InputError` where an input cannot be used.
    """
    settings.work.mkdir(parents=True, exist_ok=True)
    remove_partial(settings.work)
    torch.manual_seed(recipe.seed)
    if recipe.consistency_tiles and not recipe.start:
        raise InputError(
            "Tiles without labels are labelled by the bundle that training starts from: name one with --start, or "
            "leave 'consistency_tiles' at 0."
        )
    encoder, encoder_record = load_encoder(recipe.encoder)
    round_weights(encoder)
    classes = len(known_crops())
    network = _create_network(recipe, encoder)
    if unknown := sorted(set(recipe.kept) - {name for name, _ in network.named_modules()}):
        raise InputError(f"{unknown[0]!r} in 'kept' is no module of the network; name one like 'temporal'.")
    anchor = adopt(copy.deepcopy(network), load_bundle(recipe.anchor), known_crops()) if recipe.anchor else None

    report("generating and reading tiles")
    examples, fields = _simulate_training_set(recipe, settings)
    measured, parcels = _measure_fields(recipe, settings, encoder)
    for region, count in parcels.items():
        report(f"{count} parcels of {region}")
    fields = _add_targets(fields, "simulated", recipe, settings)
    if measured:
        fields = mix_fields(fields, _add_targets(measured, "measured", recipe, settings), recipe.series_share)
    examples += encode_examples(_read_labelled_tiles(recipe, report), encoder)
    trainer = Trainer(
        network,
        examples,
        recipe.seed,
        device=choose_device(settings.device),
        mixed=True if recipe.mixed else None,
        log=settings.logs,
        fields=fields,
        unlabelled=list(_read_unlabelled_tiles(recipe, encoder)),
    )

    def report_step(step: int, terms: dict[str, float]) -> None:
        if step % PROGRESS_INTERVAL == 0:
            report(f"{step:6d}  " + "  ".join(f"{name} {value:.3f}" for name, value in terms.items()))

    *others, of_decoder = create_schedules(recipe)
    for schedule in others:
        trainer.run(schedule, settings.work / "network.pt", report_step)
    if anchor:
        trainer.average_with(anchor, recipe.trained_share, recipe.kept)
    if any(schedule.steps for schedule in others):
        trainer.measure_normalisation(batch=recipe.batch, acquisitions=recipe.acquisitions)
    network = trainer.averaged

    def views() -> Iterator[tuple[TokenVolume, Frame]]:
        unlabelled = [tile for tile, _ in trainer.unlabelled]
        return draw_views(examples, unlabelled, recipe.acquisitions, np.random.default_rng([recipe.seed, KEPT]))

    if anchor and recipe.kept:
        explained = keep_crops(network, anchor, views(), torch.Generator().manual_seed(recipe.seed))
        report(f"R² of the spatial term of the crop head, fitted to that of the anchor: {explained:.3f}")
    if recipe.cells < network.spatial.cells.in_channels:
        network, explained = compress_cells(network, (volume for volume, _ in views()), recipe.cells)
        report(f"share of the variance of cells that {recipe.cells} values keep: {explained:.4f}")
    trainer = Trainer(network, examples, recipe.seed, device=trainer.device, mixed=trainer.mixed, log=settings.logs)
    trainer.run(of_decoder, settings.work / "decoder.pt", report_step)
    trained = trainer.averaged.to("cpu")
    round_weights(trained)

    validation = list(encode_examples(_simulate_tiles(recipe, VALIDATION, recipe.validation_tiles), encoder))
    held_out = list(encode_examples(_simulate_tiles(recipe, HELD_OUT, recipe.test_tiles), encoder))
    control = TwoStream(classes, encoder.width, cell=trained.spatial.cells.in_channels)
    selection = select_readout(trained, control, validation, held_out)
    report(json.dumps(selection.scores, indent=1))
    arguments = {"classes": classes, "token_width": encoder.width}
    save_bundle(out, create_card(recipe, encoder_record, arguments, selection, parcels), weights_of(encoder, trained))
    if not (recipe.start and carry_known_embeddings(out, recipe.start)):
        add_known_embeddings(out, fields, recipe.seed)
    report(f"shapes from {selection.shape}, crops from {selection.crop}")


def create_schedules(recipe: TrainingRecipe) -> list[Schedule]:
    """Return the three stages of a recipe."""
    fields, acquisitions = recipe.fields, recipe.acquisitions
    stages = (
        Schedule(recipe.crop_steps, 0, 2e-3, stage="crops", fields=fields, acquisitions=acquisitions),
        Schedule(recipe.dense_steps, recipe.batch, 1.5e-3, stage="dense", fields=fields, acquisitions=acquisitions),
        Schedule(recipe.query_steps, recipe.batch, 1e-3, stage="queries", acquisitions=acquisitions),
    )
    crops, dense, queries = (stage.scaled(recipe.rate) for stage in stages)
    dense = replace(
        dense,
        unlabelled=recipe.consistency_tiles,
        consistency=recipe.consistency_weight,
        consistent_crops=recipe.consistency_crops,
    )
    return [crops, dense, queries]


def _create_network(recipe: TrainingRecipe, encoder: Encoder) -> TwoStream:
    """Return the network that training starts from: that of the recipe's ``start``, or one with random weights."""
    if not recipe.start:
        return TwoStream(len(known_crops()), encoder.width, cell=recipe.cells)
    bundle = load_bundle(recipe.start)
    if recipe.start_sha256 and not same_checksum(bundle.card["sha256"], recipe.start_sha256):
        raise InputError(
            f"The recipe starts from a bundle with the checksum {recipe.start_sha256}, but {recipe.start} (version "
            f"{bundle.card['version']}) has {bundle.card['sha256']}. Name the right one with --start."
        )
    return adopt(TwoStream(len(known_crops()), encoder.width, cell=cell_width(bundle)), bundle, known_crops())


def _simulate_training_set(recipe: TrainingRecipe, settings: RunSettings) -> tuple[list[Example], FieldSeries]:
    """Return the simulated tiles, and the fields of these and of the tiles that are generated for single fields alone.

    Both are cached in the work folder.
    """
    shaped = TileSettings(
        (recipe.seed, TRAINING),
        recipe.tile,
        recipe.geometry,
        hard=recipe.hard,
        parted=recipe.parted,
        diverse=recipe.diverse,
        encoder=recipe.encoder,
    )
    squares = TileSettings(
        (recipe.seed, SQUARES), recipe.tile, squares=True, diverse=recipe.diverse, encoder=recipe.encoder
    )
    tiles = load_or_create(
        settings.work / "simulated_tiles.pt",
        (shaped, recipe.tiles),
        lambda: list(generate_tiles(shaped, recipe.tiles, settings.workers)),
    )
    of_squares = load_or_create(
        settings.work / "simulated_fields.pt",
        (squares, recipe.field_tiles),
        lambda: list(generate_fields(squares, recipe.field_tiles, settings.workers)),
    )
    of_tiles = (extract_fields(tile, np.random.default_rng([recipe.seed, number])) for number, tile in enumerate(tiles))
    return tiles, concatenate_fields([*of_tiles, *of_squares])


def _measure_fields(
    recipe: TrainingRecipe, settings: RunSettings, encoder: Encoder
) -> tuple[FieldSeries | None, dict[str, int]]:
    """Return the fields of the labelled series, if there are any, and the number of parcels used by region.

    The fields are cached in the work folder.
    """
    if not recipe.series:
        return None, {}
    regions = {name: usable(one) for name, one in read_regions(Path(recipe.series), recipe.series_without).items()}
    parcels = {name: len(one.key) for name, one in regions.items() if len(one.key)}
    if not parcels:
        raise InputError(f"No parcel of the series in {recipe.series} is left to learn from.")

    def measure() -> FieldSeries:
        fields = {}
        for number, name in enumerate(parcels):
            rng = np.random.default_rng([recipe.seed, MEASURED, number])
            fields[name] = measure_fields(regions[name], encoder, rng, recipe.series_draws)
        return balance(fields)

    key = recipe.seed, recipe.encoder, recipe.series, parcels, recipe.series_draws
    return load_or_create(settings.work / "measured_fields.pt", key, measure), parcels


def _add_targets(fields: FieldSeries, name: str, recipe: TrainingRecipe, settings: RunSettings) -> FieldSeries:
    """Return the fields with the teacher's embeddings of ``recipe.teacher_fields`` of them, which are cached."""
    if not recipe.teacher:
        return fields
    teacher, record = load_encoder(recipe.teacher)
    if not isinstance(teacher, GalileoEncoder):
        raise InputError(f"The teacher {recipe.teacher} is no Galileo encoder; name its folder or .pt file.")
    chosen = torch.from_numpy(np.random.default_rng(recipe.seed).permutation(len(fields))[: recipe.teacher_fields])
    key = record, recipe.seed, len(fields), len(chosen), float(fields.raw.float().sum())
    path = settings.work / f"{name}_targets.pt"
    embeddings = load_or_create(path, key, lambda: embed_years(take_fields(fields, chosen), teacher))
    target = torch.full((len(fields), embeddings.shape[1]), torch.nan, dtype=embeddings.dtype)
    target[chosen] = embeddings
    return replace(fields, target=target)


def _simulate_tiles(recipe: TrainingRecipe, part: int, count: int) -> Iterator[tuple[Sample, Labels]]:
    """Yield the simulated tiles of one set."""
    shapes = [None, *read_shapes(recipe.geometry)]
    variety = TileVariety(shapes, recipe.hard, recipe.parted, recipe.diverse)
    return simulated_tiles(range(count), (recipe.seed, part), recipe.tile, variety)


def _read_labelled_tiles(recipe: TrainingRecipe, report: Callable[[str], None]) -> Iterator[tuple[Sample, Labels]]:
    """Yield the tiles of the labelled folders; ``report`` says which parcels have no class."""
    for number, (folder, parcels) in enumerate(recipe.labelled):
        declared = read_declared(parcels, field=recipe.field, codes=recipe.codes)
        if uncounted := describe_uncounted(declared):
            report(f"{Path(parcels).name}: {uncounted}")
        seed = [recipe.seed, TRAINING, number]
        complete = not recipe.incomplete
        rng = np.random.default_rng([*seed, 1])
        for sample, labels in labelled_tiles(
            [Source(folder)], declared, recipe.tile, recipe.labelled_tiles, seed, complete
        ):
            yield relight_images(sample, rng) if rng.random() < recipe.labelled_relit else sample, labels


def _read_unlabelled_tiles(recipe: TrainingRecipe, encoder: Encoder) -> Iterator[UnlabelledTile]:
    """Yield the tiles of the folders without labels, if the recipe uses them."""
    for number, folder in enumerate(recipe.unlabelled if recipe.consistency_tiles else ()):
        seed = [recipe.seed, UNLABELLED, number]
        yield from unlabelled_tiles([Source(folder)], encoder, recipe.tile, recipe.unlabelled_tiles, seed)
