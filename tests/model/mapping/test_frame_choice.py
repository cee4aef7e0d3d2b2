"""The network chooses among the best frames: the one of whose map it is surest, at little cost."""

import dataclasses

import numpy as np
import pytest
import rasterio

from doab.model.mapping.frame_choice import SampleMap, compare_confidence
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.planning import prepare
from doab.model.protocol import Area, Job
from doab.model.reporter import Reporter
from doab.model.scene.inspection import inspect_scene, propose_in_scene

DATES = ("2019-06-10", "2019-06-25", "2019-07-05", "2019-12-20")


class Doubtful:
    """Wraps a predictor that returns the truth: it is unsure of crops on all dates but one."""

    def __init__(self, predictor, sure: str) -> None:
        self._predictor, self._sure, self.frames = predictor, sure, []

    def __getattr__(self, name):
        return getattr(self._predictor, name)

    def predict(self, tiles):
        return [self.predict_tile(*tile) for tile in tiles]

    def predict_tile(self, sample, maps):
        [prediction] = self._predictor.predict([(sample, maps)])
        date = str(np.datetime64("0001-01-01") + sample.reference_day - 1)
        self.frames.append(date)
        return prediction if date == self._sure else dataclasses.replace(prediction, crop=prediction.crop * 0.7)


@pytest.fixture
def job(scene, tmp_path):
    return Job(scene(60, 60, DATES), str(tmp_path / "parcels.gpkg"), overwrite=True)


@pytest.fixture
def truth(landscape, predictor):
    return predictor(landscape(60, 60, 12))


@pytest.mark.parametrize("sure", DATES[:3])
def test_the_run_takes_the_frame_of_whose_map_the_network_is_surest_and_says_why(job, truth, sure):
    summary = map_scene(job, Doubtful(truth, sure), Reporter())
    assert summary.reference == sure and "the model is surest of the map from it" in summary.reason


def test_a_winter_frame_is_not_even_tried(job, truth):
    doubtful = Doubtful(truth, DATES[3])
    assert map_scene(job, doubtful, Reporter()).reference != DATES[3]
    assert DATES[3] not in doubtful.frames


@pytest.mark.parametrize("cache", [0, 2048])
def test_what_was_encoded_to_choose_is_not_encoded_again(job, truth, cache):
    summary = map_scene(dataclasses.replace(job, cache=cache), truth, Reporter())
    assert summary.tiles == 4 and len(truth.encoded) == summary.encoded == len(DATES), "one block"


def test_a_second_run_chooses_without_mapping_a_sample_again(job, truth):
    first, second = (Doubtful(truth, DATES[0]) for _ in range(2))
    assert map_scene(job, first, Reporter()).reference == map_scene(job, second, Reporter()).reference == DATES[0]
    assert len(second.frames) == 4 < len(first.frames) and set(second.frames) == {DATES[0]}


def test_another_bundle_is_asked_anew(job, truth):
    map_scene(job, Doubtful(truth, DATES[0]), Reporter())
    truth.fingerprint = "another"
    assert map_scene(job, Doubtful(truth, DATES[1]), Reporter()).reference == DATES[1]


def test_the_choice_of_the_analyst_stands_and_needs_no_reason(job, truth):
    doubtful = Doubtful(truth, DATES[0])
    summary = map_scene(dataclasses.replace(job, reference=DATES[1]), doubtful, Reporter())
    assert (summary.reference, summary.reason) == (DATES[1], "") and set(doubtful.frames) == {DATES[1]}


def sample_map(crop, field, valid=None):
    shape = np.shape(crop)
    return SampleMap(np.array(crop), np.array(field), np.ones(shape, bool) if valid is None else np.array(valid))


def test_confidence_is_the_mean_over_what_a_frame_shows_where_there_are_fields():
    one = sample_map([[0.8, 0.2]], [[1.0, 0.0]])
    clouded = sample_map([[0.9, 0.6]], [[1.0, 0.5]], [[False, True]])
    assert compare_confidence({"a": [one], "b": [clouded]}) == pytest.approx({"a": (0.8 + 0.25 * 0.2) / 1.25, "b": 0.6})


def test_a_frame_that_sees_fields_everywhere_gains_nothing_by_it():
    clear, hazy = (sample_map([[0.8, 0.4]], [[1.0, outside]]) for outside in (0.0, 1.0))
    confidences = compare_confidence({"clear": [clear], "hazy": [hazy]})
    assert confidences["clear"] == confidences["hazy"]


def test_a_frame_that_shows_none_of_the_samples_has_no_confidence():
    assert compare_confidence({"a": [sample_map([[0.9]], [[1.0]], [[False]])]}) == {"a": 0.0}


def test_two_parts_of_a_scene_compare_the_same_dates_on_the_same_tiles(scene, predictor, landscape, tmp_path):
    images = scene(60, 140, DATES[:3])
    truth = predictor(landscape(60, 140, 30))
    chosen = []
    for west, east in ((500_000, 500_500), (500_900, 501_400)):
        area = Area((west, 5_599_400, east, 5_600_000), "EPSG:32631")
        doubtful = Doubtful(truth, DATES[1])
        job = Job(images, str(tmp_path / f"{west}.gpkg"), area=area)
        chosen.append((map_scene(job, doubtful, Reporter()).reference, set(doubtful.frames)))
    assert chosen[0] == (DATES[1], set(DATES[:3])) and chosen[1] == (DATES[1], {DATES[1]}), "compared once"


@pytest.mark.parametrize(("hidden", "is_taken"), [(20, True), (30, False)])
def test_parts_under_other_clouds_have_the_frame_of_the_scene_unless_it_hides_most_of_one(
    scene, predictor, landscape, tmp_path, hidden, is_taken
):
    images = scene(60, 140, DATES[:3])
    image = next(a for a in images.acquisitions if a.date == DATES[1]).bands["B02"].path
    with rasterio.open(image, "r+") as file:  # clouds over some of the 50 columns in the west
        file.write(np.zeros((3, 60, hidden), np.uint16), window=((0, 60), (0, hidden)))
    doubtful = Doubtful(predictor(landscape(60, 140, 30)), DATES[1])
    chosen = {}
    for name, west in (("west", 500_000), ("east", 500_900)):
        area = Area((west, 5_599_400, west + 500, 5_600_000), "EPSG:32631")
        chosen[name] = map_scene(Job(images, str(tmp_path / f"{name}.gpkg"), area=area), doubtful, Reporter()).reference
    assert chosen["east"] == DATES[1] and (chosen["west"] == DATES[1]) is is_taken


def test_the_frame_proposed_for_a_part_is_the_one_that_its_run_takes(scene, predictor, landscape, tmp_path):
    """Of the scene's best frame, which the network knows nothing of yet, the part shows less than of the others."""
    images = scene(60, 140, DATES[:3])
    area = Area((500_000, 5_599_400, 500_500, 5_600_000), "EPSG:32631")
    whole = inspect_scene(images)
    image = next(a for a in images.acquisitions if a.date == whole.proposed).bands["B02"].path
    with rasterio.open(image, "r+") as file:
        file.write(np.zeros((3, 60, 10), np.uint16), window=((0, 60), (0, 10)))
    part, whole = inspect_scene(images, area), inspect_scene(images)
    plan = prepare(Job(images, str(tmp_path / "west.gpkg"), area=area), Reporter())
    assert plan.reference.date == propose_in_scene(whole.frames, part)[0] == whole.proposed
