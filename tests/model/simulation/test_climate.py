import dataclasses

import numpy as np
import pytest

from doab.model.crops import known_crops
from doab.model.ndvi import ndvi_or_zero as ndvi
from doab.model.simulation import climate, scene_truth
from doab.model.simulation.climate import Climate
from doab.model.simulation.land_units import COVERS
from doab.model.simulation.signatures import KNOTS, draw_curves, interpolate

NAMES = [crop.name for crop in known_crops()]
MOIST, DRY = Climate(50, 10), Climate(36, 5, dryness=1.0, soil=1.3)


def mean_ndvi(name, where, seed=1, count=400, second=0.0):
    """The mean NDVI of many fields of one crop on the first of April, June and mid August."""
    crops = np.full(count, NAMES.index(name))
    rng = np.random.default_rng(seed)
    curves = draw_curves(rng, crops, np.arange(count), known_crops())
    curves, delay = climate.adapt_curves(rng, curves, crops, dataclasses.replace(where, second_crops=second))
    spectra = np.exp(interpolate(curves, np.array([100, 166, 227]), delay)[..., :10])
    return ndvi(spectra[..., 2], spectra[..., 6]).mean(0)


def test_without_dryness_curves_stay_as_they_are():
    crops = np.arange(len(NAMES))
    curves = draw_curves(np.random.default_rng(0), crops, crops, known_crops())
    adapted, delay = climate.adapt_curves(np.random.default_rng(0), curves, crops, MOIST)
    np.testing.assert_allclose(adapted, curves, atol=1e-9)
    assert not delay.any()


def test_in_dry_summers_wheat_is_thinner_and_ripe_in_june():
    moist, dry = mean_ndvi("winter_common_soft_wheat", MOIST), mean_ndvi("winter_common_soft_wheat", DRY)
    assert dry[0] < moist[0] - 0.05 and dry[1] < moist[1] - 0.15


def test_in_dry_summers_grass_parches_and_irrigated_maize_does_not():
    grass = "pasture_meadow_grassland_grass"
    assert mean_ndvi(grass, DRY)[2] < mean_ndvi(grass, MOIST)[2] - 0.2
    assert mean_ndvi("grain_maize_corn_popcorn", DRY)[2] > mean_ndvi("grain_maize_corn_popcorn", MOIST)[2] - 0.1


def test_a_second_crop_is_green_after_the_harvest():
    barley = "winter_barley"
    assert mean_ndvi(barley, MOIST, second=1.0)[2] > mean_ndvi(barley, MOIST)[2] + 0.1
    assert mean_ndvi(barley, MOIST, second=1.0)[0] == pytest.approx(mean_ndvi(barley, MOIST)[0], abs=0.02)


def test_verges_parch_and_water_and_roofs_do_not():
    covers = np.array([COVERS.index(name) for name in ("grass_strip", "water", "roof")])
    green = [0.03, 0.06, 0.04, 0.1, 0.26, 0.33, 0.36, 0.37, 0.2, 0.1]
    spectra = np.tile(green, (3, 2, 1))
    days = np.array([30, 220])
    adapted = climate.adapt_covers(spectra, covers, days, DRY)
    np.testing.assert_allclose(adapted[1:], spectra[1:], rtol=1e-6)
    red, nir = adapted[0, :, 2], adapted[0, :, 6]
    assert ndvi(red[1], nir[1]) < ndvi(red[0], nir[0]) - 0.2


def test_southern_scenes_have_their_seasons_half_a_year_later():
    assert Climate(-30, 20).calendar == 182 and Climate(30, 20).calendar == 0


def test_climates_of_both_hemispheres_and_of_all_degrees_of_dryness_are_drawn():
    drawn = [climate.draw_climate(np.random.default_rng(seed)) for seed in range(300)]
    assert 0.1 < np.mean([one.latitude < 0 for one in drawn]) < 0.3
    dryness = np.array([one.dryness for one in drawn])
    assert (dryness == 0).mean() > 0.3 and (dryness > 0.6).mean() > 0.1 and dryness.max() <= 1


def test_a_scene_in_a_dry_climate_is_browner_in_summer():
    meadows = np.where(np.arange(14) == NAMES.index("pasture_meadow_grassland_grass"), 100.0, 0.01)
    images = [
        scene_truth.reflectance(
            scene_truth.simulate_truth(np.random.default_rng(2), 32, meadows, 0.0, climate=where),
            np.array([227]),
            np.full(1, 0.3),
        )
        for where in (MOIST, DRY)
    ]
    moist, dry = (ndvi(image[0, 2], image[0, 6]).mean() for image in images)
    assert dry < moist - 0.1


def test_days_of_knots_cover_the_dry_season():
    assert KNOTS[0] < climate.DRY_SEASON < climate.WET_SEASON < KNOTS[-1]
