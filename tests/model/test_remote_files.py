"""URLs as GDAL and fsspec take them, what is listed at them, and how a change of a file shows."""

import pytest

from doab.model import remote_files
from doab.model.protocol import InputError
from doab.model.remote_files import files_below, is_url, path_of, read_file, states_of, url_of


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("s3://bucket/a/B02.tif", "/vsis3/bucket/a/B02.tif"),
        ("gs://bucket/a/", "/vsigs/bucket/a/"),
        ("az://container/a.tif", "/vsiaz/container/a.tif"),
        ("abfs://container/a.tif", "/vsiaz/container/a.tif"),
        ("https://example.org/a.tif?key=1", "/vsicurl/https://example.org/a.tif?key=1"),
        ("HTTP://example.org/a.tif", "/vsicurl/http://example.org/a.tif"),
        ("file:///data/a%20b.tif", "/data/a b.tif"),
    ],
)
def test_a_url_has_a_path_of_gdal(url, path):
    assert is_url(url) and path_of(url) == path


@pytest.mark.parametrize("url", ["s3://b/a.tif", "gs://b/a", "az://c/a", "https://e.org/a.tif", "http://e.org:8080/a"])
def test_a_path_of_gdal_leads_back_to_its_url(url):
    assert url_of(path_of(url)) == url


@pytest.mark.parametrize("path", ["/data/a.tif", "a.tif", "/vsizip/a.zip/b.tif", "/vsizip//vsicurl/http://e/a.zip/b"])
def test_files_of_this_computer_and_those_in_archives_have_no_url(path):
    assert url_of(path) == ""


@pytest.mark.parametrize("text", ["C:\\a.tif", "a.tif", "/a.tif", "NETCDF:a.nc:B02", "/vsicurl/http://e.org/a.tif"])
def test_paths_are_no_urls(text):
    assert not is_url(text)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a.tif", "is none of file://"),
        ("memory://a.tif", "is none of file://"),
        ("abfs://container@account.dfs.core.windows.net/a.tif", "AZURE_STORAGE_ACCOUNT"),
        ("file://elsewhere/a.tif", "no file of this computer"),
    ],
)
def test_a_url_that_gdal_does_not_read_is_refused(url, reason):
    with pytest.raises(InputError, match=reason):
        path_of(url)


def test_a_folder_is_listed_as_os_walk_does_it_without_hidden_names(memory):
    for name in ("b.tif", "a/z.tif", ".hidden/a.tif", "a.tif", "a/b/c.tif", "cube.zarr/0.0", "b/.x"):
        memory.pipe(f"/scene/{name}", b"1234")
    memory.pipe("/scenery/a.tif", b"")
    files = files_below("memory://scene", lambda name: name.endswith(".zarr"))
    assert [*files] == ["a.tif", "b.tif", "cube.zarr", "a/z.tif", "a/b/c.tif"] and files["a.tif"] == 4


def test_a_folder_that_is_absent_too_large_or_of_an_unknown_store_says_so(memory, monkeypatch):
    with pytest.raises(FileNotFoundError):
        files_below("memory://nowhere")
    with pytest.raises(InputError, match="no URL that fsspec knows"):
        files_below("nothing://a")
    monkeypatch.setattr(remote_files, "MOST_FILES", 1)
    memory.pipe({"/scene/a": b"", "/scene/b": b""})
    with pytest.raises(InputError, match="holds more than 1 files"):
        files_below("memory://scene/")


def test_a_network_that_recovers_is_asked_again(memory, monkeypatch):
    monkeypatch.setattr(remote_files, "PAUSES", (0.0, 0.0))
    memory.pipe("/a", b"content")
    failures, cat = [OSError("lost"), TimeoutError()], memory.cat_file

    def unreliable(path, **options):
        if failures:
            raise failures.pop()
        return cat(path, **options)

    monkeypatch.setattr(type(memory), "cat_file", lambda _, path, **options: unreliable(path, **options))
    assert read_file("memory://a") == b"content"
    failures += [OSError("lost")] * 3
    with pytest.raises(InputError, match="does not answer as expected"):
        read_file("memory://a")


def test_a_file_that_was_replaced_has_another_state(memory, website, tmp_path, monkeypatch):
    monkeypatch.setattr(remote_files, "AGE", 1e-9)
    (tmp_path / "a.tif").write_bytes(b"one")
    memory.pipe("/a.tif", b"one")
    urls = [f"{website.url}/a.tif", "memory://a.tif", (tmp_path / "a.tif").as_uri()]
    before = states_of(urls)
    assert None not in before and states_of(urls) == before
    (tmp_path / "a.tif").write_bytes(b"two")
    memory.pipe("/a.tif", b"two")
    assert all(one != other and one[0] == other[0] for one, other in zip(before, states_of(urls), strict=True))


def test_a_file_that_is_not_there_or_without_a_version_has_no_state(website, memory, tmp_path):
    (tmp_path / "folder").mkdir()
    assert states_of([f"{website.url}/nowhere.tif", "memory://nowhere", f"{website.url}/folder/"]) == [None] * 3
