"""Bands whose values contradict their names are asked about and not mapped."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.band_values import contradicted_bands, is_infrared_exchanged
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid, sample_windows
from doab.model.scene.inspection import inspect
from doab.model.scene.optical_images import read_optical_windows
from doab.model.scene.warper import Warper

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

LEAF = (300, 600, 350, 1000, 2600, 3000, 3200, 3300, 1700, 800)
SOIL = (900, 1200, 1600, 1900, 2100, 2200, 2400, 2500, 3300, 2900)
WATER = (500, 450, 300, 250, 200, 180, 150, 140, 60, 40)
TURBID = (1500, 1900, 1700, 900, 500, 450, 400, 380, 90, 60)
DRY_LEAF = (420, 690, 760, 1100, 2300, 2600, 2700, 2800, 2000, 1100)
SNOW = (8000, 8100, 8000, 7900, 7800, 7700, 7600, 7500, 900, 700)


def image(*grounds):
    """Return counts [10, 16, 16], one stripe for each ground."""
    stripes = [np.tile(np.array(ground)[:, None, None], (1, 16 // len(grounds), 16)) for ground in grounds]
    return np.concatenate(stripes, axis=1).astype(np.uint16)


def exchanged(one, other):
    names = list(OPTICAL_BANDS)
    i, j = names.index(one), names.index(other)
    names[i], names[j] = other, one
    return names


@pytest.mark.parametrize(
    ("one", "other"), [("B04", "B08"), ("B03", "B04"), ("B08", "B11"), ("B11", "B12"), ("B02", "B04")]
)
def test_exchanged_names_are_asked_about_and_not_mapped(write, one, other):
    path = write("S2_20190630.tif", image(LEAF, SOIL), exchanged(one, other))
    (acquisition,) = inspect([Source(path)]).scene.acquisitions
    assert one in acquisition.problem and other in acquisition.problem


def test_what_the_analyst_says_of_the_bands_is_not_doubted(write):
    bands = {band: i for i, band in enumerate(exchanged("B04", "B08"), 1)}
    (acquisition,) = inspect([Source(write("S2_20190630.tif", image(LEAF, SOIL)), bands=bands)]).scene.acquisitions
    assert not acquisition.problem


@pytest.mark.parametrize(
    "grounds", [(LEAF, SOIL), (SOIL,), (WATER,), (SNOW,), (WATER, LEAF), (SNOW, SOIL), (TURBID, LEAF), (DRY_LEAF,)]
)
def test_no_ground_with_right_names_is_doubted(grounds):
    values = image(*grounds) / 10_000
    assert contradicted_bands(values, np.ones(10, bool), np.ones((16, 16), bool)) == ()


def test_what_is_hardly_clear_or_lacks_the_bands_is_not_judged():
    values = image(LEAF, SOIL)[[OPTICAL_BANDS.index(band) for band in exchanged("B04", "B08")]] / 10_000
    assert contradicted_bands(values, np.ones(10, bool), np.ones((16, 16), bool)) == ("B04", "B08")
    assert contradicted_bands(values, np.ones(10, bool), np.eye(16, dtype=bool)) == ()
    assert contradicted_bands(values, np.array([b != "B04" for b in OPTICAL_BANDS]), np.ones((16, 16), bool)) == ()


def texture(side, seed=1):
    """Return reflectance [32, 32] of the near infrared with pixels of ``side`` × 10 m."""
    fine = np.random.default_rng(seed).uniform(0.1, 0.4, (32, 32))
    coarse = fine.reshape(32 // side, side, 32 // side, side).mean((1, 3))
    return coarse.repeat(side, 0).repeat(side, 1)


def smoothed(values):
    """Return an image of pixels of 20 m as bilinear resampling to 10 m leaves it."""
    return sum(np.roll(values, shift, axis) for axis in (0, 1) for shift in (-1, 1)) / 4


@pytest.mark.parametrize("resampled", [lambda values: values, smoothed, lambda values: np.roll(values, 1, 0)])
def test_b08_and_b8a_are_told_apart_by_their_detail(resampled):
    near, narrow, clear = texture(1), resampled(texture(2)), [np.ones((32, 32), bool)]
    assert is_infrared_exchanged([narrow], [near], clear)
    assert not is_infrared_exchanged([near], [narrow], clear)
    assert not is_infrared_exchanged([narrow], [near], [np.eye(32, dtype=bool)]), "what is hardly clear is not judged"


def test_images_without_detail_of_10_m_are_not_doubted():
    clear, coarse = [np.ones((32, 32), bool)], texture(2)
    for narrow in (coarse, smoothed(coarse), np.roll(coarse, 1, 1), np.full((32, 32), 0.3)):
        assert not is_infrared_exchanged([smoothed(coarse)], [narrow], clear)
    noise = np.random.default_rng(2).normal(0.3, 0.001, (32, 32))
    assert not is_infrared_exchanged([np.full((32, 32), 0.3)], [noise], clear)


def test_exchanged_files_of_b08_and_b8a_are_asked_about(write):
    values = np.repeat(np.repeat(image(LEAF, SOIL), 2, 1), 2, 2).astype(float)
    values[6] += 10_000 * (texture(1) - 0.25)
    values[7] += 10_000 * (smoothed(texture(2)) - 0.25)
    values = values.clip(1).astype(np.uint16)
    (acquisition,) = inspect([Source(write("S2_20190630.tif", values, list(OPTICAL_BANDS)))]).scene.acquisitions
    assert not acquisition.problem
    (acquisition,) = inspect([Source(write("S2_20190705.tif", values, exchanged("B08", "B8A")))]).scene.acquisitions
    assert "B08 and B8A" in acquisition.problem


@pytest.mark.parametrize(("name", "judged"), [("flanders_2019", 39), ("t31tej_2018_safe", 9)])
def test_of_real_dates_those_with_exchanged_infrared_are_noticed_and_no_others(name, judged):
    if not (DATA / name).exists():
        pytest.skip(f"the real scene {name} is not beside this checkout")
    scene, verdicts = discover([Source(str(DATA / name))]), []
    optical = scene.of("S2")
    with Warper(reference_grid(scene, optical[0])) as warper:
        for acquisition in optical:
            bands = {band: acquisition.bands[band] for band in ("B02", "B03", "B04", "B08", "B8A", "B11")}
            reduced = dataclasses.replace(acquisition, bands=bands)
            read = read_optical_windows(warper, reduced, sample_windows(warper.grid))
            near, narrow, clear = [one[0][6] for one in read], [one[0][7] for one in read], [one[2] for one in read]
            if np.concatenate([one.ravel() for one in clear]).mean() >= 0.3:
                right, exchanged_names = (near, narrow, clear), (narrow, near, clear)
                verdicts.append((is_infrared_exchanged(*right), is_infrared_exchanged(*exchanged_names)))
    assert verdicts == [(False, True)] * judged
