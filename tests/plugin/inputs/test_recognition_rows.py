"""What was recognised, in words."""

from __future__ import annotations

import pytest

from doab.model import protocol
from doab.model.protocol import Provenance
from doab.plugin.inputs.recognition_rows import describe_provenance, file_names, remark, rows_of, summary

UTM, DEGREES = (
    protocol.RasterFile("EPSG:32631", 10.0, True, ("B04", "B08")),
    protocol.RasterFile("EPSG:4326", 0.0002, False, ("VV", "VH")),
)
IMAGE = protocol.Acquisition(
    "S2",
    "2019-06-26",
    {"B04": protocol.BandSource("/s2.tif"), "B08": protocol.BandSource("/s2.tif", 2)},
    1e-4,
    provenance={
        "sensor": Provenance("file name", "file name"),
        "date": Provenance("user", "given"),
        "bands": Provenance("band names", "band descriptions"),
        "scale": Provenance("data type", "assumed for {} values", ("uint16",), is_assumed=True),
    },
)
RADAR = protocol.Acquisition(
    "S1",
    "2019-06-20",
    {"VV": protocol.BandSource("/s1.tif")},
    unit="linear",
    provenance={"unit": Provenance("values", "values are small and positive", is_assumed=True)},
)


def recognised(*acquisitions, problems=(), dated_by=(), shown_in=()):
    scene = protocol.Scene(acquisitions, problems=problems)
    frames = (protocol.FrameScore("2019-06-26", 0.8, {"clear": 0.93}),)
    inspection = protocol.Inspection(scene, frames, "2019-06-26", "", {"/s2.tif": UTM, "/s1.tif": DEGREES})
    return rows_of(inspection, dated_by, dict(shown_in))


def test_every_fact_says_where_it_came_from_and_whether_it_is_sure():
    (row,) = recognised(IMAGE)
    facts = row.facts
    assert (facts["date"].value, facts["date"].given) == ("2019-06-26", True)
    assert facts["date"].origin == "set by you"
    assert facts["unit"].assumed and facts["unit"].value == "reflectance × 10 000"
    assert not facts["bands"].assumed and facts["bands"].value.startswith("2 of 10, without B02")
    assert (facts["clear"].value, facts["crs"].value, facts["pixel"].value) == ("93 %", "EPSG:32631", "10 m")


def test_a_date_of_the_layers_temporal_range_is_not_said_to_be_the_analysts():
    (row,) = recognised(IMAGE, dated_by={"/s2.tif"})
    assert (row.facts["date"].origin, row.facts["date"].given) == ("temporal range of the layer", False)


def test_what_will_be_done_to_an_image_is_shown():
    radar, image = recognised(RADAR, IMAGE)
    assert remark(image).endswith("values × 0.0001; clouds masked")
    assert remark(radar) == "without VH; turned into dB; put on the 10 m grid of the reference frame (EPSG:32631)"


def test_a_layer_that_is_shown_elsewhere_than_its_file_lies_is_noticed():
    (row,) = recognised(IMAGE, shown_in={"/s2.tif": "EPSG:3857"})
    assert "QGIS shows it in EPSG:3857, but EPSG:32631 of the file counts" in remark(row)


def test_problems_come_first_and_say_what_would_solve_them():
    undated = protocol.Problem("/u.tif", "No date.", "date", ("/v.tif",))
    rows = recognised(IMAGE, problems=(undated,))
    assert [row.sensor for row in rows] == ["", "S2"]
    assert (rows[0].solves, rows[0].is_notice, file_names(rows[0])) == ("date", False, "u.tif and 1 more")


def test_missing_bands_are_a_notice_that_only_a_file_with_unused_bands_can_solve():
    missing = protocol.Problem("/s2.tif", "B02 is missing.", "bands")
    notice, _ = recognised(IMAGE, problems=(missing,))
    assert notice.is_notice and notice.solves == ""
    few = protocol.Acquisition("S2", "2019-06-26", {"B04": protocol.BandSource("/s2.tif")})
    assert recognised(few, problems=(missing,))[0].solves == "bands"


def test_the_summary_counts_every_file_that_is_left_out():
    undated = protocol.Problem("/u.tif", "No date.", "date", ("/v.tif",))
    empty = protocol.Acquisition("S2", "2019-07-01", {"B04": protocol.BandSource("/e.tif")}, problem="empty")
    text = summary(protocol.Scene((IMAGE, empty), problems=(undated, protocol.Problem("/s2.tif", "B02 is missing."))))
    assert "1 Sentinel-2 date" in text and "no Sentinel-1" in text and "Not used: 3" in text


@pytest.mark.parametrize(
    ("provenance", "expected"),
    [
        (Provenance("file name", "file name"), "file name"),
        (Provenance("tags", "tag {}", ("DATE",)), "metadata of the file, DATE"),
        (
            Provenance("tags", "tag {}, which gives the month only: the 15th is assumed", ("DATE",), is_assumed=True),
            "metadata of the file, DATE, which gives the month only: the 15th is assumed",
        ),
        (Provenance("product metadata", "{}", ("MTD_MSIL2A.xml",)), "metadata of the product, MTD_MSIL2A.xml"),
        (Provenance("mask file", "{}", ("S2_SCL.tif",)), "S2_SCL.tif"),
        (Provenance("unknown", "{}", ("something else",)), "something else"),
    ],
)
def test_the_sources_of_facts_are_put_in_words(provenance, expected):
    assert describe_provenance(provenance) == expected


def test_a_product_is_named_not_its_images():
    bands = {b: protocol.BandSource(f"/x/P.SAFE/GRANULE/L/IMG_DATA/{b}.jp2") for b in ("B02", "B03")}
    (row,) = recognised(protocol.Acquisition("S2", "2019-06-26", bands))
    assert file_names(row) == "P.SAFE"
