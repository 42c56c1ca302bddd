"""What the rules for forms share: the shelf and the corpus, and ways through a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macros.forms.definition import Box, Field, Form, Group, Option
from macros.forms.load import Shelf
from macros.model import Body, Corpus, Record, Words
from macros.rules.case import Case
from macros.structure import fields_of


class FormCase:
    """The forms on trial, beside the corpus that they rest on.

    `unread`: ids of forms, and of what is in clauses, that could not be read, not to be called unknown.
    """

    def __init__(self, shelf: Shelf, corpus: Corpus, unread: frozenset[str] = frozenset()) -> None:
        self.shelf, self.case, self.unread = shelf, Case(corpus, unread), unread
        self.bodies: Mapping[str, Body] = {body.instrument.id: body for body in corpus.bodies}

    @property
    def forms(self) -> tuple[Form, ...]:
        """All of them."""
        return tuple(self.shelf.forms.values())

    def grounded(self) -> Iterator[tuple[Form, Body]]:
        """Each form with its instrument, where there is one of that name."""
        for form in self.forms:
            if form.instrument in self.bodies:
                yield form, self.bodies[form.instrument]


def records(record: Record) -> Iterator[Record]:
    """A record and all below it, in the order of the file."""
    yield record
    for spec in fields_of(type(record)).values():
        value = getattr(record, spec.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Record):
                yield from records(item)


def words_in(form: Form) -> Iterator[tuple[Record, str, Words]]:
    """All words of a form: the record they belong to, their path in it, the words."""
    for record in records(form):
        for spec in fields_of(type(record)).values():
            value = getattr(record, spec.name)
            if spec.type in (Words, Words | None) and value is not None:
                yield record, spec.key, value
            elif spec.type == tuple[Words, ...]:
                yield from ((record, f"{spec.key}[{n}]", words) for n, words in enumerate(value))


def fields(form: Form) -> Iterator[Field]:
    """All fields, those of groups once."""
    yield from (record for record in records(form) if isinstance(record, Field))


def scopes(form: Form) -> Iterator[tuple[Group | None, list[Field]]]:
    """The fields that stand side by side in answers: those outside all groups, those of each group.

    In the order of the sheet; the fields of a box that belongs to `each` block of a group are the group's.
    """
    found: dict[str, tuple[Group | None, list[Field]]] = {"": (None, [])}

    def take(items: tuple[Field, ...], scope: str) -> None:
        for item in items:
            found[scope][1].append(item)
            for option in item.options:
                below(option, scope)

    def below(owner: Option | Box, scope: str) -> None:
        take(owner.fields, scope)
        if owner.group is not None:
            found.setdefault(owner.group.name, (owner.group, []))
            take(owner.group.fields, owner.group.name)

    for line in form.head:
        take(line.fields, "")
    for box in form.boxes:
        below(box, box.each if box.each in found else "")
    yield from found.values()
