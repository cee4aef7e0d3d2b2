"""Requests and events as lines of text: one JSON object a line, with the type's name under "type"."""
# ruff: noqa: UP007  (`Union` is evaluated at run time, and Python 3.9 does not know `X | Y`)

from __future__ import annotations

import json
from typing import Any, Union

from ..text import tr
from .codec import from_json, to_json
from .errors import InputError
from .events import Event
from .requests import Request

SHOWN = 200
"""Characters of a malformed line that an error quotes."""


def write_line(message: Union[Request, Event]) -> str:
    """Return a request or an event as one line, without the line break."""
    return json.dumps(to_json(Union[Request, Event], message), ensure_ascii=False)


def read_request(line: str) -> Request:
    """Return the request that a line holds; raise `InputError` for malformed JSON, unknown types and wrong fields."""
    request: Request = _read(Request, line, tr("This is not a request: {}"))
    return request


def read_event(line: str) -> Event:
    """Return the event that a line holds; raise `InputError` for malformed JSON, unknown types and wrong fields."""
    event: Event = _read(Event, line, "This is not an event: {}")
    return event


def _read(kind: Any, line: str, sentence: str) -> Any:
    try:
        return from_json(kind, json.loads(line))
    except InputError:
        raise
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(f"{sentence.format(line.strip()[:SHOWN])} ({str(error)[:SHOWN]})") from error
