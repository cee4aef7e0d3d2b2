"""How much clear ground the cloud tests lose and how much cloud they find. Figures of docs/log/clouds.md.

    nice -n 10 .venv/bin/python benchmarks/cloud_tests.py [--data FOLDER]

Scene classifications are not shown to the tests. Clear frames of five real scenes are judged as they are and changed:
gain, gamma, a rough top of atmosphere, an 8-bit stretch; with all bands or few. Simulated clouds are laid over the same
frames before the change. Real cloudy dates are compared with their scene classification, which is itself uncertain.
The scene flanders_2019 is no part of it: it stays a test.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from scene_tables import percent, table

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.clouds import clear_mask, measure_levels
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid
from doab.model.scene.optical_images import read_optical
from doab.model.scene.warper import Warper
from doab.model.simulation.atmosphere import CLOUD, draw_atmosphere

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CLEAR = {
    "denmark_2016_west": ("2016-05-08",),
    "hesbaye_2021": ("2021-02-15", "2021-04-15", "2021-06-15"),
    "t31tej_2018_safe": ("2018-04-18", "2018-07-07", "2018-09-20"),
    "flanders_2019_20m_bands_only": ("2019-02-15", "2019-04-21", "2019-06-28", "2019-09-21"),
}
CLOUDY = ("flanders_2019_20m_bands_only", "t31tej_2018_safe")
INN, INN_BANDS = "river_inn_2020s/two_dates_RGBN.tif", ("B04", "B03", "B02", "B08")
BANDS = {
    "all": OPTICAL_BANDS,
    "10 m": ("B02", "B03", "B04", "B08"),
    "RGB": ("B02", "B03", "B04"),
    "20 m": ("B05", "B06", "B07", "B8A", "B11", "B12"),
}
# Path reflectance and transmission of a clear atmosphere by band, for a rough top of atmosphere.
PATH = np.array([0.085, 0.055, 0.035, 0.030, 0.025, 0.020, 0.012, 0.010, 0.0, 0.0], np.float32)[:, None, None]
THROUGH = np.array([0.80, 0.85, 0.90, 0.91, 0.92, 0.93, 0.94, 0.95, 0.97, 0.97], np.float32)[:, None, None]
CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "unchanged": lambda values: values,
    "gain 0.5": lambda values: 0.5 * values,
    "gain 2": lambda values: 2 * values,
    "gamma 0.7": lambda values: values**0.7,
    "gamma 1.4": lambda values: values**1.4,
    "top of atmosphere": lambda values: THROUGH * values + PATH,
    "the same, gamma 0.7": lambda values: (THROUGH * values + PATH) ** 0.7,
    "right half, gain 2": lambda values: values * (1 + (np.arange(values.shape[2]) >= values.shape[2] / 2)),
    "8-bit stretch": lambda values: np.round(255 * np.clip((values - 0.01) / 0.34, 1 / 255, 1) ** 0.625) / 255,
}
COVERS = {"20 % cloud": 0.2, "60 % cloud": 0.6, "overcast": 1.0}
NO_CLOUD, SOME_CLOUD, CLOUD_OPACITY = 0.02, 0.15, 0.5  # opacities: clear below, thin cloud from, cloud from
SEEDS = 3


@dataclass(frozen=True)
class Image:
    """One date of a scene: reflectance [10, H, W], where it has data, its bands, and its classes if there are any."""

    scene: str
    date: str
    values: np.ndarray
    present: np.ndarray
    has_band: np.ndarray
    classes: np.ndarray | None = None

    def bands(self, names: Sequence[str]) -> np.ndarray | None:
        """Return which of ``names`` it has [10]; None where it lacks any that counts."""
        chosen = self.has_band & np.isin(OPTICAL_BANDS, names)
        return chosen if names == OPTICAL_BANDS or chosen.sum() == len(names) else None


def read_scene(folder: Path) -> list[Image]:
    """Return all dates of a scene."""
    scene = discover([Source(str(folder))])
    images = []
    with Warper(reference_grid(scene, scene.of("S2")[0])) as warper:
        for acquisition in scene.of("S2"):
            values, present, _, has_band = read_optical(warper, acquisition, warper.grid.whole)
            classes = None
            if acquisition.clouds:
                read = warper.read([acquisition.clouds], 0.0, warper.grid.whole, exact=True)
                classes = np.nan_to_num(read[0]).astype(int)
            images.append(Image(folder.name, acquisition.date, values, present, has_band, classes))
    return images


def read_inn(path: Path) -> list[Image]:
    """Return both dates of the scene on the Inn, which are bands of one file."""
    with rasterio.open(path) as file:
        stored = file.read().astype(np.float32) * 1e-4
    has_band = np.isin(OPTICAL_BANDS, INN_BANDS)
    images = []
    for number, bands in enumerate(np.split(stored, 2)):
        values = np.zeros((len(OPTICAL_BANDS), *bands.shape[1:]), np.float32)
        values[[OPTICAL_BANDS.index(name) for name in INN_BANDS]] = bands
        images.append(Image("river_inn_2020s", f"date {number + 1}", values, (bands != 0).any(0), has_band))
    return images


def judge(values: np.ndarray, present: np.ndarray, has_band: np.ndarray) -> np.ndarray:
    """Return which pixels the tests call clear, of an image without a scene classification."""
    values = np.where(has_band[:, None, None] & present, values, 0).astype(np.float32)
    return clear_mask(values, present, has_band, measure_levels(values[:, present], has_band))


def add_cloud(image: Image, cover: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the reflectance of an image under simulated cloud [10, H, W] and its opacity [H, W]."""
    rng = np.random.default_rng(seed)
    height, width = image.present.shape
    # Drawn on a square; "overcast" has an opacity of at least 0.6 everywhere.
    drawn = draw_atmosphere(rng, np.array([min(cover, 0.6)]), max(height, width)).cloud[0, :height, :width]
    opacity = drawn if cover < 1 else 0.6 + 0.4 * drawn
    cloud = rng.uniform(0.7, 1.3) * CLOUD[:, None, None]
    return image.values + opacity * (cloud - image.values), opacity


def ground_lost(images: Sequence[Image]) -> str:
    """Return the share of clear frames that the tests lose: the mean over frames, and the worst frame."""
    rows = []
    for bands, names in BANDS.items():
        shown = [(image, chosen) for image in images if (chosen := image.bands(names)) is not None]
        if bands == "all":
            shown = [(image, chosen) for image, chosen in shown if chosen.sum() > 6]
        for change, apply in CHANGES.items():
            lost = [1 - judge(apply(i.values), i.present, b)[i.present].mean() for i, b in shown]
            worst = shown[int(np.argmax(lost))][0]
            rows.append([bands, change, len(lost), percent(np.mean(lost)), percent(max(lost)), worst.scene])
    return table(("bands", "change", "frames", "ground lost", "worst", "where"), rows)


def cloud_found(images: Sequence[Image]) -> str:
    """Return the share of simulated cloud and thin cloud that the tests find: means, and the least of any frame."""
    rows = []
    for bands, names in BANDS.items():
        for change, apply in CHANGES.items():
            cells = []
            for cover in COVERS.values():
                shares: list[tuple[float, float, float]] = []
                for image in images:
                    if (chosen := image.bands(names)) is None or (bands == "all" and chosen.sum() <= 6):
                        continue
                    for seed in range(SEEDS):
                        values, opacity = add_cloud(image, cover, seed)
                        hidden = ~judge(apply(values), image.present, chosen)
                        groups = (
                            opacity >= CLOUD_OPACITY,
                            (opacity >= SOME_CLOUD) & (opacity < CLOUD_OPACITY),
                            opacity < NO_CLOUD,
                        )
                        shares.append(tuple(mean(hidden[image.present & group]) for group in groups))
                cloud, thin, ground = np.array(shares).T
                cells.append(f"{percent(np.nanmean(cloud))} ({percent(np.nanmin(cloud))})")
                if cover < 1:
                    cells[-1] += f" / {percent(np.nanmean(thin))} / {percent(np.nanmean(ground))}"
            rows.append([bands, change, *cells])
    names = [name if name == "overcast" else f"{name} (cloud / thin / ground)" for name in COVERS]
    return table(("bands", "change", *names), rows)


def classes_hidden(scenes: dict[str, list[Image]]) -> str:
    """Return the share of each class of the scene classification that the tests hide, over all dates of a scene."""
    rows = []
    groups = {"cloud, high (9)": 9, "cloud, medium (8)": 8, "cirrus (10)": 10, "shadow (3)": 3, "snow (11)": 11}
    for scene in CLOUDY:
        images = [image for image in scenes[scene] if image.present.mean() > 0.3]
        for bands, names in BANDS.items():
            if images[0].bands(names) is None or (bands == "all" and images[0].has_band.sum() < 10):
                continue
            for change in ("unchanged", "gain 0.5", "gain 2", "gamma 0.7", "gamma 1.4"):
                hidden, classes, ground = [], [], []
                for image in images:
                    mask = ~judge(CHANGES[change](image.values), image.present, image.bands(names))[image.present]
                    inside = image.classes[image.present]
                    hidden.append(mask)
                    classes.append(inside)
                    if np.isin(inside, (4, 5, 6)).mean() > 0.95:
                        ground.append(mask)
                hidden_all, classes_all = np.concatenate(hidden), np.concatenate(classes)
                cells = [percent(mean(hidden_all[classes_all == number])) for number in groups.values()]
                clear = percent(np.concatenate(ground).mean())
                rows.append([scene, bands, change, *cells, f"{clear} ({len(ground)} dates)"])
    return table(("scene", "bands", "change", *groups, "dates over 95 % clear"), rows)


def mean(flags: np.ndarray) -> float:
    """Return the mean of enough pixels, else NaN."""
    return float(flags.mean()) if flags.size >= 50 else float("nan")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the scenes")
    arguments = parser.parse_args()
    start = time.process_time()
    scenes = {name: read_scene(arguments.data / name) for name in CLEAR}
    clear = [image for name, dates in CLEAR.items() for image in scenes[name] if image.date in dates]
    clear += read_inn(arguments.data / INN)
    for title, text in (
        ("Clear ground lost", ground_lost(clear)),
        ("Simulated cloud found", cloud_found(clear)),
        ("Hidden by class of the scene classification", classes_hidden(scenes)),
    ):
        print(f"\n## {title}\n{text}", flush=True)
    print(f"\n{time.process_time() - start:.0f} s of processor time")


if __name__ == "__main__":
    main()
