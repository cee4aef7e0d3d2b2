"""Weights of encoders and networks: from and to bundles, files of pre-training and Galileo's official files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from safetensors.torch import save_file
from torch import Tensor, nn

from ..bundle import Bundle, load_bundle
from ..crops import Crop
from ..protocol import InputError
from ..text import tr
from .encoders import Encoder, create_encoder
from .encoders.galileo_weights import WEIGHTS, load_galileo
from .two_stream import TwoStream

LAST_CROP_LAYERS = ("crop.2.weight", "crop.2.bias", "dense.crop.3.weight", "dense.crop.3.bias")  # one row a class
KEY = "encoder"  # in the header of a file of its own
QUERIES = "queries"  # the readout that needs the decoder
CELLS = "spatial.cells.weight"  # what reads the cell map


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
    if not path.endswith(".safetensors"):
        bundle = load_bundle(path)
        return encoder_of(bundle), bundle.card["encoder"]
    try:
        with safe_open(path, "pt") as file:
            recipe = json.loads((file.metadata() or {})[KEY])
            tensors = {k: file.get_tensor(k) for k in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise InputError(f"{path} is no encoder that doab pretrain wrote ({error}).") from error
    return _encoder(recipe, tensors, path), recipe


def encoder_of(bundle: Bundle) -> Encoder:
    """Return the frozen encoder of a bundle or raise `InputError`."""
    return _encoder(bundle.card["encoder"], _part(bundle, "encoder"), bundle.card["name"])


def network_of(bundle: Bundle) -> TwoStream:
    """Return the network of a bundle or raise `InputError`.

    Weights that the network has no use for are left out where all is read out from the dense heads: bundles of earlier
    versions had more latents, which only queries read.
    """
    weights = _part(bundle, "network")
    try:
        network = TwoStream(**bundle.card["network"], cell=weights[CELLS].shape[1])
        if QUERIES not in bundle.card["readout"].values():
            weights = {key: values for key, values in weights.items() if key in network.state_dict()}
        network.load_state_dict(weights)
    except (ValueError, TypeError, KeyError, RuntimeError) as error:
        text = tr("The model {} was made for another version of Doab; train or fetch it again.")
        raise InputError(text.format(bundle.card["name"])) from error
    return network


def cell_width(bundle: Bundle) -> int:
    """Return the number of values that the network of a bundle keeps of a cell: 48 before version 0.11."""
    return _part(bundle, "network")[CELLS].shape[1]


def adopt(network: TwoStream, bundle: Bundle, crops: Sequence[Crop]) -> TwoStream:
    """Give ``network``, whose classes are ``crops``, the weights of a bundle whose classes may be others.

    Rows of the crop heads go to the class of the same code; new classes and layers keep what they were initialised
    with, and layers of theirs that are gone are left out. Raises `InputError` where a layer of both is built
    differently.
    """
    theirs, state = _part(bundle, "network"), network.state_dict()
    codes = [entry["code"] for entry in bundle.card["classes"]]
    pairs = [(i, codes.index(crop.code)) for i, crop in enumerate(crops) if crop.code in codes]
    here, there = (list(rows) for rows in zip(*pairs, strict=True)) if pairs else ([], [])
    for key, weights in theirs.items():
        if (values := state.get(key)) is None:
            continue
        by_class = key.endswith(LAST_CROP_LAYERS)
        if by_class and weights.shape == (len(codes), *values.shape[1:]):
            values[here] = weights[there].to(values.dtype)
        elif not by_class and weights.shape == values.shape:
            values.copy_(weights)
        else:
            text = tr("The network of the model “{}” is built differently at {}.")
            raise InputError(text.format(bundle.card["name"], key))
    network.load_state_dict(state)
    return network


def weights_of(encoder: Encoder, network: TwoStream) -> bytes:
    """Return the safetensors file of a bundle, in half precision where that can hold the values."""
    tensors = {f"encoder.{k}": v for k, v in encoder.state_dict().items()}
    tensors |= {f"network.{k}": v for k, v in network.state_dict().items()}
    return save_tensors({k: _packed(k, v).contiguous() for k, v in tensors.items()})


def round_weights(module: nn.Module) -> None:
    """Give ``module`` the weights it would read back from a bundle, so that scores are those of what ships."""
    module.load_state_dict({k: _packed(k, v).to(v.dtype) for k, v in module.state_dict().items()})


def _packed(name: str, values: Tensor) -> Tensor:
    """Return floating point in half precision, or as it is where that is too small: variances may be beyond 65 504."""
    if not values.is_floating_point():
        return values
    if not values.isfinite().all():
        raise ValueError(f"The weights {name} are not finite: the training went wrong and must not ship.")
    half = values.half()
    return half if half.isfinite().all() else values


def _encoder(recipe: dict, tensors: dict[str, Tensor], where: str) -> Encoder:
    try:
        encoder = create_encoder(recipe["name"], **recipe["settings"])
        encoder.load_state_dict(tensors)
    except (ValueError, TypeError, KeyError, RuntimeError) as error:
        text = tr("The encoder in {} was made for another version of Doab; train or fetch it again.")
        raise InputError(text.format(where)) from error
    return encoder.eval().requires_grad_(False)


def _part(bundle: Bundle, name: str) -> dict[str, Tensor]:
    """Return the weights of a bundle's "encoder" or "network"."""
    start = f"{name}."
    try:
        tensors = {k.removeprefix(start): v for k, v in load_tensors(bundle.weights).items() if k.startswith(start)}
    except (SafetensorError, ValueError, KeyError, RuntimeError) as error:
        text = tr("The weights of the model {} cannot be read ({}); fetch or export it again.")
        raise InputError(text.format(bundle.card["name"], error)) from error
    for key, values in tensors.items():
        is_counter = key.endswith("num_batches_tracked")
        if not is_counter and not (values.is_floating_point() and bool(values.isfinite().all())):
            text = tr("The weights of the model {} are not finite numbers ({}); fetch or export it again.")
            raise InputError(text.format(bundle.card["name"], key))
    return tensors
