"""A trained bundle as predictor: one sample and its bank of latents in, a tile prediction out."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import torch
from torch import nn

from ..adaptation.regional_bundle import refinement_of
from ..bundle import card_fingerprint, load_bundle
from ..constants import LATTICE, TOKEN_BLOCK
from ..crops import crop_of
from ..datatypes import (
    AcquisitionTokens,
    AcquisitionWindow,
    Refinement,
    Sample,
    TemporalMaps,
    TilePrediction,
    WatershedSettings,
    embedding_fingerprint,
)
from ..protocol import InputError
from ..protocol.choices import BEST_DEVICES
from ..text import tr
from . import tokens
from .batches import Frame, LatentBank, TokenVolume
from .decoder import QueryDecoder
from .encoders import Encoder
from .readout import predict_tiles
from .two_stream import TwoStream
from .weights import encoder_of, network_of

Result = TypeVar("Result")

TILE_BATCH = 8  # tiles that go through the network at once on a GPU; on a processor one in each thread is faster
WINDOWS, SERIES, TILES = "windows", "series", "tiles"  # what batches are made of
MOST_WORKERS = 4  # threads that compute at once; each holds the arrays of a tile


class Predictor:
    """Maps one tile: encoder, both streams, dense heads and queries, each for what the bundle's card assigns to it.

    ``fingerprint`` identifies the bundle, ``encoder_fingerprint`` the frozen encoder: bundles that share it give the
    same tokens; ``temporal_fingerprint`` the temporal stream. ``workers`` threads may use it at once; ``notices`` are
    sentences for the user, such as that a device has too little memory. ``tile`` is the side of the samples it was
    trained on (pixels of 10 m), ``crops`` the classes of ``TilePrediction.crop``, ``class_priors`` the share of the
    land that each is expected to take. ``shape`` and ``crop`` name the readouts of the parcels' geometry and of their
    crops. ``refinement`` is what else the bundle knows about parcels.
    """

    def __init__(self, encoder: Encoder, network: TwoStream, card: dict, device: torch.device) -> None:
        self.fingerprint = card_fingerprint(card)
        self.encoder_fingerprint = fingerprint(encoder, card["encoder"]["name"], card["encoder"]["settings"])
        self.temporal_fingerprint = fingerprint(network.temporal, card["network"])
        if not encoder.fits:
            windows = f"windows of {encoder.span} pixels, tokens of {encoder.patch}"
            raise ValueError(f"{windows}: they do not divide squares of {TOKEN_BLOCK} and {LATTICE}")
        self._encoder, self._network = encoder, network
        self.notices: list[str] = []
        self._use(device)
        self.workers = min(MOST_WORKERS, torch.get_num_threads()) if device.type == "cpu" else 1
        self.tile: int = card["tile"]
        self.crops = tuple(crop_of(entry) for entry in card["classes"])
        self.class_priors: Sequence[float] = card.get("shares", [1.0] * len(self.crops))
        self.settings_by_readout = {k: WatershedSettings(**v) for k, v in card["partitions"].items()}
        self.shape: str = card["readout"]["shape"]
        self.crop: str = card["readout"]["crop"]
        self.temperature: float = card.get("temperature", 1.0)
        self.name: str = f"{card['name']} {card['version']}"
        self.refinement: Refinement | None = None

    @property
    def watershed_settings(self) -> WatershedSettings:
        """The settings for the readout of the parcels' geometry."""
        return self.settings_by_readout[self.shape]

    def with_decoder(self, wrap: Callable[[QueryDecoder], nn.Module]) -> Predictor:
        """Return the same predictor with another query decoder, ``wrap`` of its own."""
        changed = copy.copy(self)
        changed._network = copy.deepcopy(self._network)
        changed._network.decoder = wrap(changed._network.decoder)  # type: ignore[assignment]  # of the same interface
        changed.fingerprint = f"{self.fingerprint} {type(changed._network.decoder).__name__}"
        return changed

    def start_worker(self) -> None:
        """Make PyTorch compute in the calling thread alone: small matrices gain more from several tiles at once."""
        if self._device.type == "cpu":
            torch.set_num_threads(1)

    def encode(self, windows: Sequence[AcquisitionWindow]) -> list[AcquisitionTokens]:
        """Return the tokens of each of some windows of equal size; the same bits whatever else is encoded with it.

        On a device that is short of memory the bits may differ: batches are smaller there, or the processor encodes.
        """
        return self._fitting(WINDOWS, lambda batch: tokens.encode_windows(windows, self._encoder, self._device, batch))

    def temporal_maps(self, encoded: Sequence[AcquisitionTokens], origin: int) -> TemporalMaps:
        """Return the maps of all acquisitions in a window, each location from its own series alone.

        Dates count from ``origin``, an ordinal. Without any acquisition they are those of a block that shows nothing.
        """
        token_map, cell_map = self._fitting(SERIES, lambda _: self._temporal_maps(encoded, origin))
        return TemporalMaps(token_map, cell_map, np.array([one.clear for one in encoded]))

    def predict(self, tiles: Sequence[tuple[Sample, TemporalMaps]]) -> list[TilePrediction]:
        """Return the prediction for the reference frame of each of some tiles of equal size.

        The same bits whatever else is predicted with it, on a device with enough memory.
        """

        def compute(batch: int) -> list[TilePrediction]:
            starts = range(0, len(tiles), batch)
            return [one for start in starts for one in self._predict(tiles[start : start + batch], batch)]

        return self._fitting(TILES, compute)

    @property
    def tile_batch(self) -> int:
        """The number of tiles that go through the network at once."""
        return self._batches[TILES]

    def _fitting(self, work: str, compute: Callable[[int], Result]) -> Result:
        """Return the result of ``compute`` for the largest batch that fits into the device's memory.

        Where not even a batch of one does, the processor does the rest of the run.
        """
        while True:
            try:
                return compute(self._batches[work])
            except RuntimeError as error:
                self._require_shortage(error)
            if self._batches[work] > 1:
                self._batches[work] //= 2
                continue
            text = tr("The device {} has too little free memory; the processor does the rest.")
            self.notices.append(text.format(self._device))
            self._use(torch.device("cpu"))

    def _require_shortage(self, error: RuntimeError) -> None:
        """Raise ``error`` unless a device other than the processor is out of memory, and free what it does not need."""
        short = isinstance(error, torch.OutOfMemoryError) or "out of memory" in str(error)
        if not short or self._device.type == "cpu":
            raise error
        if self._device.type == "cuda":
            torch.cuda.empty_cache()

    def _use(self, device: torch.device) -> None:
        """Compute on ``device`` from now on."""
        self._device = device
        self._batches = {WINDOWS: tokens.BATCH, TILES: 1 if device.type == "cpu" else TILE_BATCH, SERIES: 1}
        self._encoder = self._encoder.to(device).eval()
        # The convolutions take a quarter less time with the channels of a pixel side by side.
        channels_last = {"memory_format": torch.channels_last}
        self._network = self._network.to(device, **channels_last).eval()  # type: ignore[call-overload]  # torch lacks it

    def _mixed_precision(self) -> torch.autocast:
        """Return the context of both streams and the dense heads: bfloat16 on a CUDA GPU, as training does.

        The encoder stays in single precision, since its tokens are kept for runs on any device.
        """
        return torch.autocast(self._device.type, torch.bfloat16, enabled=self._device.type == "cuda")

    @torch.inference_mode()
    def _temporal_maps(self, encoded: Sequence[AcquisitionTokens], origin: int) -> tuple[np.ndarray, np.ndarray]:
        volume = self._volume(encoded, origin)
        with self._mixed_precision():
            bank = self._network.encode_time(volume)
        return bank.token_map[0].half().numpy(force=True), bank.cell_map[0].half().numpy(force=True)

    def _volume(self, encoded: Sequence[AcquisitionTokens], origin: int) -> TokenVolume:
        """Return the acquisitions of a window that show anything of it; where none does, one that shows nothing."""
        if not any(one.clear.any() for one in encoded):
            height, width = encoded[0].clear.shape if encoded else (TOKEN_BLOCK, TOKEN_BLOCK)
            (h, down), (w, across) = ((n // self._encoder.patch, n // tokens.CELL) for n in (height, width))
            features, raw = torch.zeros(1, h, w, self._encoder.width), torch.zeros(1, down, across, tokens.RAW_WIDTH)
            nothing = TokenVolume.dated(features, raw, torch.zeros(1, h, w, dtype=torch.bool), torch.zeros(1), origin)
            return TokenVolume.stack([nothing.to(self._device)])
        return TokenVolume.stack([TokenVolume.of_tokens(encoded, self._device, origin)])

    def _predict(self, tiles: Sequence[tuple[Sample, TemporalMaps]], batch: int) -> list[TilePrediction]:
        """Return the predictions of up to ``batch`` tiles; fewer are padded, so that equal shapes give equal bits."""
        padded = [*tiles, *[tiles[-1]] * (batch - len(tiles))]
        stacked = (np.stack([getattr(maps, name) for _, maps in padded]) for name in ("token_map", "cell_map"))
        bank = LatentBank(*(torch.from_numpy(values) for values in stacked)).float().to(self._device)
        frame = Frame.stack([Frame.of_sample(sample) for sample, _ in padded]).to(self._device)
        predictions = predict_tiles(
            self._network,
            bank,
            frame,
            queries=(self.shape, self.crop) != ("dense", "dense"),
            temperature=self.temperature,
            shapes=self.shape != "dense",
            precision=self._mixed_precision(),
        )
        return [one[self.shape].with_crop_of(one[self.crop]) for one in predictions[: len(tiles)]]


def fingerprint(module: torch.nn.Module, *recipe: object) -> str:
    """Return a hash that modules share only where they compute the same: of their recipe and their weights as used."""
    digest = hashlib.sha256(json.dumps(recipe, sort_keys=True).encode())
    for key, tensor in sorted(module.state_dict().items()):
        digest.update(f"{key} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(np.ascontiguousarray(tensor.numpy(force=True)).data)
    return digest.hexdigest()


def choose_device(name: str) -> torch.device:
    """Return the device a job names; "auto" takes the best one on which a small computation really runs."""
    for candidate in BEST_DEVICES if name == "auto" else [name]:
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
        predictor = Predictor(encoder, network, loaded.card, chosen)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        name = loaded.card["name"]
        text = tr("The card of the model {} does not fit ({}); fetch it again.")
        raise InputError(text.format(name, error)) from error
    predictor.refinement = refinement_of(loaded, embedding_fingerprint(predictor))
    return predictor
