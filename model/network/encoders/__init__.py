"""Frozen foundation-model encoders behind one interface."""

from .base import Encoder
from .compact import CompactEncoder
from .galileo import GalileoEncoder

ENCODERS: dict[str, type[CompactEncoder] | type[GalileoEncoder]] = {
    "compact": CompactEncoder,
    "galileo": GalileoEncoder,
}


def create_encoder(name: str, **settings: int | str) -> Encoder:
    """Return an encoder by the name a bundle's card gives; raise `ValueError` for an unknown one."""
    if name not in ENCODERS:
        raise ValueError(f"Unknown encoder {name!r}; this version has {', '.join(ENCODERS)}.")
    return ENCODERS[name](**settings)  # type: ignore[arg-type]  # a bundle's card gives them


__all__ = ["Encoder", "create_encoder"]
