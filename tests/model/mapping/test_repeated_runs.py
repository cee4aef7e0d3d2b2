"""Runs after runs: what the cache holds is neither encoded nor summed up again, and the parcels stay the same."""

import dataclasses
import datetime
import os
import sqlite3

import fiona
import pytest
import shapely

from doab.model.disk_cache import FILE, default_folder
from doab.model.mapping import temporal_blocks, token_blocks, token_cache
from doab.model.mapping.map_scene import map_scene
from doab.model.protocol import Area, Cancelled, Exclusion
from doab.model.reporter import Reporter
from doab.model.scene import scene_reader

HEIGHT, WIDTH = 120, 150
BLOCKS = 2 * 3  # of 64 × 64 pixels


class Cancelling(Reporter):
    """Stops the run at its first check."""

    def check(self):
        raise Cancelled


def mapped(job, predictor, **how):
    """Map with other settings; return the acquisition-blocks encoded, the tiles predicted, and the rows and shapes."""
    predictor.calls, predictor.encoded = 0, []
    map_scene(dataclasses.replace(job, **how), predictor, Reporter())
    with fiona.open(job.out, layer="parcels") as layer:
        parcels = [(feature.properties, shapely.geometry.shape(feature.geometry)) for feature in layer]
    return len(predictor.encoded), predictor.calls, tuple(zip(*parcels, strict=True))


def test_a_second_run_encodes_nothing_and_gives_the_same_parcels(case):
    job, predictor = case
    without = mapped(job, predictor, cache=0)
    first = mapped(job, predictor)
    second = mapped(job, predictor)
    assert without[0] == first[0] == 2 * BLOCKS and second[0] == 0
    assert without[1] == first[1] == second[1] == 20
    assert without[2] == first[2] == second[2]


def test_another_reference_frame_encodes_nothing_and_reads_that_frame_only(case, monkeypatch):
    job, predictor = case
    assert mapped(job, predictor, reference="2019-05-01")[0] == 2 * BLOCKS
    read_from = []
    original = scene_reader.read_optical
    monkeypatch.setattr(scene_reader, "read_optical", lambda w, a, o: read_from.append(a.date) or original(w, a, o))
    encoded, _, (rows, _) = mapped(job, predictor, reference="2019-06-01")
    assert encoded == 0 and set(read_from) == {"2019-06-01"}
    assert {row["ref_date"] for row in rows} == {"2019-06-01"} and {row["n_clear"] for row in rows} == {2}


def test_the_temporal_stream_runs_once_for_all_reference_frames_and_networks_that_only_differ_after_it(case):
    job, predictor = case
    for reference in ("2019-05-01", "2019-06-01"):
        mapped(job, predictor, reference=reference)
        assert predictor.summaries == BLOCKS
    other = type(predictor)(predictor.landscape)
    other.temporal_fingerprint = "another"
    assert mapped(job, other)[0] == 0 and other.summaries == BLOCKS


def test_another_bundle_with_the_same_encoder_encodes_nothing_and_another_encoder_everything(case):
    job, predictor = case
    mapped(job, predictor)
    other = type(predictor)(predictor.landscape)
    other.name = "other decoder 2.0"
    assert mapped(job, other)[0] == 0
    other.encoder_fingerprint = "another"
    assert mapped(job, other)[0] == 2 * BLOCKS


def test_one_more_date_encodes_that_date_only(case, scene):
    job, predictor = case
    mapped(job, predictor)
    times = [os.stat(a.bands["B02"].path) for a in job.scene.acquisitions]
    three = scene(HEIGHT, WIDTH, dates=("2019-05-01", "2019-06-01", "2019-07-01"))
    for acquisition, facts in zip(job.scene.acquisitions, times, strict=True):
        for path in (acquisition.bands["B02"].path, acquisition.clouds.path):
            os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    mapped(job, predictor)
    encoded, _, (rows, _) = mapped(job, predictor, scene=three)
    assert encoded == BLOCKS and {row["n_clear"] for row in rows} == {3}
    assert set(predictor.encoded) == {datetime.date(2019, 7, 1).toordinal()}


def test_a_part_of_the_area_encodes_nothing_and_a_larger_one_what_is_new(case):
    job, predictor = case
    small = Area((500_000, 5_599_500, 500_400, 5_600_000), "EPSG:32631")
    first = mapped(job, predictor, area=small)[0]
    assert 2 * 4 <= first <= 2 * BLOCKS
    assert mapped(job, predictor)[0] == 2 * BLOCKS - first
    assert mapped(job, predictor, area=Area((500_500, 5_599_000, 501_000, 5_599_300), "EPSG:32631"))[0] == 0


def test_ground_that_is_left_out_changes_the_parcels_and_encodes_nothing(case, cover):
    job, predictor = case
    _, _, (rows, _) = mapped(job, predictor)
    encoded, calls, (fewer, _) = mapped(job, predictor, exclude=Exclusion(cover(60)))
    assert encoded == 0 and calls < 20 and len(fewer) < len(rows)
    assert mapped(job, predictor)[2][0] == rows


def test_an_image_that_was_written_again_is_encoded_again(case):
    job, predictor = case
    mapped(job, predictor)
    path = job.scene.acquisitions[0].bands["B02"].path
    facts = os.stat(path)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1_000_000_000))
    assert mapped(job, predictor)[0] == BLOCKS
    assert set(predictor.encoded) == {datetime.date(2019, 5, 1).toordinal()}


def test_a_cancelled_run_leaves_what_it_encoded_to_the_next(case):
    job, predictor = case
    with pytest.raises(Cancelled):
        map_scene(job, predictor, Cancelling())
    assert predictor.calls == 0 and mapped(job, predictor)[0] == BLOCKS


@pytest.mark.parametrize("workers", [1, 4])
def test_the_number_of_threads_changes_nothing(case, workers):
    job, predictor = case
    two = mapped(job, predictor, cache=0)
    predictor.workers = workers
    assert mapped(job, predictor, cache=0) == two


def test_groups_of_tiles_change_nothing(case, monkeypatch):
    job, predictor = case
    at_once = mapped(job, predictor, cache=0)
    monkeypatch.setattr(token_blocks, "GROUP", 1)
    assert mapped(job, predictor, cache=0) == at_once, "what a later group needs is kept in memory"
    monkeypatch.setattr(temporal_blocks, "HELD", 1)
    monkeypatch.setattr(token_cache, "RECENT", 0)
    encoded, _, parcels = mapped(job, predictor, cache=0)
    assert encoded > at_once[0] and parcels == at_once[2]
    assert mapped(job, predictor)[0] == at_once[0], "what memory has no room for comes from the cache"


def test_a_damaged_entry_is_encoded_again(case, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    job, predictor = case
    without = mapped(job, predictor)
    with sqlite3.connect(default_folder() / FILE) as connection:
        connection.execute("UPDATE contents SET content = zeroblob(length(content)) WHERE id = 1")
        connection.execute("DELETE FROM entries WHERE id > ?", (2 * BLOCKS,))  # maps, so that tokens are needed
    encoded, _, parcels = mapped(job, predictor)
    assert encoded == 1 and parcels == without[2]


def test_a_damaged_map_is_computed_again_from_the_cached_tokens(case, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    job, predictor = case
    without = mapped(job, predictor)
    with sqlite3.connect(default_folder() / FILE) as connection:
        connection.execute("UPDATE contents SET content = zeroblob(9) WHERE id = ?", (2 * BLOCKS + 1,))
    encoded, _, parcels = mapped(job, predictor)
    assert encoded == 0 and predictor.summaries == BLOCKS + 1 and parcels == without[2]
