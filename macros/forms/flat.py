"""Answers as one level of names and text, as in a PDF or a row of a table; and back.

A field of a group is `<group>_<number>_<field>`, numbers from 1. In a PDF a date is three small fields
(`date_year` …); a table has it in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any

from macros.forms import dates
from macros.forms.answers import asked
from macros.forms.definition import PARTS, Answers, Entry, Form, entries, groups
from macros.forms.values import BLANKS, when


def to_fields(form: Form, answers: Answers) -> dict[str, str]:
    """PDF field name → its text: a choice as the value of its option, a flag as `on`.

    Only what is asked and was given is there, in the order of the sheet.
    """
    found: dict[str, str] = {}
    for entry, number in asked(form, answers):
        block = answers.values
        if entry.group is not None:
            blocks = answers.groups.get(entry.group.name, ())
            block = blocks[number - 1] if number <= len(blocks) else {}
        if entry.name in block:
            found.update(zip(entry.keys(number), _texts(entry, block[entry.name]), strict=False))
    return found


def counts(answers: Answers) -> dict[str, int]:
    """Group → how many blocks of it were given."""
    return {name: len(blocks) for name, blocks in answers.groups.items()}


def _texts(entry: Entry, value: str | int | bool) -> tuple[str, ...]:
    """The text of a value, or of each of its parts (a word such as 確認中 stands in the first)."""
    moment = when(entry.field, value)
    if moment is None:
        return ("on",) if value is True else (str(value),)
    return split(moment)


def split(moment: date | time | datetime) -> tuple[str, ...]:
    """What is written before 年 月 日 時 分: ("令和8", "11", "22")."""
    if isinstance(moment, time):
        return str(moment.hour), str(moment.minute)
    if isinstance(moment, datetime):
        return *dates.parts(moment.date()), str(moment.hour), str(moment.minute)
    return dates.parts(moment)


@dataclass
class Nested:
    """What `nest` makes of flat names."""

    given: dict[str, Any] = field(default_factory=dict)
    """As `answers.check` takes it."""
    keys: dict[str, str] = field(default_factory=dict)
    """Path of a value inside the answers → the flat name it came from."""
    unknown: list[str] = field(default_factory=list)
    """Flat names that the form does not have."""


def nest(form: Form, fields: Mapping[str, str]) -> Nested:
    """The answers in flat names. Blank ones are left out, blocks that are blank throughout too."""
    nested = Nested()
    places = _places(form)
    parts: dict[tuple[str, int, str], dict[str, str]] = {}
    blocks: dict[str, dict[int, dict[str, tuple[str, str]]]] = {name: {} for name in groups(form)}
    for name, text in fields.items():
        place = places(name)
        if place is None:
            nested.unknown.append(name)
        elif text.strip(BLANKS):
            group, number, key, part = place
            if part:
                parts.setdefault((group, number, key), {})[part] = text
                text = joined(_kind(form, group, key), parts[group, number, key])
                name = name.removesuffix(f"_{part}")
            if group:
                blocks[group].setdefault(number, {})[key] = (name, text)
            else:
                nested.given[key] = text
                nested.keys[key] = name
    for group, numbered in blocks.items():
        given: list[dict[str, str]] = []
        for number in sorted(numbered):
            path = f"{group}[{len(given)}]"
            nested.keys[path] = next(iter(numbered[number].values()))[0]
            nested.keys.update({f"{path}.{key}": name for key, (name, _) in numbered[number].items()})
            given.append({key: text for key, (_, text) in numbered[number].items()})
        if given:
            nested.given[group] = given
    return nested


_MARKS = {"year": "年", "month": "月", "day": "日", "hour": "時", "minute": "分"}


def joined(kind: str, parts: Mapping[str, str]) -> str:
    """The text of the parts of a date or time; what one part says alone stands for the whole (確認中)."""
    given = {part: text.strip(BLANKS) for part, text in parts.items() if text.strip(BLANKS)}
    if len(given) == 1:
        return next(iter(given.values()))
    return "".join(
        given[part] if given[part].endswith(_MARKS[part]) else given[part] + _MARKS[part]
        for part in PARTS[kind]
        if part in given
    )


def _kind(form: Form, group: str, key: str) -> str:
    return next(
        e.field.kind for e in entries(form) if e.name == key and (e.group.name if e.group else "") == group
    )


def entry_of(form: Form, key: str) -> tuple[Entry, int]:
    """The entry that a flat name stands for, and the number of its block. Raises `KeyError`."""
    place = _places(form)(key)
    if place is None:
        raise KeyError(key)
    group, number, name, _ = place
    found = (e for e in entries(form) if e.name == name and (e.group.name if e.group else "") == group)
    return next(found), number


@cache
def _places(form: Form) -> Callable[[str], tuple[str, int, str, str] | None]:
    """A function: flat name → group (or ""), block number, field, part of a date (or ""); or `None`."""
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for entry in entries(form):
        group = entry.group.name if entry.group else ""
        known[group, entry.name] = (entry.name, "")
        for part in PARTS.get(entry.field.kind, ()):
            known[group, f"{entry.name}_{part}"] = (entry.name, part)
    names = "|".join(map(re.escape, groups(form))) or "(?!)"
    numbered = re.compile(rf"({names})_([1-9][0-9]?)_([a-z0-9_]+)")

    def place(name: str) -> tuple[str, int, str, str] | None:
        group, number, key = "", 1, name
        if (found := numbered.fullmatch(name)) is not None:
            group, number, key = found[1], int(found[2]), found[3]
        if (group, key) not in known:
            return None
        return group, number, *known[group, key]

    return place


def columns(form: Form, blocks: int | Mapping[str, int] = 3) -> Iterable[str]:
    """The names of the columns of a table for `form`, with as many blocks of each group, if it takes them."""
    most = blocks if isinstance(blocks, Mapping) else dict.fromkeys(groups(form), blocks)
    done: set[str] = set()
    for entry in entries(form):
        if entry.group is None:
            yield entry.name
        elif entry.group.name not in done:
            done.add(entry.group.name)
            members = [e for e in entries(form) if e.group is entry.group]
            for number in range(1, min(most.get(entry.group.name, 0), entry.group.most) + 1):
                yield from (e.key(number) for e in members)
