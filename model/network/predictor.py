"""A trained bundle at work: one sample in, evidence maps out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from ..bundle import Bundle, load_bundle
from ..crops import Crop
from ..job import InputError
from ..mapping.encoded import Encoded
from ..mapping.maps import TileMaps
from ..mapping.partition import PartitionSettings
from ..scene.sample import Sample
from . import tokens
from .encoders import Encoder, create_encoder
from .readout import combined, read_tile
from .spatial import Frame, frame_of
from .two_stream import TwoStream


class Predictor:
    """Maps one tile: encode, both streams, dense heads and queries, each for what the bundle found it better at.

    ``encoder`` is the fingerprint of the frozen encoder: bundles that share it give the same tokens. ``tile`` is the
    side of the samples it was trained on (pixels of 10 m), ``crops`` the classes of ``TileMaps.crop``, ``settings`` how
    its evidence is to be divided into parcels.
    """

    def __init__(self, encoder: Encoder, network: TwoStream, card: dict, device: torch.device) -> None:
        self.encoder = fingerprint(encoder, **card["encoder"])
        self._encoder, self._network = encoder.to(device).eval(), network.to(device).eval()
        self._device = device
        self.tile: int = card["tile"]
        self.crops = tuple(Crop(**entry) for entry in card["classes"])
        self.settings = PartitionSettings(**card["partition"])
        self.shape: str = card["readout"]["shape"]
        self.crop: str = card["readout"]["crop"]
        self.temperature: float = card.get("temperature", 1.0)
        self.name: str = f"{card['name']} {card['version']}"

    def encode(self, sample: Sample) -> list[Encoded]:
        """Return the tokens of each acquisition of ``sample``, first the optical, then the radar ones."""
        return tokens.encode_each(sample, self._encoder, self._device)

    def __call__(self, sample: Sample, encoded: Sequence[Encoded]) -> TileMaps:
        """Return the evidence for the reference frame of ``sample`` with the tokens of all acquisitions."""
        volume = tokens.volume_of(encoded, sample.reference_day, self._device)
        frame = Frame(*(x[None].to(self._device) for x in vars(frame_of(sample)).values()))
        asked = "queries" in (self.shape, self.crop)
        told = read_tile(self._network, tokens.batch([volume]), frame, asked, self.temperature)
        return combined(told[self.shape], told[self.crop])


def fingerprint(encoder: Encoder, name: str, settings: dict, **_more) -> str:
    """Return what encoders share only where they give the same tokens: made of name, settings and weights as used."""
    digest = hashlib.sha256(json.dumps([name, settings], sort_keys=True).encode())
    for key, tensor in sorted(encoder.state_dict().items()):
        digest.update(f"{key} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(np.ascontiguousarray(tensor.numpy(force=True)))
    return digest.hexdigest()


def choose_device(name: str) -> torch.device:
    """Return the device a job asks for; "auto" takes the best one on which a small computation really runs."""
    candidates = ["cuda", "mps", "cpu"] if name == "auto" else [name]
    for candidate in candidates:
        try:
            probe = torch.ones(8, 8, device=candidate)
            if float((probe @ probe).sum()) == 512.0:
                return torch.device(candidate)
        except (RuntimeError, AssertionError, NotImplementedError):
            continue
    raise InputError(f"The device {name!r} does not work on this computer; choose \"auto\" or \"cpu\".")


def load_predictor(bundle: str = "", device: str = "auto") -> Predictor:
    """Load a bundle (the default one where ``bundle`` is empty) onto a device, or raise `InputError`."""
    loaded: Bundle = load_bundle(bundle)
    card = loaded.card
    try:
        encoder = create_encoder(card["encoder"]["name"], **card["encoder"]["settings"])
        network = TwoStream(**card["network"])
        tensors = load_tensors(loaded.weights)
        for name, module in (("encoder.", encoder), ("network.", network)):
            module.load_state_dict({k.removeprefix(name): v for k, v in tensors.items() if k.startswith(name)})
    except (ValueError, TypeError, KeyError, RuntimeError) as error:
        raise InputError(f"The bundle {card['name']!r} does not fit this version of Doab: {error}") from error
    return Predictor(encoder, network, card, choose_device(device))


def weights_of(encoder: Encoder, network: TwoStream) -> bytes:
    """Return the safetensors file of a bundle, floating point in half precision."""
    tensors = {f"encoder.{k}": v for k, v in encoder.state_dict().items()}
    tensors |= {f"network.{k}": v for k, v in network.state_dict().items()}
    return save_tensors({k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in tensors.items()})


def round_weights(module: torch.nn.Module) -> None:
    """Give ``module`` the weights it would read back from a bundle, so that scores are those of what ships."""
    state = module.state_dict()
    module.load_state_dict({k: v.half().float() if v.is_floating_point() else v for k, v in state.items()})
