"""Galileo's official weights: from a file or folder, or fetched over HTTPS and checked; nothing is unpickled."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import json
import os
import re
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path
from typing import BinaryIO

import torch
from safetensors.torch import load_file
from torch import Tensor

from ...protocol import InputError
from .galileo import GROUPS, SIZES, GalileoEncoder

HUB = "https://huggingface.co/nasaharvest/galileo/resolve"
SHA256 = {"nano": "eab6acacf527886a508a555bc24efe4b4a2cf91b162e84cd1c4a1807e942180c"}
TIMEOUT = 30  # seconds without an answer
CONFIG, WEIGHTS = "config.json", "encoder.pt"

# Inputs of the official encoder that this project never has: weather, night lights, population, ready-made land cover.
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
    """Return the official state under the names of `Galileo`; raise `KeyError` for what is missing or not known."""
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
        found = settings["embedding_size"], settings["depth"], settings["num_heads"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{file} is missing or no configuration of Galileo ({error!r}).") from error
    if found != expected:
        raise InputError(f"{file} tells of width, depth and heads {found}, but the weights beside it need {expected}.")


def download(size: str, revision: str, cache: Path, sha256: str = "", hub: str = HUB) -> Path:
    """Fetch the official weights of one size into the folder ``cache``, unless they are there, and return the file.

    ``revision`` is the commit at the hub, 40 hexadecimal digits, because branches move. ``sha256`` may be left out
    where `SHA256` has it. Raises `InputError` where the address is not secure, the transfer fails, or what arrives is
    something else; nothing half-written stays under the final name.
    """
    if size not in SIZES:
        raise InputError(f"There is no Galileo {size!r}; known are {', '.join(SIZES)}.")
    expected = (sha256 or SHA256.get(size, "")).lower()
    if not re.fullmatch("[0-9a-f]{64}", expected):
        raise InputError(f"The SHA-256 of Galileo {size} is not known here; give the one the hub shows (64 digits).")
    if not re.fullmatch("[0-9a-f]{40}", revision):
        raise InputError(f"{revision!r} is no pinned revision; give the commit at the hub (40 hexadecimal digits).")
    target = cache / f"galileo-{size}-{expected[:16]}.pt"
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == expected:
        return target
    url = f"{hub.rstrip('/')}/{revision}/models/{size}/{WEIGHTS}"
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=cache, prefix=target.stem, suffix=".part", delete=False) as file:
        part = Path(file.name)
    try:
        with part.open("wb") as file:
            digest = _stream(url, file)
        if digest != expected:
            raise InputError(f"What {url} sent has the SHA-256 {digest}, not {expected}; it was thrown away.")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _stream(url: str, file: BinaryIO) -> str:
    """Write what ``url`` sends to ``file`` and return its SHA-256."""
    _check_address(url)
    digest, received = hashlib.sha256(), 0
    try:
        with urllib.request.build_opener(_Redirects).open(url, timeout=TIMEOUT) as reply:
            announced = reply.headers.get("Content-Length")
            while block := reply.read(1 << 20):
                received += file.write(block)
                digest.update(block)
    except (OSError, http.client.HTTPException) as error:
        raise InputError(f"{url} could not be fetched ({error}); try again, or give the weights as a file.") from error
    if announced is not None and received != int(announced):
        raise InputError(f"{url} broke off after {received} of {announced} bytes; try again.")
    return digest.hexdigest()


def _check_address(url: str) -> None:
    """Raise `InputError` unless ``url`` is HTTPS, or HTTP on this very computer."""
    parts = urllib.parse.urlsplit(url)
    host = parts.hostname or ""
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not host or (parts.scheme != "https" and not (parts.scheme == "http" and local)):
        raise InputError(f"{url} is not a secure address; weights are only fetched over https.")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirections only to secure addresses."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        _check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
