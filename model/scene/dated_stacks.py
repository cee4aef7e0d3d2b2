"""Rasters whose bands are named by date and band, as ``toBands`` of Google Earth Engine names them."""

from __future__ import annotations

from dataclasses import dataclass

from ..protocol import Provenance
from .filename_parsing import band_in, date_in, is_byproduct
from .raster_access import UnreadableRasterError, open_dataset, reading
from .stac_items import StacAsset


@dataclass(frozen=True)
class DatedBands(StacAsset):
    """The bands of one date in a stack of several."""

    @property
    def provenance(self) -> Provenance:
        """The source of these facts."""
        return Provenance("band names", "band descriptions")


def dates_in_stack(path: str) -> list[DatedBands]:
    """Return the dates of a stack in time order; none where its bands are not those of several dates."""
    try:
        with open_dataset(path) as dataset, reading(path):
            names = [description or "" for description in dataset.descriptions]
    except UnreadableRasterError:
        return []
    by_date: dict[str, dict[str, int]] = {}
    for index, name in enumerate(names, 1):
        band, day = band_in(name), date_in(name)
        if not band or is_byproduct(name):
            continue
        if day is None or day[1]:
            return []
        by_date.setdefault(day[0], {}).setdefault(band, index)
    return [DatedBands(path, path, "", day, by_date[day]) for day in sorted(by_date)] if len(by_date) > 1 else []
