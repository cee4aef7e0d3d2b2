"""Loading the official layout of Galileo's weights."""

import json
import pickle

import pytest
import torch
from safetensors.torch import save_file

from doab.model.network.encoders.galileo_weights import load_galileo
from doab.model.protocol import InputError

CONFIG = {"model": {"encoder": {"embedding_size": 128, "depth": 4, "num_heads": 8}}}


@pytest.fixture
def folder(tmp_path, official_state):
    torch.save(official_state, tmp_path / "encoder.pt")
    (tmp_path / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    return tmp_path


def test_a_folder_and_its_safetensors_give_the_same_frozen_encoder(folder, official_state):
    save_file(official_state, folder / "nano.safetensors")
    one, two = load_galileo(folder, patch=8), load_galileo(folder / "nano.safetensors")
    assert (one.size, one.patch, two.patch) == ("nano", 8, 4)
    assert not one.training and not any(x.requires_grad for x in one.parameters())
    assert all(torch.equal(x, y) for x, y in zip(one.parameters(), two.parameters(), strict=True))


def test_every_tensor_finds_its_place(folder, official_state):
    state = load_galileo(folder).galileo.state_dict()
    assert torch.equal(state["terrain_group"], official_state["sp_channel_embed"][0])
    assert torch.equal(state["place_group"], official_state["st_channel_embed"][1])
    assert torch.equal(state["space_time.NDVI.weight"], official_state["space_time_embed.NDVI.proj.weight"])
    assert torch.equal(state["layers.3.0.to_key_value.weight"][128:], official_state["blocks.3.attn.v.weight"])


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(InputError, match="no Galileo weights at .*encoder.pt"):
        load_galileo(tmp_path)


@pytest.mark.parametrize("change", ["lacks one", "has one more", "other shape", "empty"])
def test_weights_of_something_else_are_refused(change, tmp_path, official_state):
    if change == "lacks one":
        del official_state["blocks.2.attn.q.bias"]
    elif change == "has one more":
        official_state["blocks.0.attn.q_norm.weight"] = torch.ones(128)
    elif change == "other shape":
        official_state["space_embed.SRTM.proj.weight"] = torch.ones(128, 3, 8, 8)
    else:
        official_state = {}
    torch.save(official_state, tmp_path / "encoder.pt")
    with pytest.raises(InputError, match="does not hold the weights of Galileo"):
        load_galileo(tmp_path / "encoder.pt")


def test_a_configuration_that_does_not_fit_is_refused(folder):
    (folder / "config.json").write_text(json.dumps(CONFIG).replace('"num_heads": 8', '"num_heads": 4'))
    with pytest.raises(InputError, match="width, depth and heads"):
        load_galileo(folder)
    (folder / "config.json").unlink()
    with pytest.raises(InputError, match="config.json"):
        load_galileo(folder)


class Mischief:
    """Sets a mark when unpickled."""

    done = False

    def __reduce__(self):
        return setattr, (Mischief, "done", True)


@pytest.mark.parametrize("write", [lambda x, f: f.write_bytes(pickle.dumps(x, protocol=2)), torch.save])
def test_nothing_is_unpickled(write, tmp_path):
    file = tmp_path / "encoder.pt"
    write({"norm.weight": Mischief()}, file)
    with pytest.raises(InputError, match="cannot be read"):
        load_galileo(file)
    assert not Mischief.done


@pytest.mark.parametrize("name", ["encoder.pt", "encoder.safetensors"])
def test_damaged_files_are_refused(name, tmp_path):
    (tmp_path / name).write_bytes(bytes(range(250)) * 4)
    with pytest.raises(InputError, match="cannot be read"):
        load_galileo(tmp_path / name)
