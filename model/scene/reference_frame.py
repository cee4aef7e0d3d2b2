"""Scores of the Sentinel-2 dates as reference frames, and the proposal of the best one."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.transform import Affine

from ..ndvi import ndvi_or_zero
from ..protocol import OPTICAL_BANDS, Acquisition, BandSource, FrameScore
from ..text import tr
from .band_values import contradicted_bands, is_infrared_exchanged
from .clouds import bands_for_tests
from .grid import MAX_SIDE, Grid, sample_windows
from .optical_images import OpticalWindow, read_optical, read_optical_windows
from .scene_reader import read_radar
from .sun import growing_season, is_winter, solar_elevation
from .warper import Warper, read_physical

WEIGHTS = {"clear": 0.20, "haze": 0.10, "sharpness": 0.05, "contrast": 0.25, "season": 0.15, "sun": 0.25}
CLEAR_ENOUGH = 0.9
CLEAR = 0.6  # clear fraction from which on a frame is preferred to any of winter
SHOWN = 0.5  # share of what the clearest frame shows of an area
WINTER = 0.5  # factor of the score of frames of winter
SUN_RANGE = 10.0, 50.0  # degrees of solar elevation that count 0 and 1
BLUE, RED, RED_EDGE, NIR, NARROW_NIR = (OPTICAL_BANDS.index(b) for b in ("B02", "B04", "B05", "B08", "B8A"))
SHORT_WAVE = OPTICAL_BANDS.index("B11"), OPTICAL_BANDS.index("B12")


@dataclass(frozen=True)
class FrameStatistics:
    """Image statistics of one S2 date; ``covered`` and ``clear`` (and covered) are fractions of the area (0 to 1).

    ``haze`` grows with haze, ``sharpness`` and ``contrast`` with quality; they are comparable within one scene only,
    and NaN where the bands or the clear pixels do not allow them. ``latitude`` is in degrees. ``contradicted`` are two
    bands whose names the values contradict, or empty.
    """

    date: str
    covered: float
    clear: float
    haze: float
    sharpness: float
    contrast: float
    latitude: float
    contradicted: tuple[str, ...] = ()


def measure_frame(warper: Warper, acquisition: Acquisition) -> FrameStatistics:
    """Compute the statistics of one S2 acquisition on the warper's grid."""
    reduced = dataclasses.replace(acquisition, bands=_required_bands(acquisition))
    latitude = warper.grid.centre()[0]
    samples = read_optical_windows(warper, reduced, sample_windows(warper.grid))
    if not any(sample[1].any() for sample in samples):  # the image may lie between the windows
        _, present, clear, _ = _read_coarsely(warper.grid, read_optical, reduced)
        nan = math.nan
        return FrameStatistics(acquisition.date, float(present.mean()), float(clear.mean()), nan, nan, nan, latitude)
    has_band = samples[0][3]
    # The windows are stacked vertically; the rows beside a seam are excluded, because their neighbours are wrong.
    values, present, clear = (np.concatenate([sample[i] for sample in samples], axis=-2) for i in range(3))
    inner = _erode(clear)
    seams = np.cumsum([sample[1].shape[0] for sample in samples])[:-1]
    inner[np.concatenate([seams - 1, seams])] = False
    contradicted = _contradicted(warper, acquisition, samples)
    haze = sharpness = contrast = math.nan
    if inner.mean() > 0.01:
        haze = _haze(values, has_band, inner)
        sharpness = _sharpness(values[has_band], inner)
        contrast = _contrast(values, has_band, inner)
    covered, clear_share = float(present.mean()), float(clear.mean())
    return FrameStatistics(acquisition.date, covered, clear_share, haze, sharpness, contrast, latitude, contradicted)


def _contradicted(warper: Warper, acquisition: Acquisition, samples: Sequence[OpticalWindow]) -> tuple[str, ...]:
    """Return the bands whose names the values in the sample windows contradict; B8A and B12 are read for it."""
    provenance = acquisition.provenance.get("bands")
    if provenance is None or provenance.source == "user":
        return ()
    values, clear = (np.concatenate([sample[i] for sample in samples], axis=-2) for i in (0, 2))
    given = samples[0][3].copy()
    more = [
        band
        for band, beside in (("B8A", NIR), ("B12", SHORT_WAVE[0]))
        if band in acquisition.bands and given[beside] and not given[OPTICAL_BANDS.index(band)]
    ]
    reduced = dataclasses.replace(acquisition, bands={band: acquisition.bands[band] for band in more})
    read = [read_physical(warper, reduced, more, window)[0] for window in sample_windows(warper.grid)] if more else []
    if "B12" in more:
        values[SHORT_WAVE[1]], given[SHORT_WAVE[1]] = np.concatenate([window[-1] for window in read]), True
    contradicted = contradicted_bands(values, given, clear)
    if not contradicted and "B8A" in more:
        near, narrow = [sample[0][NIR] for sample in samples], [window[0] for window in read]
        if is_infrared_exchanged(near, narrow, [sample[2] for sample in samples]):
            return "B08", "B8A"
    return contradicted


def has_data(warper: Warper, acquisition: Acquisition) -> bool:
    """Return whether an S1 acquisition has any value on the warper's grid."""
    if any(read_radar(warper, acquisition, window)[1].any() for window in sample_windows(warper.grid)):
        return True
    return bool(_read_coarsely(warper.grid, read_radar, acquisition)[1].any())


def _read_coarsely(grid: Grid, read: Callable[..., tuple], acquisition: Acquisition) -> tuple:
    """Read the whole grid at a reduced resolution of at most `MAX_SIDE` pixels a side."""
    step = max(1.0, max(grid.height, grid.width) / MAX_SIDE)
    height, width = math.ceil(grid.height / step), math.ceil(grid.width / step)
    with Warper(Grid(grid.crs, grid.transform @ Affine.scale(step), width, height)) as warper:
        return read(warper, acquisition, warper.grid.whole)


def score_frames(statistics: Sequence[FrameStatistics]) -> tuple[FrameScore, ...]:
    """Return the scores (0 to 1) of the dates of one scene from their statistics.

    Haze, sharpness and contrast have no absolute scale and are ranked within the scene. The score of a date that is
    less than `CLEAR_ENOUGH` clear is reduced in proportion to the square of its clear fraction, that of a date in
    winter by the factor `WINTER`.
    """
    ranks = {
        "haze": _ranks([-one.haze for one in statistics]),
        "sharpness": _ranks([one.sharpness for one in statistics]),
        "contrast": _ranks([one.contrast for one in statistics]),
    }
    scores = []
    for i, one in enumerate(statistics):
        parts = {
            "clear": one.clear,
            **{name: float(rank[i]) for name, rank in ranks.items()},
            "season": growing_season(one.date, one.latitude),
            "sun": float(np.interp(solar_elevation(one.date, one.latitude), SUN_RANGE, (0, 1))),
        }
        total = sum(WEIGHTS[name] * part for name, part in parts.items()) * min(1.0, one.clear / CLEAR_ENOUGH) ** 2
        total *= WINTER if is_winter(one.date, one.latitude) else 1.0
        scores.append(FrameScore(one.date, round(total, 4), {name: round(part, 4) for name, part in parts.items()}))
    return tuple(scores)


def add_map_confidence(frames: Sequence[FrameScore], confidences: Mapping[str, float]) -> tuple[FrameScore, ...]:
    """Return the frames with the confidence (0 to 1) of a map from each, by date, where it is known.

    Confidences differ by little and by scene, but their order foretells the quality of the map: these frames exchange
    their scores, so that the surest has the best of them.
    """
    known = [frame for frame in frames if frame.date in confidences]
    scores = sorted((frame.score for frame in known), reverse=True)
    ranked = sorted(known, key=lambda frame: (-confidences[frame.date], -frame.score))
    exchanged = {
        frame.date: dataclasses.replace(
            frame, score=score, parts={**frame.parts, "map": round(confidences[frame.date], 4)}
        )
        for frame, score in zip(ranked, scores, strict=True)
    }
    return tuple(exchanged.get(frame.date, frame) for frame in frames)


def showing_dates(frames: Sequence[FrameScore]) -> set[str]:
    """Return the ISO dates that show at least half as much of the area of ``frames`` as the clearest does."""
    most = max((frame.parts["clear"] for frame in frames), default=0.0)
    return {frame.date for frame in frames if most and frame.parts["clear"] >= SHOWN * most}


def propose_for_area(
    frames: Sequence[FrameScore], area_frames: Sequence[FrameScore], latitude: float
) -> tuple[str, str]:
    """Return (ISO date, reason) as `propose_reference` does: the best of a scene's frames that shows an area in it.

    ``area_frames`` are scored over the area. Parts of a scene have the same frame, unless it hides most of one: their
    own scores would give each the frame of other clouds.
    """
    shown = showing_dates(area_frames)
    date, reason = propose_reference([frame for frame in frames if frame.date in shown], latitude)
    return (date, reason) if date else propose_reference(area_frames, latitude)


def rank_frames(frames: Sequence[FrameScore], latitude: float) -> list[FrameScore]:
    """Return the frames that may be proposed, the best first; empty where none can serve.

    Where a frame outside winter is `CLEAR`, only such frames may. Those whose map is known come first.
    """
    usable = [frame for frame in frames if frame.parts["clear"] > 0]
    preferred = [f for f in usable if f.parts["clear"] >= CLEAR and not is_winter(f.date, latitude)]
    return sorted(preferred or usable, key=lambda frame: ("map" not in frame.parts, -frame.score))


def propose_reference(frames: Sequence[FrameScore], latitude: float) -> tuple[str, str]:
    """Return (ISO date, reason) of the best frame; the date is empty where none can serve.

    Where maps from some frames were compared, it is the best of these.
    """
    ranked = rank_frames(frames, latitude)
    if not ranked:
        return "", tr("No Sentinel-2 date with a clear pixel was found that could serve as the reference frame.")
    best = next((frame for frame in ranked if "map" in frame.parts), ranked[0])
    descriptions = {
        "haze": tr("little haze"), "sharpness": tr("sharp edges"), "contrast": tr("strong contrast between fields"),
        "season": tr("the growing season"), "sun": tr("a high sun"),
    }  # fmt: skip
    strengths = [text for part, text in descriptions.items() if best.parts[part] >= 2 / 3]
    if "map" in best.parts and best.parts["map"] == max(frame.parts.get("map", 0.0) for frame in ranked):
        strengths.append(tr("the model is surest of the map from it"))
    is_clear = best.parts["clear"] >= CLEAR_ENOUGH
    clear = tr("{:.0f} % clear") if is_clear else tr("{:.0f} % clear only, for want of a clearer date")
    reason = ", ".join([clear.format(100 * best.parts["clear"]), *strengths])
    if len(frames) == 1:
        reason = tr("The only date: {}.").format(reason)
    else:
        reason = tr("Best of {} dates: {}.").format(len(frames), reason)
    if is_winter(best.date, latitude):
        reason = " ".join([reason, tr("Only winter dates are clear; borders are weaker then.")])
    return best.date, reason


def _required_bands(acquisition: Acquisition) -> dict[str, BandSource]:
    """Return the bands that scores and cloud tests need, so that no others are read."""
    bands = {name: acquisition.bands[name] for name in bands_for_tests(acquisition.bands)}
    return bands or dict(acquisition.bands)


def _ranks(values: Sequence[float]) -> np.ndarray:
    """Return the rank of each value from 0 (lowest) to 1, equal for ties; 0.5 for NaN and where no other is finite."""
    array = np.asarray(values, np.float64)
    finite = np.isfinite(array)
    ranks = np.full(array.shape, 0.5)
    if finite.sum() > 1:
        valid = array[finite]
        below = (valid[None, :] < valid[:, None]).sum(axis=1)
        above = (valid[None, :] > valid[:, None]).sum(axis=1)
        ranks[finite] = (1 + (below - above) / (finite.sum() - 1)) / 2
    return ranks


def _erode(mask: np.ndarray, pixels: int = 2) -> np.ndarray:
    """Return the mask eroded by ``pixels``; the outside of the image counts as set."""
    for _ in range(pixels):
        padded = np.pad(mask, 1, constant_values=True)
        mask = mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask


def _haze(values: np.ndarray, has_band: np.ndarray, inner: np.ndarray) -> float:
    """Return the 95th percentile of blue - 0.5 red (haze-optimised transform, Zhang et al. 2002)."""
    if not (has_band[BLUE] and has_band[RED]):
        return math.nan
    return float(np.percentile((values[BLUE] - 0.5 * values[RED])[inner], 95))


def _sharpness(bands: np.ndarray, inner: np.ndarray) -> float:
    """Return the mean gradient relative to the mean brightness, averaged over the bands."""
    down, right = np.gradient(bands, axis=(1, 2)) if min(bands.shape[1:]) > 1 else (np.zeros_like(bands),) * 2
    gradient = np.hypot(down, right)[:, inner].mean(axis=1)
    brightness = bands[:, inner].mean(axis=1)
    return float(np.mean(gradient / np.maximum(brightness, 1e-3)))


def _contrast(values: np.ndarray, has_band: np.ndarray, inner: np.ndarray) -> float:
    """Return the contrast of NDVI between fields.

    It is the standard deviation of the means of 3 × 3 pixels minus the mean standard deviation within 3 × 3 pixels.
    """
    nir = values[NIR] if has_band[NIR] else values[NARROW_NIR] if has_band[NARROW_NIR] else None
    red = values[RED] if has_band[RED] else values[RED_EDGE] if has_band[RED_EDGE] else None
    if nir is None or red is None:
        return math.nan
    vegetation = ndvi_or_zero(red, nir)
    mean = _box_mean(vegetation)
    within = np.sqrt(np.maximum(_box_mean(vegetation**2) - mean**2, 0))
    return float(mean[inner].std() - within[inner].mean())


def _box_mean(image: np.ndarray) -> np.ndarray:
    """Return the mean over 3 × 3 pixels."""
    padded = np.pad(image, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9
