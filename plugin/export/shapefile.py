"""Parcels as a shapefile from which nothing is lost silently: a side table and a note hold what does not fit."""

from __future__ import annotations

import contextlib
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from qgis.core import QgsFeature, QgsWkbTypes

from ..child.process import ChildError
from ..text import number, tr
from .columns import Column, column_of, spelled
from .formats import SHAPEFILE
from .layer_writer import write
from .parcel_source import Parcels, Watch, plain

LARGEST = 2**31 - 1
"""Bytes that a shapefile and its table may have each."""

KEY = "parcel_id"
LEFT_OUT = frozenset({"probs"})
SHORT = {
    name: name
    for name in (
        "parcel_id",
        "EC_hcat_c",
        "EC_hcat_n",
        "crop",
        "conf",
        "bound_q",
        "crop2",
        "conf2",
        "crop3",
        "conf3",
        "area_ha",
        "n_clear",
        "ref_date",
        "decided",
        "edited",
        "probs",
    )
}
"""The fixed short names of the columns that Doab writes. They have at most ten characters from the start; a column
that comes later with a longer name gets its short one here, so that it is the same in every shapefile."""


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name one of at most ten letters, digits and underscores, different from all others.

    Names of `SHORT` come first; others lose their accents, are cut, and get a number where two would be the same.
    """
    names = list(names)
    found = {name: SHORT[name] for name in names if name in SHORT}
    taken = {short.lower() for short in found.values()}
    for name in names:
        if name in found:
            continue
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
        stem = re.sub(r"\W", "_", letters) or "column"
        short, copy = stem[:10], 1
        while short.lower() in taken:
            copy += 1
            short = f"{stem[: 9 - len(str(copy))]}_{copy}"
        found[name] = short
        taken.add(short.lower())
    return found


def write_shapefile(parcels: Parcels, path: Path, watch: Watch) -> tuple[int, tuple[str, ...]]:
    """Write ``path`` with NAME_readme.txt and, where something does not fit, NAME_extra.csv.

    Return the number of parcels and what to tell.

    Raises `ChildError` where a file would grow over two gigabytes.
    """
    names = short_names(field.name() for _, field in parcels.columns)
    columns = {
        index: column_of(field, names[field.name()], field.name() in LEFT_OUT) for index, field in parcels.columns
    }
    count = _survey(parcels, columns, watch)
    kept = {index: column for index, column in columns.items() if column.field() is not None}
    side = path.with_name(f"{path.stem}_extra.csv")
    with _SideTable(side, columns) as table:
        write(
            path,
            SHAPEFILE,
            [column.field() for column in kept.values()],
            parcels,
            _rows(watch.each(parcels, 0.4), columns, kept, table),
        )
    note = path.with_name(f"{path.stem}_readme.txt")
    note.write_text(_note(path, side if side.exists() else None, columns.values(), parcels, count), "utf-8")
    renamed = sum(column.name != column.short for column in columns.values())
    told = [tr("Columns that were renamed: {}.").format(renamed)] if renamed else []
    if side.exists():
        told.append(tr("What a shapefile cannot hold is in {}.").format(side.name))
    return count, (*told, tr("{} says what became of each column.").format(note.name))


def _survey(parcels: Parcels, columns: dict[int, Column], watch: Watch) -> int:
    """Let every column see its values; return the number of parcels. Raises `ChildError` for more than fits."""
    count, outlines = 0, 100
    for feature in watch.each(parcels, 0.0, 0.4):
        count += 1
        outlines += 12 if feature.geometry().isNull() else 52 + feature.geometry().constGet().wkbSize()
        values = feature.attributes()
        for index, column in columns.items():
            value = plain(values[index])
            if value is None:
                column.nulls += 1
            else:
                column.look(value)
    table = count * (1 + sum(column.width() for column in columns.values()))
    if max(outlines, table) > LARGEST:
        raise ChildError(
            tr(
                "A shapefile of these parcels would have {} GB; no more than 2 GB are possible. Choose "
                "another format, or export fewer parcels."
            ).format(number(max(outlines, table) / 1e9, 1))
        )
    return count


def _rows(
    features: Iterable[QgsFeature], columns: dict[int, Column], kept: dict[int, Column], table: _SideTable
) -> Iterator[tuple[QgsFeature, list]]:
    for record, feature in enumerate(features, 1):
        values = feature.attributes()
        known = {index: plain(values[index]) for index in columns}
        table.add(record, known)
        yield feature, [None if known[index] is None else column.stored(known[index]) for index, column in kept.items()]


class _SideTable(contextlib.AbstractContextManager):
    """NAME_extra.csv: a line for each parcel of which the shapefile does not hold everything.

    Columns with a value that does not fit stand there in full; ``nulls`` and ``empty`` name the columns that are null
    or an empty text, which the shapefile cannot tell apart. Nothing to say leaves no file.
    """

    def __init__(self, path: Path, columns: dict[int, Column]) -> None:
        self._path = path
        self._columns = columns
        self._whole = {index: column for index, column in columns.items() if column.whole}
        self._key = next((index for index, column in columns.items() if column.name == KEY), None)
        self._file = None
        self._lines = None

    def add(self, record: int, values: dict[int, object]) -> None:
        """Write the line of one parcel, if it needs one; ``record`` counts the shapefile's rows from 1."""
        nulls = [column.short for index, column in self._columns.items() if values[index] is None]
        empty = [column.short for index, column in self._columns.items() if values[index] == ""]
        if not (self._whole or nulls or empty):
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", newline="")
            self._lines = csv.writer(self._file)
            self._lines.writerow(
                [KEY, "record", *(c.short for i, c in self._whole.items() if i != self._key), "nulls", "empty"]
            )
        full = ["" if values[index] is None else spelled(values[index]) for index in self._whole if index != self._key]
        number_of = "" if self._key is None or values[self._key] is None else spelled(values[self._key])
        self._lines.writerow([number_of, record, *full, " ".join(nulls), " ".join(empty)])

    def __exit__(self, *_) -> None:
        if self._file is not None:
            self._file.close()


def _note(path: Path, side: Path | None, columns: Iterable[Column], parcels: Parcels, count: int) -> str:
    """Return the text of NAME_readme.txt."""
    columns = list(columns)
    lines = [
        tr("{}: {} parcels, written by Doab").format(path.name, count),
        "",
        tr("Coordinates are those of the layer, in {}.").format(
            f"{parcels.crs.authid()} {parcels.crs.description()}".strip() or tr("an unknown reference system")
        ),
        tr("Texts are in UTF-8, as {} says.").format(f"{path.stem}.cpg"),
    ]
    if QgsWkbTypes.isCurvedType(parcels.kind):
        lines.append(tr("Curves became chains of short straight lines."))
    lines += ["", tr("Columns (in the layer > in the shapefile, kind):")]
    for column in columns:
        remarks = [
            remark
            for remark in (
                column.remark(),
                tr("{} nulls").format(column.nulls) if column.nulls else "",
                tr("{} empty texts").format(column.empty) if column.empty else "",
                tr("in full in {}").format(side.name) if side and column.whole else "",
            )
            if remark
        ]
        shown = f"  {column.name} > {column.short}, {column.kind}"
        lines.append(f"{shown}: {'; '.join(remarks)}" if remarks else shown)
    if side is None:
        return "\n".join([*lines, "", tr("Every value is in the shapefile as it is in the layer."), ""])
    lines += [
        "",
        tr("What is in {}").format(side.name),
        tr(
            "A shapefile cannot hold every value. A line for each parcel that this concerns, found by parcel_id or by "
            "record, the row of the shapefile counted from 1, has"
        ),
        tr("- the columns above that stand there in full, each value as it is in the layer;"),
        tr(
            "- nulls: the columns that are null. The shapefile has blanks there; programs that know no null show an "
            "empty text or 0;"
        ),
        tr("- empty: the columns that are an empty text, which a shapefile cannot tell from a null."),
        tr("All other values are in the shapefile as they are in the layer."),
        "",
    ]
    return "\n".join(lines)
