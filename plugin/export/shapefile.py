"""Export to a shapefile, with a side table of the values that do not fit and a readme on the conversion."""

from __future__ import annotations

import contextlib
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from qgis.core import QgsFeature, QgsWkbTypes

from ..child.process import ChildError
from ..files.formats import SHAPEFILE
from ..parcels.crop_counts import null_to_none
from ..text import number, tr
from .columns import Column, create_column, to_text
from .layer_writer import write_layer
from .parcel_source import ExportFeedback, ParcelSource

MAX_FILE_SIZE = 2**31 - 1
"""Maximum bytes of a .shp and of a .dbf file."""

KEY = "parcel_id"
OMITTED = frozenset({"probs"})
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
"""Fixed short names, of at most ten characters, of the columns that Doab writes."""


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name a unique one of at most ten letters, digits and underscores.

    Names of `SHORT` are fixed; of others accents are removed, and they are cut and numbered where they are not unique.
    """
    names = list(names)
    result = {name: SHORT[name] for name in names if name in SHORT}
    taken = {short.lower() for short in result.values()}
    for name in names:
        if name in result:
            continue
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
        stem = re.sub(r"\W", "_", letters) or "column"
        short, copy = stem[:10], 1
        while short.lower() in taken:
            copy += 1
            short = f"{stem[: 9 - len(str(copy))]}_{copy}"
        result[name] = short
        taken.add(short.lower())
    return result


def write_shapefile(parcels: ParcelSource, path: Path, feedback: ExportFeedback) -> tuple[int, tuple[str, ...]]:
    """Write ``path`` with NAME_readme.txt and, where something does not fit, NAME_extra.csv.

    Return the number of parcels and messages for the user. Raises `ChildError` where a file would exceed 2 GB.
    """
    names = short_names(field.name() for _, field in parcels.columns)
    columns = {
        index: create_column(field, names[field.name()], field.name() in OMITTED) for index, field in parcels.columns
    }
    count = _inspect(parcels, columns, feedback)
    written = {index: column for index, column in columns.items() if column.field() is not None}
    side = path.with_name(f"{path.stem}_extra.csv")
    with _SideTable(side, columns) as table:
        write_layer(
            path,
            SHAPEFILE,
            [field for field in (column.field() for column in columns.values()) if field is not None],
            parcels,
            _rows(feedback.features(parcels, 0.4), columns, written, table),
        )
    readme = path.with_name(f"{path.stem}_readme.txt")
    readme.write_text(_readme(path, side if side.exists() else None, columns.values(), parcels, count), "utf-8")
    renamed = sum(column.name != column.short for column in columns.values())
    messages = [tr("Columns that were renamed: {}.").format(renamed)] if renamed else []
    if side.exists():
        messages.append(tr("What a shapefile cannot hold is in {}.").format(side.name))
    return count, (*messages, tr("{} says what became of each column.").format(readme.name))


def _inspect(parcels: ParcelSource, columns: dict[int, Column], feedback: ExportFeedback) -> int:
    """Call `Column.inspect` with all values and return the number of parcels.

    Raises `ChildError` where a file would exceed 2 GB.
    """
    count, shp_size = 0, 100
    for feature in feedback.features(parcels, 0.0, 0.4):
        count += 1
        shp_size += 12 if feature.geometry().isNull() else 52 + feature.geometry().constGet().wkbSize()
        values = feature.attributes()
        for index, column in columns.items():
            value = null_to_none(values[index])
            if value is None:
                column.nulls += 1
            else:
                column.inspect(value)
    dbf_size = count * (1 + sum(column.width() for column in columns.values()))
    if max(shp_size, dbf_size) > MAX_FILE_SIZE:
        raise ChildError(
            tr(
                "A shapefile of these parcels would have {} GB; no more than 2 GB are possible. Choose "
                "another format, or export fewer parcels."
            ).format(number(max(shp_size, dbf_size) / 1e9, 1))
        )
    return count


def _rows(
    features: Iterable[QgsFeature], columns: dict[int, Column], written: dict[int, Column], table: _SideTable
) -> Iterator[tuple[QgsFeature, list]]:
    for record, feature in enumerate(features, 1):
        attributes = feature.attributes()
        values = {index: null_to_none(attributes[index]) for index in columns}
        table.add(record, values)
        yield (
            feature,
            [None if values[index] is None else column.convert(values[index]) for index, column in written.items()],
        )


class _SideTable(contextlib.AbstractContextManager):
    """NAME_extra.csv: a line for each parcel with values that the shapefile does not hold.

    It has the columns in which some value does not fit; ``nulls`` and ``empty`` name the columns that are null or an
    empty text, which are the same in a shapefile. Without such values no file is written.
    """

    def __init__(self, path: Path, columns: dict[int, Column]) -> None:
        self._path = path
        self._columns = columns
        self._full_columns = {index: column for index, column in columns.items() if column.needs_side_table}
        self._key = next((index for index, column in columns.items() if column.name == KEY), None)
        self._file: TextIO | None = None

    def add(self, record: int, values: dict[int, object]) -> None:
        """Write the line of one parcel, if it needs one; ``record`` is the row of the shapefile, counted from 1."""
        nulls = [column.short for index, column in self._columns.items() if values[index] is None]
        empty = [column.short for index, column in self._columns.items() if values[index] == ""]
        if not (self._full_columns or nulls or empty):
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(
                [KEY, "record", *(c.short for i, c in self._full_columns.items() if i != self._key), "nulls", "empty"]
            )
        full = [
            "" if values[index] is None else to_text(values[index])
            for index in self._full_columns
            if index != self._key
        ]
        parcel_id = "" if self._key is None or values[self._key] is None else to_text(values[self._key])
        csv.writer(self._file).writerow([parcel_id, record, *full, " ".join(nulls), " ".join(empty)])

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def _readme(path: Path, side: Path | None, columns: Iterable[Column], parcels: ParcelSource, count: int) -> str:
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
    if QgsWkbTypes.isCurvedType(parcels.geometry_type):
        lines.append(tr("Curves became chains of short straight lines."))
    lines += ["", tr("Columns (in the layer > in the shapefile, kind):")]
    for column in columns:
        remarks = [
            remark
            for remark in (
                column.remark(),
                tr("{} nulls").format(column.nulls) if column.nulls else "",
                tr("{} empty texts").format(column.empty) if column.empty else "",
                tr("in full in {}").format(side.name) if side and column.needs_side_table else "",
            )
            if remark
        ]
        line = f"  {column.name} > {column.short}, {column.kind}"
        lines.append(f"{line}: {'; '.join(remarks)}" if remarks else line)
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
