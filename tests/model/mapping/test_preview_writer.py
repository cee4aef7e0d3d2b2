"""Parcels that are finished while others are not: drawn in time, at a bounded price, and kept when that is enough."""

from collections import Counter

import fiona
import numpy as np
import pytest
import shapely

from doab.model.mapping import preview_writer
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.preview_writer import PAUSE, SHARE, PreviewWriter
from doab.model.protocol import Area, Job
from doab.model.reporter import Reporter

HEIGHT, WIDTH = 120, 150


@pytest.fixture
def case(landscape, scene, predictor, tmp_path):
    """Return a job that wants previews and a predictor that returns the truth."""
    (tmp_path / "previews").mkdir()
    job = Job(scene(HEIGHT, WIDTH), str(tmp_path / "parcels.gpkg"), previews=str(tmp_path / "previews"), overwrite=True)
    return job, predictor(landscape(HEIGHT, WIDTH, 60))


class Content(Reporter):
    """Stops the run after so many tiles, and reads each preview as soon as it is reported."""

    def __init__(self, tiles: int = 10**9) -> None:
        self.tiles, self.previews, self.warnings = tiles, [], []

    def warn(self, text):
        self.warnings.append(text)

    def enough(self):
        self.tiles -= 1
        return self.tiles < 0

    def preview(self, path, parcels):
        self.previews.append(read(path))
        assert len(self.previews[-1]) == parcels


def read(path) -> dict:
    """Return each parcel's shape and crop by a point inside it."""
    with fiona.open(path, layer="parcels") as layer:
        features = [(shapely.geometry.shape(feature.geometry), feature.properties["crop"]) for feature in layer]
    return {(round(p.centroid.x), round(p.centroid.y)): (p, crop) for p, crop in features}


def test_parcels_appear_while_the_rest_is_mapped_and_are_those_of_the_result(case, monkeypatch):
    monkeypatch.setattr(preview_writer, "PAUSE", 0)
    monkeypatch.setattr(preview_writer, "SHARE", 10**9)
    job, predictor = case
    diary = Content()
    map_scene(job, predictor, diary)
    final = read(job.out)
    counts = [len(preview) for preview in diary.previews]
    assert counts == sorted(counts) and 0 < counts[0] < counts[-1] < len(final)
    for preview in diary.previews:
        for point, (polygon, crop) in preview.items():
            assert final[point][0].symmetric_difference(polygon).area < 0.05 * polygon.area
            assert final[point][1] == crop


def test_enough_keeps_the_whole_parcels_of_the_finished_tiles_and_says_how_much_that_is(case):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    everything = read(job.out)
    diary = Content(10)
    summary = map_scene(job, predictor, diary)
    finished = read(job.out)
    assert (summary.finished, summary.tiles, summary.parcels) == (10, 20, len(finished))
    assert 0 < len(finished) < len(everything)
    for point, (polygon, _) in finished.items():
        assert everything[point][0].symmetric_difference(polygon).area < 0.05 * polygon.area, "none is cut"
    assert any("10 of 20 tiles" in text for text in diary.warnings)


def test_enough_before_the_first_tile_is_an_empty_layer(case):
    job, predictor = case
    assert map_scene(job, predictor, Content(0)).parcels == 0 and read(job.out) == {}


def test_a_run_that_is_not_stopped_says_what_it_did(case):
    job, predictor = case
    summary = map_scene(job, predictor, Reporter())
    assert (summary.tiles, summary.finished, summary.encoded) == (20, 20, 2 * 6)
    assert map_scene(job, predictor, Reporter()).encoded == 0


def test_parcels_end_at_the_outline_and_tiles_beyond_the_halo_are_not_mapped(case, tmp_path):
    job, predictor = case
    outline = (
        '{"type": "Polygon", "coordinates": [[[500000, 5600000], [501000, 5600000], [500000, 5599000], '
        "[500000, 5600000]]]}"
    )
    area = Area((500_000, 5_599_000, 501_000, 5_600_000), "EPSG:32631", outline)
    map_scene(Job(job.scene, job.out, "2019-06-01", area), predictor, Reporter())
    polygons = [polygon for polygon, _ in read(job.out).values()]
    corners = np.concatenate([np.array(p.exterior.coords) for p in polygons])
    beyond = (corners[:, 0] - 500_000) + (5_600_000 - corners[:, 1]) - 1_000
    assert beyond.max() <= 1e-6
    assert (np.abs(beyond) < 1e-6).sum() > 10, "straight along the outline"
    predictor.calls = 0
    again = str(tmp_path / "again.gpkg")
    map_scene(Job(job.scene, again, "2019-06-01", area), predictor, Reporter(), halo=0)
    assert predictor.calls < 12, "of the tiles of the rectangle"


class Clock:
    """Time as a test wants it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class SlowVectorizer:
    """Takes so many seconds for a vectorizer."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds, self.written = clock, seconds, []

    def write(self, out, missing, reporter):
        self.clock.now += self.seconds
        self.written.append(out.name)
        out.touch()
        return Counter(Maize=1)


@pytest.mark.parametrize("seconds", [0.01, 0.5, 5])
def test_vectorizers_take_a_small_share_of_the_time(tmp_path, seconds):
    clock = Clock()
    vectorizer = SlowVectorizer(clock, seconds)
    writer = PreviewWriter(str(tmp_path), vectorizer.write, Reporter(), clock)
    while clock.now < 1_000:
        clock.now += 0.3
        if writer.due:
            writer.write([])
    spent = seconds * len(vectorizer.written)
    assert (
        len(vectorizer.written) > 3
        and spent <= SHARE * clock.now + seconds
        and len(vectorizer.written) <= 1_000 / PAUSE
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(vectorizer.written[-2:]), (
        "one to show, one being left"
    )


def test_without_a_folder_for_previews_none_is_due():
    clock = Clock()
    writer = PreviewWriter("", SlowVectorizer(clock, 1).write, Reporter(), clock)
    clock.now = 100
    assert not writer.due
