"""Texts in arrays of Zarr cubes, such as the names of bands along a dimension. GDAL reads numbers only."""

from __future__ import annotations

import io
import os
import stat
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow

from .zarr_arrays import CHECKSUM, read_arrays

LARGEST = 1 << 20  # bytes of a chunk, decompressed


def read_texts(folder: str, name: str) -> list[str]:
    """Return the texts of an array of one dimension; none where they are stored in a way that is not known."""
    array = read_arrays(folder)[name]
    if len(array.shape) != 1 or array.problem or array.shape[0] > min(array.chunks[0], LARGEST):
        return []
    file = Path(folder, name, array.chunk_name(("0",)))
    try:
        state = os.stat(file)
        if not stat.S_ISREG(state.st_mode) or state.st_size > LARGEST:
            return []
        content = file.read_bytes()[: -CHECKSUM if array.is_checked else None]
        texts = _decode(_decompress(content, array.description.get("compressor")), array.description)
    except (OSError, ValueError, LookupError, TypeError, zlib.error, pyarrow.ArrowException):
        return []
    return texts[: array.shape[0]] if len(texts) >= array.shape[0] else []


def _decompress(content: bytes, compressor: Mapping[str, Any] | None) -> bytes:
    """Return the decompressed content of a chunk; raise `ValueError` where its compressor is not known."""
    name = compressor["id"] if compressor else ""
    if name in ("gzip", "zlib"):
        return zlib.decompressobj(wbits=47).decompress(content, LARGEST)  # either, by its header
    if name == "zstd":
        with pyarrow.CompressedInputStream(io.BytesIO(content), "zstd") as stream:
            return stream.read(LARGEST)
    if name:
        raise ValueError(name)
    return content


def _decode(content: bytes, description: Mapping[str, Any]) -> list[str]:
    """Return the texts of a chunk: of any length, each after its number of bytes, or of one length in UTF-32."""
    kind = np.dtype(description["dtype"])
    if kind.kind == "U" and not description.get("filters"):
        return np.frombuffer(content, kind).tolist()
    if kind.kind != "O" or [one["id"] for one in description.get("filters") or ()] != ["vlen-utf8"]:
        return []
    texts, start = [], 4
    for _ in range(min(int.from_bytes(content[:4], "little"), len(content))):
        end = start + 4 + int.from_bytes(content[start : start + 4], "little")
        texts.append(content[start + 4 : end].decode("utf-8"))
        start = end
    return texts
