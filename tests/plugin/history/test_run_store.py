"""The history of runs on disk: bounded, signed, and unmoved by damage."""

from __future__ import annotations

import dataclasses
import shutil

import pytest
from recorded import RUN, numbered

from doab.model import protocol
from doab.plugin.history import run_store
from doab.plugin.history.recorded_run import FAILED, RecordedRun
from doab.plugin.history.run_store import RunStore
from doab.plugin.signatures import sign


@pytest.fixture
def store(profile) -> RunStore:
    return RunStore()


@pytest.fixture
def folder(profile):
    return profile / "doab" / "runs"


def test_a_run_is_read_as_it_was_written_and_a_later_state_takes_its_place(store, folder):
    assert store.read() == []
    store.write(RUN)
    assert store.read() == [RUN]
    failed = dataclasses.replace(RUN, status=FAILED, reason="No image.", summary=None)
    store.write(failed)
    assert store.read() == [failed]
    assert [path.name for path in folder.iterdir()] == [f"{RUN.key}.run"]


def test_the_latest_runs_come_first_and_the_oldest_make_way_with_their_jobs(store, folder, monkeypatch):
    monkeypatch.setattr(run_store, "MOST", 3)
    for number in (2, 0, 3, 1, 4):
        store.write_job(numbered(number), "{}")
        store.write(numbered(number))
    assert store.read() == [numbered(number) for number in (4, 3, 2)]
    assert len([*folder.iterdir()]) == 6


def test_what_is_removed_is_gone_with_its_job(store, folder):
    store.write(RUN)
    store.write_job(RUN, "the job")
    assert store.read_job(RUN) == "the job"
    store.remove(RUN)
    assert store.read() == [] and store.read_job(RUN) == "" and [*folder.iterdir()] == []
    store.remove(RUN)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe\x00",
        b"signed " + b"0" * 64 + b"\n{}",
        b"{" * 100_000,
    ],
)
def test_damaged_files_are_passed_over(store, folder, damage):
    store.write(RUN)
    (folder / f"{numbered(1).key}.run").write_bytes(damage)
    (folder / f"{RUN.key}.job").write_bytes(damage)
    assert store.read() == [RUN] and store.read_job(RUN) == ""


def test_files_of_another_profile_and_files_under_another_name_do_not_count(store, folder):
    store.write(RUN)
    text = protocol.dumps(RUN)
    own = (folder / f"{RUN.key}.run").read_bytes()
    (folder / f"{numbered(1).key}.run").write_text(text, "utf-8")
    (folder / f"{numbered(2).key}.run").write_bytes(own)
    (folder / f"{numbered(3).key}.run").write_text(sign("doab/job", text), "utf-8")
    shutil.copyfile(folder / f"{RUN.key}.run", folder / f"{RUN.key}.job")
    assert store.read() == [RUN] and store.read_job(RUN) == ""


@pytest.mark.parametrize(
    "wrong",
    [{"key": "../../evil"}, {"status": "won"}, {"began": "soon"}, {"job": dataclasses.replace(RUN.job, device="x")}],
)
def test_a_run_that_cannot_be_is_none(wrong):
    with pytest.raises(protocol.InputError):
        protocol.loads(RecordedRun, protocol.dumps(dataclasses.replace(RUN, **wrong)))


def test_a_profile_that_cannot_be_written_stops_nothing(profile):
    (profile / "doab").write_text("in the way")
    store = RunStore()
    store.write(RUN)
    store.write_job(RUN, "the job")
    store.remove(RUN)
    assert store.read() == []
