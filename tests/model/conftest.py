"""No test reads or fills the cache of whoever runs it."""

import pytest
from http_folder import served


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory):
    """The user's cache folder, for this process and those it starts."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(variable, str(folder))
        yield folder


@pytest.fixture
def website(tmp_path, tmp_path_factory):
    """A server of the test's folder, as `served` yields it; skips where fsspec cannot read from one."""
    pytest.importorskip("aiohttp", reason="needs the extra cluster")
    with served(tmp_path, tmp_path_factory.mktemp("log") / "requests") as server:
        yield server


@pytest.fixture
def memory():
    """The file system in memory of fsspec, empty before and after."""
    fsspec = pytest.importorskip("fsspec", reason="needs the extra cluster")
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()
