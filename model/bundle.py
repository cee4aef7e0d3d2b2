"""A trained model on disk: ``bundle.json`` (the card) and ``weights.safetensors`` in a folder or a zip."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from .job import InputError

FORMAT = 2
DEFAULT = Path(__file__).resolve().parent.parent / "resources" / "bundles" / "default"
CARD, WEIGHTS = "bundle.json", "weights.safetensors"
REQUIRED = ("name", "version", "licence", "classes", "encoder", "network", "tile", "readout", "partitions", "sha256")


@dataclass(frozen=True)
class Bundle:
    """``card`` is what the bundle says of itself, ``weights`` the bytes of its safetensors file, checked."""

    card: dict
    weights: bytes


def load_bundle(path: str = "") -> Bundle:
    """Read a bundle, the default one where ``path`` is empty.

    Raises `InputError` with one sentence where it is missing, damaged, foreign or made by a later version.
    """
    place = Path(path) if path else DEFAULT
    try:
        card, weights = _read(place, CARD), _read(place, WEIGHTS)
    except FileNotFoundError as error:
        wanted = f"a folder or zip with {CARD} and {WEIGHTS} is needed"
        raise InputError(f"There is no bundle at {place}: {wanted}.") from error
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"The bundle {place} cannot be read ({error}); fetch or export it again.") from error
    try:
        card = json.loads(card)
        missing = [key for key in ("format", *REQUIRED) if key not in card]
    except (ValueError, TypeError) as error:
        raise InputError(f"The card of the bundle {place} is not valid ({error}); fetch or export it again.") from error
    if "format" in card and card["format"] != FORMAT:
        old = isinstance(card["format"], int) and card["format"] < FORMAT
        way = "train or fetch it again" if old else "update Doab"
        raise InputError(
            f"The bundle {place} has format {card['format']}, but this version reads format {FORMAT}; {way}."
        )
    if missing:
        raise InputError(f"{place} is not a Doab bundle: its card lacks {', '.join(missing)}.")
    if hashlib.sha256(weights).hexdigest() != card["sha256"]:
        raise InputError(f"The weights of the bundle {place} are damaged (checksum differs); fetch or export it again.")
    return Bundle(card, weights)


def save_bundle(folder: Path, card: dict, weights: bytes) -> None:
    """Write a bundle as a folder; ``card`` gets the format and the checksum of the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(weights)
    card = {"format": FORMAT, **card, "sha256": hashlib.sha256(weights).hexdigest()}
    (folder / CARD).write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(place: Path, name: str) -> bytes:
    if place.is_dir():
        return (place / name).read_bytes()
    with zipfile.ZipFile(place) as archive:
        inside = [entry for entry in archive.namelist() if Path(entry).name == name]
        if not inside:
            raise FileNotFoundError(name)
        return archive.read(min(inside, key=len))
