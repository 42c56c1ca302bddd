"""JSON Schema of an answers file, computed from the form: for editors, and for the page that saves one.

It holds for answers as they are saved: dates in ISO 8601, choices by value. The command line takes more
(和暦, the labels of options) and checks more (that a day is in the calendar, what is written twice).
"""

from __future__ import annotations

from typing import Any

from macros.forms.definition import Conditions, Entry, Form, by_name, entries, groups, opened_by

_PATTERNS = {
    "date": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "time": r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "moment": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]$",
}


def schema_of(form: Form, *, partial: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an answers file for `form`. `partial`: nothing has to be answered."""
    answers = _answers(form, partial)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.title[form.language],
        "type": "object",
        "properties": {
            "form": {"const": form.id},
            "revision": {"const": form.revision},
            "filing": {"enum": ["new", "change"]},
            "profile": {"type": "string", "minLength": 1},
            "answers": answers,
        },
        "required": ["form", "answers"],
        "additionalProperties": False,
    }


def _answers(form: Form, partial: bool) -> dict[str, Any]:
    outside = list(by_name(form).values())
    schema = _object(form, outside, partial)
    for name, group in groups(form).items():
        members = [entry for entry in entries(form) if entry.group is group]
        needed = not partial and any(entry.field.required for entry in members)
        opened = opened_by(form)[name]
        schema["properties"][name] = {
            "title": group.label[form.language],
            "type": "array",
            "items": _object(form, members, partial),
            "minItems": 1,
            "maxItems": group.most,
        }
        _ask(schema, name, opened, needed)
    return schema


def _object(form: Form, members: list[Entry], partial: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {entry.name: _value(form, entry) for entry in members},
        "required": [],
        "additionalProperties": False,
    }
    names = {entry.name for entry in members}
    for entry in members:
        inside = tuple(c for c in entry.conditions if c[0] in names)  # the others open the whole group
        _ask(schema, entry.name, inside, entry.field.required and not partial)
    return schema


def _ask(schema: dict[str, Any], name: str, conditions: Conditions, needed: bool) -> None:
    """Have `name` answered where its conditions hold (if it is needed), and only there."""
    if not conditions:
        schema["required"] += [name] if needed else []
        return
    held = {
        "properties": {field: {"enum": [v == "true" or v for v in values]} for field, values in conditions},
        "required": [field for field, _ in conditions],
    }
    rule: dict[str, Any] = {"if": held, "else": {"properties": {name: False}}}
    schema.setdefault("allOf", []).append(rule | ({"then": {"required": [name]}} if needed else {}))


def _value(form: Form, entry: Entry) -> dict[str, Any]:
    field = entry.field
    schema: dict[str, Any]
    if field.kind == "choice":
        schema = {"enum": [option.value for option in field.options]}
    elif field.kind == "flag":
        schema = {"const": True}
    elif field.kind == "integer":
        schema = {"type": "integer", "minimum": 0, "maximum": field.most}
    elif field.kind in _PATTERNS:
        schema = {"type": "string", "pattern": _PATTERNS[field.kind]}
    else:
        line = {} if field.kind == "multiline" else {"pattern": r"^[^\n]*$"}
        schema = {"type": "string", "minLength": 1, "maxLength": field.most, **line}
    if field.pending and form.pending and field.kind not in ("text", "multiline"):
        schema = {"anyOf": [schema, {"const": form.pending[form.language]}]}
    return {"title": field.label[form.language], **schema}
