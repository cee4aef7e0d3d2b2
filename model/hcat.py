"""HCAT3, the crop taxonomy of EuroCrops: codes, names and hierarchy."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "resources" / "taxonomy" / "hcat3.csv"


@lru_cache(maxsize=1)
def hcat_names() -> dict[str, str]:
    """Return the name of every code of HCAT3, in the order of the codes (Schneider et al. 2023)."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def hcat_codes() -> dict[str, str]:
    """Return the code of every name of HCAT3, in lower case."""
    return {name.casefold(): code for code, name in hcat_names().items()}


def stem(code: str) -> str:
    """Return a code without trailing pairs of zeros, which is the common prefix of its descendants."""
    while code.endswith("00"):
        code = code[:-2]
    return code
