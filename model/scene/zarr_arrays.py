"""What a Zarr cube says about its arrays: cubes of format 3 in the terms of format 2.

https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html, https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html
"""

from __future__ import annotations

import base64
import json
import math
import os
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ..protocol import InputError
from ..text import tr
from ..text_files import read_text

METADATA_3, METADATA_2 = "zarr.json", ".zmetadata"
LARGEST_METADATA = 64 << 20  # bytes
MOST_ARRAYS, MOST_DEPTH = 1000, 8  # of one cube; of groups in groups
MOST_DIMENSIONS, MOST_VALUES = 8, 1 << 48  # of one array
TYPES = {
    "bool": "|b1", "int8": "|i1", "uint8": "|u1", "int16": "i2", "uint16": "u2", "int32": "i4", "uint32": "u4",
    "int64": "i8", "uint64": "u8", "float32": "f4", "float64": "f8", "string": "|O", "fixed_length_utf32": "U",
}  # fmt: skip
COMPRESSORS = ("blosc", "gzip", "zstd")
SHUFFLES = ("noshuffle", "shuffle", "bitshuffle")  # by their numbers in format 2
CHECKSUM = 4  # bytes of a CRC-32C after the values; not compared, because the compressors notice damage themselves
NAME = re.compile(r"[^/\\:\"']+")  # of an array, and of the groups around it


class ZarrError(InputError):
    """A cube or an array of it cannot be read; the text says why."""


@dataclass(frozen=True)
class ZarrArray:
    """One array: its shape in values and in chunks, names of dimensions, attributes, and how it is stored.

    ``description`` is its metadata in format 2, with "/" between the numbers of a chunk; ``problem`` is why there is
    none. A chunk's file is called by its numbers with ``separator``, after ``key_start``; a checksum may follow.
    """

    shape: tuple[int, ...]
    chunks: tuple[int, ...]
    dimensions: tuple[str, ...]
    attributes: Mapping[str, Any]
    description: Mapping[str, Any]
    problem: str = ""
    key_start: str = ""
    separator: str = "/"
    is_checked: bool = False

    @property
    def chunk_bytes(self) -> int:
        """Bytes of one chunk in memory."""
        return math.prod(self.chunks) * np.dtype(self.description.get("dtype", "u1")).itemsize

    def chunk_name(self, numbers: tuple[str, ...]) -> str:
        """Return the path of a chunk's file below the array's folder."""
        return self.separator.join((*([self.key_start] if self.key_start else ()), *numbers))


def read_arrays(folder: str) -> Mapping[str, ZarrArray]:
    """Return the arrays of a cube by name, "group/name" below a group; raise `ZarrError` where it cannot be read."""
    states = [_state(os.path.join(folder, name)) for name in ("", METADATA_3, METADATA_2)]
    return _read_arrays(folder, tuple(states))


def dimension_array(arrays: Mapping[str, ZarrArray], name: str, dimension: str) -> str:
    """Return the name of the array with the values along a dimension of an array, which lies beside or above it."""
    group = name.split("/")[:-1]
    names = ("/".join([*group[:depth], dimension]) for depth in range(len(group), -1, -1))
    return next((one for one in names if one in arrays and len(arrays[one].shape) == 1), "")


def _state(path: str) -> tuple[int, int]:
    try:
        state = os.stat(path)
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=16)
def _read_arrays(folder: str, _states: tuple[tuple[int, int], ...]) -> Mapping[str, ZarrArray]:
    is_format_3 = Path(folder, METADATA_3).is_file()
    described = _format_3(Path(folder)) if is_format_3 else _format_2(Path(folder))
    arrays = {}
    for name, node in list(described.items())[:MOST_ARRAYS]:
        if not all(NAME.fullmatch(part) and part not in (".", "..") for part in name.split("/")):
            continue
        try:
            array = _array_of_format_3(node) if is_format_3 else _array_of_format_2(node)
        except (LookupError, TypeError, AttributeError, ValueError):  # not by the specification
            continue
        if _is_sound(array):
            arrays[name] = array
    return arrays


def _format_3(folder: Path) -> dict[str, Any]:
    """Return what a cube says about its arrays and groups by their names."""
    root = _json(folder / METADATA_3)
    if root.get("zarr_format") != 3:
        raise ZarrError(tr("{} is damaged.").format(METADATA_3))
    consolidated = root.get("consolidated_metadata")
    described = consolidated.get("metadata") if isinstance(consolidated, dict) else None
    nodes = described if isinstance(described, dict) else _described_below(folder, METADATA_3)
    return {name: node for name, node in nodes.items() if isinstance(node, dict) and node.get("node_type") == "array"}


def _format_2(folder: Path) -> dict[str, Any]:
    """Return .zarray and .zattrs together by the names of arrays."""
    consolidated = _json(folder / METADATA_2).get("metadata") if (folder / METADATA_2).is_file() else None
    if isinstance(consolidated, dict):
        names = [name.removesuffix("/.zarray") for name in consolidated if name.endswith("/.zarray")]
        return {name: (consolidated[f"{name}/.zarray"], consolidated.get(f"{name}/.zattrs", {})) for name in names}
    described = {}
    for name, facts in _described_below(folder, ".zarray").items():
        attributes = folder / name / ".zattrs"
        described[name] = facts, _json(attributes) if attributes.is_file() else {}
    return described


def _described_below(folder: Path, file: str) -> dict[str, Any]:
    """Return what the folders of a cube say about themselves in a file, by their names."""
    described: dict[str, Any] = {}
    for root, folders, files in os.walk(folder):
        path = Path(root).relative_to(folder)
        if file in files and path.parts:
            described[path.as_posix()] = _json(Path(root, file))
            if described[path.as_posix()].get("node_type") != "group":
                folders.clear()  # the chunks of an array
        folders[:] = sorted(folders) if len(path.parts) < MOST_DEPTH else []
        if len(described) > MOST_ARRAYS:
            break
    return described


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_text(str(path), LARGEST_METADATA))
    except (InputError, ValueError, RecursionError) as error:
        raise ZarrError(tr("{} is damaged.").format(path.name)) from error
    return content if isinstance(content, dict) else {}


def _is_sound(array: ZarrArray) -> bool:
    lengths = [*array.shape, *array.chunks]
    return (
        len(array.shape) == len(array.chunks) == len(array.dimensions) <= MOST_DIMENSIONS
        and all(isinstance(length, int) and not isinstance(length, bool) and length > 0 for length in lengths)
        and max(math.prod(array.shape), math.prod(array.chunks)) <= MOST_VALUES
        and isinstance(array.attributes, dict)
        and array.separator in (".", "/")
    )


def _array_of_format_2(node: tuple[Mapping[str, Any], Mapping[str, Any]]) -> ZarrArray:
    facts, attributes = node
    np.dtype(facts["dtype"])
    return ZarrArray(
        shape=tuple(facts["shape"]),
        chunks=tuple(facts["chunks"]),
        dimensions=tuple(map(str, attributes.get("_ARRAY_DIMENSIONS", [""] * len(facts["shape"])))),
        attributes=attributes,
        description={**facts, "dimension_separator": "/"},
        separator=facts.get("dimension_separator", "."),
    )


def _array_of_format_3(node: Mapping[str, Any]) -> ZarrArray:
    """Return the array that ``node`` describes; a `KeyError` or the like where it does not."""
    encoding, kind, attributes = node["chunk_key_encoding"], node["data_type"], node.get("attributes") or {}
    is_default = encoding["name"] == "default"
    names = node.get("dimension_names") or [""] * len(node["shape"])
    codecs = [(codec["name"], dict(codec.get("configuration") or {})) for codec in node["codecs"]]
    chunks = node["chunk_grid"]["configuration"]["chunk_shape"]
    description: dict[str, Any] = {"zarr_format": 2, "shape": node["shape"], "chunks": chunks}
    try:
        description |= {
            "dtype": _dtype(kind, codecs),
            "fill_value": _void(attributes, node.get("fill_value")),
            **_storage(codecs, len(node["shape"])),
            "dimension_separator": "/",
        }
        problem = ""
    except ZarrError as error:
        problem = str(error)
    return ZarrArray(
        shape=tuple(node["shape"]),
        chunks=tuple(chunks),
        dimensions=tuple(name if isinstance(name, str) else "" for name in names),
        attributes=attributes,
        description=description,
        problem=problem,
        key_start="c" if is_default else "",
        separator=encoding.get("configuration", {}).get("separator", "/" if is_default else "."),
        is_checked=bool(codecs) and codecs[-1][0] == "crc32c",
    )


def _dtype(kind: Any, codecs: list[tuple[str, dict]]) -> str:
    """Return a data type of format 3 as NumPy writes it; raise `ZarrError` where it is not known."""
    name = kind if isinstance(kind, str) else str(kind["name"])
    code = TYPES.get(name)
    if code is None:
        raise ZarrError(tr("Its values are of the type {}.").format(name))
    if code == "U":
        code += str(int(kind["configuration"]["length_bytes"]) // 4)
    is_big = any(configuration.get("endian") == "big" for _, configuration in codecs)
    return code if code.startswith("|") else (">" if is_big else "<") + code


def _storage(codecs: list[tuple[str, dict]], dimensions: int) -> dict[str, Any]:
    """Return order, filters and compressor by the codecs of format 3; raise `ZarrError` where there are others."""
    rest, order = list(codecs), "C"
    if rest and rest[0][0] == "transpose":
        axes = rest.pop(0)[1].get("order")
        if axes not in (list(range(dimensions)), list(range(dimensions))[::-1]):
            raise ZarrError(tr("It is stored with {}.").format("transpose"))
        order = "C" if axes == sorted(axes) else "F"
    serializer = rest.pop(0)[0] if rest else ""
    compressor = rest.pop(0) if rest and rest[0][0] in COMPRESSORS else None
    unknown = [name for name, _ in rest if name != "crc32c"] + [name for name, _ in rest[1:]]
    if serializer not in ("bytes", "vlen-utf8"):
        unknown.insert(0, serializer)
    if unknown:
        raise ZarrError(tr("It is stored with {}.").format(unknown[0]))
    filters = [{"id": serializer}] if serializer == "vlen-utf8" else None
    return {"order": order, "filters": filters, "compressor": _compressor(*compressor) if compressor else None}


def _compressor(name: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    facts = {**configuration, "id": name}
    if name == "blosc":
        shuffle = facts.get("shuffle", "noshuffle")
        facts["shuffle"] = SHUFFLES.index(shuffle) if shuffle in SHUFFLES else 0
    return facts


def _void(attributes: Mapping[str, Any], fill_value: Any) -> float | str | None:
    """Return the value of pixels without data: the ``_FillValue`` of xarray, else that of chunks not stored.

    Zero is no such value by itself: it is only what arrays are made of where their maker did not say. xarray writes
    floats as base64; values that are not finite go by their names.
    """
    value = attributes.get("_FillValue", fill_value or None)
    if not isinstance(value, str) or value in ("NaN", "Infinity", "-Infinity"):
        return value if isinstance(value, int | float | str) else None
    try:
        number = struct.unpack("<d", base64.b64decode(value, validate=True))[0]
    except (ValueError, struct.error):
        return None
    return number if math.isfinite(number) else "NaN"
