"""Encoders and networks from where their weights lie: a bundle, what pre-training wrote, Galileo's own files."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import load as load_tensors
from safetensors.torch import save_file
from torch import Tensor

from ..bundle import Bundle, load_bundle
from ..job import InputError
from .encoders import Encoder, create_encoder
from .encoders.galileo_weights import WEIGHTS, load_galileo
from .two_stream import TwoStream

KEY = "encoder"


def save_encoder(path: Path, encoder: Encoder, recipe: dict) -> None:
    """Write an encoder as safetensors with its ``recipe`` (``name``, ``settings``, ``trained_on``) in the header."""
    tensors = {k: v.contiguous() for k, v in encoder.state_dict().items()}
    save_file(tensors, path, {KEY: json.dumps(recipe, ensure_ascii=False)})


def load_encoder(path: str = "") -> tuple[Encoder, dict]:
    """Return a frozen encoder and its recipe, as it stands in a bundle's card under "encoder".

    ``path`` is a file that `save_encoder` wrote, a bundle (empty: the default one) or official weights of Galileo
    (their folder or ``.pt`` file). Raises `InputError` where it is none of these.
    """
    if path.endswith(".pt") or (path and (Path(path) / WEIGHTS).is_file()):
        encoder = load_galileo(path)
        settings = {"size": encoder.size, "patch": encoder.patch, "window": encoder.window}
        return encoder, {"name": "galileo", "settings": settings, "trained_on": "official weights of Galileo"}
    recipe, tensors = _read_file(path) if path.endswith(".safetensors") else _read_bundle(path)
    try:
        encoder = create_encoder(recipe["name"], **recipe["settings"])
        encoder.load_state_dict(tensors)
    except (ValueError, TypeError, KeyError, RuntimeError) as error:
        raise InputError(f"The encoder in {path or 'the default bundle'} does not fit this version: {error}") from error
    return encoder.eval().requires_grad_(False), recipe


def _read_file(path: str) -> tuple[dict, dict]:
    try:
        with safe_open(path, "pt") as file:
            recipe = json.loads((file.metadata() or {})[KEY])
            return recipe, {k: file.get_tensor(k) for k in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise InputError(f"{path} is no encoder that doab pretrain wrote ({error}).") from error


def _read_bundle(path: str) -> tuple[dict, dict]:
    bundle = load_bundle(path)
    return bundle.card["encoder"], part_of(bundle, "encoder")


def load_network(path: str = "") -> TwoStream:
    """Return the network of a bundle (empty: the default one) or raise `InputError`."""
    bundle = load_bundle(path)
    try:
        network = TwoStream(**bundle.card["network"])
        network.load_state_dict(part_of(bundle, "network"))
    except (ValueError, TypeError, KeyError, RuntimeError) as error:
        raise InputError(f"The bundle {bundle.card['name']!r} does not fit this version of Doab: {error}") from error
    return network


def part_of(bundle: Bundle, name: str) -> dict[str, Tensor]:
    """Return the weights of a bundle's "encoder" or "network"."""
    start = f"{name}."
    return {k.removeprefix(start): v for k, v in load_tensors(bundle.weights).items() if k.startswith(start)}
