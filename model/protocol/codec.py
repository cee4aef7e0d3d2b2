"""Dataclasses of the protocol as JSON and back.

A field whose type is a union of dataclasses is written with the name of the class under `TAG`. A class may have a
static method ``upgrade`` that converts the JSON fields of an earlier version, and a method ``check`` that raises
`InputError` where the values that were read cannot be.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from ..text import tr
from .errors import InputError

TAG = "type"

T = TypeVar("T")


def dumps(value: object) -> str:
    """Write a dataclass of the protocol as JSON."""
    return json.dumps(to_json(type(value), value), ensure_ascii=False)


def loads(kind: type[T], text: str) -> T:
    """Read the JSON that `dumps` wrote as an instance of ``kind``; raise `InputError` where the text does not fit."""
    try:
        value: T = from_json(kind, json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(tr("This is not a valid {} file: {}").format(kind.__name__.lower(), error)) from error
    return value


def to_json(kind: Any, value: Any) -> Any:
    """Return ``value``, declared as ``kind``, as plain JSON values; raise `TypeError` where its union lacks it."""
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """Return the function that writes values declared as ``kind``: a scene has ten thousand of few kinds."""
    members = _members(kind)
    if len(members) > 1:
        return _union_writer(members)
    kind = members[0]
    arguments = _arguments(kind)
    if _is_dataclass(kind):
        fields = [(name, _writer(hint)) for name, hint in _fields(kind)]
        return lambda value: None if value is None else {name: write(getattr(value, name)) for name, write in fields}
    if _origin(kind) is tuple:
        return lambda value: None if value is None else _write_tuple(arguments, value)
    if _origin(kind) is not None and issubclass(_origin(kind), Mapping):
        write = _writer(arguments[1])
        return lambda value: None if value is None else {key: write(item) for key, item in value.items()}
    return lambda value: value


def _union_writer(members: tuple) -> Callable[[Any], Any]:
    writers = {member: _writer(member) for member in members}

    def write(value: Any) -> Any:
        if value is None:
            return None
        if type(value) not in writers:
            raise TypeError(f"expected {_names(members)}, found {value!r}")
        return {TAG: type(value).__name__, **writers[type(value)](value)}

    return write


def _write_tuple(arguments: tuple, values: tuple) -> list:
    return [_writer(item)(value) for item, value in zip(_items(arguments, len(values)), values)]


def from_json(kind: Any, value: Any) -> Any:
    """Rebuild a value declared as ``kind`` from plain JSON values; raise `TypeError` or `KeyError` where it is none."""
    members = _members(kind)
    if value is None and type(None) in _arguments(kind):
        return None
    if len(members) > 1:
        return _tagged(members, value)
    kind = members[0]
    origin, arguments = _origin(kind), _arguments(kind)
    if origin is tuple:
        items = _items(arguments, len(value))
        if len(items) != len(value):
            raise TypeError(f"expected {len(items)} values, found {value!r}")
        return tuple(from_json(item, v) for item, v in zip(items, value))
    if not isinstance(value, dict) and (origin is not None or _is_dataclass(kind)):
        raise TypeError(f"expected an object, found {value!r}")
    if origin is not None:
        return {k: from_json(arguments[1], v) for k, v in value.items()}
    if _is_dataclass(kind):
        hints = _hints(kind)
        if upgrade := getattr(kind, "upgrade", None):  # fields that an earlier version wrote
            value = upgrade(value)
        built = kind(**{k: from_json(hints[k], v) for k, v in value.items()})
        if check := getattr(built, "check", None):
            check()
        return built
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"expected {kind.__name__}, found {value!r}")
    return value


def _tagged(members: tuple[Any, ...], value: Any) -> Any:
    """Rebuild the member of a union that the tag of ``value`` names."""
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, found {value!r}")
    fields = dict(value)
    tag = fields.pop(TAG, None)
    for member in members:
        if member.__name__ == tag:
            return from_json(member, fields)
    raise TypeError(f"expected {_names(members)}, found {tag!r}")


# What follows is resolved once for each type: a scene has thousands of objects, and QGIS waits meanwhile.


@cache
def _origin(kind: Any) -> Any:
    return typing.get_origin(kind)


@cache
def _arguments(kind: Any) -> tuple[Any, ...]:
    return typing.get_args(kind)


@cache
def _is_dataclass(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind)


@cache
def _members(kind: Any) -> tuple[Any, ...]:
    """Return the types of a union without None; of any other type, the type itself."""
    if typing.get_origin(kind) is not typing.Union:
        return (kind,)
    return tuple(member for member in typing.get_args(kind) if member is not type(None))


def _items(arguments: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Return the types of the items of a tuple."""
    return arguments[:1] * count if arguments[-1] is Ellipsis else arguments


def _names(members: tuple[Any, ...]) -> str:
    return " or ".join(member.__name__ for member in members)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Return the types of a dataclass by field name."""
    return typing.get_type_hints(kind)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return the names of the fields of a dataclass in their order, with their types."""
    return tuple((field.name, _hints(kind)[field.name]) for field in dataclasses.fields(kind))
