"""A file is moved to its destination as a whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from doab.plugin.files import output_file


@pytest.fixture
def files(tmp_path) -> tuple[Path, Path]:
    """A new file, and an older one at its destination."""
    new, target = tmp_path / "new.gpkg", tmp_path / "target.gpkg"
    new.write_text("new")
    target.write_text("old")
    return new, target


@pytest.fixture
def other_disk(monkeypatch, files):
    """Where files are new is another disk: nothing can be moved from there, only copied."""

    def replace(source, target, move=os.replace) -> None:
        if source == files[0]:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        move(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_a_file_from_another_disk_replaces_the_older_one(files, other_disk, tmp_path):
    output_file.move(*files)
    assert files[1].read_text() == "new"
    assert {path.name for path in tmp_path.iterdir()} == {"new.gpkg", "target.gpkg"}


def test_on_a_full_disk_the_older_file_stays_and_nothing_lies_beside_it(files, other_disk, tmp_path, monkeypatch):
    def half(source, target) -> None:
        Path(target).write_text("ne")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", half)
    with pytest.raises(OSError, match="No space left") as caught:
        output_file.move_or_rename(*files)
    assert files[1].read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"new.gpkg", "target.gpkg"}
    assert "target.gpkg could not be written: No space left on device. Make room" in str(
        output_file.write_error(files[1], caught.value)
    )


def test_files_that_belong_together_all_find_room_before_the_older_ones_make_way(tmp_path, monkeypatch):
    new, target = tmp_path / "new", tmp_path / "target"
    for folder, names in ((new, ("a.dbf", "a.shp")), (target, ("a.shp", "a.qix"))):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(folder.name)
    new_files, older = sorted(new.iterdir()), [target / "a.shp", target / "a.qix"]

    def no_room(source, target, move=os.replace) -> None:
        if Path(source).name.startswith("a.shp"):
            raise OSError(errno.ENOSPC, "No space left on device")
        move(source, target)

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space left"):
        patch.setattr(os, "replace", no_room)
        output_file.move_all(new_files, target, older)
    assert {path.name: path.read_text() for path in target.iterdir()} == {"a.shp": "target", "a.qix": "target"}

    (new / "a.dbf").write_text("new")
    output_file.move_all(new_files, target, older)
    assert {path.name: path.read_text() for path in target.iterdir()} == {"a.dbf": "new", "a.shp": "new"}


@pytest.fixture
def new_and_older(tmp_path) -> tuple[list[Path], Path, list[Path]]:
    """New files, their destination folder, and the older files there."""
    new, target = tmp_path / "new", tmp_path / "target"
    for folder, names in ((new, ("a.csv", "a.dbf", "a.shp")), (target, ("a.dbf", "a.qix", "a.shp", "a.shp.old"))):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(folder.name)
    return sorted(new.iterdir()), target, [target / name for name in ("a.shp", "a.qix", "a.dbf")]


def held_open(monkeypatch, *held: str) -> None:
    """Refuse to move or remove these files, as Windows does."""

    def refusing(do):
        def refuse(path, *others, **options):
            if Path(path).name in held:
                raise PermissionError(errno.EACCES, "Permission denied")
            return do(path, *others, **options)

        return refuse

    for where, name in ((os, "replace"), (Path, "unlink")):
        monkeypatch.setattr(where, name, refusing(getattr(where, name)))


@pytest.mark.parametrize("held", ["a.dbf", "a.shp.part"])
def test_older_files_are_all_there_again_where_one_of_them_is_open(new_and_older, monkeypatch, held):
    files, target, older = new_and_older
    before = {path.name: path.read_text() for path in target.iterdir()}
    with monkeypatch.context() as patch, pytest.raises(PermissionError):
        held_open(patch, held)
        output_file.move_all(files, target, older)
    left = {path.name: path.read_text() for path in target.iterdir() if path.suffix != ".part"}
    assert left == before


def test_older_files_that_cannot_be_removed_any_more_do_not_keep_the_new_ones_back(new_and_older, monkeypatch):
    files, target, older = new_and_older
    with monkeypatch.context() as patch:
        held_open(patch, "a.dbf.old")
        output_file.move_all(files, target, older)
    assert {path.name: path.read_text() for path in target.iterdir()} == {
        "a.csv": "new",
        "a.dbf": "new",
        "a.shp": "new",
        "a.shp.old": "target",
        "a.dbf.old": "target",
    }


@pytest.mark.parametrize("together", [True, False])
def test_the_journals_of_an_older_geopackage_go_with_it(files, tmp_path, together):
    for ending in ("-wal", "-shm", "-journal"):
        (tmp_path / f"target.gpkg{ending}").touch()
    if together:
        (tmp_path / "new").mkdir()
        output_file.move_all([files[0].rename(tmp_path / "new" / "target.gpkg")], tmp_path, ())
    else:
        output_file.move_or_rename(*files)
    assert files[1].read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["target.gpkg"]
