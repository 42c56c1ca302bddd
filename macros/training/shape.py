"""A frozen dataclass → JSON Schema; plain data held against it. The page's script reads the same schema.

Only what records use: text, whole numbers, truth values, one of several words, lists, mappings, records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from macros.errors import did_you_mean, shown


@dataclass(frozen=True)
class Text:
    """How long a text is, in characters, and the pattern that it holds."""

    most: int
    least: int = 1
    pattern: str = ""


@dataclass(frozen=True)
class Whole:
    """The bounds of a whole number."""

    most: int
    least: int = 0


@dataclass(frozen=True)
class Several:
    """How many entries a list or a mapping has at most, and the pattern of the keys of a mapping."""

    most: int
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with plain data: the path to it, the rule (a code, and in words), what stood there."""

    path: str
    code: str
    rule: str
    got: str = ""
    mend: str = ""


def schema_of(record: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of plain data that make up a `record`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_record(record)}


def _record(record: Any) -> dict[str, Any]:
    hints = get_type_hints(record, include_extras=True)
    own = fields(record)
    return {
        "title": record.__name__,
        "description": " ".join((record.__doc__ or "").split()),
        "type": "object",
        "properties": {field.name: _of(hints[field.name]) for field in own},
        "required": [f.name for f in own if f.default is MISSING and f.default_factory is MISSING],
        "additionalProperties": False,
    }


def _of(hint: Any) -> dict[str, Any]:
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *more = get_args(hint)
        marks = tuple(more)
    mark = next(iter(marks), None)
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"const": args[0]} if len(args) == 1 else {"enum": list(args)}
    if hint is bool:
        return {"type": "boolean"}
    if hint is int and isinstance(mark, Whole):
        return {"type": "integer", "minimum": mark.least, "maximum": mark.most}
    if hint is str and isinstance(mark, Text):
        pattern = {"pattern": mark.pattern} if mark.pattern else {}
        return {"type": "string", "minLength": mark.least, "maxLength": mark.most} | pattern
    if origin is tuple and isinstance(mark, Several):
        return {"type": "array", "items": _of(args[0]), "maxItems": mark.most, "uniqueItems": True}
    if origin is not None and issubclass(origin, Mapping) and isinstance(mark, Several):
        names = {"propertyNames": {"pattern": mark.keys}}
        return {"type": "object", "additionalProperties": _of(args[1]), "maxProperties": mark.most} | names
    if is_dataclass(hint):
        return _record(hint)
    raise TypeError(f"the record uses a type that has no schema: {hint}")


def faults(schema: Mapping[str, Any], value: Any, path: str = "") -> Iterator[Fault]:
    """Everything in `value` that the schema does not allow, in the order of the schema."""
    if "const" in schema or "enum" in schema:
        allowed = schema.get("enum", [schema.get("const")])
        if not any(value == one and type(value) is type(one) for one in allowed):
            listed = ", ".join(str(one) for one in allowed)
            yield Fault(path, "value", f"one of {listed} is wanted here", _what(value))
        return
    kind = schema["type"]
    if not _is(kind, value):
        yield Fault(path, "shape", f"{_KINDS[kind]} is wanted here", _what(value))
    elif kind == "string":
        yield from _text(schema, value, path)
    elif kind == "integer" and not schema["minimum"] <= value <= schema["maximum"]:
        rule = f"a whole number from {schema['minimum']} to {schema['maximum']} is wanted here"
        yield Fault(path, "value", rule, _what(value))
    elif kind == "array":
        yield from _list(schema, value, path)
    elif kind == "object":
        yield from _mapping(schema, value, path)


_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}


def _is(kind: str, value: Any) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    wanted: type = {"string": str, "boolean": bool, "array": list, "object": dict}[kind]
    return isinstance(value, wanted)


def _what(value: Any) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return shown(value, 40)


def _text(schema: Mapping[str, Any], value: str, path: str) -> Iterator[Fault]:
    if not schema["minLength"] <= len(value) <= schema["maxLength"]:
        rule = f"text has {schema['minLength']} to {schema['maxLength']} characters"
        yield Fault(path, "value", rule, f"{len(value):,}")
    elif "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        yield Fault(path, "value", f"the text does not have the form {schema['pattern']}", shown(value, 40))


def _list(schema: Mapping[str, Any], value: list[Any], path: str) -> Iterator[Fault]:
    if len(value) > schema["maxItems"]:
        yield Fault(path, "value", f"a list has at most {schema['maxItems']} entries", f"{len(value):,}")
        return
    for number, item in enumerate(value):
        yield from faults(schema["items"], item, f"{path}[{number}]")
        if item in value[:number]:
            yield Fault(f"{path}[{number}]", "value", "an entry stands in a list once", _what(item))


def _mapping(schema: Mapping[str, Any], value: dict[str, Any], path: str) -> Iterator[Fault]:
    def at(key: str) -> str:
        return f"{path}.{key[:80]}" if path else key[:80]

    if "properties" not in schema:
        if len(value) > schema["maxProperties"]:
            rule = f"a mapping has at most {schema['maxProperties']} entries"
            yield Fault(path, "value", rule, f"{len(value):,}")
            return
        for key, item in value.items():
            if not re.fullmatch(schema["propertyNames"]["pattern"], key):
                rule = f"a key has the form {schema['propertyNames']['pattern']}"
                yield Fault(at(key), "value", rule, shown(key, 40))
            yield from faults(schema["additionalProperties"], item, at(key))
        return
    known = schema["properties"]
    for key in value:
        if key not in known:
            mend = did_you_mean(key[:80], known)
            yield Fault(at(key), "unknown-key", "a record has no such key", shown(key, 40), mend)
    for key, below in known.items():
        if key in value:
            yield from faults(below, value[key], at(key))
        elif key in schema["required"]:
            yield Fault(at(key), "missing-key", f"`{key}` must be given")
