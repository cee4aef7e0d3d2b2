"""Where an interrupted run is kept."""

import dataclasses
import os
import time

import pytest

from doab.model.mapping.block_grid import divide
from doab.model.mapping.planning import prepare
from doab.model.mapping.run_folder import KEPT, LOCK, finished_blocks, open_run_folder, run_key, runs_folder
from doab.model.protocol import Area, Job
from doab.model.reporter import Reporter


class Warnings(Reporter):
    def __init__(self):
        self.texts = []

    def warn(self, text):
        self.texts.append(text)


@pytest.fixture
def runs(tmp_path):
    (tmp_path / "scratch").mkdir()
    reporter = Warnings()
    opened = lambda key="one": open_run_folder(tmp_path / "runs", key, tmp_path / "scratch", reporter)  # noqa: E731
    opened.reporter, opened.path = reporter, tmp_path / "runs"
    return opened


def test_what_is_stored_is_there_for_the_next_run_until_it_is_removed(runs):
    with runs() as folder:
        (folder.blocks / "0_0.npz").write_bytes(b"block")
    with runs("another") as folder:
        assert not list(folder.blocks.iterdir())
    with runs() as folder:
        assert (folder.blocks / "0_0.npz").read_bytes() == b"block"
        folder.remove()
    assert not list(runs.path.iterdir()) and not runs.reporter.texts


def test_what_killed_processes_have_not_written_to_the_end_is_removed(runs):
    with runs() as folder:
        (folder.blocks / "0_0.npz").touch()
        for parent in (folder.blocks, folder.path):
            (parent / "0_1-abc.partial").touch()
    with runs() as folder:
        assert [path.name for path in folder.blocks.iterdir()] == ["0_0.npz"]
        assert not [*folder.path.glob("*.partial")]


def test_an_error_keeps_what_is_stored(runs):
    with pytest.raises(RuntimeError), runs() as folder:
        (folder.tiles / "0_0.npz").write_bytes(b"tile")
        raise RuntimeError
    with runs() as folder:
        assert (folder.tiles / "0_0.npz").exists()


def test_a_run_that_fails_before_anything_is_stored_leaves_nothing(runs):
    with pytest.raises(RuntimeError), runs():
        raise RuntimeError
    assert not list(runs.path.iterdir())


def test_two_runs_of_one_job_at_once_do_not_share_a_folder(runs):
    with runs() as first:
        (first.blocks / "0_0.npz").write_bytes(b"block")
        with runs() as second:
            assert second.path != first.path and not list(second.blocks.iterdir())
        assert not second.path.exists() and first.path.exists()


def test_a_run_whose_images_have_no_fingerprint_leaves_nothing(runs):
    with runs("") as folder:
        (folder.blocks / "0_0.npz").write_bytes(b"block")
    assert not folder.path.exists()


def test_what_nobody_went_on_with_for_a_month_is_removed_and_reported(runs):
    for key in ("old", "recent", "held"):
        with runs(key) as folder:
            (folder.blocks / "0_0.npz").write_bytes(b"block")
    long_ago = time.time() - KEPT - 60
    with runs("held"):
        for key in ("old", "held"):
            os.utime(runs.path / key / LOCK, (long_ago, long_ago))
        with runs("new"):
            assert sorted(path.name for path in runs.path.iterdir()) == ["held", "new", "recent"]
    assert len(runs.reporter.texts) == 1 and "unfinished run" in runs.reporter.texts[0]


def test_where_the_folder_cannot_be_made_the_run_uses_its_scratch_folder_and_says_so(runs, tmp_path):
    runs.path.write_text("a file in the way")
    with runs() as folder:
        assert folder.path.parent == tmp_path / "scratch"
    assert not list((tmp_path / "scratch").iterdir()) and "cannot be continued" in runs.reporter.texts[0]


def test_the_key_changes_with_all_that_blocks_depend_on_and_with_nothing_else(scene, predictor, landscape, tmp_path):
    job = Job(scene(60, 60), str(tmp_path / "parcels.gpkg"), "2019-06-01")
    truth = predictor(landscape(60, 60, 9))

    def key(block=30, network=truth, **settings):
        changed = dataclasses.replace(job, **settings)
        plan = prepare(changed, Reporter())
        frame = plan.frame.height, plan.frame.width
        return run_key(plan, changed.area, network, divide(frame, block, 8, plan.window))

    first = key()
    assert first == key(min_area=3.0, simplify=0.0, out=str(tmp_path / "other.gpkg"), cache=0)
    other = predictor(truth.landscape)
    other.fingerprint = "another"
    area = Area((500_000, 5_599_700, 500_300, 5_600_000), "EPSG:32631")
    keys = {first, key(block=20), key(network=other), key(reference="2019-05-01"), key(area=area)}
    image = job.scene.acquisitions[0].bands["B02"].path
    os.utime(image, ns=(0, os.stat(image).st_mtime_ns + 1_000_000_000))
    assert len(keys | {key()}) == 6


def test_what_an_interrupted_run_has_finished_is_known_by_its_job(runs, scene, tmp_path):
    job = Job(scene(120, 150), str(tmp_path / "parcels.gpkg"))
    assert finished_blocks(runs.path, job) == (0, 0)
    with runs() as folder:
        folder.describe(job, 12)
        for number in range(3):
            (folder.blocks / f"0_{number}.npz").write_bytes(b"block")
    assert finished_blocks(runs.path, dataclasses.replace(job, out="elsewhere.gpkg", min_area=1.0)) == (3, 12)
    for other in ({"reference": "2019-06-30"}, {"season": "2019"}):
        assert finished_blocks(runs.path, dataclasses.replace(job, **other)) == (0, 0)
    (runs.path / "one" / "run.json").write_text("[]")
    assert finished_blocks(runs.path, job) == (0, 0)


def test_a_run_without_a_block_leaves_no_note(runs, scene, tmp_path):
    with runs() as folder:
        folder.describe(Job(scene(120, 150), str(tmp_path / "parcels.gpkg")), 12)
    assert not list(runs.path.iterdir())


def test_unfinished_runs_are_kept_where_the_job_says(scene, tmp_path):
    job = Job(scene(120, 150), str(tmp_path / "parcels.gpkg"))
    assert runs_folder(job, tmp_path) == tmp_path / "runs"
    assert runs_folder(dataclasses.replace(job, runs=str(tmp_path / "shared")), tmp_path) == tmp_path / "shared"
