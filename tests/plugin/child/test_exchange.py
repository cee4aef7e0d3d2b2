"""One request to a child process: its events come, what else it prints does not, and nothing blocks."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from doab.model import protocol
from doab.plugin.child.exchange import exchange, request_once
from doab.plugin.child.process import Child, ChildError

pytestmark = pytest.mark.usefixtures("qgis_app")

INSPECT = protocol.InspectRequest((protocol.Source("/images/é.tif"),))


def never() -> bool:
    return False


@pytest.fixture
def program(tmp_path):
    """Return a function that starts Python code as a child process."""
    started = []

    def start(code: str) -> Child:
        started.append(Child([sys.executable, "-u", "-c", code], tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.end()


def test_every_event_of_a_request_comes_in_order_and_other_lines_do_not(program):
    lines = ["loading", "[]", '{"type": "Fly"}', protocol.write_line(protocol.Stage("Reading é"))]
    lines += [protocol.write_line(event) for event in (protocol.Done(), protocol.Ended(0), protocol.Stage("later"))]
    events = []
    outcome = exchange(program(f"input(); print({chr(10).join(lines)!r})"), INSPECT, never, events.append)
    assert events == [protocol.Stage("Reading é"), protocol.Done()]
    assert (outcome.code, outcome.result()) == (0, None)


def test_a_failure_is_raised_with_its_reason_and_what_the_process_complained_of(program):
    lines = [protocol.write_line(event) for event in (protocol.Failed("No image."), protocol.Ended(2))]
    code = f"import sys; input(); print('trouble', file=sys.stderr); print({chr(10).join(lines)!r})"
    with pytest.raises(ChildError, match="No image.") as caught:
        exchange(program(code), INSPECT, never, lambda _: None).result()
    assert "trouble" in caught.value.details


def test_a_process_that_ends_without_an_event_is_explained(program):
    with pytest.raises(ChildError, match="exit code 3"):
        exchange(program("import sys; input(); sys.exit(3)"), INSPECT, never, lambda _: None).result()


def test_a_large_request_to_a_process_that_does_not_read_can_be_cancelled(program):
    request = protocol.InspectRequest((protocol.Source(2**20 * "a"),))  # a pipe holds less
    child = program("import time; time.sleep(60)")
    start = time.monotonic()
    outcome = exchange(child, request, lambda: time.monotonic() > start + 0.5, lambda _: None, grace=0)
    child.end()
    assert outcome.code != 0 and time.monotonic() - start < 5


def test_a_process_for_one_request_is_gone_afterwards(child, children, tmp_path):
    folder = tmp_path / "single"
    folder.mkdir()
    inspection = request_once(child("done"), folder, INSPECT, never, lambda _: None)
    assert inspection.scene.acquisitions[0].bands["B04"].path == "/images/é.tif"
    assert not children() and Path(folder).is_dir()
