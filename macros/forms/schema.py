"""JSON Schema of an answers file, computed from the form: for editors, and for the page that saves one.

It holds for answers as they are saved: dates in ISO 8601, choices by value. The command line takes more
(和暦, the labels of options) and checks more (that a day is in the calendar, what is written twice).
`written`: for editors, of answers as people write them, in any of these ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from macros.forms.definition import Conditions, Entry, Form, by_name, entries, groups, opened_by

_PATTERNS = {
    "date": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "time": r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "moment": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]$",
}


def schema_of(form: Form, *, partial: bool = False, written: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an answers file for `form`. `partial`: nothing has to be answered."""
    answers = _Writing(form, partial, written).answers()
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


def company_schema(forms: Iterable[Form]) -> dict[str, Any]:
    """The JSON Schema of a company's profile: whatever any of the forms asks; nothing has to be there."""
    found: dict[str, Any] = {}
    for form in forms:
        for name, schema in _Writing(form, partial=True, written=True).answers()["properties"].items():
            ways = found.setdefault(name, [])
            if schema not in ways:
                ways.append(schema)
    text = {"type": "string", "minLength": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profile",
        "type": "object",
        "properties": {
            "profile": text,
            "label": {"type": "object", "additionalProperties": text},
            "answers": {
                "type": "object",
                "properties": {n: w[0] if len(w) == 1 else {"anyOf": w} for n, w in sorted(found.items())},
                "additionalProperties": False,
            },
        },
        "required": ["profile", "answers"],
        "additionalProperties": False,
    }


class _Writing:
    """The schema of one form's answers while it is written."""

    def __init__(self, form: Form, partial: bool, written: bool) -> None:
        self.form, self.partial, self.written = form, partial, written

    def answers(self) -> dict[str, Any]:
        """Of all answers."""
        form = self.form
        schema = self._object(list(by_name(form).values()))
        for name, group in groups(form).items():
            members = [entry for entry in entries(form) if entry.group is group]
            needed = not self.partial and any(entry.field.required for entry in members)
            schema["properties"][name] = {
                "title": group.label[form.language],
                "type": "array",
                "items": self._object(members),
                "minItems": 1,
                "maxItems": group.most,
            }
            self._ask(schema, name, opened_by(form)[name], needed, None)
        return schema

    def _object(self, members: list[Entry]) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {entry.name: self._value(entry) for entry in members},
            "required": [],
            "additionalProperties": False,
        }
        names = {entry.name for entry in members}
        for entry in members:
            inside = tuple(c for c in entry.conditions if c[0] in names)  # the others open the whole group
            group = entry.group.name if entry.group else None
            self._ask(schema, entry.name, inside, entry.field.required and not self.partial, group)
        return schema

    def _ask(
        self, schema: dict[str, Any], name: str, conditions: Conditions, needed: bool, group: str | None
    ) -> None:
        """Have `name` answered where its conditions hold (if it is needed), and only there."""
        if not conditions:
            schema["required"] += [name] if needed else []
            return
        members = by_name(self.form, group)
        held = {
            "properties": {field: {"enum": self._ways(members[field], v)} for field, v in conditions},
            "required": [field for field, _ in conditions],
        }
        rule: dict[str, Any] = {"if": held, "else": {"properties": {name: False}}}
        schema.setdefault("allOf", []).append(rule | ({"then": {"required": [name]}} if needed else {}))

    def _ways(self, entry: Entry, values: Iterable[str]) -> list[str | bool]:
        """The values, and where people write them all that is read as one of them."""
        ways: list[str | bool] = []
        for value in values:
            ways.append(value == "true" or value)
            if self.written:
                labels = (o.label.values() for o in entry.field.options if o.value == value)
                ways += [label for own in labels for label in own]
        return list(dict.fromkeys(ways))

    def _value(self, entry: Entry) -> dict[str, Any]:
        form, field = self.form, entry.field
        schema: dict[str, Any]
        if field.kind == "choice":
            schema = {"enum": self._ways(entry, [option.value for option in field.options])}
        elif field.kind == "flag":
            schema = {"type": "boolean"} if self.written else {"const": True}
        elif field.kind == "integer":
            schema = {"type": "integer", "minimum": 0, "maximum": field.most}
        elif field.kind in _PATTERNS:
            way: dict[str, Any] = {"minLength": 1} if self.written else {"pattern": _PATTERNS[field.kind]}
            schema = {"type": "string", **way}
        else:
            line = {} if field.kind == "multiline" else {"pattern": r"^[^\n]*$"}
            schema = {"type": "string", "minLength": 1, "maxLength": field.most, **line}
        if field.pending and form.pending and field.kind not in ("text", "multiline"):
            schema = {"anyOf": [schema, {"const": form.pending[form.language]}]}
        return {"title": field.label[form.language], **schema}
