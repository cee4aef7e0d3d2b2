"""Climates of simulated scenes: location, calendar, dry summers and irrigation, brightness of soils, second crops.

The crop signatures were fitted to temperate and some Mediterranean parcels. In dry summers rain-fed winter cereals stay
thinner and ripen weeks earlier, grass parches, and soils are brighter, while irrigated summer crops stay green beside
them. The strengths are this project's own figures, chosen so that in the driest scenes rain-fed wheat peaks at an NDVI
of about 0.6 in April and grass falls to about 0.3 in August.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ..crops import known_crops
from .land_units import COVERS
from .phenology import phenology
from .signatures import KNOTS, draw_curves
from .spectra import bare_fraction

HALF_YEAR = 182  # days between the seasons of the hemispheres
DRY_SEASON, WET_SEASON = 145, 285  # days from 1 January between which unwatered grass parches in the driest scenes
# Proportion of the fields of a class that are irrigated where summers are dry; others are one in ten.
IRRIGATED = {
    "grain_maize_corn_popcorn": 0.9,
    "potatoes": 0.9,
    "sugar_beet": 0.9,
    "soy_soybeans": 0.85,
    "orchards_fruits": 0.5,
    "sunflower": 0.3,
    "vineyards_wine_vine_rebland_grapes": 0.2,
    "not_known_and_other": 0.3,
}
# How strongly other covers parch, relative to grass.
PARCHING = {
    "grass_strip": 1.0,
    "dry_grass": 0.7,
    "rough_grass": 1.0,
    "scrub": 0.3,
    "hedge": 0.25,
    "garden": 0.3,
    "broadleaf": 0.1,
}


@dataclass(frozen=True)
class Climate:
    """The climate of one scene.

    ``latitude`` and ``longitude`` in degrees; ``dryness`` of the summer, 0 (moist) to 1; ``soil`` is a factor of the
    reflectance of bare soil; ``second_crops`` the proportion of early harvested fields that bear another crop
    afterwards; ``spread`` multiplies the deviations that fields of one kind have in common within the scene.
    """

    latitude: float
    longitude: float
    dryness: float = 0.0
    soil: float = 1.0
    second_crops: float = 0.0
    spread: float = 1.0

    @property
    def calendar(self) -> int:
        """Days by which the seasons come later than in the northern hemisphere."""
        return HALF_YEAR if self.latitude < 0 else 0


def draw_climate(rng: np.random.Generator) -> Climate:
    """Draw a climate: temperate Europe in six scenes of ten, dry summers in three, mostly dry or southern in the rest.

    One temperate scene in six has a drought.
    """
    kind = rng.choice(3, p=(0.55, 0.25, 0.2))
    spread = rng.uniform(0.8, 1.6)
    if kind == 0:
        dryness = rng.uniform(0.1, 0.5) if rng.random() < 1 / 6 else 0.0
        soil = float(np.exp(rng.normal(0, 0.12)))
        return Climate(rng.uniform(42, 57), rng.uniform(-5, 22), dryness, soil, rng.uniform(0, 0.15), spread)
    soil = float(np.exp(rng.normal(0.15, 0.22)))
    if kind == 1:
        return Climate(rng.uniform(30, 45), rng.uniform(-9, 45), rng.uniform(0.3, 1.0), soil, 0.15, spread)
    latitude, longitude = rng.uniform(-40, -12), rng.choice((-58.0, 25.0, 142.0)) + rng.uniform(-10, 10)
    return Climate(latitude, longitude, rng.uniform(0, 0.8), soil, rng.uniform(0, 0.5), spread)


def adapt_curves(
    rng: np.random.Generator, curves: np.ndarray, crops: np.ndarray, climate: Climate
) -> tuple[np.ndarray, np.ndarray]:
    """Return the curves [N, knots, channels] of fields of ``crops`` [N] in a climate, and their additional delay [N].

    Delays (days) are negative where crops ripen early.
    """
    count = len(crops)
    classes = known_crops()
    irrigated = rng.random(count) < np.array([IRRIGATED.get(crop.name, 0.1) for crop in classes])[crops]
    stress = climate.dryness * np.where(irrigated, 0.1, rng.uniform(0.6, 1.2, count)).clip(0, 1)
    perennial, harvest = (phenology().crops[name][crops] for name in ("perennial", "harvest"))
    is_early = (perennial == 0) & (harvest < 210)
    is_herb = np.array(["grass" in crop.name or crop.name.startswith("not_known") for crop in classes])[crops]
    second = is_early & (rng.random(count) < climate.second_crops)
    curves = _with_second_crops(rng, curves, second) if second.any() else curves
    spectra = np.exp(curves[..., :10])
    thinner = stress * np.where(perennial > 0, 0.25, 0.45)
    parching = stress * np.where(is_herb | is_early, 1.0, 0.3 * (perennial > 0))
    spectra = _parch(spectra, KNOTS, thinner, parching, climate.soil)
    adapted = np.concatenate([np.log(spectra.clip(0.003)), curves[..., 10:]], axis=-1)
    return adapted, np.where(is_early, -28 * stress, -6 * stress)


def adapt_covers(spectra: np.ndarray, covers: np.ndarray, days: np.ndarray, climate: Climate) -> np.ndarray:
    """Return the reflectance [M, T, 10] of units of other ``covers`` [M] on ``days`` [T] in a climate."""
    parching = climate.dryness * np.array([PARCHING.get(name, 0.0) for name in COVERS])[covers]
    soil = np.where(parching > 0, climate.soil, 1.0)[:, None, None]
    return _parch(spectra, days, 0.2 * parching, parching, soil).astype(np.float32)


def draw_cover_factors(rng: np.random.Generator, covers: np.ndarray) -> np.ndarray:
    """Draw factors [U, 10] of the reflectance of units of ``covers`` [U], around one of their kind in the scene."""
    bands = np.linspace(-1, 1, 10)

    def draw(count: int, brightness: float, slope: float) -> np.ndarray:
        return rng.normal(0, brightness, (count, 1)) + rng.normal(0, slope, (count, 1)) * bands

    kinds = draw(len(COVERS), 0.18, 0.08)
    return np.exp(kinds[covers] + draw(len(covers), 0.08, 0.04)).astype(np.float32)


def _with_second_crops(rng: np.random.Generator, curves: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return curves [N, knots, channels] in which a late summer crop follows the harvest of the fields ``second``."""
    classes = known_crops()
    harvest = phenology().crops["harvest"]
    late = np.flatnonzero((phenology().crops["perennial"] == 0) & (harvest > 250))
    following = rng.choice(late, len(curves))
    other = draw_curves(rng, following, np.arange(len(curves)), classes)
    other = np.roll(other, 2, axis=1)  # sown two knots (30 days) later than as a main crop
    change = expit((KNOTS[None] - rng.normal(192, 8, (len(curves), 1))) / 6) * second[:, None]
    return curves + change[..., None] * (other - curves)


def _parch(
    spectra: np.ndarray, days: np.ndarray, thinner: np.ndarray, parching: np.ndarray, soil: np.ndarray | float
) -> np.ndarray:
    """Return reflectance [N, T, 10] with fewer leaves, dry ones in summer, and brighter soil.

    ``thinner`` [N] is the proportion of the green leaves that is replaced by soil, ``parching`` [N] that which is dry
    in the middle of the dry season; ``soil`` a factor of the reflectance of bare soil.
    """
    materials = phenology().materials
    day = days % 365
    season = expit((day - DRY_SEASON) / 12) * expit((WET_SEASON - day) / 12)
    bare = bare_fraction(spectra)[..., None]
    dry = materials["soil"] * soil
    spectra = spectra * (1 + bare * (np.asarray(soil) - 1))
    spectra = spectra + thinner[:, None, None] * (1 - bare) * (dry - spectra)
    straw = 0.6 * materials["straw"] + 0.4 * dry
    return spectra + (parching[:, None] * season)[..., None] * (1 - bare_fraction(spectra)[..., None]) * (
        straw - spectra
    )
