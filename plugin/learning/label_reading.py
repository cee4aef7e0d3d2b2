"""How the crops of a layer of labels are understood, read in the background."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer

from ...model.crop_codes import CropReading, class_columns, crop_table, read_crops, value_text
from ..parcels.crop_counts import LayerTask, null_to_none
from ..text import number, tr


class LabelReadingTask(LayerTask):
    """Reads the crops of a layer in `label_columns`; the result is a `CropReading`.

    ``codes`` is EuroCrops' table of national codes, empty for HCAT.
    """

    def __init__(self, layer: QgsVectorLayer, field: str, codes: str) -> None:
        super().__init__(layer)
        self._columns = label_columns(layer, field)
        self._codes = codes

    def work(self, _folder: Path) -> CropReading:
        """Read on the worker thread."""
        features = self.features(*self._columns)
        rows = ([value_text(null_to_none(feature[name])) for name in self._columns] for feature in features)
        return read_crops(rows, crop_table(self._codes))


def label_columns(layer: QgsVectorLayer, field: str) -> list[str]:
    """Return the column ``field``, or those with a name of EuroCrops where it is empty."""
    return [field] if field else class_columns([field.name() for field in layer.fields()])


def describe_reading(reading: CropReading) -> str:
    """Return how many features have a crop that is understood, and which texts are none."""
    text = tr("Crops are understood of {} of {} features: {} different ones.").format(
        number(reading.understood), number(reading.features), number(len(reading.codes))
    )
    unknown = reading.commonest_unknown()
    return text + " " + tr("Not understood: {}.").format(unknown) if unknown else text
