"""Galileo's official weights from a file or folder; nothing is unpickled."""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from ...protocol import InputError
from .galileo import GROUPS, SIZES, GalileoEncoder

CONFIG, WEIGHTS = "config.json", "encoder.pt"

# Inputs of the official encoder that this project does not have: weather, night lights, population, land cover maps.
UNUSED = re.compile(r"t_channel_embed|time_embed\..*|space_embed\.(DW|WC)\..*|static_embed\.(LS|DW|WC)(_static)?\..*")
RENAMED = {
    "pos_embed": "steps",
    "month_embed.weight": "months",
    "s_t_channel_embed": "groups",
    "norm.weight": "norm.weight",
    "norm.bias": "norm.bias",
}
LAYERS = {
    "space_embed.SRTM.proj": "terrain",
    "static_embed.location": "place",
    **{f"space_time_embed.{group}.proj": f"space_time.{group}" for group in GROUPS},
}
BRANCHES = {
    "norm1": "0.norm",
    "attn.q": "0.to_query",
    "attn.proj": "0.out",
    "norm2": "1.0",
    "mlp.fc1": "1.1",
    "mlp.fc2": "1.3",
}


def load_galileo(path: Path | str, patch: int = 4, window: int = 8) -> GalileoEncoder:
    """Return a frozen encoder with the official weights at ``path``, of whichever size they are.

    ``path`` is a folder with ``config.json`` and ``encoder.pt``, or a ``.pt`` or ``.safetensors`` file. Raises
    `InputError` where they are missing, damaged or not Galileo's.
    """
    path = Path(path)
    file = path / WEIGHTS if path.is_dir() else path
    state = _read(file)
    try:
        width, depth = len(state["norm.weight"]), 1 + max(int(k.split(".")[1]) for k in state if k[:7] == "blocks.")
        size = next(name for name, shape in SIZES.items() if shape[:2] == (width, depth))
        encoder = GalileoEncoder(size, patch, window)
        encoder.galileo.load_state_dict(translate(state, depth))
    except (KeyError, IndexError, TypeError, ValueError, RuntimeError, StopIteration) as error:
        raise InputError(f"{file} does not hold the weights of Galileo nano, tiny or base ({error!r}).") from error
    if path.is_dir():
        _check_configuration(path / CONFIG, SIZES[size])
    return encoder.eval().requires_grad_(False)


def translate(state: dict[str, Tensor], depth: int) -> dict[str, Tensor]:
    """Return the official state under the names of `Galileo`; raise `KeyError` for missing or unknown entries."""
    state = {k: v for k, v in state.items() if not UNUSED.fullmatch(k)}
    result = {new: state.pop(old) for old, new in RENAMED.items()}
    result["terrain_group"] = state.pop("sp_channel_embed")[0]
    result["place_group"] = state.pop("st_channel_embed")[1]
    layers = dict(LAYERS)
    for i in range(depth):
        layers |= {f"blocks.{i}.{old}": f"layers.{i}.{new}" for old, new in BRANCHES.items()}
    for kind in ("weight", "bias"):
        result |= {f"{new}.{kind}": state.pop(f"{old}.{kind}") for old, new in layers.items()}
        for i in range(depth):
            key_value = [state.pop(f"blocks.{i}.attn.{x}.{kind}") for x in "kv"]
            result[f"layers.{i}.0.to_key_value.{kind}"] = torch.cat(key_value)
    if state:
        raise KeyError(*sorted(state))
    return result


def _read(file: Path) -> dict[str, Tensor]:
    try:
        if file.suffix == ".safetensors":
            return load_file(file)
        return torch.load(file, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise InputError(f"There are no Galileo weights at {file}; give their folder or file.") from error
    except Exception as error:  # damaged files raise whatever the readers meet first
        raise InputError(f"The weights {file} cannot be read ({type(error).__name__}); fetch them again.") from error


def _check_configuration(file: Path, expected: tuple[int, int, int]) -> None:
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))["model"]["encoder"]
        configured = settings["embedding_size"], settings["depth"], settings["num_heads"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{file} is missing or no configuration of Galileo ({error!r}).") from error
    if configured != expected:
        raise InputError(
            f"{file} tells of width, depth and heads {configured}, but the weights beside it need {expected}."
        )
