"""What crosses the wall survives the crossing."""

import json

import pytest

from doab.model import protocol

SCENE = protocol.Scene(
    acquisitions=(
        protocol.Acquisition("S2", "2019-06-26", {"B02": protocol.BandSource("/a é.tif", 3)}, scale=1e-4, nodata=0.0),
        protocol.Acquisition("S1", "2019-06-27", {"VV": protocol.BandSource("/b.tif")}, unit="db", problem="empty"),
    ),
    elevation=protocol.Elevation(protocol.BandSource("/dem.tif")),
    problems=(protocol.Problem("/c.tif", "No date."),),
)


def test_a_job_reads_back_as_it_was_written():
    given = protocol.Job(SCENE, "out.gpkg", area=protocol.Area((1.0, 2.0, 3.0, 4.0), "EPSG:4326"))
    assert protocol.loads(protocol.Job, protocol.dumps(given)) == given


def test_provenance_reads_back_as_it_was_written():
    provenance = {
        "date": protocol.Provenance("tags", "tag {}", ("DATE",)),
        "scale": protocol.Provenance("user", "given"),
    }
    scene = protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {}, provenance=provenance),))
    (acquisition,) = protocol.loads(protocol.Scene, protocol.dumps(scene)).acquisitions
    assert acquisition.provenance == provenance and acquisition.provenance["date"].text == "tag DATE"


def test_a_job_of_an_earlier_version_keeps_where_its_facts_came_from():
    text = json.loads(protocol.dumps(protocol.Job(SCENE, "o")))
    acquisition, elevation = text["scene"]["acquisitions"][0], text["scene"]["elevation"]
    del acquisition["provenance"], elevation["provenance"]
    acquisition["evidence"] = {"date": "file name", "clouds": "a {b} SCL.tif"}
    elevation["evidence"] = {"sensor": "name"}
    scene = protocol.loads(protocol.Job, json.dumps(text)).scene
    facts = scene.acquisitions[0].provenance
    assert {fact: provenance.text for fact, provenance in facts.items()} == acquisition["evidence"]
    assert {provenance.source for provenance in facts.values()} == {"unknown"}
    assert scene.elevation.provenance["sensor"].text == "name"
    assert protocol.loads(protocol.Scene, protocol.dumps(scene)) == scene


def test_an_inspection_reads_back_as_it_was_written():
    given = protocol.Inspection(SCENE, (protocol.FrameScore("2019-06-26", 0.9, {"clear": 1.0}),), "2019-06-26", "clear")
    assert protocol.loads(protocol.Inspection, protocol.dumps(given)) == given


def test_whole_numbers_are_accepted_where_fractions_are_meant():
    text = json.loads(protocol.dumps(protocol.Job(SCENE, "o")))
    text["min_area"] = 1
    assert protocol.loads(protocol.Job, json.dumps(text)).min_area == 1.0


@pytest.mark.parametrize("text", ["", "[]", '{"scene": 3, "out": "o"}', '{"unknown": 1}', '{"out": "o"}'])
def test_what_is_no_job_is_refused_with_one_sentence(text):
    with pytest.raises(protocol.InputError, match="not a valid job file"):
        protocol.loads(protocol.Job, text)


def test_acquisitions_with_a_problem_are_not_used():
    assert len(SCENE.of("S2")) == 1 and SCENE.of("S1") == ()
