"""A virtual raster (VRT) of the files of one date: bands of several files, and the pieces of a mosaic."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsRasterLayer, QgsRectangle

from ...model import protocol
from ..child.process import ChildError
from ..text import tr


def open_raster(path: str, name: str = "") -> QgsRasterLayer:
    """Open a raster without the statistics for a default style, which would take seconds; raise `ChildError`."""
    layer = QgsRasterLayer(path, name, "gdal", QgsRasterLayer.LayerOptions(False))
    if not layer.isValid():
        raise ChildError(tr("QGIS cannot open {}.").format(path))
    return layer


def write_mosaic(bands: Sequence[protocol.BandSource], nodata: float, folder: Path, name: str) -> Path:
    """Write a virtual raster of ``bands`` on the grid of the first, over the ground of all files, and return its path.

    Where several files show a pixel, the first with a value counts. Files in another coordinate system get a virtual
    raster of their own, in which they are warped.
    """
    first = open_raster(bands[0].path)
    crs, extent = first.crs(), first.extent()
    layers: dict[str, QgsRasterLayer] = {}
    for number, path in enumerate(dict.fromkeys(file.path for band in bands for file in band.files)):
        layer = open_raster(path)
        if layer.crs() != crs:
            warped = folder / f"{name}_{number}.vrt"
            options = {"dstSRS": crs.toWkt(), "srcNodata": nodata, "dstNodata": nodata}
            if gdal.Warp(str(warped), path, format="VRT", **options) is None:
                raise ChildError(tr("QGIS cannot open {}.").format(path))
            layer = open_raster(str(warped))
        layers[path] = layer
        extent.combineExtentWith(layer.extent())
    virtual = folder / f"{name}.vrt"
    virtual.write_text(_create_vrt(bands, layers, extent, nodata), "utf-8")
    return virtual


def _create_vrt(
    bands: Sequence[protocol.BandSource], layers: dict[str, QgsRasterLayer], extent: QgsRectangle, nodata: float
) -> str:
    """Return the XML of the virtual raster; of its sources the later ones are drawn over the earlier."""
    first = layers[bands[0].path]
    width, height = first.extent().width() / first.width(), first.extent().height() / first.height()
    band_elements = []
    for number, band in enumerate(bands, 1):
        sources = [_source(file, layers[file.path], extent, (width, height), nodata) for file in reversed(band.files)]
        band_elements.append(
            f'<VRTRasterBand dataType="Float32" band="{number}"><NoDataValue>{nodata}</NoDataValue>\n'
            f"{''.join(sources)}</VRTRasterBand>\n"
        )
    columns, rows = round(extent.width() / width), round(extent.height() / height)
    return f"""<VRTDataset rasterXSize="{columns}" rasterYSize="{rows}">
<SRS>{escape(first.crs().toWkt())}</SRS>
<GeoTransform>{extent.xMinimum()!r}, {width!r}, 0, {extent.yMaximum()!r}, 0, {-height!r}</GeoTransform>
{"".join(band_elements)}</VRTDataset>"""


def _source(
    file: protocol.BandSource, layer: QgsRasterLayer, extent: QgsRectangle, pixel: tuple[float, float], nodata: float
) -> str:
    """Return the XML of one file in the virtual raster of an ``extent`` and a ``pixel`` size."""
    width, height = pixel
    x_offset = (layer.extent().xMinimum() - extent.xMinimum()) / width
    y_offset = (extent.yMaximum() - layer.extent().yMaximum()) / height
    return f"""<ComplexSource><SourceFilename relativeToVRT="0">{escape(layer.source())}</SourceFilename>
<SourceBand>{file.index}</SourceBand><SrcRect xOff="0" yOff="0" xSize="{layer.width()}" ySize="{layer.height()}"/>
<DstRect xOff="{x_offset}" yOff="{y_offset}"
xSize="{layer.extent().width() / width}" ySize="{layer.extent().height() / height}"/>
<NODATA>{nodata}</NODATA></ComplexSource>"""
