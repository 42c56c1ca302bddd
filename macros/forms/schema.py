"""JSON Schema of an answers file, computed from the form: for editors, and for the page that saves one.

It holds for answers as they are saved (`answers.as_data`): dates in ISO 8601, choices by value, text without
blanks around. It takes all of these that `answers.check` takes, and refuses what that refuses, but for what
JSON Schema has no words for: which of two dates is the earlier, what one comes to from another, characters
beyond U+FFFF that cannot be seen.

`written`: for editors, of answers as people write them in YAML: dates and labels in any of the ways that are
understood, what is left blank. There a date is any text, and blanks around a text count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from macros.forms import patterns
from macros.forms.definition import Conditions, Entry, Form, Group, by_name, entries, groups, opened_by
from macros.forms.values import FALSE, TRUE
from macros.forms.wording import behind
from macros.model import Words

_PATTERNS = {"date": patterns.DATE, "time": patterns.TIME, "moment": patterns.MOMENT}

_BLANK: Mapping[str, Any] = {
    "anyOf": [
        {"type": "null"},
        {"type": "string", "pattern": patterns.BLANK},
        {"type": "array", "maxItems": 0},
    ]
}
"""What is no answer, as people write it."""

_SAID = {
    "text": "1行で、目に見えない文字を使わずに / one line, no characters that cannot be seen",
    "multiline": "目に見えない文字を使わずに / no characters that cannot be seen",
}
"""What editors that know the YAML language server say instead of the pattern."""

_AS_TEXT = ["string", "number", "boolean"]
"""What an editor takes for a number or a truth value is text, too."""

_WHOLE = {
    "form": "様式 / the form",
    "revision": "様式の版 / the edition of the form",
    "filing": "new：新規の届出 / a first notification\nchange：変更の届出 / a notification of a change",
    "profile": "もとにした自社の情報 / the company profile it was begun with",
    "answers": "回答 / the answers",
}
"""What stands beside the answers."""


def schema_of(form: Form, *, partial: bool = False, written: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an answers file for `form`. `partial`: nothing has to be answered."""
    writing = _Writing(form, partial, written)
    parts: dict[str, dict[str, Any]] = {
        "form": {"const": form.id},
        "revision": {"const": form.revision},
        "filing": {"enum": ["new", "change"]},
        "profile": {"type": "string", "minLength": 1},
        "answers": writing.answers(),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_named(form, form.title, *_all(form.mark), *_all(form.purpose)),
        "type": "object",
        "properties": {name: {"description": _WHOLE[name], **part} for name, part in parts.items()},
        "required": ["form", "answers"],
        "additionalProperties": False,
        "$defs": _definitions(written),
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
        "title": "自社の情報",
        "description": "Company profile",
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
        "$defs": _definitions(written=True),
    }


def _definitions(written: bool) -> dict[str, Any]:
    texts = {
        kind: {
            "type": _AS_TEXT if written else "string",
            "pattern": patterns.text(lines=kind == "multiline", blanks=written),
        }
        for kind in ("text", "multiline")
    }
    if written:
        return {"blank": dict(_BLANK)} | {
            kind: t | {"patternErrorMessage": _SAID[kind]} for kind, t in texts.items()
        }
    return texts | {kind: {"type": "string", "pattern": pattern} for kind, pattern in _PATTERNS.items()}


def _named(form: Form, label: Words, *about: str) -> dict[str, str]:
    """The prevailing words as the title; the other languages, and what is said about it, behind."""
    said = (*(words for language, words in label.items() if language != form.language), *about)
    return {"title": label[form.language]} | ({"description": "\n".join(said)} if said else {})


def _all(words: Words | None) -> Iterable[str]:
    return (words or {}).values()


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
            blocks = {
                **_named(form, group.label),
                "type": "array",
                "items": self._object(members),
                "minItems": 1,
                "maxItems": group.most,
            }
            self._ask(schema, name, blocks, opened_by(form)[name], needed, None)
            for entry in members:
                self._beyond(schema, group, entry)
        return schema

    def _object(self, members: list[Entry]) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "object", "properties": {}, "required": [], "additionalProperties": False,
        }  # fmt: skip
        names = {entry.name for entry in members}
        for entry in members:
            inside = tuple(c for c in entry.conditions if c[0] in names)
            group = entry.group.name if entry.group else None
            needed = entry.field.required and not self.partial and not self._outer(entry)
            self._ask(schema, entry.name, self._value(entry), inside, needed, group)
        return schema

    def _ask(
        self,
        schema: dict[str, Any],
        name: str,
        value: dict[str, Any],
        conditions: Conditions,
        needed: bool,
        group: str | None,
    ) -> None:
        """Have `name` answered where its conditions hold (if it is needed), and only there."""
        blank = self.written and (bool(conditions) or not needed)
        label = {key: value.pop(key) for key in ("title", "description") if key in value}
        either = {"anyOf": [value, {"$ref": "#/$defs/blank"}]}
        schema["properties"][name] = label | (either if blank else value)
        if not conditions:
            schema["required"] += [name] if needed else []
            return
        rule: dict[str, Any] = {
            "if": self._held(conditions, group),
            "else": {"properties": {name: self._none()}},
        }
        if needed:
            given = {"properties": {name: {"not": {"$ref": "#/$defs/blank"}}}} if self.written else {}
            rule["then"] = {"required": [name], **given}
        schema.setdefault("allOf", []).append(rule)

    def _none(self) -> Any:
        """What is no answer."""
        return {"$ref": "#/$defs/blank"} if self.written else False

    def _held(self, conditions: Conditions, group: str | None) -> dict[str, Any]:
        members = by_name(self.form, group)
        return {
            "properties": {field: {"enum": self._ways(members[field], v)} for field, v in conditions},
            "required": [field for field, _ in conditions],
        }

    def _outer(self, entry: Entry) -> Conditions:
        """On which answers outside all blocks a field of a block hangs, beside those that open the block."""
        if entry.group is None:
            return ()
        own, opening = by_name(self.form, entry.group.name), opened_by(self.form)[entry.group.name]
        return tuple(c for c in entry.conditions if c[0] not in own and c not in opening)

    def _beyond(self, schema: dict[str, Any], group: Group, entry: Entry) -> None:
        """Have a field of a block answered where answers outside it ask for it, and only there."""
        outer = self._outer(entry)
        if not outer:
            return

        def items(each: dict[str, Any]) -> dict[str, Any]:
            return {"properties": {group.name: {"items": each}}}

        rule = {"if": self._held(outer, None), "else": items({"properties": {entry.name: self._none()}})}
        if entry.field.required and not self.partial:
            given: dict[str, Any] = {"required": [entry.name]}
            if inside := tuple(c for c in entry.conditions if c[0] in by_name(self.form, group.name)):
                given = {"if": self._held(inside, group.name), "then": given}
            rule["then"] = items(given)
        schema.setdefault("allOf", []).append(rule)

    def _ways(self, entry: Entry, values: Iterable[str]) -> list[str | bool]:
        """The values, and where people write them all that is read as one of them."""
        ways: list[str | bool] = []
        for value in values:
            ways.append(value == "true" or value)
            if self.written:
                labels = (o.label.values() for o in entry.field.options if o.value == value)
                ways += [label for own in labels for label in own]
                ways += sorted(TRUE) if value == "true" and entry.field.kind == "flag" else []
        return list(dict.fromkeys(ways))

    def _value(self, entry: Entry) -> dict[str, Any]:
        form, field = self.form, entry.field
        schema = self._written(entry) if self.written else self._saved(entry)
        word = behind(form, field.name) if entry.box is None else ""
        if word:
            schema["not"] = {"type": "string", "pattern": patterns.ending(word, blanks=self.written)}
        if field.pending and form.pending and field.kind not in ("text", "multiline"):
            words = list(form.pending.values()) if self.written else [form.pending[form.language]]
            schema = {"anyOf": [schema, {"enum": words}]}
        elif field.pending and form.pending and not self.written:
            others = [word for language, word in form.pending.items() if language != form.language]
            schema |= {"not": {"enum": others}} if others else {}
        options = (f"{option.value}: {' / '.join(option.label.values())}" for option in field.options)
        return _named(form, field.label, *_all(field.help), *_all(field.example), *options) | schema

    def _saved(self, entry: Entry) -> dict[str, Any]:
        field = entry.field
        match field.kind:
            case "choice":
                return {"enum": self._ways(entry, [option.value for option in field.options])}
            case "flag":
                return {"const": True}
            case "integer":
                return {"type": "integer", "minimum": 0, "maximum": field.limit}
            case "text" | "multiline":
                return {"$ref": f"#/$defs/{field.kind}", "maxLength": field.limit}
        return {"$ref": f"#/$defs/{field.kind}"}

    def _written(self, entry: Entry) -> dict[str, Any]:
        field = entry.field
        match field.kind:
            case "choice":
                return {"enum": self._ways(entry, [option.value for option in field.options])}
            case "flag":
                return {"anyOf": [{"type": "boolean"}, {"enum": sorted(TRUE | FALSE)}]}
            case "integer":
                number = {"type": "integer", "minimum": 0, "maximum": field.limit}
                return {"anyOf": [number, {"type": "string", "pattern": patterns.WRITTEN_NUMBER}]}
            case "text" | "multiline":
                return {"$ref": f"#/$defs/{field.kind}", "maxLength": field.limit}
        return {"type": "string", "not": {"pattern": patterns.BLANK}}
