"""Training recipes: the settings that define a training, read from TOML files and checked."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ..network.perceiver import CELL_WIDTH
from ..protocol import InputError

EXAMPLES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple[str, ...]: "a list of texts",
    tuple[tuple[str, str], ...]: "a list of pairs of texts",
}


@dataclass(frozen=True)
class TrainingRecipe:
    """The settings of one training of a bundle, ``doab train``.

    - ``name``, ``version`` of the bundle
    - ``encoder``: a file of ``doab pretrain``, Galileo's weights, or a bundle (empty: the default one)
    - ``start``: the bundle whose network training starts from (empty: random weights), ``start_sha256`` the checksum
      that its weights must have (empty: any)
    - ``tile`` in pixels of 10 m; ``tiles``, ``field_tiles``, ``validation_tiles``, ``test_tiles``: numbers of simulated
      tiles for training, for single fields alone, for the choice of thresholds, for the scores of the card
    - ``geometry``: parcel layers whose field shapes are used; ``hard``, ``parted`` and ``diverse``: shares of hard
      tiles, of larger fields that are managed in parts, and of tiles of all climates, products and numbers of dates
    - ``labelled``: pairs of a folder of images and its layer of declared parcels, ``labelled_tiles`` tiles of each;
      ``field``, ``codes`` and ``incomplete`` as in ``doab train --help``; a share ``labelled_relit`` of these tiles has
      all of its images in another light
    - ``series``: the folder that holds ``crop_time_series/`` and ``ewoc/``, whose parcels are single fields, too
      (empty: none), without the series or regions ``series_without``; each parcel is encoded ``series_draws`` times,
      and ``series_share`` of the single fields of a batch are such
    - ``teacher``: Galileo's weights, whose embedding of the year of single fields the temporal stream learns to predict
      (empty: none), for ``teacher_fields`` of the simulated and of the measured fields
    - ``unlabelled``: folders of images without labels, ``unlabelled_tiles`` tiles of each; ``consistency_tiles`` of
      them beside each batch (0: none), for which ``start`` predicts pseudo-labels that maps from any reference frame,
      light and dates must show, with the factor ``consistency_weight`` of these loss terms and ``consistency_crops`` of
      the crops' one
    - ``crop_steps``, ``dense_steps``, ``query_steps``: batches of the three stages, of ``batch`` tiles of at most
      ``acquisitions`` acquisitions and of ``fields`` single fields; ``rate`` is a factor of the learning rates
    - ``anchor``: a bundle whose weights are averaged with those that were trained, of which ``trained_share`` counts
      (empty: none), so that what it knew is kept (Wortsman et al. 2022); ``kept`` names modules of `TwoStream` that
      get its weights back, like ``temporal``: then the crop head is fitted to the outlines' new features
    - ``cells``: the number of values of a cell in the bank of latents; a network that has more is compressed in the end
    - ``mixed``: bfloat16 in the two streams on a processor, too

    Raises `InputError` where a value is out of range.
    """

    name: str = "default"
    version: str = "0.1"
    encoder: str = ""
    start: str = ""
    start_sha256: str = ""
    anchor: str = ""
    trained_share: float = 0.5
    kept: tuple[str, ...] = ()
    cells: int = 8
    seed: int = 0
    tile: int = 96
    tiles: int = 1200
    field_tiles: int = 2400
    validation_tiles: int = 24
    test_tiles: int = 24
    geometry: tuple[str, ...] = ()
    hard: float = 0.35
    parted: float = 0.6
    diverse: float = 0.0
    labelled: tuple[tuple[str, str], ...] = ()
    labelled_tiles: int = 60
    labelled_relit: float = 0.0
    field: str = ""
    codes: str = ""
    incomplete: bool = False
    series: str = ""
    series_without: tuple[str, ...] = ()
    series_draws: int = 8
    series_share: float = 0.5
    teacher: str = ""
    teacher_fields: int = 20000
    unlabelled: tuple[str, ...] = ()
    unlabelled_tiles: int = 40
    consistency_tiles: int = 0
    consistency_weight: float = 1.0
    consistency_crops: float = 0.0
    crop_steps: int = 8000
    dense_steps: int = 1500
    query_steps: int = 1500
    batch: int = 4
    fields: int = 256
    acquisitions: int = 28
    rate: float = 1.0
    mixed: bool = False

    def __post_init__(self) -> None:
        _check_range(
            self,
            0,
            None,
            "seed",
            "tiles",
            "field_tiles",
            "teacher_fields",
            "validation_tiles",
            "test_tiles",
            "labelled_tiles",
        )
        _check_range(self, 0, None, "crop_steps", "dense_steps", "query_steps", "fields", "rate")
        _check_range(self, 1, None, "tile", "batch", "acquisitions", "series_draws")
        _check_range(self, 1, CELL_WIDTH, "cells")
        _check_range(self, 0, 1, "hard", "parted", "diverse", "series_share", "trained_share", "labelled_relit")
        _check_range(self, 0, None, "unlabelled_tiles", "consistency_tiles", "consistency_weight", "consistency_crops")
        if self.kept and not self.anchor:
            raise InputError("'kept' names modules that keep the weights of 'anchor', but there is no anchor.")
        if self.consistency_tiles and not (self.unlabelled and self.unlabelled_tiles):
            raise InputError(
                f"'consistency_tiles' is {self.consistency_tiles}, but there are no tiles without labels: name folders "
                "in 'unlabelled' and a number of 'unlabelled_tiles'."
            )

    def located(self, folder: Path) -> TrainingRecipe:
        """Return the recipe with relative paths taken from ``folder``."""
        return dataclasses.replace(
            self,
            encoder=_locate(folder, self.encoder),
            start=_locate(folder, self.start),
            anchor=_locate(folder, self.anchor),
            geometry=tuple(_locate(folder, layer) for layer in self.geometry),
            labelled=tuple((_locate(folder, images), _locate(folder, parcels)) for images, parcels in self.labelled),
            codes=_locate(folder, self.codes),
            unlabelled=tuple(_locate(folder, images) for images in self.unlabelled),
            series=_locate(folder, self.series),
            teacher=_locate(folder, self.teacher),
        )


@dataclass(frozen=True)
class PretrainingRecipe:
    """The settings of one pre-training of the compact encoder, ``doab pretrain``.

    ``scenes``: folders of images; ``series``: the folder that holds ``crop_time_series/`` and ``ewoc/`` (empty: none),
    ``without``: names of series to leave out; ``teacher``: Galileo nano's weights (empty: none); ``tiles``: number of
    simulated tiles of ``tile`` pixels; ``steps``: number of batches. Raises `InputError` where a value is out of range.
    """

    scenes: tuple[str, ...] = ()
    series: str = ""
    without: tuple[str, ...] = ()
    teacher: str = ""
    tile: int = 96
    tiles: int = 100
    steps: int = 6000
    seed: int = 0

    def __post_init__(self) -> None:
        _check_range(self, 0, None, "tiles", "seed")
        _check_range(self, 1, None, "tile", "steps")

    def located(self, folder: Path) -> PretrainingRecipe:
        """Return the recipe with relative paths taken from ``folder``."""
        return dataclasses.replace(
            self,
            scenes=tuple(_locate(folder, scene) for scene in self.scenes),
            series=_locate(folder, self.series),
            teacher=_locate(folder, self.teacher),
        )


R = TypeVar("R", TrainingRecipe, PretrainingRecipe)


def read_recipe(kind: type[R], path: Path) -> R:
    """Read a recipe from a TOML file; keys that it lacks keep their defaults, relative paths start at its folder.

    Raises `InputError` that names the file, and the key where one is unknown, of a wrong type or out of range.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"The recipe {path} cannot be read: {error}.") from error
    try:
        return _create_recipe(kind, values).located(path.parent)
    except InputError as error:
        raise InputError(f"The recipe {path} is not valid: {error}") from error


def override(recipe: R, values: Mapping[str, object]) -> R:
    """Return ``recipe`` with those of ``values`` that are among its keys; raise `InputError` for wrong values."""
    types = typing.get_type_hints(type(recipe))
    changes = {key: _converted(key, value, types[key]) for key, value in values.items() if key in types}
    return dataclasses.replace(recipe, **changes)


def _create_recipe(kind: type[R], values: Mapping[str, object]) -> R:
    types = typing.get_type_hints(kind)
    unknown = sorted(values.keys() - types.keys())
    if unknown:
        raise InputError(f"{unknown[0]!r} is not one of its keys, which are {', '.join(types)}.")
    return override(kind(), values)


def _converted(key: str, value: object, kind: Any) -> Any:
    """Return a TOML value as a recipe's type; whole numbers are numbers, lists become tuples."""
    if kind is float and type(value) is int:
        return float(value)
    if kind in (str, int, float, bool) and type(value) is kind:
        return value
    if isinstance(value, list) and kind == tuple[str, ...] and all(isinstance(one, str) for one in value):
        return tuple(value)
    if isinstance(value, list) and kind == tuple[tuple[str, str], ...] and all(_is_pair(one) for one in value):
        return tuple((first, second) for first, second in value)
    raise InputError(f"{key!r} is {value!r}, but it must be {EXAMPLES[kind]}.")


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value)


def _check_range(recipe: object, low: float, high: float | None, *keys: str) -> None:
    """Raise `InputError` where one of ``keys`` is not from ``low`` to ``high``."""
    for key in keys:
        value = getattr(recipe, key)
        if not low <= value or (high is not None and value > high):
            limits = f"{low} or more" if high is None else f"from {low} to {high}"
            raise InputError(f"{key!r} is {value}, but it must be {limits}.")


def _locate(folder: Path, path: str) -> str:
    """Return a path relative to ``folder`` as one relative to the working folder; an empty one stays empty."""
    return str(folder / path) if path else ""
