"""Tiny rasters with known values, and the real scenes beside the checkout."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
MTD = """<n1:Level-2A_User_Product><PRODUCT_START_TIME>2023-04-18T10:40:21.026Z</PRODUCT_START_TIME>
<BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>
<BOA_ADD_OFFSET_VALUES_LIST><BOA_ADD_OFFSET band_id="0">-1000</BOA_ADD_OFFSET></BOA_ADD_OFFSET_VALUES_LIST>
</n1:Level-2A_User_Product>"""


@pytest.fixture
def write(tmp_path):
    """Write a GeoTIFF: ``write("a.tif", array [bands, H, W], descriptions)`` returns its path."""

    def write_raster(
        name, values, descriptions=(), crs="EPSG:32631", origin=(500000, 5600000), size=10, nodata=None, tags=None
    ):
        values = np.asarray(values)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        profile = {"count": values.shape[0], "height": values.shape[1], "width": values.shape[2], "dtype": values.dtype}
        with rasterio.open(
            path, "w", driver="GTiff", crs=crs, transform=from_origin(*origin, size, size), nodata=nodata, **profile
        ) as out:
            out.write(values)
            for index, description in enumerate(descriptions, 1):
                out.set_band_description(index, description)
            out.update_tags(**(tags or {}))
        return str(path)

    return write_raster


@pytest.fixture
def safe(write, tmp_path):
    """Write a tiny L2A product of baseline 05.09; return its folder."""
    root = "S2A_MSIL2A_20230418T104021_N0509_R008_T31TEJ_20230418T165356.SAFE"
    images = f"{root}/GRANULE/L2A_T31TEJ/IMG_DATA"
    for band in ("B02", "B03", "B04", "B08"):
        write(f"{images}/R10m/T31TEJ_20230418T104021_{band}_10m.jp2", np.full((1, 8, 8), 2000, np.uint16))
    for band in ("B02", "B11"):
        write(f"{images}/R20m/T31TEJ_20230418T104021_{band}_20m.jp2", np.full((1, 4, 4), 3000, np.uint16), size=20)
    write(f"{images}/R20m/T31TEJ_20230418T104021_SCL_20m.jp2", np.full((1, 4, 4), 4, np.uint8), size=20)
    write(f"{images}/R10m/T31TEJ_20230418T104021_TCI_10m.jp2", np.full((3, 8, 8), 99, np.uint8))
    (tmp_path / root / "MTD_MSIL2A.xml").write_text(MTD)
    return tmp_path / root


@pytest.fixture
def real():
    """Return the folder of a real scene, or skip: ``real("flanders_2019")``."""

    def find(name):
        if not (DATA / name).is_dir():
            pytest.skip(f"needs the real scene {name} in ../shared/data")
        return str(DATA / name)

    return find
