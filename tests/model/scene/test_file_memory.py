"""What was read from files is remembered until they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from doab.model.scene.file_memory import kept_while_unchanged


@pytest.fixture
def read():
    """A function that returns the text of a file, and the list of its calls."""
    calls = []

    @kept_while_unchanged(lambda path, words="": (words, [path]))
    def content(path: str, words: str = "") -> str:
        calls.append(words)
        return Path(path).read_text() if Path(path).is_file() else ""

    return content, calls


@pytest.fixture
def image(tmp_path) -> str:
    (tmp_path / "a.tif").write_text("one")
    return str(tmp_path / "a.tif")


def test_an_unchanged_file_is_read_once_for_the_same_question(read, image):
    content, calls = read
    assert [content(image, "date"), content(image, "date"), content(image, "bands")] == ["one"] * 3
    assert calls == ["date", "bands"]


def test_a_changed_file_is_read_again(read, image):
    content, _ = read
    assert content(image) == "one"
    Path(image).write_text("two and more")
    assert content(image) == "two and more"


def test_metadata_that_appear_beside_a_file_count_as_a_change(read, image):
    content, calls = read
    content(image)
    Path(f"{image}.aux.xml").write_text("<PAMDataset/>")
    content(image)
    assert len(calls) == 2


def test_what_is_no_local_file_is_not_remembered(read, tmp_path):
    content, calls = read
    for _ in range(2):
        content(str(tmp_path / "absent.tif"))
    assert len(calls) == 2
