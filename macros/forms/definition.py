"""What a form is: the only declaration of its shape, and where each field stands in it.

A form is one file, `forms/<id>/form.yml`. Its wording is printed in the order of the file: `title`, the
lines of `head`, the numbered `boxes` of the table, `foot`, `notes`. Inside a box: number, label,
example, notes; then its fields. A choice prints each option and, right behind it, what is asked only
where that option is chosen: conditions that follow the paper are nesting, all others are `when`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from macros.model import (
    InstrumentTag,
    Language,
    ObligationId,
    ParameterTag,
    PartyTag,
    ProvisionId,
    Record,
    Words,
)

Kind = Literal["text", "multiline", "date", "time", "moment", "integer", "choice", "flag"]
"""What an answer is. A moment is a date with hour and minute."""

BLANKS: Mapping[str, str] = {"date": "年 月 日", "time": "時 分", "moment": "年 月 日 時 分"}
"""What Japanese paper prints where a value of that kind is to be written; a space for the others."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "date": ("year", "month", "day"),
    "time": ("hour", "minute"),
    "moment": ("year", "month", "day", "hour", "minute"),
}
"""Kinds that are several small fields in a PDF, between the printed 年 月 日: `<name>_year` …"""

Conditions = tuple[tuple[str, tuple[str, ...]], ...]
"""Names of fields, and those of their values that open another: every one must hold."""

MOST = 40
"""No group repeats more often, in any form."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Condition(Record):
    """Another field of the form (or of the same block) holds one of these values."""

    field: str
    is_: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sum(Record):
    """A value that follows from another: that moment and a duration."""

    of: str
    plus: str
    """ISO 8601 duration, such as PT60M; the one that the obligation states."""
    as_in: ObligationId


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Option(Record):
    """One of the boxes to tick, and what is asked where it is ticked."""

    value: str
    label: Words
    caption: Words | None = None
    """Printed behind the label, before the fields: (利用契約先の情報)."""
    fields: tuple[Field, ...] = ()
    group: Group | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Field(Record):
    """One thing that is asked."""

    name: str
    """Key in answers, and name in PDFs: small letters, digits, `_`."""
    kind: Kind
    label: Words
    """What the field is called on the web page, in messages, tooltips and tables."""
    printed: Words | None = None
    """What the paper prints at the field, with `{}` where the value goes if words follow it:
    `ア サービス名称`, `(第三者認証の名称：{})`. Nothing where the box's label says it."""
    options: tuple[Option, ...] = ()
    required: bool = False
    """It must be answered wherever it is asked."""
    when: Condition | None = None
    of_filing: bool = False
    """It is about this paper (its date, its number), not about what is filed: a new value is no change."""
    pending: bool = False
    """The form's word for “still being checked” (確認中) is an answer too."""
    sum: Sum | None = None
    """It is computed where `sum.of` is known: nobody has to type it."""
    not_before: str | None = None
    """A field of the same kind (date, time, moment) beside it that it must not be before."""
    parameter: ParameterTag | None = None
    """A contract profile fills it in."""
    lines: int = 1
    """How high the field is on the sheet."""
    width: int = 100
    """How wide, in percent of the space there is."""
    most: int | None = None
    """The most characters (text, multiline) or the greatest number (integer) it takes; else `limit`."""
    example: Words | None = None
    help: Words | None = None
    """The handbook's own help: never printed on the sheet."""
    autocomplete: str | None = None
    """HTML's token, such as `organization`."""

    @property
    def limit(self) -> int:
        """`most`, or 200: where several lines are written, for each line that the field is high."""
        return self.most or (200 * self.lines if self.kind == "multiline" else 200)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Group(Record):
    """A block of fields that is filled in once for each service, subcontractor …"""

    name: str
    """Key in answers: a list of mappings. In PDFs the fields are `<group>_<number>_<field>`, from 1."""
    label: Words
    """What one block is called; the number is put behind it."""
    fields: tuple[Field, ...]
    fits: int = 1
    """How many blocks have room on the sheet; the others continue on a 別紙."""
    most: int = 20
    """How many there may be."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Line(Record):
    """A line above the table, with `{name}` where a field of it goes."""

    words: Words
    fields: tuple[Field, ...] = ()
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Box(Record):
    """A numbered row of the table: what is asked on the left, the fields on the right."""

    number: str
    label: Words
    example: Words | None = None
    notes: tuple[Words, ...] = ()
    fields: tuple[Field, ...] = ()
    group: Group | None = None
    """Given instead of `fields` where the row is repeated and no option opens it."""
    when: Condition | None = None
    each: str | None = None
    """Its fields belong to every block of this group, which stands in a box before."""
    by: PartyTag | None = None
    """Given where another party fills it in on the sheet (発注者記入欄): the filer is not asked."""
    basis: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Note(Record):
    """A numbered note below the table."""

    number: str
    words: Words
    basis: tuple[ProvisionId, ...] = ()
    """What it rests on, where it is not official wording itself."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Wording(Record):
    """Where the official wording stands in the source document of the instrument."""

    from_: str
    """The line it begins with: the form's title."""
    until: str | None = None
    """The line before which it ends; the end of the document if not given."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Change(Record):
    """What a changed answer sets off: the obligation that asks for it to be filed anew."""

    obligation: ObligationId
    fields: tuple[str, ...] = ()
    """Fields meant (`ai`), or fields of a group (`cloud_services.service`): a block that is added or
    removed changes all of its fields. None = every field that no other change names."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Form(Record):
    """forms/<id>/form.yml."""

    id: str
    status: Literal["official", "reference"]
    """`reference`: the handbook's own proposal (参考様式); `mark` is printed on it."""
    instrument: InstrumentTag
    title: Words
    language: Language
    """The language of the sheet, which prevails."""
    translations: tuple[Language, ...] = ()
    basis: tuple[ProvisionId, ...]
    purpose: Words
    """The handbook's own help: what it is for and when. Never printed on the sheet."""
    mark: Words | None = None
    wording: Wording | None = None
    pending: Words | None = None
    """The word for “still being checked” (確認中)."""
    head: tuple[Line, ...]
    boxes: tuple[Box, ...]
    foot: tuple[Words, ...] = ()
    notes_title: Words | None = None
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    file_name: str = "{form}_{date}_{name}"
    """How files made of it are named: `{form}` and names of fields."""
    revision: int = 1
    """Counts up when a field changes its name or its values: answers say what they were made for."""

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages of its words, the prevailing one first."""
        return (self.language, *self.translations)


# --- where things stand -------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Entry:
    """A field where it stands in its form."""

    field: Field
    conditions: Conditions = ()
    box: Box | None = None
    """`None` in the head."""
    group: Group | None = None

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    def key(self, number: int = 1) -> str:
        """The name in a PDF or a table: that of the field, in a group with group and block number."""
        return f"{self.group.name}_{number}_{self.name}" if self.group else self.name

    def keys(self, number: int = 1) -> tuple[str, ...]:
        """The names of its fields in a PDF: one, or one for each part of a date or time."""
        parts, key = PARTS.get(self.field.kind), self.key(number)
        return tuple(f"{key}_{part}" for part in parts) if parts else (key,)


@cache
def entries(form: Form) -> tuple[Entry, ...]:
    """Every field of the form in the order it is printed; those of a group once."""
    return tuple(_entries(form))


@cache
def groups(form: Form) -> Mapping[str, Group]:
    """Name → group, in the order they are printed."""
    return {group.name: group for _, group in _groups(form)}


@cache
def opened_by(form: Form) -> Mapping[str, Conditions]:
    """Name of a group → the conditions under which it is asked for."""
    return {group.name: conditions for conditions, group in _groups(form)}


def by_name(form: Form, group: str | None = None) -> Mapping[str, Entry]:
    """Name → entry of the fields outside all groups, or of those in one."""
    return {e.name: e for e in entries(form) if (e.group.name if e.group else None) == group}


def _and(conditions: Conditions, condition: Condition | None) -> Conditions:
    return conditions if condition is None else (*conditions, (condition.field, condition.is_))


def _entries(form: Form) -> Iterator[Entry]:
    for line in form.head:
        for field_ in line.fields:
            yield from _below(field_, (), None, None)
    for box in form.boxes:
        conditions = _and((), box.when)
        group = groups(form).get(box.each or "")
        for field_ in box.fields:
            yield from _below(field_, conditions, box, group)
        if box.group is not None:
            yield from _block(box.group, conditions, box)


def _below(field_: Field, conditions: Conditions, box: Box | None, group: Group | None) -> Iterator[Entry]:
    conditions = _and(conditions, field_.when)
    yield Entry(field_, conditions, box, group)
    for option in field_.options:
        inner = (*conditions, (field_.name, (option.value,)))
        for under in option.fields:
            yield from _below(under, inner, box, group)
        if option.group is not None:
            yield from _block(option.group, inner, box)


def _block(group: Group, conditions: Conditions, box: Box | None) -> Iterator[Entry]:
    for field_ in group.fields:
        yield from _below(field_, conditions, box, group)


def _groups(form: Form) -> Iterator[tuple[Conditions, Group]]:
    def inside(fields: tuple[Field, ...], conditions: Conditions) -> Iterator[tuple[Conditions, Group]]:
        for field_ in fields:
            own = _and(conditions, field_.when)
            for option in field_.options:
                inner = (*own, (field_.name, (option.value,)))
                if option.group is not None:
                    yield inner, option.group
                yield from inside(option.fields, inner)

    for box in form.boxes:
        conditions = _and((), box.when)
        if box.group is not None:
            yield conditions, box.group
        yield from inside(box.fields, conditions)


# --- answers ------------------------------------------------------------------------------------------

Value = str | int | bool
"""Text; dates, times and moments as ISO 8601 text; a choice as the value of its option."""

Block = Mapping[str, Value]


@dataclass(frozen=True)
class Answers:
    """What was answered, checked against the form: only what is asked, only what was given."""

    form: str
    """Id of the form."""
    values: Mapping[str, Value] = field(default_factory=dict)
    groups: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    filing: Literal["new", "change"] = "new"
    """新規 or 変更. The official form has no place for it: it is not printed."""
    profile: str | None = None
    """The profile it was begun with."""
