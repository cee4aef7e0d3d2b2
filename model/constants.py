"""Measures that several packages share: the hectare, resolution of labels, squares of tokens, the smallest parcel."""

from __future__ import annotations

PARCELS_LAYER = "parcels"  # of a result's GeoPackage
NOT_FARMLAND_LAYER = "not_farmland"  # beside it
EMBEDDINGS_TABLE = "parcel_embeddings"  # the same
HECTARE = 10_000.0  # square metres
FINE = 2  # pixels of labels and of geometry probabilities (5 m) per grid pixel (10 m), along each side
LATTICE = 32  # pixels of 10 m; tiles begin at multiples of it, so that they lie alike on the windows of the encoder
TOKEN_BLOCK = (
    64  # the same of the squares whose tokens are encoded together; whole windows of every encoder, whole tokens
)
SMALLEST_PARCEL = 0.1  # hectares; smaller fields are neither mapped by default nor scored
SMALLEST_PARCEL_PIXELS = 40  # the same in pixels of 5 m
