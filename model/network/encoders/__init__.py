"""Frozen foundation-model encoders behind one interface."""

from .base import Encoder, Views
from .compact import CompactEncoder
from .galileo import GalileoEncoder

ENCODERS = {"compact": CompactEncoder, "galileo": GalileoEncoder}


def create_encoder(name: str, **settings) -> Encoder:
    """Return an encoder by the name a bundle's card gives; raise `ValueError` for an unknown one."""
    if name not in ENCODERS:
        raise ValueError(f"Unknown encoder {name!r}; this version knows {', '.join(ENCODERS)}.")
    return ENCODERS[name](**settings)


__all__ = ["Encoder", "Views", "create_encoder"]
