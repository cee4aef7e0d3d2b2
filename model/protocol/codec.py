"""Dataclasses of the protocol as JSON and back."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Mapping
from functools import lru_cache

from ..text import tr
from .errors import InputError


def dumps(value) -> str:
    """Write any dataclass of this module as JSON."""
    return json.dumps(dataclasses.asdict(value), ensure_ascii=False)


def loads(kind: type, text: str):
    """Read back what `dumps` wrote as an instance of ``kind``; raise `InputError` where the text does not fit."""
    try:
        return _build(kind, json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(tr("This is not a valid {} file: {}").format(kind.__name__.lower(), error)) from error


_hints = lru_cache(maxsize=None)(typing.get_type_hints)
"""Types by field, found out once a class: a scene has thousands of objects."""


def _build(kind, value):
    """Rebuild nested dataclasses, tuples and mappings from plain JSON values."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Union:
        return None if value is None else _build(next(a for a in arguments if a is not type(None)), value)
    if origin is tuple:
        items = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
        if len(items) != len(value):
            raise TypeError(f"expected {len(items)} values, found {value!r}")
        return tuple(_build(item, v) for item, v in zip(items, value))
    if not isinstance(value, dict) and (origin is not None or dataclasses.is_dataclass(kind)):
        raise TypeError(f"expected an object, found {value!r}")
    if origin is not None and issubclass(origin, Mapping):
        return {k: _build(arguments[1], v) for k, v in value.items()}
    if dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        if upgrade := getattr(kind, "upgrade", None):  # fields that an earlier version wrote
            value = upgrade(value)
        return kind(**{k: _build(hints[k], v) for k, v in value.items()})
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, found {value!r}")
    return value
