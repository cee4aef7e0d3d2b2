"""A trained model on disk: ``bundle.json`` (the card) and ``weights.safetensors`` in a folder or a zip."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from .bundle_checks import card_problem
from .protocol import InputError
from .text import tr

FORMAT = 2
DEFAULT = Path(__file__).resolve().parent.parent / "resources" / "bundles" / "default"
CARD, WEIGHTS = "bundle.json", "weights.safetensors"
EMBEDDINGS = "embeddings.safetensors"  # of fields of the training; a bundle may be without
LARGEST = {CARD: 16 << 20, WEIGHTS: 4 << 30, EMBEDDINGS: 64 << 20}  # bytes
ALGORITHM = "sha256:"
"""Before a checksum of weights, which scanners would take for a secret without; earlier cards lack it."""
REQUIRED = ("name", "version", "licence", "classes", "encoder", "network", "tile", "readout", "partitions", "sha256")


@dataclass(frozen=True)
class Bundle:
    """``card`` is the content of its bundle.json, ``weights`` the bytes of its safetensors file, checked.

    ``known`` are the bytes of its file of embeddings, empty where it has none.
    """

    card: dict
    weights: bytes
    known: bytes = b""


def load_bundle(path: str = "") -> Bundle:
    """Read a bundle, the default one where ``path`` is empty.

    Raises `InputError` with one sentence where it is missing, damaged, no bundle or of another format.
    """
    location = Path(path) if path else DEFAULT
    try:
        card, weights = _read(location, CARD), _read(location, WEIGHTS)
        known = _read_optional(location, EMBEDDINGS)
    except FileNotFoundError as error:
        text = tr("There is no model at {}: a folder or zip with {} and {} is needed.")
        raise InputError(text.format(location, CARD, WEIGHTS)) from error
    except (OSError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        text = tr("The model {} cannot be read ({}); fetch or export it again.")
        raise InputError(text.format(location, error)) from error
    try:
        card = json.loads(card)
        if not isinstance(card, dict):
            raise TypeError(card_problem(card))
        missing = [key for key in ("format", *REQUIRED) if key not in card]
    except (ValueError, TypeError, RecursionError) as error:
        text = tr("The card of the model {} is not valid ({}); fetch or export it again.")
        raise InputError(text.format(location, error)) from error
    if "format" in card and card["format"] != FORMAT:
        old = isinstance(card["format"], int) and card["format"] < FORMAT
        text = (
            tr("The model {} has format {}, but this version reads format {}; train or fetch it again.")
            if old
            else tr("The model {} has format {}, but this version reads format {}; update Doab.")
        )
        raise InputError(text.format(location, card["format"], FORMAT))
    if not missing and (problem := card_problem(card)):
        text = tr("The card of the model {} is not valid ({}); fetch or export it again.")
        raise InputError(text.format(location, problem))
    if missing:
        raise InputError(tr("{} is not a model of Doab: its card lacks {}.").format(location, ", ".join(missing)))
    if not same_checksum(checksum(weights), str(card["sha256"])):
        text = tr("The weights of the model {} are damaged (checksum differs); fetch or export it again.")
        raise InputError(text.format(location))
    return Bundle(card, weights, known)


def checksum(weights: bytes) -> str:
    """Return the checksum of weights as it stands in a card."""
    return ALGORITHM + hashlib.sha256(weights).hexdigest()


def same_checksum(one: str, other: str) -> bool:
    """Return whether two checksums are equal; those of earlier versions do not name the algorithm."""
    return one.removeprefix(ALGORITHM) == other.removeprefix(ALGORITHM)


def card_fingerprint(card: dict) -> str:
    """Return a hash that cards share only where bundles map the same: the card holds the checksum of the weights."""
    return hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()


def save_bundle(folder: Path, card: dict, weights: bytes, known: bytes = b"") -> None:
    """Write a bundle as a folder, with ``known`` embeddings if any; ``card`` gets the format and the checksum."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(weights)
    if known:
        (folder / EMBEDDINGS).write_bytes(known)
    card = {"format": FORMAT, **card, "sha256": checksum(weights)}
    (folder / CARD).write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(location: Path, name: str) -> bytes:
    if location.is_dir():
        path = location / name
        if path.exists() and not path.is_file():
            raise OSError(tr("{} is no ordinary file").format(path))
        _check_size(name, path.stat().st_size)
        return path.read_bytes()
    if location.exists() and not location.is_file():
        raise OSError(tr("{} is no ordinary file").format(location))
    with zipfile.ZipFile(location) as archive:
        entries = [entry for entry in archive.namelist() if Path(entry).name == name]
        if not entries:
            raise FileNotFoundError(name)
        entry = archive.getinfo(min(entries, key=len))
        _check_size(name, entry.file_size)
        return archive.read(entry)


def _read_optional(location: Path, name: str) -> bytes:
    """Return a file of a bundle, empty where it has none."""
    try:
        return _read(location, name)
    except FileNotFoundError:
        return b""


def _check_size(name: str, size: int) -> None:
    if size > LARGEST[name]:
        raise OSError(tr("{} has {} MB, more than any model").format(name, size >> 20))
