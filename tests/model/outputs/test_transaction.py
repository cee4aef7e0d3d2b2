"""Files take their names when they are complete, all or none, and replace only what they may."""

import contextlib
import json
import os
import signal
from pathlib import Path

import pytest

from doab.model.outputs import transaction
from doab.model.outputs.existing_files import MARK
from doab.model.outputs.scratch_folders import MOVES, sweep
from doab.model.outputs.transaction import (
    PARTIAL,
    atomic_write,
    deliver_file,
    move_files,
    remove_partial,
    staged_file,
    staged_folder,
    unused_path,
)
from doab.model.protocol import InputError
from doab.model.stopping import Interrupted, stop_on_signals

OLDER, NEWER = (f'{{"description": "{MARK}", "features": [{number}]}}' for number in (1, 2))


def contents(folder) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "x[1].geojson"
    path.write_text(OLDER)
    return path


def test_a_complete_file_replaces_an_older_one_and_leaves_nothing_else(target, tmp_path):
    with staged_file(target, overwrite=True) as staged:
        staged.file.write_text(NEWER)
        assert target.read_text() == OLDER and staged.file.suffix == ".geojson" and staged.file.parent != tmp_path
    assert contents(tmp_path) == {target.name: NEWER}


def test_an_error_or_a_missing_leave_keeps_the_older_file(target, tmp_path):
    with pytest.raises(RuntimeError), staged_file(target, overwrite=True) as staged:
        staged.file.write_text(NEWER)
        staged.file.with_name("new.geojson-journal").write_text("beside it")
        raise RuntimeError
    with pytest.raises(InputError, match="exists already"), staged_file(target) as staged:
        pytest.fail("nothing is to be computed")
    assert contents(tmp_path) == {target.name: OLDER}


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path):
    target = tmp_path / "a.geojson"
    with pytest.raises(InputError, match="exists already"), staged_file(target) as staged:
        staged.file.write_text(NEWER)
        target.write_text(OLDER)
    assert contents(tmp_path) == {"a.geojson": OLDER}


def test_where_links_are_unknown_a_name_that_is_taken_is_not_replaced_either(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    with staged_file(tmp_path / "a.geojson") as staged:
        staged.file.write_text(NEWER)
    assert contents(tmp_path) == {"a.geojson": NEWER}
    (tmp_path / "b").write_text("b")
    with pytest.raises(FileExistsError):
        transaction._rename_exclusively(tmp_path / "b", tmp_path / "a.geojson")


def test_what_cannot_take_its_name_any_more_is_put_beside_it_where_that_is_wanted(target, tmp_path):
    with staged_file(target, overwrite=True, beside=True) as staged:
        staged.file.write_text(NEWER)
        target.write_text("somebody else's")
    assert staged.path.name == "x[1]_2.geojson"
    assert contents(tmp_path) == {target.name: "somebody else's", staged.path.name: NEWER}


def test_a_link_stays_a_link(target, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.geojson"
    link.symlink_to(target)
    with staged_file(link, overwrite=True) as staged:
        staged.file.write_text(NEWER)
    assert link.is_symlink() and target.read_text() == NEWER


def test_a_file_from_another_disk_is_copied_first(target, tmp_path, monkeypatch):
    def other_disk(source, path, replace=os.replace):
        if Path(source).name == "made":
            raise OSError(18, "Invalid cross-device link")
        replace(source, path)

    (tmp_path / "made").write_text(NEWER)
    monkeypatch.setattr(os, "replace", other_disk)
    assert deliver_file(tmp_path / "made", target, overwrite=True) == target
    assert contents(tmp_path) == {"made": NEWER, target.name: NEWER}


def test_a_file_of_a_work_folder_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "network.pt"
    for text in ("older", "newer"):
        with atomic_write(path) as partial:
            partial.write_text(text)
    with pytest.raises(RuntimeError), atomic_write(path) as partial:
        partial.write_text("half")
        raise RuntimeError
    assert contents(tmp_path) == {"network.pt": "newer"}


def test_what_a_killed_process_left_in_a_work_folder_is_removed(tmp_path):
    (tmp_path / f"network-1{PARTIAL}").write_text("half")
    (tmp_path / "network.pt").write_text(NEWER)
    remove_partial(tmp_path)
    assert contents(tmp_path) == {"network.pt": NEWER}


@pytest.mark.parametrize("exists", [True, False])
def test_nothing_stands_beside_a_target_while_its_file_is_written_elsewhere(tmp_path, exists):
    folder, staging = tmp_path / "user", tmp_path / "run"
    folder.mkdir()
    staging.mkdir()
    target = folder / "parcels.geojson"
    before = {target.name: OLDER} if exists else {}
    if exists:
        target.write_text(OLDER)
    with staged_file(target, overwrite=True, staging=staging) as staged:
        staged.file.write_text(NEWER)
        assert contents(folder) == before and staged.file.is_relative_to(staging)
    assert contents(folder) == {target.name: NEWER} and not contents(staging)
    other = tmp_path / "folder"
    with staged_folder(other, ["*.json"], staging=staging) as new:
        (new / "report.json").write_text(NEWER)
        assert not contents(other)
    assert contents(other) == {"report.json": NEWER} and not contents(staging)


def test_a_folder_gets_all_its_files_and_loses_the_older_output_alone(tmp_path):
    folder = tmp_path / "new" / "report"
    with staged_folder(folder, ["*.json", "maps/*.geojson"]) as staged:
        (staged / "report.json").write_text(OLDER)
        (staged / "maps").mkdir()
        (staged / "maps" / "a.geojson").write_text(OLDER)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="exists already"), staged_folder(folder, ["*.json"]):
        pytest.fail("nothing is to be computed")
    with staged_folder(folder, ["*.json", "maps/*.geojson"], overwrite=True) as staged:
        (staged / "report.json").write_text(NEWER)
    assert contents(folder) == {"report.json": NEWER, "notes.txt": "mine"}


def test_a_folder_that_was_made_in_vain_is_gone(tmp_path):
    with pytest.raises(RuntimeError), staged_folder(tmp_path / "a" / "b", ["*"]) as staged:
        (staged / "half").write_text("half")
        raise RuntimeError
    assert not list(tmp_path.iterdir())


@pytest.fixture
def exports(tmp_path):
    """New files, and the older ones of which one has no successor."""
    new, folder = tmp_path / "new", tmp_path / "out"
    for place, names, text in ((new, "ab", NEWER), (folder, "abc", OLDER)):
        place.mkdir()
        for name in names:
            (place / f"{name}.geojson").write_text(text)
    return new, folder, sorted(folder.iterdir())


def test_files_that_belong_together_are_replaced_together(exports):
    new, folder, older = exports
    move_files(new, folder, older, overwrite=True)
    assert contents(folder) == {"a.geojson": NEWER, "b.geojson": NEWER}


def test_one_that_cannot_be_placed_brings_all_older_ones_back(exports, monkeypatch):
    new, folder, older = exports

    def refuse(file, target, place=transaction._rename_exclusively):
        if target.name == "b.geojson":
            raise PermissionError(13, "held open", str(target))
        place(file, target)

    monkeypatch.setattr(transaction, "_rename_exclusively", refuse)
    with pytest.raises(InputError, match="held open"):
        move_files(new, folder, older, overwrite=True)
    assert contents(folder) == dict.fromkeys(["a.geojson", "b.geojson", "c.geojson"], OLDER)


def test_files_of_somebody_else_in_the_way_keep_all_older_ones(exports):
    new, folder, older = exports
    (folder / "b.geojson").write_text("somebody else's")
    with pytest.raises(InputError, match="not written by Doab"):
        move_files(new, folder, older, overwrite=True)
    assert contents(folder)["a.geojson"] == OLDER


def test_a_process_that_died_while_files_changed_places_is_undone_by_the_next(exports, monkeypatch):
    new, folder, older = exports

    def die(file, target, place=transaction._rename_exclusively):
        place(file, target)
        if target.name == "a.geojson":
            os._exit(9)

    monkeypatch.setattr(transaction, "_rename_exclusively", die)
    if not (child := os.fork()):
        move_files(new, folder, older, overwrite=True)
    os.waitpid(child, 0)
    (left,) = folder.glob(".doab-*")
    assert json.loads((left / MOVES).read_text())["older"]
    warnings = []
    sweep(folder, warnings.append)
    assert contents(folder) == dict.fromkeys(["a.geojson", "b.geojson", "c.geojson"], OLDER)
    assert len(warnings) == 1


def test_a_signal_that_a_library_swallowed_keeps_the_older_file(target):
    with pytest.raises(Interrupted), stop_on_signals(), staged_file(target, overwrite=True) as staged:
        staged.file.write_text(NEWER)
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    assert contents(target.parent) == {target.name: OLDER}


def test_an_unused_name_is_numbered(target):
    assert unused_path(target).name == "x[1]_2.geojson"
    assert unused_path(target.with_name("b.gpkg")).name == "b.gpkg"
