"""What the course is: the only declaration of its shape.

forms/course/course.yml    the course: its words and the order of its steps
forms/course/<step>.yml    a step: a situation, the obligations it is about, its questions

All words are the handbook's own. `<SP-9>` in them stands for the citation of that provision, and is a link
where there can be one; the text itself and its plain lines come from the clauses.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from macros.model import Id, InstrumentTag, ObligationId, Record, RoleTag, Words
from macros.structure import fields_of

MARK = re.compile(r"<([A-Za-z]+(?:-[A-Za-z0-9]+)*)>")
"""Stands in our words for a citation."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Choice(Record):
    """One of the answers to choose from."""

    text: Words
    right: bool = False
    feedback: Words
    """Why it is right or wrong, resting on the sentence."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Question(Record):
    """A situation and what to do in it. One choice is right, unless it asks for `many`."""

    id: str
    """`q-` and small letters, digits, hyphens; fixed once published, and never used again."""
    basis: tuple[Id, ...]
    """The obligations or provisions that the answer rests on, the main one first."""
    near: str | None = None
    """Of the words that are easily confused (`near` of the course), those that it is about."""
    many: bool = False
    stem: Words
    choices: tuple[Choice, ...]
    why: Words | None = None

    @property
    def answer(self) -> tuple[int, ...]:
        """The numbers of the right choices, from 0."""
        return tuple(n for n, choice in enumerate(self.choices) if choice.right)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Step(Record):
    """forms/course/<step>.yml: one situation of the work."""

    id: str
    title: Words
    situation: Words
    obligations: tuple[ObligationId, ...]
    """What one must do or must not do in it: their text and their plain lines are shown."""
    why: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Course(Record):
    """forms/course/course.yml."""

    id: str
    instrument: InstrumentTag
    role: RoleTag
    """Every obligation of this role stands in a step, and has a question."""
    title: Words
    intro: Words
    near: Mapping[str, Words] = field(default_factory=dict)
    """Groups of words that are easily confused: tag → the words."""
    steps: tuple[str, ...]
    """The ids of the steps, in the order in which they are gone through."""


@dataclass(frozen=True)
class Lessons:
    """The course with its steps in their order."""

    course: Course
    steps: tuple[Step, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for step in self.steps for question in step.questions)

    @property
    def digest(self) -> str:
        """12 hex digits that change with the content of the course, not with the layout of its files."""
        whole = [plain(record) for record in (self.course, *self.steps)]
        told = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def plain(record: Record) -> dict[str, Any]:
    """A record and all below it as plain data, without where it was read from."""
    return {spec.key: _plain(getattr(record, spec.name)) for spec in fields_of(type(record)).values()}


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def cited(words: Words) -> Iterator[tuple[str, str]]:
    """The marks in our words: language, id."""
    for language, text in words.items():
        for match in MARK.finditer(text):
            yield language, match[1]
