"""Files of text that the user names."""

from __future__ import annotations

import os

import pytest

from doab.model import text_files
from doab.model.protocol import InputError
from doab.model.text_files import read_text


def test_an_ordinary_file_is_read(tmp_path):
    (tmp_path / "job.json").write_text("{}", encoding="utf-8")
    assert read_text(str(tmp_path / "job.json")) == "{}"


@pytest.mark.parametrize("path", ["absent.json", "a\0b", "x" * 5000])
def test_what_is_not_there_is_named(path):
    with pytest.raises(InputError, match="cannot be read"):
        read_text(path)


def test_pipes_devices_and_folders_are_refused(tmp_path):
    paths = [str(tmp_path)]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        paths += [str(tmp_path / "pipe"), "/dev/zero"]
    for path in paths:
        with pytest.raises(InputError, match="no ordinary file"):
            read_text(path)


def test_a_file_of_absurd_size_or_without_text_is_refused(tmp_path, monkeypatch):
    (tmp_path / "job.json").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="cannot be read"):
        read_text(str(tmp_path / "job.json"))
    monkeypatch.setattr(text_files, "LARGEST", 1)
    with pytest.raises(InputError, match="no such file has"):
        read_text(str(tmp_path / "job.json"))
