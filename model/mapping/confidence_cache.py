"""Confidences of maps from earlier runs: how sure the network was of the map from each reference frame of a scene."""

from __future__ import annotations

import dataclasses
import hashlib
import struct
import sys
from collections.abc import Iterable, Mapping

from ..bundle import card_fingerprint, load_bundle
from ..disk_cache import FILE, Cache, default_folder
from ..protocol import InputError, Inspection, Scene
from ..scene.fingerprint import fingerprint
from ..scene.inspection import propose_in_scene
from ..scene.reference_frame import add_map_confidence

FORMAT = 5  # raise it when frames, sample tiles or confidence are determined in another way
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


def recall_map_confidence(inspection: Inspection, whole: Inspection) -> Inspection:
    """Return an inspection whose scores and proposal hold what runs with the default bundle found, if there were any.

    ``whole`` is that of the scene around its area. The proposal is the frame that `frame_choice.choose_reference`
    chooses again.
    """
    confidences = _recall(whole)
    if not inspection.proposed or (whole is inspection and not confidences):
        return inspection
    date, reason = propose_in_scene(add_map_confidence(whole.frames, confidences), inspection)
    frames = add_map_confidence(inspection.frames, confidences)
    return dataclasses.replace(inspection, frames=frames, proposed=date, reason=reason)


def _recall(inspection: Inspection) -> dict[str, float]:
    """Return the confidences (0 to 1) that runs with the default bundle found in a scene, by ISO date."""
    if not inspection.proposed or not (default_folder() / FILE).is_file():
        return {}
    try:
        bundle = card_fingerprint(load_bundle().card)
    except InputError:
        return {}
    # Without a limit nothing is evicted: that of the runs is not known here.
    with Cache(default_folder(), sys.maxsize, lambda _: None) as cache:
        return ConfidenceCache(cache, bundle, inspection.scene).load(frame.date for frame in inspection.frames)
