"""Phenology of the crop classes: parameters from a file, and the ground cover of each field on each day.

Green cover follows double logistic curves (Fischer 1994, Beck et al. 2006). A field has the crop of the previous season
until the crop of the current season is sown, and the crop of the next season once that is sown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.special import expit

from ..crops import known_crops

PARAMETERS = Path(__file__).resolve().parents[2] / "resources" / "simulation" / "phenology.json"
MAX_CUTS = 5
YEAR = 365
MIDDLE_LATITUDE, LATER_NORTHWARDS = 48.5, 2.0  # latitude of the parameters (degrees), delay in days per degree north
_DEFAULTS = {
    "perennial": 0,
    "rough": 0,
    "rosette": 0.1,
    "dry_spell": 0,
    "varied": 0.05,
    "bloom": [0, 0, 1],
    "cuts": [0, 0],
    "alley": [0, 0],
    "sward": [0, 0],
}


@dataclass(frozen=True)
class Phenology:
    """Parameters as arrays by name.

    ``crops`` [K] or [K, n] in the order of `known_crops`, ``materials`` [10] by band,
    ``covers`` [covers, ...] in the order of the file, ``cover_names`` their names.
    """

    crops: dict[str, np.ndarray]
    materials: dict[str, np.ndarray]
    covers: dict[str, np.ndarray]
    cover_names: tuple[str, ...]


@dataclass(frozen=True)
class Season:
    """The crops of N fields in one season: class [N], parameters [N] or [N, n] by name, and days of the cuts [N, 5]."""

    crop: np.ndarray
    parameters: dict[str, np.ndarray]
    cuts: np.ndarray


@dataclass(frozen=True)
class GroundCover:
    """Ground cover of N fields on T days, each [N, T].

    ``green`` leaves, ``straw`` (standing or lying) and ``weeds`` (sward, volunteers) are fractions; the rest is soil.
    ``bloom`` is the fraction of the leaves under flowers, ``mass`` the relative plant mass seen by radar (0 to 1),
    ``ripe`` the dryness of the plants (0 to 1), ``crop`` the class index.
    """

    green: np.ndarray
    straw: np.ndarray
    weeds: np.ndarray
    bloom: np.ndarray
    mass: np.ndarray
    ripe: np.ndarray
    crop: np.ndarray


@lru_cache(maxsize=1)
def phenology() -> Phenology:
    """Return the parameters of the file in the order of `known_crops`."""
    data = json.loads(PARAMETERS.read_text(encoding="utf-8"))
    by_code = {entry["code"]: _DEFAULTS | entry for entry in data["crops"]}
    entries = [by_code[crop.code] for crop in known_crops()]
    crops = {name: np.array([e[name] for e in entries], float) for name in entries[0] if name != "code"}
    names = ("summer", "winter", "radar", "grain")
    covers = {name: np.array([entry[name] for entry in data["covers"]], float) for name in names}
    materials = {name: np.array(value) for name, value in data["materials"].items()}
    return Phenology(crops, materials, covers, tuple(entry["name"] for entry in data["covers"]))


def draw_rotation(rng: np.random.Generator, crop: np.ndarray, shift: float) -> tuple[Season, Season, Season]:
    """Draw the previous, current and next season of fields whose current class is ``crop`` [N].

    ``shift`` is the delay of the season in days. Perennial crops stay; annual crops alternate with random annual crops.
    """
    perennial = phenology().crops["perennial"][crop] > 0
    annual = np.flatnonzero(phenology().crops["perennial"] == 0)
    current = draw_season(rng, crop, shift)
    others = [draw_season(rng, rng.choice(annual, len(crop)), shift + rng.normal(0, 5)) for _ in range(2)]
    previous, following = (_merge(perennial, current, other) for other in others)
    return previous, current, following


def draw_season(rng: np.random.Generator, crop: np.ndarray, shift: float) -> Season:
    """Draw the parameters of fields of the classes ``crop`` [N] around those of their class; ``shift`` in days."""
    n, table = len(crop), phenology().crops
    f = {name: values[crop].copy() for name, values in table.items()}
    late = shift + rng.normal(0, 4, len(table["rise"]))[crop] + rng.normal(0, 5, n).clip(-10, 10)
    for name, spread in (("sown", 6), ("rise", 2), ("fall", 4), ("harvest", 3)):
        f[name] += late + rng.normal(0, spread, n)
    f["harvest"] = np.maximum(f["harvest"], f["fall"] + 6)
    f["tilled"] = f["harvest"] + f["tilled"] * rng.gamma(2, 0.5, n)
    f["bloom"][:, 1] += late
    for name in ("rise_days", "fall_days"):
        f[name] *= rng.lognormal(0, 0.15, n)
    f["peak"] = (f["peak"] * (1 - np.abs(rng.normal(0, f["varied"]))) + 0.02).clip(0.3, 0.98)
    f["winter"] = (f["winter"] * rng.lognormal(0, 0.3, n)).clip(0, 0.85 * f["peak"])
    f["straw"] = (f["straw"] * rng.normal(1, 0.1, n)).clip(0, 1)
    f["regrowth"] = np.where(rng.random(n) < f["regrowth"], rng.uniform(0.3, 0.95, n), rng.uniform(0, 0.4, n))
    for name in ("alley", "sward"):
        low, high = f[name].T
        f[name] = low + (high - low) * rng.random(n)
    f["dry_spell"] = (f["dry_spell"] * (rng.uniform(0, 1) + rng.normal(0, 0.3, n))).clip(0, 0.8)
    low, high = f["cuts"].T
    number = np.floor(low + rng.random(n) * (high - low + 1))[:, None]
    spaced = (np.arange(MAX_CUTS) + rng.uniform(-0.3, 0.3, (n, MAX_CUTS))) * 170 / np.maximum(number, 1)
    cuts = np.where(np.arange(MAX_CUTS) < number, 132 + shift + spaced, np.inf)
    return Season(crop, f, cuts)


def _merge(first: np.ndarray, one: Season, other: Season) -> Season:
    """Return the season ``one`` of the fields where ``first`` [N] is true, and ``other`` elsewhere."""

    def choose(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.where(first.reshape(-1, *[1] * (a.ndim - 1)), a, b)

    parameters = {name: choose(values, other.parameters[name]) for name, values in one.parameters.items()}
    return Season(choose(one.crop, other.crop), parameters, choose(one.cuts, other.cuts))


def ground_cover(seasons: tuple[Season, Season, Season], days: np.ndarray) -> GroundCover:
    """Return the ground cover on ``days`` [T], counted from 1 January of the harvest year of the middle season."""
    previous, current, following = seasons
    states = (_cover(previous, days + YEAR), _cover(current, days), _cover(following, days - YEAR))
    is_sown = days >= current.parameters["sown"][:, None]
    sown = is_sown.astype(int) + (days - YEAR >= following.parameters["sown"][:, None])
    return GroundCover(*(np.choose(sown, parts) for parts in zip(*states, strict=True)))


def _cover(season: Season, days: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the arrays of a `GroundCover` of one season, as if no crop followed."""
    f = {name: values[:, None] for name, values in season.parameters.items() if values.ndim == 1}
    perennial, t = f["perennial"] > 0, days[None].astype(float)
    standing = np.where(perennial, 1, expit(f["harvest"] - t))
    young = np.where(perennial, f["winter"], f["winter"] * expit((t - f["sown"] - 28) / 7))
    risen = expit((t - f["rise"]) / f["rise_days"])
    grown = young + (f["peak"] - young) * risen
    fallen = expit((t - f["fall"]) / f["fall_days"])
    since = t[..., None] - season.cuts[:, None, :]
    mown = np.where(since > 0, np.exp(-np.maximum(since, 0) / 14), 0).max(-1)
    rows = 1 - f["alley"]
    green = np.where(perennial, grown - (grown - f["winter"]) * fallen, grown * (1 - fallen))
    parched = f["dry_spell"] * np.exp(-0.5 * ((t - 205) / 32) ** 2)
    green = green * standing * (1 - 0.6 * mown) * (1 - parched)
    standing_straw = f["straw"] * np.where(perennial, f["peak"] - green, grown * fallen) * standing
    lying_straw = f["stubble"] * (1 - standing) * expit((f["tilled"] - t) / 2)
    volunteers = f["regrowth"] * (1 - standing) * expit((t - f["harvest"] - 45) / 10)
    meadow = 0.6 + 0.3 * expit((t - 85) / 14) * expit((300 - t) / 20)
    green, straw = green * rows, (standing_straw + lying_straw) * rows
    weeds = (volunteers + f["sward"] * meadow * (1 - green)).clip(0, 1 - green)
    strength, middle, width = (season.parameters["bloom"][:, i, None] for i in range(3))
    bloom = strength * np.exp(-0.5 * ((t - middle) / width) ** 2)
    stems = np.where(perennial, grown, (f["rosette"] * young) * (1 - risen) + f["peak"] * risen)
    mass = stems * standing * rows * (1 - 0.4 * mown)
    ripe = np.where(perennial, 0, fallen)
    crop = np.broadcast_to(season.crop[:, None], green.shape)
    return green, straw.clip(0, 1 - green - weeds), weeds, bloom, mass, ripe, crop
