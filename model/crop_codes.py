"""Crops as layers state them: columns, HCAT codes and names, national codes by a table of EuroCrops, in any process."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .crops import Crop, known_crops
from .hcat import hcat_codes
from .protocol import InputError
from .text import tr

CODE_COLUMN = re.compile(r"(ec_)?hcat\d?[_:]c(ode)?", re.IGNORECASE)
NAME_COLUMN = re.compile(r"(ec_)?hcat\d?[_:]n(ame)?", re.IGNORECASE)
HCAT = re.compile(r"3\d{9}")
NAMED = 5  # texts that are not understood and named


@dataclass(frozen=True)
class CropReading:
    """How the crops of a layer are understood: of ``features``, those with each HCAT code in ``codes``.

    ``unknown`` counts the texts that are no crop, "" for features that state none.
    """

    features: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)

    @property
    def understood(self) -> int:
        """The number of features whose crop is understood."""
        return sum(self.codes.values())

    def commonest_unknown(self) -> str:
        """Return the commonest texts that are not understood, each with how many features have it; "" for none."""
        listed = [
            tr("{} ({})").format(text or tr("no crop stated"), count)
            for text, count in sorted(self.unknown.items(), key=lambda item: -item[1])[:NAMED]
        ]
        return ", ".join(listed + (["…"] if len(self.unknown) > NAMED else []))


def read_crops(rows: Iterable[Sequence[str]], table: Mapping[str, str]) -> CropReading:
    """Return how the texts of the class columns of features are understood by the ``table`` of `crop_table`."""
    codes: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for texts in rows:
        code = crop_code(texts, table)
        if code:
            codes[code] += 1
        else:
            unknown[next(filter(None, texts), "")] += 1
    return CropReading(sum(codes.values()) + sum(unknown.values()), codes, unknown)


def class_columns(available: Sequence[str]) -> list[str]:
    """Return the class columns in order of priority: codes before names, HCAT3 before HCAT2."""
    columns = [[c for c in available if pattern.fullmatch(c)] for pattern in (CODE_COLUMN, NAME_COLUMN)]
    return [c for matches in columns for c in sorted(matches, key=lambda column: "2" in column)]


def crop_table(codes: str | Path = "", crops: Sequence[Crop] | None = None) -> dict[str, str]:
    """Return HCAT codes by crop: by national code and name of the CSV ``codes``, else by name of HCAT or of ``crops``.

    Raises `InputError` where the file is no table of EuroCrops.
    """
    if codes:
        return _read_table(Path(codes))
    classes = known_crops() if crops is None else crops
    return {crop.name.casefold(): crop.code for crop in classes} | hcat_codes()


def crop_code(texts: Sequence[str], table: Mapping[str, str]) -> str:
    """Return the first HCAT code in the class columns of a feature, taken directly or from the table; "" for none."""
    codes = (text if HCAT.fullmatch(text) else table.get(_key(text), "") for text in texts)
    return next(filter(None, codes), "")


def value_text(value: object) -> str:
    """Return a value as text; whole numbers stored as floats get no decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _read_table(path: Path) -> dict[str, str]:
    """Return HCAT codes by national crop codes and, with lower priority, by national crop names."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        text = tr("The crop table {} cannot be read ({}). It should be CSV in UTF-8.")
        raise InputError(text.format(path, error)) from error
    header = list(rows[0]) if rows else []
    target = next((c for c in ("HCAT3_code", "HCAT2_code", "HCAT_code") if c in header), None)
    keys = sorted(c for c in header if isinstance(c, str) and c.startswith(("original_code", "original_name")))
    if not (target and keys):
        text = tr(
            "{} is no crop table: it needs a column original_code or original_name, and HCAT3_code. EuroCrops "
            "publishes such tables by country."
        )
        raise InputError(text.format(path.name))
    table: dict[str, str] = {}
    for key in keys:
        for row in rows:
            if national := _key(value_text(row[key])):
                table.setdefault(national, value_text(row[target]))
    return table


def _key(text: str) -> str:
    """Return the key of a text in a crop table: case-folded, numbers without leading zeros."""
    return (text.lstrip("0") or "0") if text.isascii() and text.isdecimal() else text.casefold()
