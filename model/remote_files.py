"""Files on other machines: the URLs that a user names, as GDAL and as fsspec take them.

Only what the user named is asked for, and what a folder that he named lists below itself. fsspec is imported where a
URL is used and nowhere else; who wants to list folders at a URL installs it, with the package of that store.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from .protocol import InputError
from .text import tr

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # a drive of Windows has one letter
PREFIXES = {
    "http": "/vsicurl/http://", "https": "/vsicurl/https://", "s3": "/vsis3/", "s3a": "/vsis3/", "gs": "/vsigs/",
    "gcs": "/vsigs/", "az": "/vsiaz/", "abfs": "/vsiaz/", "abfss": "/vsiaz/",
}  # fmt: skip
"""GDAL's virtual file systems by the schemes of fsspec; of several schemes the first is that of `url_of`."""

VERSIONS = (
    "ETag", "etag", "generation", "md5Hash", "Content-MD5", "LastModified", "last_modified", "Last-Modified", "updated",
    "mtime", "created",
)  # fmt: skip
"""What file systems of fsspec say about a file that is another one after a change, the surest first."""

MOST_FILES = 20_000  # of a folder, with those in it
AGE = 60.0  # s for which the state of a file is believed: a run asks for it several times
PAUSES = 0.0, 1.0, 4.0  # s after which what failed on a network is tried again
AT_ONCE = 16  # requests


def is_url(text: str) -> bool:
    """Return whether a text that a user gave for a path is a URL."""
    return bool(URL.match(text))


def path_of(url: str) -> str:
    """Return the path with which GDAL reads a URL, that of the file for one of this computer.

    Raises `InputError` where GDAL has no file system for it.
    """
    scheme, _, rest = url.partition("://")
    if scheme.lower() == "file":
        return local_path(url)
    prefix = PREFIXES.get(scheme.lower())
    if prefix is None:
        text = tr("{} cannot be read: {}:// is none of {}.")
        raise InputError(text.format(url, scheme, ", ".join(f"{name}://" for name in ("file", *PREFIXES))))
    if "@" in rest.partition("/")[0] and prefix == "/vsiaz/":
        text = tr("{} names an account. Write az://CONTAINER/PATH, and the account into {}.")
        raise InputError(text.format(url, "AZURE_STORAGE_ACCOUNT"))
    return prefix + rest


def disk_path(text: str) -> str:
    """Return a path or URL that a user gave, with a file:// URL as the path of its file."""
    return local_path(text) if text.lower().startswith("file://") else text


def local_path(url: str) -> str:
    """Return the path of a file:// URL; raise `InputError` where it is one of another computer."""
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise InputError(tr("{} is no file of this computer. Write file:///PATH, or the path alone.").format(url))
    return url2pathname(parts.path)


def url_of(path: str) -> str:
    """Return the URL of a path of GDAL; empty where there is none, as for a local file or one in an archive."""
    return next((f"{scheme}://{path[len(p) :]}" for scheme, p in PREFIXES.items() if path.startswith(p)), "")


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of fsspec for a URL, and the path there; raise `InputError` where it is not installed."""
    try:
        import fsspec

        system, path = fsspec.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        text = tr("For {}, a Python package is missing ({}). Install it: fsspec, and the one of that store.")
        raise InputError(text.format(url, error)) from error
    except ValueError as error:
        raise InputError(tr("{} is no URL that fsspec knows ({}).").format(url, error)) from error
    return system, str(path)


def files_below(url: str, is_file: Callable[[str], bool] = lambda name: False) -> dict[str, int]:
    """Return the files below a folder by their names within it, with sizes in bytes, 0 where the system says none.

    They are ordered as `os.walk` does, without those whose name, or whose folder's, begins with a dot. Folders of which
    ``is_file`` says so are taken for files. Raises `FileNotFoundError` where there is no such folder, and `InputError`
    where it cannot be listed.
    """
    system, root = file_system(url)
    root = root.rstrip("/")
    files: dict[str, int] = {}
    for name, size in _walk(system, root, "", is_file):
        files[name] = size
        if len(files) > MOST_FILES:
            raise InputError(tr("{} holds more than {} files. Name a folder in it.").format(url, MOST_FILES))
    return files


def _walk(system: Any, root: str, folder: str, is_file: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
    """Yield (name below ``root``, size) of the files in a folder, then of those in the folders in it."""
    path = f"{root}/{folder}".rstrip("/")
    listed = patiently(path, lambda: system.ls(path, detail=True))
    names = {str(info["name"]).removeprefix(f"{path}/").rstrip("/"): info for info in listed}
    below = {name: info for name, info in sorted(names.items()) if re.fullmatch(r"[^./?#][^/?#]*", name)}
    folders = [name for name, info in below.items() if info["type"] == "directory" and not is_file(name)]
    yield from ((folder + name, int(info.get("size") or 0)) for name, info in below.items() if name not in folders)
    for name in folders:
        yield from _walk(system, root, f"{folder}{name}/", is_file)


def read_file(url: str) -> bytes:
    """Return the content of a file; raise `InputError` where it cannot be read."""
    system, path = file_system(url)
    try:
        content: bytes = patiently(url, lambda: system.cat_file(path))
    except FileNotFoundError as error:
        raise InputError(tr("{} cannot be read: {}.").format(url, error)) from error
    return content


def states_of(urls: Sequence[str]) -> list[tuple[int, str] | None]:
    """Return the size and the version of files; None for one that is not there, or whose changes would not show."""
    if not urls:
        return []
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [*threads.map(_state_of, urls)]


def _state_of(url: str) -> tuple[int, str] | None:
    return _state_at(url, int(time.monotonic() // AGE))


@lru_cache(maxsize=MOST_FILES)
def _state_at(url: str, _period: int) -> tuple[int, str] | None:
    """Return the state of a file in a period of time."""
    try:
        system, path = file_system(url)
        info = patiently(url, lambda: system.info(path))
    except (InputError, FileNotFoundError):
        return None
    version = next((f"{name} {info[name]}" for name in VERSIONS if info.get(name)), "")
    return (int(info["size"]), version) if version and info.get("size") is not None else None


def patiently(url: str, ask: Callable[[], Any]) -> Any:
    """Return an answer, asked for several times, since networks recover.

    Raises `FileNotFoundError` where there is no such file, and `InputError` for anything else.
    """
    for pause in PAUSES:
        try:
            return ask()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FileNotFoundError(url) from error
        except PermissionError as error:
            raise _no_answer(url, error) from error
        except Exception:  # each store has errors of its own
            time.sleep(pause)
    try:
        return ask()
    except Exception as error:
        raise _no_answer(url, error) from error


def _no_answer(url: str, error: BaseException) -> InputError:
    text = tr("{} does not answer as expected ({}). Check the address, and what gives access to it.")
    return InputError(text.format(url, brief(error)))


def brief(error: BaseException) -> str:
    """Return the first line of an error's message, or its name where it has none."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
