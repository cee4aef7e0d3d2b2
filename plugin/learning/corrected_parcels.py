"""The parcels of a result whose crop an analyst decided: what a region is learned from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...model.protocol import FEWEST_LABELS
from ..parcels.crop_counts import LayerTask, null_to_none
from ..parcels.edit_tracking import DECIDED, is_decided


@dataclass(frozen=True)
class CorrectedParcels:
    """Feature id and HCAT code of each parcel that an analyst gave a crop."""

    codes: tuple[tuple[int, str], ...] = ()

    @property
    def crops(self) -> int:
        """The number of crops."""
        return len({code for _, code in self.codes})

    @property
    def are_enough(self) -> bool:
        """Whether a region can be learned from them."""
        return len(self.codes) >= FEWEST_LABELS and self.crops > 1


class CorrectedParcelsTask(LayerTask):
    """Reads them from a layer, unsaved edits included; the result is `CorrectedParcels`."""

    def work(self, _folder: Path) -> CorrectedParcels:
        """Read on the worker thread."""
        return CorrectedParcels(
            tuple(
                sorted(
                    (feature.id(), str(feature["EC_hcat_c"]))
                    for feature in self.features("EC_hcat_c", DECIDED)
                    if is_decided(feature) and null_to_none(feature["EC_hcat_c"])
                )
            )
        )
