"""The types that flow from reading to mapping: samples, labels, tokens, latents, predictions and what predicts.

Needs numpy and the standard library only, so that scene, simulation, network, mapping and training can share them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from .crops import Crop


@dataclass(frozen=True)
class Sample:
    """One window of a scene on the 10 m grid of its reference frame.

    Values are float32 and 0 where not valid. ``T`` optical and ``S`` radar acquisitions in time order; either may be 0.

    - ``reference`` [10, H, W] reflectance of the reference frame, ``reference_valid`` [H, W] (in the data and clear)
    - ``optical`` [T, 10, H, W] reflectance, ``optical_valid`` [T, H, W] (clear), ``optical_bands`` [T, 10] (band given)
    - ``radar`` [S, 2, H, W] sigma0 in dB, ``radar_valid`` [S, H, W], ``radar_bands`` [S, 2]
    - ``reference_bands`` [10] which bands the reference frame has
    - ``optical_days`` [T], ``radar_days`` [S], ``reference_day``: ``date.toordinal()``
    - ``terrain`` [2, H, W] elevation (m) and slope (degrees), ``terrain_valid`` [H, W]
    - ``latitude``, ``longitude`` of the window's centre, degrees (WGS 84)
    """

    reference: np.ndarray
    reference_valid: np.ndarray
    reference_bands: np.ndarray
    reference_day: int
    optical: np.ndarray
    optical_valid: np.ndarray
    optical_bands: np.ndarray
    optical_days: np.ndarray
    radar: np.ndarray
    radar_valid: np.ndarray
    radar_bands: np.ndarray
    radar_days: np.ndarray
    terrain: np.ndarray
    terrain_valid: np.ndarray
    latitude: float
    longitude: float

    def crop(self, rows: slice, cols: slice, latitude: float, longitude: float) -> Sample:
        """Return the part in ``rows`` and ``cols``, whose centre lies at ``latitude`` and ``longitude``."""
        return replace(
            self,
            reference=self.reference[..., rows, cols],
            reference_valid=self.reference_valid[rows, cols],
            optical=self.optical[..., rows, cols],
            optical_valid=self.optical_valid[..., rows, cols],
            radar=self.radar[..., rows, cols],
            radar_valid=self.radar_valid[..., rows, cols],
            terrain=self.terrain[..., rows, cols],
            terrain_valid=self.terrain_valid[rows, cols],
            latitude=latitude,
            longitude=longitude,
        )

    def select_acquisitions(self, optical: Sequence[bool], radar: Sequence[bool]) -> Sample:
        """Return the sample with the acquisitions marked in ``optical`` [T] and ``radar`` [S]."""
        t, s = np.asarray(optical, bool), np.asarray(radar, bool)
        return replace(
            self,
            optical=self.optical[t],
            optical_valid=self.optical_valid[t],
            optical_bands=self.optical_bands[t],
            optical_days=self.optical_days[t],
            radar=self.radar[s],
            radar_valid=self.radar_valid[s],
            radar_bands=self.radar_bands[s],
            radar_days=self.radar_days[s],
        )

    def with_reference(self, index: int) -> Sample:
        """Return the sample with its optical acquisition ``index`` as reference frame."""
        return replace(
            self,
            reference=self.optical[index],
            reference_valid=self.optical_valid[index],
            reference_bands=self.optical_bands[index],
            reference_day=int(self.optical_days[index]),
        )

    def without_terrain(self) -> Sample:
        """Return the sample with elevation and slope missing everywhere."""
        return replace(self, terrain=np.zeros_like(self.terrain), terrain_valid=np.zeros_like(self.terrain_valid))

    def without_bands(self, missing: Sequence[int]) -> Sample:
        """Return the sample with the optical bands ``missing`` (indices) absent from every date."""
        present = np.ones(self.optical_bands.shape[1], bool)
        present[list(missing)] = False
        return replace(
            self,
            reference=self.reference * present[:, None, None],
            reference_bands=self.reference_bands & present,
            optical=self.optical * present[:, None, None],
            optical_bands=self.optical_bands & present,
        )

    def acquisitions(self) -> list[AcquisitionWindow]:
        """Return every acquisition of the sample on its own, first the optical, then the radar ones."""
        return [
            AcquisitionWindow(
                sensor,
                int(days[i]),
                values[i],
                valid[i],
                bands[i],
                self.terrain,
                self.terrain_valid,
                self.latitude,
                self.longitude,
            )
            for sensor, days, values, valid, bands in (
                ("S2", self.optical_days, self.optical, self.optical_valid, self.optical_bands),
                ("S1", self.radar_days, self.radar, self.radar_valid, self.radar_bands),
            )
            for i in range(len(days))
        ]

    def shifted(self, days: int) -> Sample:
        """Return the sample with all its dates moved by ``days``."""
        return replace(
            self,
            reference_day=self.reference_day + days,
            optical_days=self.optical_days + days,
            radar_days=self.radar_days + days,
        )


@dataclass(frozen=True)
class AcquisitionWindow:
    """One acquisition in one window of a scene, as encoders read it; 0 where not valid.

    ``sensor`` is "S2" or "S1", ``day`` ``date.toordinal()``, ``values`` [C, H, W] reflectance or dB as in `Sample`,
    ``valid`` [H, W], ``bands`` [C] which it has; ``terrain``, ``terrain_valid`` and ``latitude``, ``longitude`` of the
    centre as in `Sample`.
    """

    sensor: str
    day: int
    values: np.ndarray
    valid: np.ndarray
    bands: np.ndarray
    terrain: np.ndarray
    terrain_valid: np.ndarray
    latitude: float
    longitude: float

    def crop(self, rows: slice, cols: slice, latitude: float, longitude: float) -> AcquisitionWindow:
        """Return the part in ``rows`` and ``cols``, whose centre lies at ``latitude`` and ``longitude``."""
        return replace(
            self,
            values=self.values[:, rows, cols],
            valid=self.valid[rows, cols],
            terrain=self.terrain[:, rows, cols],
            terrain_valid=self.terrain_valid[rows, cols],
            latitude=latitude,
            longitude=longitude,
        )


@dataclass(frozen=True)
class Labels:
    """The truth for one `Sample`, at half its pixel size (5 m).

    ``parcels`` [2H, 2W] int32: 0 outside fields, else an index into ``crops``. ``crops`` [N + 1] int64: class index of
    each parcel in the class list in use, -1 where the crop is unknown (entry 0 is -1). ``void`` [2H, 2W] bool: not
    known what is there.
    """

    parcels: np.ndarray
    crops: np.ndarray
    void: np.ndarray


@dataclass(frozen=True)
class AcquisitionTokens:
    """The tokens of one acquisition in one window of H × W pixels: h × w tokens, and band means of finer cells.

    ``features`` [h, w, D] and ``raw`` [cells down, cells across, R] float16, as the token cache stores them; ``seen``
    [h, w] bool: the token rests on some valid pixel. ``clear`` [H, W] bool: valid pixels. ``day`` is
    ``date.toordinal()``. Where nothing is valid, D and R are 0.
    """

    day: int
    features: np.ndarray
    raw: np.ndarray
    seen: np.ndarray
    clear: np.ndarray


@dataclass(frozen=True)
class TemporalMaps:
    """The bank of latents of one window: what the temporal stream keeps of each location's own series.

    ``token_map`` [d, h, w] and ``cell_map`` [c, cells down, cells across] float16; ``clear`` [N, H, W] bool: where each
    acquisition has valid values.
    """

    token_map: np.ndarray
    cell_map: np.ndarray
    clear: np.ndarray


@dataclass(frozen=True)
class TilePrediction:
    """Probabilities for one tile of H × W pixels at 10 m; float32, 0 to 1.

    ``field``, ``border``, ``core`` [2H, 2W] at 5 m: probability of lying inside a field, of lying on the line between a
    field and anything else, and how deep inside its own field (0 at the border, 1 at the innermost point). ``crop``
    [K, H, W] at 10 m: calibrated class probabilities given that it is a field.
    """

    field: np.ndarray
    border: np.ndarray
    core: np.ndarray
    crop: np.ndarray

    def with_crop_of(self, other: TilePrediction) -> TilePrediction:
        """Return the geometry of this prediction with the crop probabilities of ``other``."""
        return replace(self, crop=other.crop)


@dataclass(frozen=True)
class WatershedSettings:
    """Thresholds of the watershed.

    ``field`` is the probability above which a pixel is field; ``h`` how far a parcel's core must rise above the
    saddle to the next one, on an energy from 0 to 1: a lower ``h`` splits more. Segments whose mean probability of
    field is below ``certain`` are left out, so that a low ``field`` draws outlines at the edge of what is field.
    """

    field: float = 0.5
    h: float = 0.1
    certain: float = 0.0


@dataclass(frozen=True)
class RefinedParcels:
    """Final crop ``probabilities`` [N, C] of parcels for the classes ``crops`` [C], under ``class_priors`` [C].

    ``unlike`` [N] is the share of the fields that the bundle learned from which are nearer to the others than a parcel
    is (0 to 1; NaN unknown, None for all), ``unlike_share`` that of the parcels that are unlike what it knows.
    """

    probabilities: np.ndarray
    crops: tuple[Crop, ...]
    class_priors: np.ndarray
    unlike: np.ndarray | None = None
    unlike_share: float = 0.0


class Refinement(Protocol):
    """What a bundle knows about parcels beyond its network; `adaptation.parcel_refinement` implements it."""

    @property
    def crops(self) -> Sequence[Crop]:
        """The classes of its region, which have class priors of their own; none for the classes of the network."""
        ...

    def __call__(
        self,
        probabilities: np.ndarray,
        embeddings: np.ndarray,
        crops: Sequence[Crop],
        class_priors: np.ndarray,
        temperature: float,
    ) -> RefinedParcels:
        """Return the final crops of parcels with ``probabilities`` [N, K] of ``crops`` under uniform class priors.

        ``embeddings`` [N, d] are NaN where unknown, ``class_priors`` [K] and ``temperature`` those of the scene.
        """
        ...

    def relative_distance(self, embeddings: np.ndarray) -> float:
        """Return the mean distance of ``embeddings`` [N, d] to what it knows, relative to that of its own fields.

        NaN where it is not known.
        """
        ...

    def elsewhere(self, bounds: Sequence[float], crs: str) -> str:
        """Return a sentence where the bundle was made for another region than ``bounds`` in ``crs``, else nothing."""
        ...


class Predictor(Protocol):
    """The network as mapping uses it: `network.predictor.Predictor` and the test doubles implement it.

    ``fingerprint`` identifies the bundle, ``encoder_fingerprint`` and ``temporal_fingerprint`` the modules behind
    `encode` and `temporal_maps`: equal fingerprints give equal tokens and maps.
    ``workers`` is the number of threads that may call it at once, ``tile_batch`` the number of tiles to predict in one
    call, ``notices`` are sentences for the user. ``tile`` is the side of a tile in pixels of 10 m, ``crops`` [K] the
    classes, ``class_priors`` [K] the share of the land that each is expected to take, ``watershed_settings`` those of
    the segmentation, ``name`` the bundle's name and version, ``refinement`` what else it knows about parcels, None for
    nothing.
    """

    fingerprint: str
    encoder_fingerprint: str
    temporal_fingerprint: str
    workers: int
    notices: list[str]
    tile: int
    crops: tuple[Crop, ...]
    class_priors: Sequence[float]
    name: str
    refinement: Refinement | None

    @property
    def tile_batch(self) -> int: ...

    @property
    def watershed_settings(self) -> WatershedSettings: ...

    def start_worker(self) -> None:
        """Prepare the calling thread, one of up to ``workers``, for the calls below."""
        ...

    def encode(self, windows: Sequence[AcquisitionWindow]) -> list[AcquisitionTokens]:
        """Return the tokens of each of some windows of equal size; the same bits whatever else is encoded with it."""
        ...

    def temporal_maps(self, tokens: Sequence[AcquisitionTokens], origin: int) -> TemporalMaps:
        """Return the maps of all acquisitions in a window, each location from its own series alone.

        Dates count from ``origin``, an ordinal. Without any acquisition they are those of a block that shows nothing.
        """
        ...

    def predict(self, tiles: Sequence[tuple[Sample, TemporalMaps]]) -> list[TilePrediction]:
        """Return the prediction for the reference frame of each of some tiles of equal size.

        The same bits whatever else is predicted with it.
        """
        ...


def embedding_fingerprint(predictor: Predictor) -> str:
    """Return a text that predictors share whose embeddings of parcels are the same."""
    return f"{predictor.encoder_fingerprint[:16]} {predictor.temporal_fingerprint[:16]}"
