"""Datasets at URLs: a marker says that they are whole, and what others wrote is kept."""

import json
from pathlib import Path

import pytest

from doab.model import remote_files
from doab.model.export.dataset import PATTERN, check_dataset
from doab.model.export.remote_dataset import MARKER, check_remote, staged_remote
from doab.model.outputs.existing_files import MARK
from doab.model.protocol import InputError

URL = "memory://results/parcels"
OWN = b"PAR1" + MARK.encode() + len(MARK).to_bytes(4, "little") + b"PAR1"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(remote_files, "PAUSES", (0.0,))


def write(tmp_path, names, overwrite=False, content=OWN):
    """Write files to the URL by the names of their blocks."""
    with staged_remote(URL, PATTERN, overwrite, tmp_path / "parcels.gpkg", lambda text: None) as folder:
        for name in names:
            path = folder / f"block={name}" / "parcels.parquet"
            path.parent.mkdir()
            path.write_bytes(content)


def names(memory) -> set[str]:
    return {path.removeprefix("/results/parcels/") for path in memory.find("/results/parcels")}


def test_a_marker_lists_the_files_of_a_whole_dataset(memory, tmp_path):
    write(tmp_path, ["0_0", "0_1"])
    assert names(memory) == {MARKER, "block=0_0/parcels.parquet", "block=0_1/parcels.parquet"}
    marker = json.loads(memory.cat_file(f"/results/parcels/{MARKER}"))
    assert marker["files"] == {f"block=0_{number}/parcels.parquet": len(OWN) for number in (0, 1)}
    assert [*tmp_path.iterdir()] == []


def test_an_older_dataset_is_replaced_as_a_whole_and_only_when_asked(memory, tmp_path):
    write(tmp_path, ["0_0", "0_1"])
    memory.pipe("/results/parcels/notes.txt", b"mine")
    with pytest.raises(InputError, match="exists already"):
        check_dataset(URL, False, [])
    with pytest.raises(InputError, match="exists already"):
        write(tmp_path, ["9_9"])
    assert "block=9_9/parcels.parquet" not in names(memory)
    write(tmp_path, ["0_1", "0_2"], overwrite=True)
    assert names(memory) == {MARKER, "block=0_1/parcels.parquet", "block=0_2/parcels.parquet", "notes.txt"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("block=0_0/parcels.parquet", b"mine"), ("block=7_7/parcels.parquet", b"PAR1\0\0\0\0PAR1"), (MARKER, b"")],
)
def test_files_of_others_are_kept(memory, tmp_path, name, content):
    memory.pipe(f"/results/parcels/{name}", content)
    with pytest.raises(InputError, match="was not written by Doab"):
        write(tmp_path, ["0_0"], overwrite=True)
    assert memory.cat_file(f"/results/parcels/{name}") == content


def test_a_dataset_whose_writing_fails_has_no_marker_and_is_kept_on_the_disk(memory, tmp_path, monkeypatch):
    write(tmp_path, ["0_0"])
    put, room = memory.put_file, [1]

    def fail(local, remote, **options):
        if not room:
            raise OSError("the store is full")
        room.pop()
        put(local, remote, **options)

    monkeypatch.setattr(type(memory), "put_file", lambda _, local, remote, **options: fail(local, remote, **options))
    with pytest.raises(InputError, match="the store is full.*parcels_geoparquet: copy it there"):
        write(tmp_path, ["0_0", "0_1"], overwrite=True)
    assert names(memory) == {"block=0_0/parcels.parquet"}
    kept = tmp_path / "parcels_geoparquet"
    assert sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*.parquet")) == [
        "block=0_0/parcels.parquet",
        "block=0_1/parcels.parquet",
    ]
    assert [*tmp_path.iterdir()] == [kept]


@pytest.mark.parametrize(
    ("url", "reason"),
    [("https://example.org/parcels", "Nothing can be written"), ("nothing://a", "no URL that fsspec knows")],
)
def test_a_url_that_cannot_be_written_to_is_refused(url, reason):
    pytest.importorskip("fsspec", reason="needs the extra cluster")
    with pytest.raises(InputError, match=reason):
        check_remote(url, PATTERN, False)


def test_a_store_that_takes_nothing_is_refused_beforehand(memory, monkeypatch):
    monkeypatch.setattr(type(memory), "pipe_file", lambda *_, **__: (_ for _ in ()).throw(PermissionError("no")))
    with pytest.raises(InputError, match="cannot be written to"):
        check_dataset(URL, False, [])


def test_the_url_of_a_folder_on_this_computer_is_that_folder(tmp_path):
    (tmp_path / "block=0_0").mkdir()
    (tmp_path / "block=0_0" / "parcels.parquet").write_bytes(OWN)
    with pytest.raises(InputError, match="exists already"):
        check_dataset(Path(tmp_path).as_uri(), False, [])
