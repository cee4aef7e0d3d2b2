"""The metadata of a result's layer in its GeoPackage, read and written within a transaction."""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ElementTree  # nosec B405: it reads what GDAL wrote
from collections.abc import Mapping

PRIORS = "class_priors"  # JSON, share of the land by label
CLASSES = "classes"  # JSON, entries as in a bundle's card
ENCODED_BY = "embeddings"  # fingerprint of what made them
ADAPTATION = "adaptation"  # JSON, what was learned from which labels
MAPPED = "mapped_with"  # JSON, classes and class priors of the run, where an adaptation has changed them

_QUERY = """
SELECT gpkg_metadata.id, metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON md_file_id = gpkg_metadata.id
WHERE table_name = ? AND md_standard_uri = 'http://gdal.org'
"""


def read_metadata(database: sqlite3.Connection, layer: str) -> dict[str, str]:
    """Return the metadata of a layer by name, empty where there is none."""
    _, root = _document(database, layer)
    return {item.get("key", ""): item.text or "" for item in root.iter("MDI")}


def write_metadata(database: sqlite3.Connection, layer: str, changed: Mapping[str, str | None]) -> None:
    """Set entries of the metadata of a layer that has some; None removes one."""
    number, root = _document(database, layer)
    parent = next(root.iter("Metadata"), None)
    if parent is None:
        parent = ElementTree.SubElement(root, "Metadata")
    for item in [item for item in parent if item.get("key") in changed]:
        parent.remove(item)
    for key, text in changed.items():
        if text is not None:
            ElementTree.SubElement(parent, "MDI", key=key).text = text
    document = ElementTree.tostring(root, encoding="unicode")
    database.execute("UPDATE gpkg_metadata SET metadata = ? WHERE id = ?", (document, number))


def _document(database: sqlite3.Connection, layer: str) -> tuple[int, ElementTree.Element]:
    """Return the number and the content of GDAL's document about a layer."""
    try:
        rows = database.execute(_QUERY, (layer,)).fetchall()
    except sqlite3.OperationalError:  # a package without any metadata has no such tables
        rows = []
    for number, document in rows:
        try:
            return int(number), ElementTree.fromstring(document)  # nosec B314
        except ElementTree.ParseError:
            continue
    return -1, ElementTree.Element("GDALMultiDomainMetadata")
