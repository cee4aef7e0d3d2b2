"""Encoders and networks from disk: what is written is read back, and what is foreign is refused with its name."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from doab.model.bundle import Bundle, load_bundle
from doab.model.crops import known_crops
from doab.model.network.encoders import create_encoder
from doab.model.network.perceiver import CELL_WIDTH
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import (
    adopt,
    cell_width,
    load_encoder,
    network_of,
    round_weights,
    save_encoder,
    weights_of,
)
from doab.model.protocol import InputError

OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "galileo-nano"


def test_an_encoder_comes_back_with_its_recipe(tmp_path):
    encoder = create_encoder("compact", depth=1)
    recipe = {"name": "compact", "settings": {"depth": 1}, "trained_on": "nothing"}
    save_encoder(tmp_path / "encoder.safetensors", encoder, recipe)
    loaded_encoder, loaded_recipe = load_encoder(str(tmp_path / "encoder.safetensors"))
    assert loaded_recipe == recipe
    assert not loaded_encoder.training and not any(p.requires_grad for p in loaded_encoder.parameters())
    for a, b in zip(encoder.parameters(), loaded_encoder.parameters(), strict=True):
        assert torch.equal(a, b)


def test_the_default_bundle_gives_its_encoder_and_its_network():
    encoder, recipe = load_encoder()
    card = load_bundle().card
    assert recipe == card["encoder"]
    assert encoder.width == card["network"]["token_width"]
    assert network_of(load_bundle()).training


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="needs galileo-nano in ../shared/data")
def test_official_weights_of_galileo_are_an_encoder_too():
    encoder, recipe = load_encoder(str(OFFICIAL))
    assert recipe["name"] == "galileo" and recipe["settings"]["size"] == "nano"
    assert encoder.width == 128


@pytest.mark.parametrize("content", [b"", b"not safetensors at all"])
def test_a_foreign_file_is_refused_by_name(tmp_path, content):
    file = tmp_path / "strange.safetensors"
    file.write_bytes(content)
    with pytest.raises(InputError, match="strange"):
        load_encoder(str(file))


def test_an_encoder_of_another_version_is_refused(tmp_path):
    file = tmp_path / "encoder.safetensors"
    save_encoder(file, create_encoder("compact", depth=1), {"name": "compact", "settings": {"depth": 2}})
    with pytest.raises(InputError, match="another version of Doab"):
        load_encoder(str(file))


def small_bundle(crops):
    torch.manual_seed(1)
    network = TwoStream(classes=len(crops), token_width=8)
    tensors = save_tensors({f"network.{k}": v.contiguous() for k, v in network.state_dict().items()})
    return Bundle({"name": "old", "classes": [vars(crop) for crop in crops]}, tensors), network


def test_another_list_of_classes_takes_over_what_both_contain():
    crops = known_crops()
    bundle, old = small_bundle(crops[:3])
    fresh = TwoStream(classes=2, token_width=8)
    initial = fresh.dense.crop[-1].weight.clone()
    adopt(fresh, bundle, (crops[2], crops[5]))
    assert torch.equal(fresh.dense.crop[-1].weight[0], old.dense.crop[-1].weight[2])
    assert torch.equal(fresh.dense.crop[-1].weight[1], initial[1])
    assert torch.equal(fresh.decoder.content.weight, old.decoder.content.weight)


def test_a_layer_that_a_bundle_does_not_contain_keeps_what_it_was_initialised_with():
    crops = known_crops()[:2]
    bundle, old = small_bundle(crops)
    tensors = {k: v for k, v in old.state_dict().items() if not k.startswith("temporal.cell_map.")}
    bundle = Bundle(bundle.card, save_tensors({f"network.{k}": v.contiguous() for k, v in tensors.items()}))
    fresh = TwoStream(classes=2, token_width=8)
    initial = fresh.temporal.cell_map.raw.weight.clone()
    adopt(fresh, bundle, crops)
    assert torch.equal(fresh.temporal.cell_map.raw.weight, initial)
    assert torch.equal(fresh.temporal.adapter.raw.weight, old.temporal.adapter.raw.weight)


@pytest.mark.parametrize(("readout", "loads"), [("dense", True), ("queries", False)])
def test_a_bundle_with_latents_that_are_gone_is_loaded_where_only_dense_heads_are_read_out(readout, loads):
    _, old = small_bundle(known_crops()[:2])
    tensors = {**old.state_dict(), "temporal.bank": torch.zeros(80, 96)}
    card = {"name": "old", "network": {"classes": 2, "token_width": 8}, "readout": {"shape": "dense", "crop": readout}}
    bundle = Bundle(card, save_tensors({f"network.{k}": v.contiguous() for k, v in tensors.items()}))
    if not loads:
        with pytest.raises(InputError, match="old.*another version"):
            network_of(bundle)
        return
    network = network_of(bundle)
    assert all(torch.equal(v, old.state_dict()[k]) for k, v in network.state_dict().items())


def test_a_bundle_that_keeps_all_pooled_values_of_a_cell_is_loaded_as_it_is():
    crops = known_crops()[:2]
    old = TwoStream(classes=2, token_width=8, cell=CELL_WIDTH).eval()
    tensors = {f"network.{k}": v.contiguous() for k, v in old.state_dict().items()}
    assert not any("squeeze" in name for name in tensors)
    card = {"name": "old", "network": {"classes": 2, "token_width": 8}, "readout": {"shape": "dense", "crop": "dense"}}
    bundle = Bundle({**card, "classes": [vars(crop) for crop in crops]}, save_tensors(tensors))
    further = adopt(TwoStream(classes=2, token_width=8, cell=cell_width(bundle)), bundle, crops)
    for network in (network_of(bundle), further):
        assert all(torch.equal(v, old.state_dict()[k]) for k, v in network.state_dict().items())


def test_layers_that_are_gone_are_not_adopted():
    crops = known_crops()[:2]
    _, old = small_bundle(crops)
    tensors = {**old.state_dict(), "temporal.bank": torch.zeros(80, 96)}
    content = save_tensors({f"network.{k}": v.contiguous() for k, v in tensors.items()})
    card = {"name": "old", "classes": [vars(crop) for crop in crops]}
    fresh = adopt(TwoStream(classes=2, token_width=8), Bundle(card, content), crops)
    assert all(torch.equal(v, old.state_dict()[k]) for k, v in fresh.state_dict().items())


def test_a_network_that_is_built_differently_is_not_adopted():
    crops = known_crops()[:2]
    bundle, _ = small_bundle(crops)
    with pytest.raises(InputError, match="old.*built differently"):
        adopt(TwoStream(classes=2, token_width=16), bundle, crops)


def norm_with(variance: float) -> torch.nn.BatchNorm2d:
    norm = torch.nn.BatchNorm2d(2)
    norm.running_var.fill_(variance)
    return norm


def test_what_half_precision_cannot_hold_is_kept_in_single():
    tensors = load_tensors(weights_of(norm_with(0.1), norm_with(1e5)))
    assert tensors["encoder.running_var"].dtype == torch.float16
    assert tensors["network.running_var"].tolist() == [1e5, 1e5]
    norm = norm_with(1e5)
    round_weights(norm)
    assert norm.running_var.tolist() == [1e5, 1e5]


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_weights_that_are_not_finite_do_not_ship(value):
    with pytest.raises(ValueError, match=r"network\.running_var"):
        weights_of(norm_with(1.0), norm_with(value))


def test_every_weight_of_the_default_bundle_is_finite():
    for name, values in load_tensors(load_bundle().weights).items():
        assert values.isfinite().all(), name
