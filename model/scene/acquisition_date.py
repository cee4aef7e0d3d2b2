"""The date of a raster, from what the user says, its names and its tags."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from rasterio import DatasetReader

from ..protocol import Provenance, Source
from .filename_parsing import date_in
from .units import USER

# Not TIFFTAG_DATETIME, which is the time of writing by the TIFF 6 standard.
DATE_TAGS = (
    "PRODUCT_START_TIME", "SENSING_TIME", "ACQUISITION_DATE", "ACQUISITION_TIME", "ACQUISITIONDATETIME", "DATE",
)  # fmt: skip
ASSUMED_DATES = {
    "month": ", which gives the month only: the 15th is assumed",
    "span": ", which gives a span of time: its middle is assumed",
    "order": ", in which the day is assumed to come before the month",
}


def acquisition_date(dataset: DatasetReader, source: Source, names: Mapping[str, str]) -> tuple[str, Provenance] | None:
    """Return the ISO date and its provenance; one that is assumed in part is used where there is no other.

    ``names`` are texts by their provenance source, in order of priority; a "folder name" counts after the tags.
    """
    if source.date:
        return source.date, USER
    tags = {key.upper(): value for key, value in dataset.tags().items()}
    texts = [(Provenance(kind, kind), text) for kind, text in names.items() if kind != "folder name"]
    texts += [(Provenance("tags", "tag {}", (t,)), tags[t].replace(":", "-")) for t in DATE_TAGS if t in tags]
    texts.append((Provenance("folder name", "folder name"), names["folder name"]))
    assumed: tuple[str, Provenance] | None = None
    for provenance, text in texts:
        if date := date_in(text):
            if not date[1]:
                return date[0], provenance
            template = provenance.template + ASSUMED_DATES[date[1]]
            assumed = assumed or (date[0], dataclasses.replace(provenance, template=template, is_assumed=True))
    return assumed
