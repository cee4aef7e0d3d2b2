"""A file takes its name only when it is complete."""

import pytest

from doab.model.atomic_write import NotReplacedError, atomic_write


def test_a_complete_file_replaces_an_older_one(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("older")
    with atomic_write(path, ".txt") as partial:
        partial.write_text("newer")
        assert partial.suffix == ".txt" and path.read_text() == "older"
    assert path.read_text() == "newer" and [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_an_error_leaves_the_older_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("older")
    with pytest.raises(RuntimeError), atomic_write(path) as partial:
        partial.write_text("half")
        partial.with_name(partial.name + "-journal").write_text("beside it")
        raise RuntimeError
    assert path.read_text() == "older" and [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_name_that_cannot_be_taken_is_an_error_of_its_own(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotReplacedError), atomic_write(tmp_path / "folder") as partial:
        partial.write_text("complete")
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]
