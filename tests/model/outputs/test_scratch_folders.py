"""Temporary folders are gone with their process, or with the next one where it was killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from doab.model.outputs import scratch_folders
from doab.model.outputs.scratch_folders import (
    OWNER,
    hold_scratch,
    is_scratch,
    make_scratch,
    remove_all_scratch,
    scratch_folder,
    sweep,
)

HOLDER = """if True:
    import sys
    from pathlib import Path
    from doab.model.outputs.scratch_folders import make_scratch
    folder = make_scratch(Path(sys.argv[1]))
    (folder / "field.raw").write_bytes(b"x" * 2_000_000)
    print("made", flush=True)
    sys.stdin.read()
"""


def swept(folder) -> list[str]:
    warnings = []
    sweep(folder, warnings.append)
    return warnings


def test_a_folder_is_gone_with_its_block_whatever_happens(tmp_path):
    with scratch_folder(tmp_path) as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "file").touch()
        assert folder.stat().st_mode & 0o077 == 0 and is_scratch(folder)
    with pytest.raises(KeyboardInterrupt), scratch_folder(tmp_path):
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_living_process_keeps_its_folder_and_a_killed_ones_is_removed_and_told(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "made\n"
        (folder,) = tmp_path.iterdir()
        assert swept(tmp_path) == [] and folder.exists()
        holder.send_signal(signal.SIGKILL)
    (text,) = swept(tmp_path)
    assert folder.name in text and "2.0 MB" in text
    assert not list(tmp_path.iterdir())


def test_a_folder_that_two_processes_use_stays_until_both_are_gone(tmp_path):
    folder = make_scratch(tmp_path)
    if not (child := os.fork()):
        hold_scratch(folder)
        time.sleep(60)
        os._exit(0)
    try:
        scratch_folders._held.pop(folder)[1].close()
        assert swept(tmp_path) == []
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert len(swept(tmp_path)) == 1


def test_one_of_another_computer_a_link_and_folders_of_somebody_else_stay(tmp_path):
    (tmp_path / ".doab-notes").mkdir()
    (tmp_path / ".doab-notes" / "mine.txt").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".doab-linked00").symlink_to(tmp_path / "elsewhere")
    far = tmp_path / ".doab-faraway0"
    far.mkdir()
    (far / OWNER).write_text('{"program": "doab", "process": 1, "host": "another computer"}')
    assert swept(tmp_path) == [] and len(list(tmp_path.iterdir())) == 4


def test_what_an_earlier_version_left_is_removed_after_a_day(tmp_path):
    for name, content in ((".doab-abcdefgh", "field.raw"), (".doab-ijklmnop", "thesis.txt")):
        (tmp_path / name).mkdir()
        (tmp_path / name / content).touch()
    assert swept(tmp_path) == []
    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0))
    (text,) = swept(tmp_path)
    assert ".doab-abcdefgh" in text and [path.name for path in tmp_path.iterdir()] == [".doab-ijklmnop"]


def test_whatever_this_process_still_has_can_be_removed_at_its_end(tmp_path):
    make_scratch(tmp_path), make_scratch(tmp_path)
    remove_all_scratch()
    assert not list(tmp_path.iterdir())
