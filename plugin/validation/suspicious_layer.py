"""The layer of suspicious parcels: declared crops that are probably wrong."""

from __future__ import annotations

from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer, QgsVectorLayer

from ...model import protocol
from ..text import tr

OUTLINE = {"color": "255,255,255,0", "outline_color": "#d7191c", "outline_width": "0.8"}


def open_suspicious(path: str) -> QgsVectorLayer:
    """Open the suspicious parcels of an evaluation; raise `protocol.InputError` where the file is gone."""
    layer = QgsVectorLayer(path, tr("Suspicious declarations"), "ogr")
    if not layer.isValid():
        raise protocol.InputError(tr("The suspicious parcels {} cannot be opened. Compare again.").format(path))
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(OUTLINE)))
    aliases = {
        "rank": tr("Rank"),
        "id": tr("Parcel"),
        "given": tr("Declared crop"),
        "suggested": tr("Likelier crop"),
        "probability": tr("Its probability"),
        "margin": tr("Margin"),
    }
    for name, alias in aliases.items():
        index = layer.fields().indexOf(name)
        if index >= 0:
            layer.setFieldAlias(index, alias)
    layer.setDisplayExpression('"rank" || \': \' || "given" || \' → \' || "suggested"')
    return layer
