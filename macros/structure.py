"""Nodes → records of the model, every fault of shape collected. Knows types, not the subject."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml

from macros.errors import Problem, did_you_mean, shown
from macros.model import Record
from macros.source import place_of

FAULTY: Any = object()
"""Stands for a value that could not be read; its problem has been noted."""

CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Control characters, marks that turn the direction of text, what has no width: never wanted in a value."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its name in YAML, the type it holds, whether it must be given."""

    key: str
    name: str
    type: Any
    required: bool


def fields_of(record: type[Record]) -> dict[str, Field]:
    """The YAML keys of a record class. A Python name that had to end in `_` is written without it."""
    key: Any = record
    return _fields_of(key)


@cache
def _fields_of(record: Any) -> dict[str, Field]:
    hints = get_type_hints(record)
    return {
        f.name.rstrip("_"): Field(
            f.name.rstrip("_"),
            f.name,
            hints[f.name],
            f.default is MISSING and f.default_factory is MISSING,
        )
        for f in fields(record)
        if f.name not in ("file", "path")
    }


class Reader:
    """Reads nodes of one file into records."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def fault(self, node: yaml.Node, path: str, code: str, rule: str, got: str = "", mend: str = "") -> Any:
        """Note a problem and hand back `FAULTY`."""
        self.problems.append(Problem(place_of(node, self.file, path), code, rule, got, mend))
        return FAULTY

    def record(self, wanted: type[Record], node: yaml.Node, path: str = "") -> Any:
        """A record of class `wanted`, or `FAULTY`; unknown and missing keys are problems."""
        if not isinstance(node, yaml.MappingNode):
            return self.fault(node, path, "shape", "a mapping is wanted here", _what(node))
        known = fields_of(wanted)
        values: dict[str, Any] = {"file": self.file, "path": path}
        faulty = False
        for key, value in node.value:
            where = f"{path}.{key.value}" if path else str(key.value)
            if key.value not in known:
                rule = f"{wanted.__name__.lower()} has no such key"
                self.fault(key, where, "unknown-key", rule, key.value, did_you_mean(key.value, known))
                continue
            spec = known[key.value]
            read = reader_of(spec.type)(self, value, where)
            faulty = faulty or read is FAULTY
            values[spec.name] = read
        for spec in known.values():
            if spec.required and spec.name not in values:
                mend = f"add `{spec.key}: …`"
                self.fault(node, path, "missing-key", f"`{spec.key}` must be given", mend=mend)
                faulty = True
        return FAULTY if faulty else wanted(**values)


Read = Callable[[Reader, yaml.Node, str], Any]


@cache
def reader_of(wanted: Any) -> Read:
    """The function that reads a node as the type `wanted` (see `macros.model` for the types in use)."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        (inner,) = (arg for arg in args if arg is not type(None))
        return reader_of(inner)
    if origin is Literal:
        return _choice(args)
    if origin is tuple:
        return _sequence(args[0])
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(args[1])
    if wanted is str:
        return _text
    if wanted is bool:
        return _flag
    if wanted is int:
        return _number
    if isinstance(wanted, type) and issubclass(wanted, Record):
        return lambda reader, node, path: reader.record(wanted, node, path)
    raise TypeError(f"the model uses a type that the reader does not know: {wanted}")


def _what(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return shown(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _text(reader: Reader, node: yaml.Node, path: str) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        return reader.fault(node, path, "shape", "text is wanted here", _what(node))
    value: str = node.value
    if not node.style and re.fullmatch(r"[-+]?[0-9]+|true|false", value):
        rule = "text is wanted here: a plain number or true/false must be quoted"
        return reader.fault(node, path, "shape", rule, value, f'write "{value}"')
    if not value:
        mend = "give a value or leave the key out"
        return reader.fault(node, path, "blank", "text must not be empty", mend=mend)
    if value != value.strip():
        return reader.fault(node, path, "blank", "text has no blanks around it", shown(repr(value)))
    if (found := CONTROL.search(value)) is not None:
        got = f"U+{ord(found[0]):04X}"
        return reader.fault(node, path, "control", "text has no control characters", got, "remove it")
    return value


def _flag(reader: Reader, node: yaml.Node, path: str) -> Any:
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("true", "false"):
        return node.value == "true"
    return reader.fault(node, path, "shape", "true or false is wanted here", _what(node))


def _number(reader: Reader, node: yaml.Node, path: str) -> Any:
    if isinstance(node, yaml.ScalarNode) and not node.style and re.fullmatch(r"[1-9][0-9]{0,5}", node.value):
        return int(node.value)
    return reader.fault(node, path, "shape", "a whole number from 1 is wanted here", _what(node))


def _choice(choices: tuple[str, ...]) -> Read:
    def read(reader: Reader, node: yaml.Node, path: str) -> Any:
        if isinstance(node, yaml.ScalarNode) and node.value in choices:
            return node.value
        got = node.value if isinstance(node, yaml.ScalarNode) else _what(node)
        rule = f"one of {', '.join(choices)} is wanted here"
        return reader.fault(node, path, "choice", rule, _what(node), did_you_mean(str(got), choices))

    return read


def _sequence(inner: Any) -> Read:
    one = reader_of(inner)

    def read(reader: Reader, node: yaml.Node, path: str) -> Any:
        if inner is str and isinstance(node, yaml.ScalarNode):
            value = one(reader, node, path)
            return value if value is FAULTY else (value,)
        if not isinstance(node, yaml.SequenceNode):
            return reader.fault(node, path, "shape", "a list is wanted here", _what(node))
        if not node.value:
            mend = "put something in or leave the key out"
            return reader.fault(node, path, "blank", "a list must not be empty", mend=mend)
        values = tuple(one(reader, item, f"{path}[{n}]") for n, item in enumerate(node.value))
        return FAULTY if any(value is FAULTY for value in values) else values

    return read


def _mapping(inner: Any) -> Read:
    one = reader_of(inner)

    def read(reader: Reader, node: yaml.Node, path: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return reader.fault(node, path, "shape", "a mapping is wanted here", _what(node))
        values = {key.value: one(reader, value, f"{path}.{key.value}") for key, value in node.value}
        return FAULTY if any(value is FAULTY for value in values.values()) else values

    return read
