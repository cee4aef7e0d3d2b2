"""Files behind the sources."""

import numpy as np

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.safe import Product
from doab.model.scene.source_files import list_cloud_masks, list_folder, resolve_path

COUNTS = np.full((1, 4, 4), 900, np.uint16)


def test_a_product_is_resolved_from_its_metadata_and_from_a_subdataset(safe):
    metadata = safe / "MTD_MSIL2A.xml"
    assert resolve_path(Source(str(metadata))) == safe
    assert resolve_path(Source(f"SENTINEL2_L2A:{metadata}:10m:EPSG_32631")) == safe


def test_a_folder_lists_rasters_and_products_but_no_byproducts_and_marks_other_sources(write, tmp_path, safe):
    first, second = (write(f"S2_2019063{day}.tif", COUNTS) for day in (0, 1))
    write("S2_20190630_TCI.tif", COUNTS)
    (tmp_path / "notes.txt").touch()
    entries = list(list_folder(tmp_path, {second}))
    assert [str(entry) for entry in entries[:2]] == [first, "None"]
    assert len(entries) == 3 and isinstance(entries[2], Product) and entries[2].path == str(safe)


def test_the_masks_of_an_image_are_those_of_its_name_or_date(write, tmp_path):
    write("S2_20190630.tif", np.repeat(COUNTS, 10, 0), OPTICAL_BANDS)
    masks = [write(f"{name}_SCL.tif", COUNTS) for name in ("S2_20190630", "T31UFS_20190630")]
    write("S2_20190705_SCL.tif", COUNTS)
    assert [str(mask) for mask in list_cloud_masks(tmp_path / "S2_20190630.tif", "")] == masks
