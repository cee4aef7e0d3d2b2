"""Texts in projects and layer styles that are signed with a key of the profile, so that those of others are recognised.

A project, a GeoPackage with a style and a copied layer come from anywhere; what they name must not be opened unasked.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from . import settings

_SIGNED = re.compile(r"signed ([0-9a-f]{64})\n(.*)", re.DOTALL)


@dataclass(frozen=True)
class SavedText:
    """A text as it was read from a project or style, without its signature, and whether this profile signed it."""

    text: str
    is_own: bool


def sign(name: str, text: str) -> str:
    """Return ``text`` with a signature in front; ``name`` is what the text is for. An empty text stays empty."""
    return f"signed {_signature(name, text)}\n{text}" if text else ""


def verify(name: str, saved: str) -> SavedText:
    """Return a text of `sign`, or any other text; only what this profile signed under ``name`` is its own."""
    match = _SIGNED.fullmatch(saved)
    if match is None:
        return SavedText(saved, False)
    return SavedText(match[2], hmac.compare_digest(match[1], _signature(name, match[2])))


def _signature(name: str, text: str) -> str:
    message = f"{name}\n{text}".encode("utf-8", "surrogatepass")
    return hmac.new(_key().encode(), message, hashlib.sha256).hexdigest()


def _key() -> str:
    """Return the profile's key, which is made when it is first needed."""
    if not settings.SIGNING_KEY.get():
        settings.SIGNING_KEY.set(secrets.token_hex(32))
    return settings.SIGNING_KEY.get()
