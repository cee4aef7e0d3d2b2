"""The option ``--parcels``: a vector file and, after a colon, one of its layers."""

from __future__ import annotations

from pathlib import Path

from ..protocol import InputError, ParcelLayer
from ..text import tr


def parse_parcel_layer(text: str) -> ParcelLayer:
    """Return the layer of "FILE" or "FILE:LAYER"; raise `InputError` where there is no such file.

    A colon within the name of a file that exists begins no layer.
    """
    path, colon, layer = text.rpartition(":")
    for candidate in (ParcelLayer(text), ParcelLayer(path, layer)):
        if candidate.path and Path(candidate.path).is_file():
            return candidate
    sentence = tr("There is no file {}. Check the name of the parcel layer.")
    raise InputError(sentence.format(path if colon and len(path) > 1 else text))
