"""Sentinel-2 products in their original SAFE layout, as folders or zip archives."""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from ..protocol import OPTICAL_BANDS, Acquisition, BandSource, Provenance
from ..protocol.scene_description import LEAST_SCALE, MOST_SCALE
from .filename_parsing import band_in, date_in

METADATA = re.compile(r"(?:MTD_MSI|S2[ABC]_.*_MTD_SAF)L(1C|2A).*\.xml", re.IGNORECASE)
LARGEST_METADATA = 16 << 20  # bytes; products have less than one megabyte
RESOLUTION = re.compile(r"_(\d\d)m\.jp2$", re.IGNORECASE)


@dataclass(frozen=True)
class Product:
    """One granule of a product: its ``path``, the product's ``name`` and metadata file, and GDAL paths of its images.

    Products since December 2016 have a single granule. ``metadata`` is the text of the metadata file.
    """

    path: str
    name: str
    metadata_name: str
    metadata: str
    images: tuple[str, ...]


def products_in_folder(folder: Path) -> list[Product]:
    """Return the granules of the product whose metadata file is in ``folder``, none where there is no such file."""
    metadata = next((f for f in sorted(folder.iterdir()) if METADATA.fullmatch(f.name)), None)
    if metadata is None:
        return []
    try:
        if not metadata.is_file() or metadata.stat().st_size > LARGEST_METADATA:
            return []
        text = metadata.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    images = sorted(str(f) for f in folder.glob("GRANULE/*/IMG_DATA/**/*.jp2"))
    return granules(str(folder), folder.name, metadata.name, text, images)


def granules(path: str, name: str, metadata_name: str, text: str, images: Sequence[str]) -> list[Product]:
    """Group the images of a product by granule; a single granule has the product's path."""
    groups = [tuple(group) for _, group in groupby(sorted(images), lambda image: _granule(image)[0])] or [()]
    paths = [path] if len(groups) == 1 else [f"{path}/{_granule(group[0])[1]}" for group in groups]
    return [Product(p, name, metadata_name, text, group) for p, group in zip(paths, groups, strict=True)]


def _granule(image: str) -> tuple[str, str]:
    """Return the path and the name of the folder of an image's granule."""
    folder = image.replace("\\", "/").rpartition("/IMG_DATA/")[0]
    return folder, folder.rpartition("/")[2]


def products_in_zip(archive: Path) -> list[Product]:
    """Return the products inside a zip archive, with /vsizip paths; an unreadable archive has none."""
    try:
        with zipfile.ZipFile(archive) as opened:
            names = sorted(opened.namelist())
            products: list[Product] = []
            for member in names:
                path = PurePosixPath(member)
                if METADATA.fullmatch(path.name) and "GRANULE" not in path.parts:
                    root = "" if path.parent == PurePosixPath(".") else f"{path.parent}/"
                    images = tuple(
                        f"/vsizip/{archive.resolve().as_posix()}/{n}"
                        for n in names
                        if n.startswith(f"{root}GRANULE/") and "/IMG_DATA/" in n and n.lower().endswith(".jp2")
                    )
                    if opened.getinfo(member).file_size > LARGEST_METADATA:
                        return []
                    text = opened.read(member).decode("utf-8", errors="replace")
                    name = root.rstrip("/") or archive.stem
                    products += granules(f"{archive}/{name}", name, path.name, text, images)
            return products
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError):
        return []  # damaged, encrypted, or compressed in a way that is not known


def product_around(image: Path) -> Product | None:
    """Return the product around an image (in GRANULE/*/IMG_DATA below the metadata file), or None."""
    for parent in image.parents:
        if parent.name == "GRANULE":
            return next(iter(products_in_folder(parent.parent)), None)
    return None


def _number(tag: str, text: str) -> float | None:
    match = re.search(rf"<(?:L2A_)?{tag}\b[^<>]{{0,200}}>\s{{0,100}}([-+\d.eE]{{1,40}})\s{{0,100}}<", text)
    try:
        return float(match[1]) if match else None
    except ValueError:
        return None


def calibration(product: Product) -> tuple[float, float, Provenance]:
    """Return (scale, offset, provenance): reflectance = stored * scale + offset.

    Products of baseline 04.00 and later store a shifted value, (DN + ADD_OFFSET) / QUANTIFICATION_VALUE.
    Source: Sentinel-2 Products Specification Document, BOA_ADD_OFFSET and RADIO_ADD_OFFSET.
    """
    quantum = _number("BOA_QUANTIFICATION_VALUE", product.metadata) or _number("QUANTIFICATION_VALUE", product.metadata)
    shift = _number("BOA_ADD_OFFSET", product.metadata)
    if shift is None:
        shift = _number("RADIO_ADD_OFFSET", product.metadata) or 0.0
    if quantum:
        provenance = _from_metadata(product)
    else:
        provenance = Provenance("default", "assumed, not in {}", (product.metadata_name,), is_assumed=True)
    return 1 / (quantum or 10000.0), shift / (quantum or 10000.0), provenance


def _from_metadata(product: Product) -> Provenance:
    return Provenance("product metadata", "{}", (product.metadata_name,))


def read_product(product: Product, user_date: str = "") -> Acquisition | None:
    """Return the acquisition of a product, each band in its finest file.

    None where it has no usable image or date, or metadata with a scale that cannot be. ``user_date`` (ISO, may be
    empty) overrides the product's date.
    """
    start = re.search(r"<PRODUCT_START_TIME>\s{0,100}([\d-]{10})", product.metadata)
    date: tuple[str, Provenance] | None = None
    if user_date:
        date = user_date, Provenance("user", "given")
    elif start and (day := date_in(start[1])):
        date = day[0], _from_metadata(product)
    elif parsed := date_in(product.name):
        date = parsed[0], Provenance("product name", "product name")
    finest: dict[str, tuple[int, str]] = {}
    for path in product.images:
        band, resolution = band_in(PurePosixPath(path).stem), RESOLUTION.search(path)
        candidate = (int(resolution[1]) if resolution else 0, path)
        finest[band] = min(finest.get(band, candidate), candidate)
    bands = {band: BandSource(finest[band][1]) for band in OPTICAL_BANDS if band in finest}
    scale, offset, scale_provenance = calibration(product)
    if date is None or not bands or not (LEAST_SCALE <= scale <= MOST_SCALE and math.isfinite(offset)):
        return None
    provenance = {
        "sensor": _from_metadata(product),
        "date": date[1],
        "bands": Provenance("file name", "names of the product's images"),
        "scale": scale_provenance,
    }
    clouds = BandSource(finest["SCL"][1]) if "SCL" in finest else None
    if clouds:
        provenance["clouds"] = Provenance("mask file", "SCL of the product")
    return Acquisition("S2", date[0], bands, scale, offset, "reflectance", 0.0, clouds, product.name, provenance)
