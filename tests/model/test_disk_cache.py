"""What is kept on disk between runs: limits, leaving, and everything that may go wrong with a file."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from doab.model import disk_cache
from doab.model.disk_cache import Cache, default_folder

ROOM = 1 << 30
KILOBYTES = 64


def content(number, size=KILOBYTES * 1024):
    return bytes([number % 251]) * size


def key(number):
    return f"key {number}".encode()


class Said(list):
    """Warnings, as a reporter would collect them."""

    def __call__(self, text):
        self.append(text)


@pytest.fixture
def warnings():
    return Said()


@pytest.fixture
def opened(tmp_path, warnings):
    """Return what opens the same cache again, as the next run would."""
    return lambda limit=ROOM: Cache(tmp_path / "doab", limit, warnings)


def fill(cache, *numbers):
    cache.write({key(n): content(n) for n in numbers})


def there(cache, count=100):
    """Return the numbers that are still there, without using them."""
    return sorted(n for n in range(count) if key(n) in cache.stored_keys([key(n)]))


def test_what_was_written_comes_back_in_a_later_run(opened, warnings):
    with opened() as first:
        fill(first, 1, 2)
    with opened() as second:
        assert second.stored_keys([key(1), key(3)]) == {key(1)}
        assert second.read([key(1), key(2), key(3)]) == {key(1): content(1), key(2): content(2)}
        second.write({key(1): b"other"})
        assert second.read([key(1)]) == {key(1): b"other"}
        assert second.state()[0] == 2
    assert not warnings


def test_no_limit_means_no_file(opened, tmp_path, warnings):
    with opened(0) as nothing:
        fill(nothing, 1)
        assert not nothing.read([key(1)]) and not nothing.stored_keys([key(1)])
    assert not (tmp_path / "doab").exists() and not warnings


def test_what_was_unused_longest_leaves_first_and_the_file_keeps_to_its_limit(opened, tmp_path):
    limit = 40 * KILOBYTES * 1024
    for start in (0, 10, 20):
        with opened(limit) as run:
            fill(run, *range(start, start + 10))
    with opened(limit) as run:
        run.read([key(n) for n in range(5)])
    with opened(limit) as run:
        fill(run, *range(30, 45))
        assert there(run)[:5] == [0, 1, 2, 3, 4], "used lately"
        assert there(run)[-15:] == list(range(30, 45)), "just written"
        assert not set(there(run)) & set(range(5, 13)), "the oldest"
    assert (tmp_path / "doab" / disk_cache.FILE).stat().st_size <= limit


def test_a_run_larger_than_the_limit_keeps_its_beginning_for_the_next(opened):
    limit = 20 * KILOBYTES * 1024
    for _ in range(2):
        with opened(limit) as run:
            for number in range(0, 60, 4):
                if not run.read([key(n) for n in range(number, number + 4)]):
                    fill(run, *range(number, number + 4))
            assert there(run) == list(range(16))


def test_a_smaller_limit_shrinks_the_file(opened, tmp_path):
    with opened() as run:
        for number in range(50):
            fill(run, number)
    with opened(10 * KILOBYTES * 1024) as run:
        assert len(there(run)) >= 7
    assert (tmp_path / "doab" / disk_cache.FILE).stat().st_size <= 10 * KILOBYTES * 1024


def test_clearing_gives_the_space_back(opened, tmp_path):
    with opened() as run:
        fill(run, *range(20))
        run.clear()
        assert run.state()[0] == 0 and not there(run)
    assert (tmp_path / "doab" / disk_cache.FILE).stat().st_size < 10 * disk_cache.PAGE


def test_a_damaged_entry_is_not_given_out_and_can_be_written_again(opened, tmp_path, warnings):
    marker = b"sixteen letters." * 4096
    with opened() as run:
        run.write({key(1): marker, key(2): content(2)})
    file = tmp_path / "doab" / disk_cache.FILE
    raw = bytearray(file.read_bytes())
    raw[raw.index(b"sixteen letters." * 8)] ^= 1
    file.write_bytes(raw)
    with opened() as run:
        assert key(1) in run.stored_keys([key(1)])
        assert run.read([key(1), key(2)]) == {key(2): content(2)}
        run.write({key(1): marker})
        assert run.read([key(1)]) == {key(1): marker}
    assert not warnings


@pytest.mark.parametrize("damage", ["foreign", "torn", "scrambled"])
def test_a_damaged_file_is_begun_anew_with_one_warning(opened, tmp_path, warnings, damage):
    with opened() as run:
        fill(run, *range(30))
    file = tmp_path / "doab" / disk_cache.FILE
    raw = file.read_bytes()
    if damage == "foreign":
        file.write_bytes(b"this is no database" * 1000)
    elif damage == "torn":
        file.write_bytes(raw[: len(raw) // 2])
    else:
        file.write_bytes(raw[:100] + bytes(255 - b for b in raw[100:]))
    with opened() as run:
        run.read([key(n) for n in range(30)])
        fill(run, *range(40, 43))
        assert there(run)[-3:] == [40, 41, 42]
    assert len(warnings) == 1 and "begun anew" in warnings[0]
    with opened() as run:
        assert there(run)[-3:] == [40, 41, 42]
    assert len(warnings) == 1


def test_where_nothing_can_be_written_the_run_goes_on_with_one_warning(tmp_path, warnings):
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file" / "doab", ROOM, warnings) as run:
        fill(run, 1)
        fill(run, 2)
        assert not run.read([key(1)]) and not run.stored_keys([key(1)])
    assert len(warnings) == 1 and "Nothing is kept" in warnings[0]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_permission_is_one_warning(opened, tmp_path, warnings):
    (tmp_path / "doab").mkdir(mode=0o500)
    with opened() as run:
        fill(run, 1)
    assert len(warnings) == 1


def test_a_lock_that_does_not_go_away_is_one_warning(opened, tmp_path, warnings, monkeypatch):
    monkeypatch.setattr(disk_cache, "TIMEOUT", 0.05)
    with opened() as run:
        fill(run, 1)
        other = sqlite3.connect(tmp_path / "doab" / disk_cache.FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        fill(run, 2)
        assert not run.read([key(1)])
        other.close()
    assert len(warnings) == 1 and "locked" in warnings[0]
    with opened() as run:
        assert there(run) == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_one_warning_and_what_was_there_stays(opened, tmp_path):
    with opened() as run:
        fill(run, *range(10))
    script = """if True:
        import resource, signal, sys
        from pathlib import Path
        from doab.model.disk_cache import Cache
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        with Cache(Path(sys.argv[1]), 1 << 30, print) as run:
            for number in range(40):
                run.write({str(number).encode(): bytes(100_000)})
    """
    completed = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "doab"], capture_output=True, text=True, timeout=60
    )
    assert completed.returncode == 0 and completed.stdout.count("Nothing is kept") == 1, completed.stderr
    with opened() as run:
        assert run.read([key(n) for n in range(10)]) == {key(n): content(n) for n in range(10)}


WRITER = """if True:
    import sys
    from pathlib import Path
    from doab.model.disk_cache import Cache
    number = int(sys.argv[2])
    with Cache(Path(sys.argv[1]), int(sys.argv[3]), print) as run:
        for step in range(30):
            keys = [f"{number if part else 'shared'} {step} {part}".encode() for part in range(3)]
            run.write({key: key * 2000 for key in keys})
            for key, content in run.read(keys).items():
                if content != key * 2000:
                    print("wrong", key)
"""


def writers(folder, limit, count=4):
    commands = [[sys.executable, "-c", WRITER, str(folder), str(number), str(limit)] for number in range(count)]
    return [subprocess.Popen(c, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for c in commands]


@pytest.mark.parametrize("limit", [ROOM, 3_000_000])
def test_runs_at_the_same_time_neither_wait_in_vain_nor_spoil_each_other(opened, tmp_path, warnings, limit):
    folder = tmp_path / "doab"
    for process in writers(folder, limit):
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0 and output == ""
    with opened(limit) as run:
        count, size = run.state()
        assert count == 4 * 30 * 2 + 30 if limit == ROOM else 30 < count < 4 * 30 * 2
        assert size < limit + 1_000_000
    check_sound(folder)
    assert not warnings


def test_a_run_killed_while_it_writes_leaves_whole_entries_only(opened, tmp_path, warnings):
    script = """if True:
        import sys
        from pathlib import Path
        from doab.model.disk_cache import Cache
        with Cache(Path(sys.argv[1]), 1 << 30, print) as run:
            for step in range(10**6):
                run.write({f"{step} {part}".encode(): f"{step} {part}".encode() * 5000 for part in range(4)})
                if step == 5:
                    print("writing", flush=True)
    """
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", script, tmp_path / "doab"], stdout=subprocess.PIPE) as child:
            child.stdout.readline()
            child.kill()
    with opened() as run:
        keys = [f"{step} {part}".encode() for step in range(1000) for part in range(4)]
        entries = run.read(keys)
        assert len(entries) >= 24 and len(entries) % 4 == 0
        assert all(value == name * 5000 for name, value in entries.items())
    check_sound(tmp_path / "doab")
    assert not warnings


def check_sound(folder: Path) -> None:
    base = sqlite3.connect(folder / disk_cache.FILE)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert (
        base.execute("SELECT COUNT(*) FROM entries").fetchone()
        == base.execute("SELECT COUNT(*) FROM entries JOIN contents USING (id)").fetchone()
    )
    base.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a folder of its own")
def test_the_folder_is_where_the_user_wants_caches(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "doab"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder().is_relative_to(tmp_path) and default_folder().name == "doab"
