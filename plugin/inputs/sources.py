"""What the analyst offers to map from, a file, a folder or a layer, with what was said of it."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from dataclasses import dataclass

from ...model import protocol

SUBDATASET = re.compile(r"SENTINEL2_L\w+:(.+)[\\/][^\\/]+\.xml:", re.IGNORECASE)
PRODUCT = re.compile(r"(.+?)[\\/]GRANULE[\\/]")
ARCHIVE = re.compile(r"(?:/vsizip/)?(.+?\.zip)(?=[\\/]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Offer:
    """One source with what the analyst said of it, the id of its layer (or empty), whether it takes part.

    ``hint`` is the ISO date of the layer's temporal range, which counts unless the analyst gave one.
    """

    source: protocol.Source
    layer: str = ""
    used: bool = True
    hint: str = ""

    @property
    def given(self) -> protocol.Source:
        """The source as the child gets it."""
        return self.source if self.source.date else dataclasses.replace(self.source, date=self.hint)

    @property
    def said(self) -> dict:
        """What the analyst said, as JSON values; empty where nothing."""
        source = self.source
        facts = {
            "role": source.role if source.role != "auto" else "",
            "date": source.date,
            "unit": source.unit,
            "bands": dict(source.bands),
        }
        return {name: fact for name, fact in facts.items() if fact} | ({} if self.used else {"used": False})

    def say(self, said: dict) -> Offer:
        """Return this offer with what was remembered; what does not fit is as if it had not been said."""
        facts = {name: said[name] for name in ("role", "date", "unit") if isinstance(said.get(name), str)}
        bands = said.get("bands")
        if isinstance(bands, dict) and all(isinstance(number, int) for number in bands.values()):
            facts["bands"] = bands
        source = dataclasses.replace(self.source, **facts) if facts else self.source
        return dataclasses.replace(self, source=source, used=said.get("used") is not False)


def place(path: str) -> str:
    """Return where on disk an offered path is, as the child names it."""
    subdataset = SUBDATASET.match(path)
    if path.startswith("/vsi"):
        return path
    place = os.path.abspath(os.path.expanduser(subdataset[1] if subdataset else path))
    return os.path.dirname(place) if os.path.basename(place).upper().startswith("MTD_MSIL") else place


def itself(path: str) -> str:
    """Return what of a file that the child names can be offered by itself: its product, its archive, or the file."""
    for pattern in (ARCHIVE, PRODUCT):
        found = pattern.match(path)
        if found:
            return found[1]
    return path


def read_json(text: str) -> dict:
    """Return a JSON object; an empty one where there is none or it is damaged."""
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
