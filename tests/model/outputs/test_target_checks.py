"""An output is refused before anything is computed where it must not or cannot be written."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import fiona
import pytest

from doab.model.mapping.geopackage import parcel_writer
from doab.model.outputs import scratch_folders, target_checks
from doab.model.outputs.existing_files import count_edited, foreign_content, is_in_use
from doab.model.outputs.target_checks import ExistsError, check_target
from doab.model.protocol import InputError

SQUARE = {"type": "Polygon", "coordinates": [[(0, 0), (10, 0), (10, 10), (0, 0)]]}
TRAIL = {"geometry": "LineString", "properties": {}}


def parcels(path, *rows):
    """Write a result of Doab with a parcel for each row of columns."""
    with parcel_writer(path, "EPSG:32631", {"reference_date": "2019-06-26"}) as layer:
        names = layer.schema["properties"]
        layer.writerecords(
            {"type": "Feature", "geometry": SQUARE, "properties": dict.fromkeys(names) | row} for row in rows
        )
    return path


@pytest.fixture
def result(tmp_path):
    return parcels(tmp_path / "parcels.gpkg", {"parcel_id": 1, "decided": "model"})


def test_a_new_name_needs_no_leave_and_an_older_result_does(result, tmp_path):
    assert check_target(tmp_path / "new.gpkg") == tmp_path / "new.gpkg"
    assert check_target(result, overwrite=True) == result
    with pytest.raises(ExistsError, match="exists already"):
        check_target(result)
    assert [path.name for path in tmp_path.iterdir()] == ["parcels.gpkg"]


def test_parcels_that_the_user_edited_are_counted_where_overwriting_is_asked_about(tmp_path):
    edited = {"parcel_id": 2, "decided": "analyst", "edited": "2019-07-01T10:00:00"}
    path = parcels(tmp_path / "a.gpkg", {"parcel_id": 1, "decided": "model"}, edited)
    with pytest.raises(ExistsError, match="edited by hand: 1") as caught:
        check_target(path)
    assert caught.value.edited == count_edited(path) == 1


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_geopackage_with_a_layer_of_somebody_else_is_never_replaced(result, overwrite):
    with fiona.open(result, "w", driver="GPKG", layer="trails", schema=TRAIL, crs="EPSG:32631"):
        pass
    with pytest.raises(InputError, match="also holds trails, which would be lost") as caught:
        check_target(result, overwrite)
    assert not isinstance(caught.value, ExistsError)


@pytest.mark.parametrize("table", ["my_notes", "qgis_projects", "parcels_old"])
def test_a_table_that_is_no_layer_counts_too(result, table):
    with sqlite3.connect(result) as database:
        database.execute(f"CREATE TABLE {table} (a)")
    database.close()
    with pytest.raises(InputError, match=f"also holds {table}"):
        check_target(result, overwrite=True)


def test_styles_that_qgis_saved_belong_to_the_result(result):
    with sqlite3.connect(result) as database:
        database.execute("CREATE TABLE layer_styles (a)")
    database.close()
    assert check_target(result, overwrite=True) == result


def test_a_layer_of_the_same_name_and_other_files_are_not_taken_for_results(tmp_path):
    theirs = tmp_path / "theirs.gpkg"
    with fiona.open(theirs, "w", driver="GPKG", layer="parcels", schema=TRAIL, crs="EPSG:32631"):
        pass
    others = [theirs]
    for name in (
        "thesis.gpkg",
        "a.parquet",
        "a.tif",
        "a.geojson",
        "a.shp",
        "bundle.json",
        "a.safetensors",
        "notes.txt",
    ):
        (tmp_path / name).write_text("my thesis")
        others.append(tmp_path / name)
    for path in others:
        assert "was not written by Doab" in foreign_content(path)
        with pytest.raises(InputError, match="was not written by Doab"):
            check_target(path, overwrite=True)
    (tmp_path / "empty.txt").touch()
    assert foreign_content(tmp_path / "empty.txt") == ""


def links(tmp_path, result):
    """Return other names of a file: relative, through links, inside an archive's path, of a layer in it."""
    (tmp_path / "link.gpkg").symlink_to(result)
    (tmp_path / "folder").symlink_to(tmp_path)
    os.link(result, tmp_path / "hard.gpkg")
    return [
        os.path.relpath(result),
        tmp_path / "link.gpkg",
        tmp_path / "folder" / "parcels.gpkg",
        tmp_path / "hard.gpkg",
        f"{result}|layername=parcels",
        f"GPKG:{result}:parcels",
    ]


def test_an_input_is_no_output_by_whatever_name(result, tmp_path):
    names = links(tmp_path, result)
    for name in names:
        with pytest.raises(InputError, match="is an input of this run"):
            check_target(result, True, [name])
    for name in names[:4]:
        with pytest.raises(InputError, match="is an input of this run"):
            check_target(name, True, [str(result)])
    archive = tmp_path / "scene.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("a.tif", "")
    with pytest.raises(InputError, match="is an input of this run"):
        check_target(archive, True, [f"/vsizip/{archive}/a.tif"])


def test_a_link_stands_for_its_file_and_a_circle_of_links_for_none(result, tmp_path):
    (tmp_path / "link.gpkg").symlink_to(result)
    assert check_target(tmp_path / "link.gpkg", overwrite=True) == result
    (tmp_path / "loop.gpkg").symlink_to(tmp_path / "loop.gpkg")
    with pytest.raises(InputError, match="leads nowhere"):
        check_target(tmp_path / "loop.gpkg")


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_database_in_which_another_program_writes_is_in_use(result, journal):
    other = sqlite3.connect(result, isolation_level=None)
    other.execute(f"PRAGMA journal_mode = {journal}")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(InputError, match="in use by another program"):
        check_target(result, overwrite=True)
    other.execute("ROLLBACK")
    other.close()
    assert check_target(result, overwrite=True) == result


def test_a_database_that_another_process_has_open_to_edit_it_is_in_use(result):
    code = """if True:
        import sqlite3, sys
        database = sqlite3.connect(sys.argv[1])
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("SELECT COUNT(*) FROM parcels").fetchone()
        print("open", flush=True)
        sys.stdin.read()
    """
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code, result], **pipes) as other:
        assert other.stdout.readline() == "open\n"
        assert is_in_use(result)
        other.stdin.close()
        other.wait(10)
    assert not is_in_use(result)


def test_a_protected_file_stays(result):
    result.chmod(0o444)
    with pytest.raises(InputError, match="write-protected"):
        check_target(result, overwrite=True)


def test_what_is_no_ordinary_file_stays(tmp_path):
    (tmp_path / "folder.gpkg").mkdir()
    os.mkfifo(tmp_path / "pipe.gpkg")
    for name, reason in (("folder.gpkg", "is a folder"), ("pipe.gpkg", "no ordinary file")):
        with pytest.raises(InputError, match=reason):
            check_target(tmp_path / name, overwrite=True)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing/parcels.gpkg", "does not exist"),
        (f"{'a' * 243}.gpkg", "too long"),  # SQLite adds eight letters for its journal
        (f"{'a' * 300}.txt", "too long"),
        ("/".join(["a" * 200] * 3) + "/p.gpkg", "too long"),
        ("a\0.gpkg", "no possible name"),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path, name, reason):
    if name.count("/") > 1:
        (tmp_path / name).parent.mkdir(parents=True)
    with pytest.raises(InputError, match=reason):
        check_target(f"{tmp_path}/{name}")
    assert check_target(tmp_path / f"{'a' * 242}.gpkg")


def test_a_full_disk_is_found_beforehand(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=9_000_000))
    assert check_target(tmp_path / "a.gpkg", size=1_000_000)
    with pytest.raises(InputError, match="64 MB are needed in .* where 9 MB are free"):
        check_target(tmp_path / "a.gpkg", size=60_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=target_checks.SPARE - 1))
    with pytest.raises(InputError, match="are free"):
        check_target(tmp_path / "a.gpkg")


def test_a_disk_that_takes_no_byte_more_is_found_and_nothing_is_left(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(scratch_folders.json, "dump", refuse)
    with pytest.raises(InputError, match="is full"):
        check_target(tmp_path / "a.gpkg")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_ones_own_is_refused(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(InputError, match="cannot be written to"):
        check_target(tmp_path / "a.gpkg")
