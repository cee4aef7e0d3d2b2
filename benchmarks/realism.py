"""How far simulated tiles are from real images, by statistics of texture and a classifier. Figures of docs/realism.md.

    nice .venv/bin/python benchmarks/realism.py ../shared/data [--tiles 60] [--seed 31] [--out tables.md]

Patches of 32 × 32 pixels of real scenes are compared with patches of simulated tiles of the same bands and about the
same time of the year. A random forest is trained on four scenes and half of the tiles and tested on the fifth scene and
the other half, so that it cannot know the place ("new scene"); and on one half of a scene, tested on its other half
("same scene"). A balanced accuracy of 50 % stands for patches that cannot be told apart.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import rasterio
from patch_statistics import band_statistics, correlation_statistics, index_statistics
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid
from doab.model.scene.optical_images import read_optical
from doab.model.scene.warper import Warper
from doab.model.simulation.parcel_shapes import read_shapes
from doab.model.simulation.simulated_tiles import TileVariety, simulate_tile

PATCH = 32
SCENES = ("flanders_2019_20m_bands_only", "t31tej_2018_safe", "hesbaye_2021", "river_inn_2020s", "denmark_2016_west")
INN_DAYS = (110, 265)  # about, of the two frames
VISIBLE, FINE, COARSE = ("B04", "B03", "B02"), ("B02", "B03", "B04", "B08"), ("B05", "B07", "B11", "B12")
GEOMETRY = ("zurich_2019", "netherlands_2020", "boigneville_sequences", "azerbaijan_2017", "malawi_2023")
HALF_YEAR, NEAR = 182, 25  # days
LEAST = 0.01  # reflectance of the brightest band
PER_SCENE, SEED = 110, 31
TREES, LEAF = 120, 4
VARIETIES = {"former": 0.0, "diverse": 1.0}


@dataclass(frozen=True)
class Frame:
    """A clear image: ``values`` [10, H, W], 0 where ``valid`` [H, W] is not; bands [10]; day of the (northern) year."""

    values: np.ndarray
    valid: np.ndarray
    bands: np.ndarray
    day: int


@dataclass(frozen=True)
class Patch:
    """The statistics of a patch, with the day of the year, the half of its scene (or tiles) 0 or 1, and the tile."""

    statistics: dict[str, float]
    day: int
    half: int


def real_frames(data: Path, name: str) -> Iterator[Frame]:
    """Yield the images of a scene with the pixels that its masks call clear."""
    if name == "river_inn_2020s":
        with rasterio.open(data / name / "two_dates_RGBN.tif") as image:
            stored = image.read().astype(np.float32) / 10000
        order = [OPTICAL_BANDS.index(band) for band in ("B04", "B03", "B02", "B08")]
        for first, day in zip((0, 4), INN_DAYS, strict=True):
            values = np.zeros((10, *stored.shape[1:]), np.float32)
            values[order] = stored[first : first + 4]
            yield Frame(values, (values[order] > 0).all(0), np.isin(OPTICAL_BANDS, FINE), day)
        return
    scene = discover([Source(str(data / name))])
    acquisitions = scene.of("S2")
    grid = reference_grid(scene, acquisitions[0])
    with Warper(grid) as warper:
        for acquisition in acquisitions:
            values, _, clear, bands = read_optical(warper, acquisition, grid.whole)
            day = date.fromisoformat((acquisition.date + "-15")[:10]).timetuple().tm_yday
            # Products cut by reprojection have rims of nearly zero that no mask marks.
            yield Frame(values, clear & (values.max(0) > LEAST), bands, day)


def patch_statistics(values: np.ndarray, bands: np.ndarray) -> dict[str, float]:
    """Return the statistics of a patch [10, 32, 32] by band; bands of 20 m at 20 m."""
    by_name = {name: values[i] for i, name in enumerate(OPTICAL_BANDS) if bands[i]}
    fine = {name: by_name[name] for name in FINE if name in by_name}
    half = PATCH // 2
    coarse = {n: by_name[n].reshape(half, 2, half, 2).mean((1, 3)) for n in COARSE if n in by_name}
    statistics = {}
    for group, index in ((fine, ("B08", "B04", "NDVI")), (coarse, ("B07", "B05", "NDVI of 20 m"))):
        for name, band in group.items():
            statistics |= {f"{name} {key}": v for key, v in band_statistics(band).items()}
        for one, other in combinations(group, 2):
            pair = correlation_statistics(group[one], group[other])
            statistics |= {f"{one} {other} {key}": v for key, v in pair.items()}
        if index[0] in group and index[1] in group:
            infrared, red = group[index[0]], group[index[1]]
            ndvi = (infrared - red) / (infrared + red).clip(1e-3)
            statistics |= {f"{index[2]} {key}": v for key, v in index_statistics(ndvi).items()}
    return statistics


def _corners(valid: np.ndarray) -> list[tuple[int, int]]:
    """Return the corners of the patches that are valid everywhere."""
    rows, columns = (range(0, side - PATCH + 1, PATCH) for side in valid.shape)
    return [(r, c) for r in rows for c in columns if valid[r : r + PATCH, c : c + PATCH].all()]


def _patch(frame: Frame, corner: tuple[int, int], half: int, bands: np.ndarray) -> Patch:
    window = frame.values[:, corner[0] : corner[0] + PATCH, corner[1] : corner[1] + PATCH]
    return Patch(patch_statistics(window, bands), frame.day, half)


def real_patches(data: Path, name: str) -> tuple[list[Patch], np.ndarray]:
    """Return up to `PER_SCENE` patches of a scene, drawn evenly over its dates, and the bands compared [10]."""
    rng = np.random.default_rng([SEED, SCENES.index(name)])
    frames = list(real_frames(data, name))
    bands = np.logical_and.reduce([frame.bands for frame in frames])
    places = [(rng.random(), i, corner) for i, frame in enumerate(frames) for corner in _corners(frame.valid)]
    rank = {i: sorted(place for place in places if place[1] == i) for i in range(len(frames))}
    turns = sorted((turn, *place) for chosen in rank.values() for turn, place in enumerate(chosen))
    middle = frames[0].valid.shape[1] // 2
    patches = [
        _patch(frames[i], corner, int(corner[1] + PATCH // 2 >= middle), bands) for _, _, i, corner in turns[:PER_SCENE]
    ]
    return patches, bands


def simulated_frames(data: Path, diverse: float, tiles: int, seed: int = SEED) -> list[list[Frame]]:
    """Return the frames of each tile."""
    shapes = [None, *read_shapes([str(data / "parcel_geometry" / f"{name}.gpkg") for name in GEOMETRY])]
    variety = TileVariety(shapes, hard=0.3, parted=0.8, diverse=diverse)
    frames = []
    for number in range(tiles):
        sample, _ = simulate_tile(np.random.default_rng([seed, number]), 96, variety=variety)
        southern = HALF_YEAR if sample.latitude < 0 else 0
        frames.append(
            [
                Frame(
                    sample.optical[t],
                    sample.optical_valid[t],
                    sample.optical_bands[t],
                    date.fromordinal(int(day) - southern).timetuple().tm_yday,
                )
                for t, day in enumerate(sample.optical_days)
            ]
        )
    return frames


def matched_patches(frames: list[list[Frame]], days: list[int], bands: np.ndarray, seed: int) -> list[Patch]:
    """Return a simulated patch for each of ``days``, of a date near it with all ``bands``, from all tiles in turn."""
    rng = np.random.default_rng([SEED, seed])
    patches: list[Patch] = []
    used: dict[int, int] = {}
    for day in days:
        candidates = [
            (used.get(tile, 0), rng.random(), tile, t)
            for tile, images in enumerate(frames)
            for t, frame in enumerate(images)
            if abs((frame.day - day + HALF_YEAR) % 365 - HALF_YEAR) <= NEAR and frame.bands[bands].all()
        ]
        for _, _, tile, t in sorted(candidates):
            corners = _corners(frames[tile][t].valid)
            if corners:
                corner = corners[rng.integers(len(corners))]
                patches.append(_patch(frames[tile][t], corner, tile % 2, bands))
                used[tile] = used.get(tile, 0) + 1
                break
    return patches


def _classify(train: list[tuple[list[Patch], list[Patch]]], test: list[Patch]) -> np.ndarray:
    """Return the probability that each patch of ``test`` is real; all pairs (real, simulated) of ``train`` count alike.

    Only statistics of ``test`` are used; those that a patch lacks are missing on both sides of a pair.
    """
    names = sorted(test[0].statistics)

    def table(patches: list[Patch]) -> np.ndarray:
        return np.array([[p.statistics.get(name, np.nan) for name in names] for p in patches], np.float32)

    sides = [(side, real) for pair in train for side, real in zip(pair, (1, 0), strict=True)]
    x = np.concatenate([table(side) for side, _ in sides])
    y = np.concatenate([np.full(len(side), real) for side, real in sides])
    weight = np.concatenate([np.full(len(side), 1 / len(side)) for side, _ in sides])
    forest = RandomForestClassifier(TREES, min_samples_leaf=LEAF, random_state=SEED, n_jobs=1)
    forest.fit(x, y, sample_weight=weight * len(y) / weight.sum())
    return np.asarray(forest.predict_proba(table(test))[:, 1])


def _half(patches: list[Patch], half: int) -> list[Patch]:
    return [patch for patch in patches if patch.half == half]


def _scores(real: np.ndarray, simulated: np.ndarray) -> tuple[float, float]:
    truth = np.repeat([1, 0], (len(real), len(simulated)))
    scores = np.concatenate([real, simulated])
    return float(balanced_accuracy_score(truth, scores > 0.5)), float(roc_auc_score(truth, scores))


def separability(
    real: dict[str, list[Patch]], simulated: dict[str, list[Patch]]
) -> dict[str, dict[str, tuple[float, float]]]:
    """Return (balanced accuracy, AUC) by kind of test, "new scene" and "same scene", and scene."""
    results: dict[str, dict[str, tuple[float, float]]] = {"new scene": {}, "same scene": {}}
    for name in real:
        known, own, from_new, from_same = [], [], [], []
        for half in (0, 1):
            test = real[name] + _half(simulated[name], half)
            others = [(real[n], _half(simulated[n], 1 - half)) for n in real if n != name]
            scores = _classify(others, test)
            known.append(scores[: len(real[name])])
            from_new.append(scores[len(real[name]) :])
            test = _half(real[name], half) + _half(simulated[name], half)
            scores = _classify([(_half(real[name], 1 - half), _half(simulated[name], 1 - half))], test)
            own.append(scores[: len(_half(real[name], half))])
            from_same.append(scores[len(_half(real[name], half)) :])
        results["new scene"][name] = _scores(np.mean(known, axis=0), np.concatenate(from_new))
        results["same scene"][name] = _scores(np.concatenate(own), np.concatenate(from_same))
    return results


def distinctness(real: dict[str, list[Patch]]) -> dict[str, tuple[float, float]]:
    """Return (balanced accuracy, AUC) by which a scene is told from the other real ones that have all its bands."""
    results = {}
    for name, patches in real.items():
        names = set(patches[0].statistics)
        others = [p for n, ps in real.items() if n != name and names <= set(ps[0].statistics) for p in ps]
        scores = [
            (side, _classify([(_half(patches, 1 - half), _half(others, 1 - half))], _half(side_patches, half)))
            for half in (0, 1)
            for side, side_patches in enumerate((patches, others))
        ]
        results[name] = _scores(*(np.concatenate([s for side, s in scores if side == which]) for which in (0, 1)))
    return results


def telling_statistics(
    real: dict[str, list[Patch]], simulated: dict[str, list[Patch]]
) -> list[tuple[str, float, float, float, list[float]]]:
    """Return (statistic, mean AUC of the scenes, real median, simulated median, AUC by scene), farthest from 0.5 first.

    An AUC above 0.5 says that real patches have the larger value.
    """
    rows = []
    names = {name for patches in real.values() for name in patches[0].statistics}
    for name in sorted(names):
        areas, medians = [], []
        for scene, patches in real.items():
            if name in patches[0].statistics:
                sides = [np.array([p.statistics[name] for p in side]) for side in (patches, simulated[scene])]
                areas.append(_scores(*sides)[1])
                medians.append([np.median(side) for side in sides])
        rows.append((name, float(np.mean(areas)), *map(float, np.mean(medians, axis=0)), areas))
    return sorted(rows, key=lambda row: -abs(row[1] - 0.5))


def report(real: dict[str, list[Patch]], simulated: dict[str, dict[str, list[Patch]]], rows: int) -> str:
    """Return tables in markdown: separability by variety and scene, and the most telling statistics of the last."""
    columns = {"from other real scenes": distinctness(real)}
    for variety, patches in simulated.items():
        columns |= {f"{variety}, {kind}": scores for kind, scores in separability(real, patches).items()}
    lines = [f"| real scene | patches | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for name in [*real, "mean"]:
        cells = []
        for by_scene in columns.values():
            pair = np.mean([*by_scene.values()], axis=0) if name == "mean" else by_scene[name]
            cells.append(f"{pair[0]:.1%} ({pair[1]:.3f})".replace("%", " %"))
        count = len(real[name]) if name in real else sum(map(len, real.values()))
        lines.append(f"| {name} | {count} | {' | '.join(cells)} |")
    for variety, patches in simulated.items():
        lines += ["", f"{variety}:", "", "| statistic | real | simulated | AUC | scenes |", "|---|---|---|---|---|"]
        for name, area, one, other, areas in telling_statistics(real, patches)[:rows]:
            by_scene = " ".join(f"{a:.2f}" for a in areas)
            lines.append(f"| {name} | {one:.3f} | {other:.3f} | {area:.2f} | {by_scene} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure both varieties."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tiles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=SEED, help="of the tiles")
    parser.add_argument("--rows", type=int, default=25, help="statistics in the table")
    parser.add_argument("--varieties", nargs="+", default=[*VARIETIES], choices=[*VARIETIES])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    start = time.process_time()
    measured = {name: real_patches(options.data, name) for name in SCENES}
    real = {name: patches for name, (patches, _) in measured.items()}
    simulated: dict[str, dict[str, list[Patch]]] = {}
    for variety in options.varieties:
        frames = simulated_frames(options.data, VARIETIES[variety], options.tiles, options.seed)
        simulated[variety] = {
            name: matched_patches(frames, [p.day for p in patches], bands, SCENES.index(name))
            for name, (patches, bands) in measured.items()
        }
    text = report(real, simulated, options.rows)
    print(text)
    print(f"{time.process_time() - start:.0f} s")
    if options.out:
        options.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
