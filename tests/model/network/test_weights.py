"""Encoders and networks from disk: what is written is read back, and what is foreign is refused with its name."""

from pathlib import Path

import pytest
import torch

from doab.model.bundle import load_bundle
from doab.model.job import InputError
from doab.model.network.encoders import create_encoder
from doab.model.network.weights import load_encoder, network_of, save_encoder

OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "galileo-nano"


def test_an_encoder_comes_back_with_its_recipe(tmp_path):
    encoder = create_encoder("compact", depth=1)
    recipe = {"name": "compact", "settings": {"depth": 1}, "trained_on": "nothing"}
    save_encoder(tmp_path / "encoder.safetensors", encoder, recipe)
    found, told = load_encoder(str(tmp_path / "encoder.safetensors"))
    assert told == recipe
    assert not found.training and not any(p.requires_grad for p in found.parameters())
    for a, b in zip(encoder.parameters(), found.parameters(), strict=True):
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
    with pytest.raises(InputError, match="does not fit"):
        load_encoder(str(file))
