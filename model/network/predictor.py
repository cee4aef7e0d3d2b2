"""A trained bundle at work: one sample in, evidence maps out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import torch

from ..bundle import load_bundle
from ..crops import crop_of
from ..datatypes import Sample
from ..mapping.maps import TilePrediction
from ..mapping.token_cache import AcquisitionTokens, TileLatents
from ..mapping.watershed import WatershedSettings
from ..protocol import InputError
from ..text import tr
from . import tokens
from .encoders import Encoder
from .readout import combined, read_tile
from .spatial import Frame, frame_of
from .two_stream import TwoStream
from .weights import encoder_of, network_of


class Predictor:
    """Maps one tile: encode, both streams, dense heads and queries, each for what the bundle found it better at.

    ``encoder`` is the fingerprint of the frozen encoder: bundles that share it give the same tokens; ``temporal``
    that of what compresses them. ``tile`` is the side of the samples it was trained on (pixels of 10 m), ``crops``
    the classes of ``TilePrediction.crop``, ``shares`` how much of the land each is expected to take. ``shape`` and ``crop``
    name the readouts that draw parcels and tell their crops.
    """

    def __init__(self, encoder: Encoder, network: TwoStream, card: dict, device: torch.device) -> None:
        self.encoder = fingerprint(encoder, card["encoder"]["name"], card["encoder"]["settings"])
        self.temporal = fingerprint(network.temporal, card["network"])
        self._encoder = encoder.to(device).eval()
        # The convolutions take a quarter less time with the channels of a pixel side by side.
        self._network = network.to(device, memory_format=torch.channels_last).eval()
        self._device = device
        self.tile: int = card["tile"]
        self.crops = tuple(crop_of(entry) for entry in card["classes"])
        self.shares: list[float] = card.get("shares", [1.0] * len(self.crops))
        self.partitions = {k: WatershedSettings(**v) for k, v in card["partitions"].items()}
        self.shape: str = card["readout"]["shape"]
        self.crop: str = card["readout"]["crop"]
        self.temperature: float = card.get("temperature", 1.0)
        self.name: str = f"{card['name']} {card['version']}"

    @property
    def settings(self) -> WatershedSettings:
        """How the evidence of the readout that shapes the parcels is divided."""
        return self.partitions[self.shape]

    def encode(self, sample: Sample) -> list[AcquisitionTokens]:
        """Return the tokens of each acquisition of ``sample``, first the optical, then the radar ones."""
        return tokens.encode_each(sample, self._encoder, self._device)

    @torch.inference_mode()
    def compress(self, encoded: Sequence[AcquisitionTokens], n_clear: np.ndarray) -> TileLatents:
        """Return what the temporal stream makes of the tokens of all acquisitions; ``n_clear`` is passed on."""
        volume = tokens.batch([tokens.volume_of(encoded, self._device)])
        latents = self._network.compress(volume)
        parts = (x[0].half().numpy(force=True) for x in (latents.content, latents.token_map, latents.cell_map))
        return TileLatents(*parts, n_clear)

    def __call__(self, sample: Sample, compressed: TileLatents) -> TilePrediction:
        """Return the evidence for the reference frame of ``sample`` beside the compressed tokens."""
        kept = compressed.latents, compressed.token_map, compressed.cell_map
        latents = self._network.latents_of(*(torch.from_numpy(x)[None].float().to(self._device) for x in kept))
        frame = Frame(*(x[None].to(self._device) for x in vars(frame_of(sample)).values()))
        asked = (self.shape, self.crop) != ("dense", "dense")
        told = read_tile(self._network, latents, frame, asked, self.temperature, self.shape != "dense")
        return combined(told[self.shape], told[self.crop])


def fingerprint(module: torch.nn.Module, *recipe) -> str:
    """Return what modules share only where they compute the same: made of their recipe and their weights as used."""
    digest = hashlib.sha256(json.dumps(recipe, sort_keys=True).encode())
    for key, tensor in sorted(module.state_dict().items()):
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
    text = tr("The device {} does not work on this computer; choose another, such as the processor (cpu).")
    raise InputError(text.format(name))


def load_predictor(bundle: str = "", device: str = "auto") -> Predictor:
    """Load a bundle (the default one where ``bundle`` is empty) onto a device, or raise `InputError`."""
    loaded = load_bundle(bundle)
    encoder, network, chosen = encoder_of(loaded), network_of(loaded), choose_device(device)
    try:
        return Predictor(encoder, network, loaded.card, chosen)
    except (TypeError, KeyError, AttributeError) as error:
        name = loaded.card["name"]
        text = tr("The card of the bundle {} does not fit ({}); fetch it again.")
        raise InputError(text.format(name, error)) from error
