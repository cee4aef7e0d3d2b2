"""How running work reports events and is stopped."""

import json
import subprocess
import sys

import pytest

from doab.model.protocol import Cancelled
from doab.model.reporter import Control, JsonLines

CHILD = """
import sys, time
from doab.model.reporter import JsonLines
from doab.model.protocol import Cancelled
reporter = JsonLines()
reporter.stage("Reading é")
reporter.progress(0.25)
try:
    for _ in range(500):
        reporter.check()
        time.sleep(0.01)
except Cancelled:
    sys.exit(130)
"""


def start():
    return subprocess.Popen(
        [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )


def test_events_are_one_json_object_a_line():
    with start() as child:
        first, second = (json.loads(child.stdout.readline()) for _ in range(2))
        child.stdin.close()
    assert first == {"type": "Stage", "text": "Reading é"}
    assert second == {"type": "Progress", "fraction": 0.25}


@pytest.mark.parametrize("how", ["word", "closed"])
def test_the_word_cancel_and_a_closed_input_both_stop_the_run(how):
    with start() as child:
        child.stdout.readline()
        if how == "word":
            child.stdin.write("cancel\n")
            child.stdin.flush()
        else:
            child.stdin.close()
        assert child.wait(timeout=5) == 130


def test_the_word_finish_is_enough_and_cancels_nothing():
    control = Control()
    reporter = JsonLines(control)
    assert not control.receive('{"type": "ReadyRequest"}') and not reporter.enough()
    assert control.receive("finish\n") and reporter.enough()
    reporter.check()
    assert control.receive("cancel\n")
    with pytest.raises(Cancelled):
        reporter.check()


def test_a_preview_names_its_file(capsys):
    JsonLines(Control()).preview("/tmp/é.gpkg", 7)
    assert json.loads(capsys.readouterr().out) == {"type": "Preview", "path": "/tmp/é.gpkg", "parcels": 7}
