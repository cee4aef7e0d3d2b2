"""How good each Sentinel-2 date is as the reference frame, and which one to propose."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from rasterio.transform import Affine
from rasterio.windows import Window

from ..ndvi import ndvi_or_zero
from ..protocol import OPTICAL_BANDS, Acquisition, FrameScore
from ..text import tr
from .grid import Grid
from .scene_reader import Warper, read_optical, read_radar

WEIGHTS = {"clear": 0.30, "haze": 0.20, "sharpness": 0.20, "contrast": 0.20, "season": 0.10}
CLEAR_ENOUGH = 0.9
# A scene larger than WHOLE pixels a side is judged by PATCHES × PATCHES windows spread over it, at full resolution:
# that costs the same for a whole tile, and sharpness does not survive a coarser reading.
WHOLE, PATCHES = 512, 4
BEST_DAY = {"north": 135, "south": 318}
BLUE, RED, EDGE, NEAR, NARROW_NEAR = (OPTICAL_BANDS.index(b) for b in ("B02", "B04", "B05", "B08", "B8A"))


@dataclass(frozen=True)
class Look:
    """What a look at one date shows: ``clear`` is the share of the area that is covered and clear (0 to 1).

    ``haze`` grows with haze, ``sharpness`` and ``contrast`` with quality; they compare dates of one scene only, and
    are NaN where the bands or the clear pixels do not allow them. ``season`` is 0 to 1.
    """

    date: str
    covered: float
    clear: float
    haze: float
    sharpness: float
    contrast: float
    season: float


def look(warper: Warper, acquisition: Acquisition) -> Look:
    """Measure one S2 acquisition on the warper's grid."""
    few = dataclasses.replace(acquisition, bands=_telling_bands(acquisition))
    season = _season(acquisition.date, warper.grid.centre()[0])
    read = [read_optical(warper, few, window) for window in patches(warper.grid)]
    if not any(one[1].any() for one in read):  # it may lie between the patches
        _, present, clear, _ = _coarsely(warper.grid, read_optical, few)
        return Look(acquisition.date, float(present.mean()), float(clear.mean()), *[math.nan] * 3, season)
    given = read[0][3]
    # One patch above the other; the rows beside a seam are not judged, because they have false neighbours.
    values, present, clear = (np.concatenate([one[i] for one in read], axis=-2) for i in range(3))
    inner = _eroded(clear)
    seams = np.cumsum([one[1].shape[0] for one in read])[:-1]
    inner[np.concatenate([seams - 1, seams])] = False
    haze = sharpness = contrast = math.nan
    if inner.mean() > 0.01:
        haze = _haze(values, given, inner)
        sharpness = _sharpness(values[given], inner)
        contrast = _contrast(values, given, inner)
    return Look(acquisition.date, float(present.mean()), float(clear.mean()), haze, sharpness, contrast, season)


def patches(grid: Grid) -> list[Window]:
    """Return the windows by which a scene is judged: all of it, or a sample."""
    if max(grid.height, grid.width) <= WHOLE:
        return [grid.whole]
    height, width = min(WHOLE // PATCHES, grid.height), min(WHOLE // PATCHES, grid.width)
    rows = np.unique(np.linspace(0, grid.height - height, PATCHES).astype(int))
    cols = np.unique(np.linspace(0, grid.width - width, PATCHES).astype(int))
    return [Window(int(col), int(row), width, height) for row in rows for col in cols]


def sees(warper: Warper, acquisition: Acquisition) -> bool:
    """Say whether an S1 acquisition has any value on the warper's grid."""
    if any(read_radar(warper, acquisition, window)[1].any() for window in patches(warper.grid)):
        return True
    return bool(_coarsely(warper.grid, read_radar, acquisition)[1].any())


def _coarsely(grid: Grid, read: Callable[..., tuple], acquisition: Acquisition) -> tuple:
    """Read all of a grid in at most `WHOLE` pixels a side."""
    step = max(1.0, max(grid.height, grid.width) / WHOLE)
    height, width = math.ceil(grid.height / step), math.ceil(grid.width / step)
    with Warper(Grid(grid.crs, grid.transform @ Affine.scale(step), width, height)) as warper:
        return read(warper, acquisition, warper.grid.whole)


def score(looks: Sequence[Look]) -> tuple[FrameScore, ...]:
    """Turn looks at the dates of one scene into scores from 0 to 1.

    Haze, sharpness and contrast have no absolute scale and are ranked within the scene. A date with less than nine
    tenths clear is marked down, however good the rest of it is.
    """
    ranks = {
        "haze": _ranks([-one.haze for one in looks]),
        "sharpness": _ranks([one.sharpness for one in looks]),
        "contrast": _ranks([one.contrast for one in looks]),
    }
    scores = []
    for i, one in enumerate(looks):
        parts = {"clear": one.clear, **{name: float(rank[i]) for name, rank in ranks.items()}, "season": one.season}
        total = sum(WEIGHTS[name] * part for name, part in parts.items()) * min(1.0, one.clear / CLEAR_ENOUGH) ** 2
        scores.append(FrameScore(one.date, round(total, 4), {name: round(part, 4) for name, part in parts.items()}))
    return tuple(scores)


def propose(frames: Sequence[FrameScore]) -> tuple[str, str]:
    """Return (ISO date, reason) of the best frame; the date is empty where none can serve."""
    best = max(frames, key=lambda frame: frame.score, default=None)
    if best is None or best.parts["clear"] == 0:
        return "", tr("No Sentinel-2 date with a clear pixel was found that could serve as the reference frame.")
    words = {
        "haze": tr("little haze"), "sharpness": tr("sharp edges"), "contrast": tr("strong contrast between fields"),
        "season": tr("a season when crops differ"),
    }  # fmt: skip
    praise = [text for part, text in words.items() if best.parts[part] >= 2 / 3]
    enough = best.parts["clear"] >= CLEAR_ENOUGH
    clear = tr("{:.0f} % clear") if enough else tr("{:.0f} % clear only, for want of a clearer date")
    why = ", ".join([clear.format(100 * best.parts["clear"]), *praise])
    if len(frames) == 1:
        return best.date, tr("The only date: {}.").format(why)
    return best.date, tr("Best of {} dates: {}.").format(len(frames), why)


def _telling_bands(acquisition: Acquisition) -> dict:
    """Return the bands that scoring and cloud tests need, so that no others are read."""
    wanted = {"B02", "B03", "B04", "B08", "B11"}
    wanted |= set() if "B04" in acquisition.bands else {"B05"}
    wanted |= set() if "B08" in acquisition.bands else {"B8A"}
    chosen = {name: band for name, band in acquisition.bands.items() if name in wanted}
    return chosen or dict(acquisition.bands)


def _ranks(values: Sequence[float]) -> np.ndarray:
    """Return each value's rank from 0 (lowest) to 1, ties sharing theirs; a half where there is nothing to compare."""
    array = np.asarray(values, np.float64)
    known = np.isfinite(array)
    ranks = np.full(array.shape, 0.5)
    if known.sum() > 1:
        these = array[known]
        below = (these[None, :] < these[:, None]).sum(axis=1)
        above = (these[None, :] > these[:, None]).sum(axis=1)
        ranks[known] = (1 + (below - above) / (known.sum() - 1)) / 2
    return ranks


def _eroded(mask: np.ndarray, pixels: int = 2) -> np.ndarray:
    """Return the mask without the pixels near its edge; the image's own edge does not count."""
    for _ in range(pixels):
        padded = np.pad(mask, 1, constant_values=True)
        mask = mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask


def _haze(values: np.ndarray, given: np.ndarray, inner: np.ndarray) -> float:
    """The brightest haze: the 95th percentile of blue - 0.5 red, after Zhang et al. (2002)."""
    if not (given[BLUE] and given[RED]):
        return math.nan
    return float(np.percentile((values[BLUE] - 0.5 * values[RED])[inner], 95))


def _sharpness(bands: np.ndarray, inner: np.ndarray) -> float:
    """The mean gradient relative to the mean brightness, averaged over the bands."""
    down, right = np.gradient(bands, axis=(1, 2)) if min(bands.shape[1:]) > 1 else (np.zeros_like(bands),) * 2
    steepness = np.hypot(down, right)[:, inner].mean(axis=1)
    brightness = bands[:, inner].mean(axis=1)
    return float(np.mean(steepness / np.maximum(brightness, 1e-3)))


def _contrast(values: np.ndarray, given: np.ndarray, inner: np.ndarray) -> float:
    """How much vegetation differs between fields rather than within them: the spread of local means of NDVI less the
    mean spread inside 3 × 3 pixels."""
    near = values[NEAR] if given[NEAR] else values[NARROW_NEAR] if given[NARROW_NEAR] else None
    red = values[RED] if given[RED] else values[EDGE] if given[EDGE] else None
    if near is None or red is None:
        return math.nan
    vegetation = ndvi_or_zero(red, near)
    mean = _box(vegetation)
    within = np.sqrt(np.maximum(_box(vegetation**2) - mean**2, 0))
    return float(mean[inner].std() - within[inner].mean())


def _box(image: np.ndarray) -> np.ndarray:
    """Return the mean over 3 × 3 pixels."""
    padded = np.pad(image, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9


def _season(iso_date: str, latitude: float) -> float:
    """1 in mid May, when bare and green fields lie side by side, 0 half a year away; the south is opposite."""
    day = date.fromisoformat(iso_date).timetuple().tm_yday
    best = BEST_DAY["north" if latitude >= 0 else "south"]
    return 0.5 + 0.5 * math.cos(2 * math.pi * (day - best) / 365.25)
