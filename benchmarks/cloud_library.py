"""The cloud tests beside ukis-csmask (Apache-2.0, DLR), a library with a trained network; for docs/log/clouds.md.

    .venv/bin/python -m pip install --target FOLDER 'ukis-csmask[cpu]==1.0.0'
    OMP_NUM_THREADS=1 nice -n 10 .venv/bin/python benchmarks/cloud_library.py --library FOLDER [--data FOLDER]

Neither sees the scene classification, with which both are compared on all dates of two scenes, and which is itself
uncertain. The library's classes go through the same last steps as a scene classification: narrow ones are left out and
cloud gets its rim. It is given pixels of 30 m, which it wants. Of flanders_2019 only the
images and their scene classification are used, to measure and not to choose constants.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from cloud_tests import CLEAR, DATA, INN, Image, judge, mean, read_inn, read_scene
from scene_tables import percent, table

from doab.model.protocol import OPTICAL_BANDS
from doab.model.scene.clouds import BrightnessLevels, clear_mask

SCENES = ("flanders_2019", "t31tej_2018_safe")
BANDS = {
    "6": ("B02", "B03", "B04", "B08", "B11", "B12"),  # the order in which the library names them
    "4": ("B02", "B03", "B04", "B08"),
}
NAMES = ("blue", "green", "red", "nir", "swir16", "swir22")
GROUPS = {"cloud, high (9)": (9,), "cloud, medium (8)": (8,), "cirrus (10)": (10,), "shadow (3)": (3,)}
GROUND = (4, 5, 6)  # classes of clear ground
TO_CLASS = np.array([4, 9, 3])  # the library's ground, cloud and shadow as classes of the scene classification
LARGE = 1536  # pixels a side
CLEAR_DATE, COVERED = 0.9, 0.3  # share of clear ground from which on a date counts as clear; least share with data

Judge = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def library_judge(folder: Path, pixels: int) -> Judge:
    """Return a function like `judge` that asks the library of ``folder``, with pixels ``pixels`` times as wide."""
    sys.path.append(str(folder))
    import onnxruntime
    from ukis_csmask.mask import CSmask

    # The library loads its network anew for each image; here as a program would, once.
    sessions: dict[str, onnxruntime.InferenceSession] = {}
    load = onnxruntime.InferenceSession
    onnxruntime.InferenceSession = lambda path, **options: sessions.setdefault(path, load(path, **options))

    def ask(values: np.ndarray, present: np.ndarray, has_band: np.ndarray) -> np.ndarray:
        names = BANDS["6" if has_band[OPTICAL_BANDS.index("B12")] else "4"]
        image = np.where(present, values[[OPTICAL_BANDS.index(name) for name in names]], 0)
        height, width = present.shape
        padded = np.pad(image, ((0, 0), (0, -height % pixels), (0, -width % pixels)), mode="edge")
        coarse = padded.reshape(len(names), padded.shape[1] // pixels, pixels, -1, pixels).mean((2, 4))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about images of less than 256 pixels
            mask = CSmask(
                np.ascontiguousarray(np.moveaxis(coarse, 0, -1), np.float32),
                NAMES[: len(names)],
                product_level="l2a",
                intra_op_num_threads=1,
                inter_op_num_threads=1,
                providers=["CPUExecutionProvider"],
            )
        classes = TO_CLASS[mask.csm[..., 0]].repeat(pixels, 0).repeat(pixels, 1)[:height, :width]
        return clear_mask(values, present, has_band, BrightnessLevels(), classes)

    return ask


def main() -> None:
    """Print a line for each scene, band set, gain and judge as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="folder that ukis-csmask is installed in")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the scenes")
    arguments = parser.parse_args()
    own, coarse = {"own tests": judge}, {"ukis-csmask, 30 m": library_judge(arguments.library, 3)}
    read = {name: read_scene(arguments.data / name) for name in {*SCENES, *CLEAR} - {"denmark_2016_west"}}
    scenes = {name: [image for image in read[name] if image.present.mean() > COVERED] for name in SCENES}
    clear = [image for name, images in read.items() for image in images if image.date in CLEAR.get(name, ())]
    scenes["clear frames"] = clear + read_inn(arguments.data / INN)
    scenes["large"] = [enlarged(scenes["t31tej_2018_safe"][-1])]
    print(table(("scene", "bands", "gain", "by", *GROUPS, "clear ground lost: mean, worst", "s / Mpx"), ()), flush=True)
    for bands, gain in (("6", 1.0), ("6", 0.5), ("6", 2.0), ("4", 1.0)):
        for scene, images in scenes.items():
            shown = [image for image in images if image.bands(BANDS[bands]) is not None]
            for name, ask in {**own, **coarse}.items():
                cells = [scene, bands, f"{gain:g}", name, *compared(shown, bands, gain, ask)]
                print(f"| {' | '.join(cells)} |", flush=True)


def enlarged(image: Image) -> Image:
    """Return an image of `LARGE` pixels a side that repeats another one, to measure the time."""
    rows, cols = (np.arange(LARGE) % length for length in image.present.shape)
    inside = np.ix_(rows, cols)
    values, classes = image.values[:, rows][:, :, cols], image.classes[inside]
    return Image(image.scene, image.date, values, image.present[inside], image.has_band, classes)


def compared(images: Sequence[Image], bands: str, gain: float, ask: Judge) -> list[str]:
    """Return the share of each class that is hidden over all dates, the ground lost on clear ones, and the time.

    Images without a scene classification are known to be clear throughout.
    """
    hidden, classes, lost, seconds, pixels = [], [], [], 0.0, 0
    for image in images:
        values, has_band = image.values * np.float32(gain), image.has_band & np.isin(OPTICAL_BANDS, BANDS[bands])
        start = time.process_time()
        mask = ~ask(values, image.present, has_band)[image.present]
        seconds += time.process_time() - start
        pixels += image.present.size
        inside = GROUND[0] if image.classes is None else image.classes[image.present]
        inside = np.broadcast_to(inside, mask.shape)
        hidden.append(mask)
        classes.append(inside)
        if np.isin(inside, GROUND).mean() >= CLEAR_DATE:
            lost.append(mask[np.isin(inside, GROUND)].mean())
    together, known = np.concatenate(hidden), np.concatenate(classes)
    cells = [percent(mean(together[np.isin(known, group)])) for group in GROUPS.values()]
    clear = f"{percent(np.mean(lost))}, {percent(max(lost))} ({len(lost)} dates)"
    return [*cells, clear, f"{1e6 * seconds / pixels:.2f}"]


if __name__ == "__main__":
    main()
