"""Every request has a handler, and whatever goes wrong becomes an event and an exit code."""

import errno
import typing

import pytest

from doab.model import protocol
from doab.model.commands import dispatch
from doab.model.commands.worker_state import WorkerState
from doab.model.reporter import Reporter

JOB = protocol.Job(protocol.Scene(), "out.gpkg")
SERIES = protocol.ParcelTimeSeriesRequest(protocol.Scene(), "2019-06-26", "{}", "EPSG:4326")


class Events(Reporter):
    """Collects the events."""

    def __init__(self):
        self.events = []

    def send(self, event):
        self.events.append(event)


def answer(request, error, monkeypatch):
    """Answer a request with a handler that raises ``error``; return (exit code, events)."""

    def handle(*_):
        raise error

    reporter = Events()
    monkeypatch.setitem(dispatch.HANDLERS, type(request), handle)
    return dispatch.answer(lambda: request, reporter, WorkerState()), reporter.events


def test_every_request_has_a_handler():
    assert set(dispatch.HANDLERS) == set(typing.get_args(protocol.Request))


def test_a_request_is_done_with_the_result_of_its_handler():
    reporter = Events()
    assert dispatch.answer(protocol.ReadyRequest, reporter, WorkerState()) == 0
    assert reporter.events == [protocol.Done()]


def test_bad_input_is_a_failure_with_its_sentence(monkeypatch):
    code, events = answer(protocol.MapRequest(JOB), protocol.InputError("Add an image."), monkeypatch)
    assert (code, events) == (2, [protocol.Failed("Add an image.")])


def test_a_request_that_cannot_be_read_fails_too():
    reporter = Events()
    assert dispatch.answer(lambda: protocol.read_request("hello"), reporter, WorkerState()) == 2
    (event,) = reporter.events
    assert isinstance(event, protocol.Failed) and event.text.startswith("This is not a request: hello")


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (protocol.MapRequest(JOB), "Mapping stopped at an error that Doab did not foresee: broken"),
        (SERIES, "The parcel could not be read: broken"),
        (protocol.EstimateRequest(JOB), "Doab stopped at an error that it did not foresee: broken"),
    ],
)
def test_an_unforeseen_error_is_a_failure_with_the_sentence_of_the_request(request_, sentence, monkeypatch, capsys):
    code, events = answer(request_, RuntimeError("broken"), monkeypatch)
    assert (code, events) == (1, [protocol.Failed(sentence)])
    assert "RuntimeError: broken" in capsys.readouterr().err


def test_a_disk_that_becomes_full_is_no_error_of_the_program(monkeypatch, capsys):
    code, events = answer(protocol.MapRequest(JOB), OSError(errno.ENOSPC, "No space left on device"), monkeypatch)
    assert code == 2 and "The disk became full" in events[-1].text and capsys.readouterr().err == ""


@pytest.mark.parametrize("error", [protocol.Cancelled, KeyboardInterrupt])
def test_a_cancelled_request_is_left_to_the_caller(error, monkeypatch):
    with pytest.raises(error):
        answer(protocol.MapRequest(JOB), error(), monkeypatch)
