"""How crops grow: phenological figures of the classes as data, and what covers the soil of each field on each day.

Curves are double logistic (Fischer 1994, Beck et al. 2006) in the share of the ground under green leaves. A field
carries the crop of last season until this season's is sown, and later that of the next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.special import expit

from ..crops import known_crops

FIGURES = Path(__file__).resolve().parents[2] / "resources" / "simulation" / "phenology.json"
MOST_CUTS = 5
YEAR = 365
MIDDLE_LATITUDE, LATER_NORTHWARDS = 48.5, 2.0  # the figures' own, and days later for each degree northwards
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
    """The figures of `FIGURES` as arrays: ``crops`` by name, [K] or [K, n] in the order of `known_crops`;
    ``materials`` by name [10]; ``covers`` by name, in the file's order."""

    crops: dict[str, np.ndarray]
    materials: dict[str, np.ndarray]
    covers: dict[str, np.ndarray]


@dataclass(frozen=True)
class Season:
    """One crop a field on N fields: their class [N], their figures [N] or [N, n], and the days of the cuts [N, 5]."""

    crop: np.ndarray
    figures: dict[str, np.ndarray]
    cuts: np.ndarray


@dataclass(frozen=True)
class Ground:
    """What covers the ground of N fields on T days, each [N, T].

    Shares of ``green`` leaves, ``straw`` (standing or lying) and ``weeds`` (sward, volunteers); the rest is soil.
    ``bloom`` is the share of the leaves under flowers, ``mass`` the plants that radar meets (0 to 1), ``ripe`` how dry
    they are, ``crop`` the class they belong to.
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
    """Read the figures and put them in the order of `known_crops`."""
    data = json.loads(FIGURES.read_text(encoding="utf-8"))
    by_code = {entry["code"]: _DEFAULTS | entry for entry in data["crops"]}
    entries = [by_code[crop.code] for crop in known_crops()]
    crops = {name: np.array([e[name] for e in entries], float) for name in entries[0] if name != "code"}
    looks = ("summer", "winter", "radar", "grain")
    covers = {name: np.array([entry[name] for entry in data["covers"]], float) for name in looks}
    materials = {name: np.array(value) for name, value in data["materials"].items()}
    return Phenology(crops, materials, covers)


def rotate(rng: np.random.Generator, crop: np.ndarray, shift: float) -> tuple[Season, Season, Season]:
    """Grow last year's, this year's and next year's crops on fields whose class this year is ``crop`` [N].

    ``shift`` (days) is how late this season is. Perennial crops stay; the others follow annual crops at random.
    """
    perennial = phenology().crops["perennial"][crop] > 0
    annual = np.flatnonzero(phenology().crops["perennial"] == 0)
    now = grow(rng, crop, shift)
    others = [grow(rng, rng.choice(annual, len(crop)), shift + rng.normal(0, 5)) for _ in range(2)]
    before, after = (_merge(perennial, now, other) for other in others)
    return before, now, after


def grow(rng: np.random.Generator, crop: np.ndarray, shift: float) -> Season:
    """Vary the figures of the classes ``crop`` [N] from field to field: timing, vigour, rows, cuts."""
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
    spaced = (np.arange(MOST_CUTS) + rng.uniform(-0.3, 0.3, (n, MOST_CUTS))) * 170 / np.maximum(number, 1)
    cuts = np.where(np.arange(MOST_CUTS) < number, 132 + shift + spaced, np.inf)
    return Season(crop, f, cuts)


def _merge(first: np.ndarray, one: Season, other: Season) -> Season:
    """Return a season that is ``one`` on the fields where ``first`` [N] and ``other`` elsewhere."""

    def choose(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.where(first.reshape(-1, *[1] * (a.ndim - 1)), a, b)

    figures = {name: choose(values, other.figures[name]) for name, values in one.figures.items()}
    return Season(choose(one.crop, other.crop), figures, choose(one.cuts, other.cuts))


def ground(seasons: tuple[Season, Season, Season], days: np.ndarray) -> Ground:
    """Return what covers the fields on ``days`` [T], counted from 1 January of the middle season's harvest year."""
    before, now, after = seasons
    states = (_cover(before, days + YEAR), _cover(now, days), _cover(after, days - YEAR))
    sown = (days >= now.figures["sown"][:, None]).astype(int) + (days - YEAR >= after.figures["sown"][:, None])
    return Ground(*(np.choose(sown, parts) for parts in zip(*states, strict=True)))


def _cover(season: Season, days: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the parts of a `Ground` for one season, as if nothing were sown after it."""
    f = {name: values[:, None] for name, values in season.figures.items() if values.ndim == 1}
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
    strength, middle, width = (season.figures["bloom"][:, i, None] for i in range(3))
    bloom = strength * np.exp(-0.5 * ((t - middle) / width) ** 2)
    stems = np.where(perennial, grown, (f["rosette"] * young) * (1 - risen) + f["peak"] * risen)
    mass = stems * standing * rows * (1 - 0.4 * mown)
    ripe = np.where(perennial, 0, fallen)
    crop = np.broadcast_to(season.crop[:, None], green.shape)
    return green, straw.clip(0, 1 - green - weeds), weeds, bloom, mass, ripe, crop
