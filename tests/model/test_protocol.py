"""What is sent between the two processes reads back as it was written."""

import dataclasses
import json
import typing

import pytest

from doab.model import protocol

BAND = protocol.BandSource("/a.tif")
SCENE = protocol.Scene(
    acquisitions=(
        protocol.Acquisition("S2", "2019-06-26", {"B02": protocol.BandSource("/a é.tif", 3)}, scale=1e-4, nodata=0.0),
        protocol.Acquisition("S1", "2019-06-27", {"VV": protocol.BandSource("/b.tif")}, unit="db", problem="empty"),
    ),
    elevation=protocol.Elevation(protocol.BandSource("/dem.tif")),
    problems=(protocol.Problem("/c.tif", "No date."),),
)


def test_a_job_reads_back_as_it_was_written():
    job = protocol.Job(SCENE, "out.gpkg", area=protocol.Area((1.0, 2.0, 3.0, 4.0), "EPSG:4326"))
    assert protocol.loads(protocol.Job, protocol.dumps(job)) == job


def test_provenance_reads_back_as_it_was_written():
    provenance = {
        "date": protocol.Provenance("tags", "tag {}", ("DATE",)),
        "scale": protocol.Provenance("user", "given"),
    }
    scene = protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {}, provenance=provenance),))
    (acquisition,) = protocol.loads(protocol.Scene, protocol.dumps(scene)).acquisitions
    assert acquisition.provenance == provenance and acquisition.provenance["date"].text == "tag DATE"


def test_a_job_of_an_earlier_version_leaves_nothing_out():
    text = json.loads(protocol.dumps(protocol.Job(SCENE, "o", exclude=protocol.Exclusion("/woods.gpkg", "woods"))))
    assert protocol.loads(protocol.Job, json.dumps(text)).exclude == protocol.Exclusion("/woods.gpkg", "woods")
    del text["exclude"]
    assert protocol.loads(protocol.Job, json.dumps(text)).exclude is None


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
    inspection = protocol.Inspection(
        SCENE, (protocol.FrameScore("2019-06-26", 0.9, {"clear": 1.0}),), "2019-06-26", "clear"
    )
    assert protocol.loads(protocol.Inspection, protocol.dumps(inspection)) == inspection


def test_whole_numbers_are_accepted_where_fractions_are_meant():
    text = json.loads(protocol.dumps(protocol.Job(SCENE, "o")))
    text["min_area"] = 1
    assert protocol.loads(protocol.Job, json.dumps(text)).min_area == 1.0


@pytest.mark.parametrize("text", ["", "[]", '{"scene": 3, "out": "o"}', '{"unknown": 1}', '{"out": "o"}'])
def test_what_is_no_job_is_refused_with_one_sentence(text):
    with pytest.raises(protocol.InputError, match="not a valid job file"):
        protocol.loads(protocol.Job, text)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"min_area": float("nan")}, "smallest parcel"),
        ({"simplify": 1e9}, "tolerance of outlines"),
        ({"cache": -1}, "cache"),
        ({"device": "evil"}, "'cuda'"),
        ({"reference": "yesterday"}, "2019-06-30"),
        ({"bundle": "a\0b"}, "no path"),
        ({"area": protocol.Area((0.0, 0.0, float("inf"), 1.0), "EPSG:4326")}, "bound of the area"),
        ({"scene": protocol.Scene((protocol.Acquisition("S9", "2019-06-26", {}),))}, "sensor"),
        ({"scene": protocol.Scene((protocol.Acquisition("S2", "20190626", {}),))}, "date"),
        ({"scene": protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {}, scale=float("nan")),))}, "scale"),
        ({"scene": protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {}, scale=1e300),))}, "scale"),
        ({"scene": protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {}),) * 2)}, "twice"),
        ({"scene": protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {"B99": BAND}),))}, "'B99'"),
        ({"scene": protocol.Scene(elevation=protocol.Elevation(protocol.BandSource("/a.tif", 0)))}, "number of a band"),
    ],
)
def test_values_that_cannot_be_are_refused_by_name(change, words):
    text = protocol.dumps(dataclasses.replace(protocol.Job(SCENE, "o"), **change))
    with pytest.raises(protocol.InputError, match=words):
        protocol.loads(protocol.Job, text)
    with pytest.raises(protocol.InputError, match=words):
        protocol.read_request('{"type": "MapRequest", "job": ' + text + "}")


def test_acquisitions_with_a_problem_are_not_used():
    assert len(SCENE.of("S2")) == 1 and SCENE.of("S1") == ()


JOB = protocol.Job(
    SCENE,
    "out.gpkg",
    area=protocol.Area((1.0, 2.0, 3.0, 4.0), "EPSG:4326"),
    exclude=protocol.Exclusion("/cover é.tif", values=(10, 50)),
)
SERIES = protocol.ParcelTimeSeries(
    7,
    {"NDVI": (protocol.Observation("2019-06-26", 0.5, 0.4, 0.3, 0.5), protocol.Observation("2019-07-26", 0.0))},
    {"3301010101": {"NDVI": (protocol.ReferenceValue("2019-06-26", 0.5, 0.1),)}},
    (protocol.Problem("/c.tif", "It is gone."),),
)
REQUESTS = (
    protocol.ReadyRequest(),
    protocol.InspectRequest((protocol.Source("/a é.tif", "s2", bands={"B04": 1}),), protocol.Area((1, 2, 3, 4), "X")),
    protocol.ThumbnailsRequest(SCENE.acquisitions, "/pictures"),
    protocol.DevicesRequest(),
    protocol.EstimateRequest(JOB),
    protocol.MapRequest(JOB),
    protocol.ParcelTimeSeriesRequest(SCENE, "2019-06-26", "{}", "EPSG:4326", ("3301010101",)),
    protocol.ExportRequest("/a.gpkg", "/a.parquet"),
    protocol.AdaptRequest("/a.gpkg", "/labels.gpkg", field="crop", added=("rice",), absent=("Soy",), accept=True),
    protocol.UndoAdaptationRequest("/a.gpkg"),
    protocol.SuggestRequest("/a.gpkg", 5),
    protocol.EvaluateRequest("/a.gpkg", protocol.ParcelLayer("/lpis.gpkg", "fields"), "/report", "crop"),
    protocol.FineTuneRequest(SCENE, protocol.ParcelLayer("/lpis.gpkg"), "/mine", "/parent", "crop", steps=3),
)
RESULTS = (
    None,
    protocol.MapSummary(
        "/a.gpkg",
        3,
        {"Maize": 2, "Barley": 1},
        "2019-06-26",
        "a 1",
        1.5,
        4,
        96,
        4,
        8,
        reason="Surest.",
        not_farmland=12.5,
        contributions=(protocol.Contribution("S2", "2019-06-26", 0.75), protocol.Contribution("DEM", "", 1.0)),
    ),
    protocol.Estimate("a 1", ("Maize",), "CC-BY-4.0", "", 4, 96, 2, 36.9, 10**9),
    protocol.Inspection(SCENE, files={"/b.tif": protocol.RasterFile("EPSG:4326", 10.0, True, ("VV",))}),
    SERIES,
    protocol.Devices((protocol.Device("cpu", "Chip", 8, None),)),
    protocol.ExportSummary(3, 1),
    protocol.AdaptSummary(
        source="corrections",
        labelled=3,
        uncounted="",
        classes=("Maize", "Rice"),
        label_counts=(2, 1),
        confusion=((1, 1), (0, 1)),
        recall_before=protocol.Score(0.5),
        recall_after=protocol.Score(0.75, 0.5, 1.0),
        accuracy_before=protocol.Score(0.5),
        accuracy_after=protocol.Score(0.7, 0.4, 0.9),
        ece=0.1,
        parcels=9,
        changes=(protocol.CropChange("Maize", "Rice", 4),),
        accepted=False,
    ),
    protocol.UndoSummary(9),
    protocol.Suggestions((7, 3)),
    protocol.EvaluationSummary(
        "/report.html", "9 parcels", 9, {"MR_px": protocol.Score(0.5, 0.4, 0.6)}, ("Maize",), ((8, 1),), "/s.gpkg", 2
    ),
    protocol.FineTuneSummary("/mine", 9, 2, 30, ("Rice",), "", *[protocol.Score(0.5, 0.4, 0.6)] * 6, True),
)
EVENTS = (
    protocol.Stage("Reading é"),
    protocol.Progress(0.25),
    protocol.Warning("No DEM."),
    protocol.Preview("/0.gpkg", 3),
    protocol.ThumbnailReady(protocol.Thumbnail("2019-06-26", "/a.png")),
    *map(protocol.Done, RESULTS),
    protocol.Failed("No image."),
    protocol.Ended(2),
)


def members(union) -> set:
    return {kind for kind in typing.get_args(union) if kind is not type(None)}


def test_every_request_reads_back_as_it_was_written():
    assert {type(request) for request in REQUESTS} == members(protocol.Request)
    for request in REQUESTS:
        line = protocol.write_line(request)
        assert "\n" not in line and protocol.read_request(line) == request


def test_every_event_and_result_reads_back_as_it_was_written():
    assert {type(event) for event in EVENTS} == members(protocol.Event)
    assert {type(result) for result in RESULTS} - {type(None)} == members(protocol.Result)
    for event in EVENTS:
        line = protocol.write_line(event)
        assert "\n" not in line and protocol.read_event(line) == event


def test_the_type_is_named_beside_the_fields():
    assert json.loads(protocol.write_line(protocol.Done(protocol.ExportSummary(3, 1)))) == {
        "type": "Done",
        "result": {"type": "ExportSummary", "parcels": 3, "without_outline": 1},
    }


@pytest.mark.parametrize(
    "line",
    [
        *("hello", "[]", "3", "{}", '{"type": "Fly"}', '{"type": "MapRequest"}', '{"type": "MapRequest", "job": 3}'),
        '{"type": "ThumbnailsRequest", "acquisitions": [], "size": true}',
    ],
)
def test_a_line_that_is_no_message_is_refused(line):
    with pytest.raises(protocol.InputError, match="not a request"):
        protocol.read_request(line)
    with pytest.raises(protocol.InputError, match="not an event"):
        protocol.read_event(line)


def test_requests_are_no_events_and_events_no_requests():
    with pytest.raises(protocol.InputError):
        protocol.read_event(protocol.write_line(protocol.ReadyRequest()))
    with pytest.raises(protocol.InputError):
        protocol.read_request(protocol.write_line(protocol.Ended(0)))


def test_an_object_of_another_type_cannot_be_sent():
    with pytest.raises(TypeError):
        protocol.write_line(SCENE)


@dataclasses.dataclass(frozen=True)
class Renamed:
    """A class whose field had another name."""

    new: int

    @staticmethod
    def upgrade(fields):
        return {"new": fields.get("old", fields.get("new"))}


def test_fields_of_an_earlier_version_are_converted():
    assert protocol.loads(Renamed, '{"old": 3}') == protocol.loads(Renamed, '{"new": 3}') == Renamed(3)


@pytest.mark.parametrize("fact", [{"role": "evil"}, {"unit": "parsec"}, {"date": "20190626"}, {"bands": {"B04": -3}}])
def test_facts_of_a_source_that_cannot_be_are_refused(fact):
    with pytest.raises(protocol.InputError):
        protocol.loads(protocol.Source, json.dumps({"path": "/a.tif", **fact}))


def test_a_run_that_is_only_estimated_needs_no_name_for_its_result():
    request = protocol.EstimateRequest(protocol.Job(SCENE, ""))
    assert protocol.read_request(protocol.write_line(request)) == request
