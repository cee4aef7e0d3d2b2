"""Files that are complete or not there."""

import os

import pytest

from doab.model.mapping.commit import commit
from doab.model.protocol import InputError


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_takes_its_name_when_it_is_complete(tmp_path, durable):
    path = tmp_path / "block.npz"

    def write(file):
        assert not path.exists()
        file.write(b"whole")

    commit(path, write, durable)
    assert path.read_bytes() == b"whole" and [one.name for one in tmp_path.iterdir()] == ["block.npz"]


def test_a_durable_file_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    order = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: order.append("fsync") or fsync(descriptor))
    monkeypatch.setattr(os, "replace", lambda *names: order.append("replace") or replace(*names))
    commit(tmp_path / "block.npz", lambda file: file.write(b"whole"), durable=True)
    assert order[:2] == ["fsync", "replace"]


def test_an_error_of_the_disk_is_a_sentence_and_keeps_the_older_file(tmp_path):
    path = tmp_path / "block.npz"
    path.write_bytes(b"older")

    def full(file):
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match=f"{tmp_path}.*No space left on device"):
        commit(path, full)
    assert path.read_bytes() == b"older" and len(list(tmp_path.iterdir())) == 1


def test_two_that_write_the_same_file_at_once_do_not_disturb_each_other(tmp_path):
    path = tmp_path / "block.npz"

    def slow(file):
        file.write(b"wh")
        commit(path, lambda other: other.write(b"whole"))
        file.write(b"ole")

    commit(path, slow)
    assert path.read_bytes() == b"whole" and [one.name for one in tmp_path.iterdir()] == ["block.npz"]
