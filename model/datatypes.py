"""The aligned arrays of one window: what reading and simulation produce and the network consumes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


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


@dataclass(frozen=True)
class Labels:
    """The truth for one `Sample`, at half its pixel size (5 m).

    ``parcels`` [2H, 2W] int32: 0 outside fields, else an index into ``crops``. ``crops`` [N + 1] int64: class index of
    each parcel in the class list in use, -1 where the crop is unknown (entry 0 is -1). ``void`` [2H, 2W] bool: nobody
    knows what is there.
    """

    parcels: np.ndarray
    crops: np.ndarray
    void: np.ndarray
