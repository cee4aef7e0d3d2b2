"""Confidences of maps from earlier runs: how sure the network was of the map from each reference frame of a scene."""

from __future__ import annotations

import dataclasses
import hashlib
import struct
import sys
from collections.abc import Iterable, Mapping

from ..bundle import card_fingerprint, load_bundle
from ..disk_cache import FILE, Cache, default_folder
from ..protocol import Area, InputError, Inspection, Scene
from ..scene.fingerprint import fingerprint
from ..scene.grid import reference_grid
from ..scene.reference_frame import add_map_confidence, clear_dates, propose_reference

FORMAT = 3  # raise it when frames, sample tiles or confidence are determined in another way
PACKED = struct.Struct("<d")


class ConfidenceCache:
    """The cached confidences of the dates of a scene, under a bundle's ``fingerprint``."""

    def __init__(self, cache: Cache, bundle: str, scene: Scene) -> None:
        self._cache = cache
        stored = (dataclasses.replace(a, gain=1.0, gamma=1.0) for a in (*scene.of("S2"), *scene.of("S1")))
        parts = sorted(fingerprint(a, scene.elevation) for a in stored)  # the light follows from the images
        self._prefix = f"confidence {FORMAT} {bundle} {' '.join(parts)}" if all(parts) else ""

    def load(self, dates: Iterable[str]) -> dict[str, float]:
        """Return the confidences (0 to 1) that are cached, by ISO date."""
        keys = {self._key(date): date for date in dates} if self._prefix else {}
        return {keys[key]: PACKED.unpack(content)[0] for key, content in self._cache.read(keys).items()}

    def save(self, confidences: Mapping[str, float]) -> None:
        """Store confidences (0 to 1) by ISO date."""
        if self._prefix:
            self._cache.write({self._key(date): PACKED.pack(value) for date, value in confidences.items()})

    def _key(self, date: str) -> bytes:
        return hashlib.sha256(f"{self._prefix} {date}".encode()).digest()


def recall_map_confidence(inspection: Inspection, area: Area | None = None) -> Inspection:
    """Return an inspection whose scores and proposal hold what runs with the default bundle found, if there were any.

    It is then the frame that `frame_choice.choose_reference` chooses again.
    """
    if not inspection.proposed or not (default_folder() / FILE).is_file():
        return inspection
    try:
        bundle = card_fingerprint(load_bundle().card)
    except InputError:
        return inspection
    # Without a limit nothing is evicted: that of the runs is not known here.
    with Cache(default_folder(), sys.maxsize, lambda _: None) as cache:
        cached = ConfidenceCache(cache, bundle, inspection.scene)
        clear = clear_dates(inspection.frames) if area else {frame.date for frame in inspection.frames}
        confidences = cached.load(frame.date for frame in inspection.frames if frame.date in clear)
    if not confidences:
        return inspection
    frames = add_map_confidence(inspection.frames, confidences)
    reference = next(a for a in inspection.scene.of("S2") if a.date == inspection.proposed)
    date, reason = propose_reference(frames, reference_grid(inspection.scene, reference).centre()[0])
    return dataclasses.replace(inspection, frames=frames, proposed=date, reason=reason)
