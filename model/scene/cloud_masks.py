"""Cloud masks of other makers, turned into the classes of Sentinel-2's scene classification (SCL)."""

from __future__ import annotations

import numpy as np

from .filename_parsing import split_words

SCL = "scl"
NO_DATA, VEGETATION, CLOUD = 0, 4, 9  # classes of the SCL; what a mask shows as clear counts as vegetation
# The bits of a mask's values that stand for cloud, cirrus or shadow, by kind; None: any value but zero does.
BITS: dict[str, tuple[int, ...] | None] = {
    "clm": None,  # MAJA: https://labo.obs-mip.fr/multitemp (CLM, bits of several cloud tests); s2cloudless: 0 and 1
    "qa60": (10, 11),  # opaque clouds, cirrus
    "fmask": (1, 2, 3),  # of HLS: cloud, adjacent to cloud, shadow; numbers of Digital Earth have the bits, too
    "qai": (1, 2, 3, 4),  # of FORCE: cloud (two bits), shadow, snow
}


def mask_in(text: str) -> str:
    """Return the kind of cloud mask named in ``text``, a key of `BITS`, or an empty string."""
    return next((word.lower() for word in split_words(text) if word.lower() in BITS), "")


def to_classes(values: np.ndarray, kind: str) -> np.ndarray:
    """Return the values of a mask, NaN where it has none, as classes of the SCL; those of the SCL are its own."""
    known = np.isfinite(values)
    filled = np.nan_to_num(values)
    if kind == SCL:
        return filled
    bits = BITS[kind]
    stored = filled.astype(np.int64)
    hidden = stored != 0 if bits is None else (stored & sum(1 << bit for bit in bits)) != 0
    return np.where(known, np.where(hidden, CLOUD, VEGETATION), NO_DATA).astype(values.dtype)
