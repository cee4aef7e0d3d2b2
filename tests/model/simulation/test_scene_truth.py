import numpy as np
from scipy.ndimage import binary_dilation

from doab.model.simulation import scene_truth
from doab.model.simulation.climate import Climate


def test_moisture_is_between_dry_and_wet_and_drier_in_summer():
    days = np.arange(-100, 330)
    wet = np.mean([scene_truth.draw_moisture(np.random.default_rng(seed), days) for seed in range(20)], 0)
    assert wet.min() >= 0 and wet.max() <= 1
    assert wet[(days > 0) & (days < 60)].mean() > wet[(days > 160) & (days < 240)].mean() + 0.15


def test_reflectance_looks_like_land():
    truth = scene_truth.simulate_truth(np.random.default_rng(0), 32, np.ones(12), 0.0)
    image = scene_truth.reflectance(truth, np.array([40, 150, 230]), np.full(3, 0.4))
    assert image.shape == (3, 10, 32, 32)
    assert image.min() > 0 and image.max() < 0.9
    assert (image[:, 6].mean((1, 2)) > image[:, 2].mean((1, 2))).all()


def test_radar_comes_at_twenty_metres():
    truth = scene_truth.simulate_truth(np.random.default_rng(0), 32, np.ones(12), 0.0)
    power = scene_truth.backscatter(truth, np.array([40, 150]), np.full(2, 0.4))
    assert power.shape == (2, 2, 16, 16)
    assert (power > 0).all() and (power[:, 0].mean() > power[:, 1].mean())


def test_the_parts_of_a_field_differ_less_than_fields_do_and_others_stay_as_they_are():
    even, parted = (
        scene_truth.simulate_truth(np.random.default_rng(3), 128, np.ones(12), 0.0, parted=share)
        for share in (0.0, 1.0)
    )
    days, wet = np.array([100, 150, 200]), np.full(3, 0.4)
    before, after = (np.log(scene_truth.reflectance(truth, days, wet)) for truth in (even, parted))
    parent = parted.landscape.parent
    split = np.isin(parent, parent[len(even.landscape.crops) :])[parted.landscape.units][10:-10:2, 10:-10:2]
    far = ~binary_dilation(split, iterations=8)
    assert np.allclose(before[..., far], after[..., far])
    change = np.abs(after - before)[..., split].mean()
    between = np.abs(even.curves[1:, :, :10] - even.curves[:-1, :, :10]).mean()
    assert 0.01 < change < 0.5 * between


def test_the_texture_of_a_climate_varies_spectra_and_only_a_climate_has_it():
    plain, varied = (
        scene_truth.simulate_truth(np.random.default_rng(4), 48, np.ones(12), 0.0, climate=climate)
        for climate in (None, Climate(50.0, 5.0))
    )
    assert plain.imaging is None and plain.variation is None
    assert varied.variation.shape == (3, 48, 48) and 0 < varied.variation.std() < 0.1
    days, wet = np.array([120]), np.full(1, 0.4)
    images = [scene_truth.reflectance(truth, days, wet)[0] for truth in (plain, varied)]
    blue_red = [np.corrcoef(*(np.diff(image[b], axis=0).ravel() for b in (0, 2)))[0, 1] for image in images]
    assert blue_red[1] < blue_red[0]
