"""Bundles on disk: read back, and refused with a clear sentence."""

import json
import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import save as save_tensors

from doab.model import crops
from doab.model.bundle import CARD, WEIGHTS, load_bundle, save_bundle
from doab.model.network.encoders import create_encoder
from doab.model.network.predictor import choose_device, load_predictor
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import network_of, weights_of
from doab.model.protocol import InputError
from doab.model.simulation.simulated_tiles import simulate_tile


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """An untrained bundle."""
    folder = tmp_path_factory.mktemp("bundle")
    torch.manual_seed(0)
    config = {"classes": 14, "token_width": 64}
    card = {
        "name": "small", "version": "1", "licence": "CC0", "tile": 32,
        "readout": {"shape": "queries", "crop": "queries"},
        "classes": [vars(c) for c in crops.known_crops()],
        "encoder": {"name": "compact", "settings": {"width": 64}}, "network": config,
        "partitions": {"queries": {"field": 0.5, "h": 0.1}},
    }  # fmt: skip
    save_bundle(folder, card, weights_of(create_encoder("compact"), TwoStream(**config)))
    return folder


@pytest.fixture
def bundle(pristine, tmp_path):
    return shutil.copytree(pristine, tmp_path / "bundle")


def change(bundle, **entries):
    card = json.loads((bundle / CARD).read_text())
    card.update(entries)
    (bundle / CARD).write_text(json.dumps({k: v for k, v in card.items() if v is not None}))


def test_a_folder_and_a_zip_of_it_are_the_same_bundle(bundle, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "zipped"), "zip", bundle.parent, "bundle")
    assert load_bundle(str(bundle)) == load_bundle(archive)


def test_a_bundle_predicts_and_the_same_tile_gives_the_same_maps(bundle):
    predictor = load_predictor(str(bundle), "cpu")
    sample, _ = simulate_tile(np.random.default_rng(0), predictor.tile)
    encoded, day = predictor.encode(sample.acquisitions()), int(sample.optical_days[0])
    first, second = predictor.predict([(sample, predictor.temporal_maps(encoded, day)) for _ in range(2)])
    assert first.field.shape == (64, 64) and first.crop.shape == (14, 32, 32)
    assert all((a == b).all() for a, b in zip(vars(first).values(), vars(second).values(), strict=True))


def test_damaged_weights_are_refused(bundle):
    weights = bytearray((bundle / WEIGHTS).read_bytes())
    weights[-1] ^= 1
    (bundle / WEIGHTS).write_bytes(weights)
    with pytest.raises(InputError, match="damaged"):
        load_bundle(str(bundle))


def test_a_bundle_of_an_earlier_format_asks_for_another(bundle):
    change(bundle, format=1)
    with pytest.raises(InputError, match="format 1.*fetch it again"):
        load_bundle(str(bundle))


def test_a_bundle_of_a_later_format_asks_for_an_update(bundle):
    change(bundle, format=99)
    with pytest.raises(InputError, match="update Doab"):
        load_bundle(str(bundle))


def test_a_card_without_classes_is_not_a_bundle(bundle):
    change(bundle, classes=None)
    with pytest.raises(InputError, match="lacks classes"):
        load_bundle(str(bundle))


def test_a_card_that_is_not_json_is_refused(bundle):
    (bundle / CARD).write_text("{")
    with pytest.raises(InputError, match="not valid"):
        load_bundle(str(bundle))


def test_a_missing_bundle_is_named(tmp_path):
    with pytest.raises(InputError, match="no model at"):
        load_bundle(str(tmp_path / "nowhere"))


def test_weights_that_do_not_fit_the_network_are_refused(bundle):
    change(bundle, network={"classes": 14, "token_width": 32})
    with pytest.raises(InputError, match="another version of Doab"):
        load_predictor(str(bundle), "cpu")


def test_a_device_that_does_not_work_is_named():
    if torch.cuda.is_available():
        pytest.skip("this computer has the device")
    with pytest.raises(InputError, match="cuda"):
        choose_device("cuda")


@pytest.mark.parametrize(
    "entries",
    [
        {"temperature": 0},
        {"temperature": float("nan")},
        {"tile": -96},
        {"tile": 97},
        {"tile": "96"},
        {"tile": 10**9},
        {"shares": [0.0] * 14},
        {"shares": [0.5, 0.5]},
        {"readout": {"shape": "guess", "crop": "dense"}},
        {"partitions": {"queries": {"field": float("nan"), "h": 0.1}}},
        {"network": {"classes": 3, "token_width": 64}},
        {"classes": []},
        {"classes": "wheat"},
        {"encoder": "compact"},
    ],
)
def test_a_card_that_cannot_be_right_is_refused(bundle, entries):
    change(bundle, **entries)
    with pytest.raises(InputError, match=next(iter(entries))):
        load_bundle(str(bundle))


def test_a_card_nested_beyond_reason_is_refused(bundle):
    (bundle / CARD).write_text("[" * 200_000)
    with pytest.raises(InputError, match="not valid"):
        load_bundle(str(bundle))


@pytest.mark.parametrize("values", [torch.full((2,), float("nan")), torch.ones(2, dtype=torch.int8)])
def test_weights_that_are_no_finite_numbers_are_refused(bundle, values):
    card = json.loads((bundle / CARD).read_text())
    save_bundle(bundle, card, save_tensors({"network.a": values}))
    with pytest.raises(InputError, match="not finite numbers"):
        network_of(load_bundle(str(bundle)))


def test_weights_that_are_no_weights_are_refused(bundle):
    card = json.loads((bundle / CARD).read_text())
    save_bundle(bundle, card, b"")
    with pytest.raises(InputError, match="cannot be read"):
        network_of(load_bundle(str(bundle)))


def test_checksums_name_their_algorithm_and_those_of_earlier_cards_count_without(bundle):
    card = json.loads((bundle / CARD).read_text())
    assert card["sha256"].startswith("sha256:")
    card["sha256"] = card["sha256"].removeprefix("sha256:")
    (bundle / CARD).write_text(json.dumps(card))
    assert load_bundle(str(bundle)).card["sha256"] == card["sha256"]
