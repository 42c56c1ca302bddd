"""What the rules for the course share: the course, the corpus that it rests on, ways through our words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from macros.model import Body, Corpus, Record, Words
from macros.queries import Selections
from macros.rules.case import Case
from macros.rules.forms.case import records
from macros.structure import fields_of
from macros.training.course import Lessons, Question
from macros.training.courses import Reading

SIGNS = re.compile(r"[\s,.;“”‘’]")


class CourseCase:
    """The course on trial, beside the corpus that it rests on.

    `unread`: ids in clauses that could not be read, not to be called unknown.
    """

    def __init__(
        self, lessons: Lessons, reading: Reading, corpus: Corpus, unread: frozenset[str] = frozenset()
    ) -> None:
        self.lessons, self.reading, self.corpus = lessons, reading, corpus
        self.case = Case(corpus, unread)

    @cached_property
    def body(self) -> Body | None:
        """The instrument of the course, if there is one of that name."""
        wanted = self.lessons.course.instrument
        return next((body for body in self.corpus.bodies if body.instrument.id == wanted), None)

    @property
    def grounds(self) -> Iterator[tuple[Body, Selections]]:
        """The instrument and its selections, once, where there is one."""
        if self.body is not None:
            yield self.body, self.case.selections[self.body.instrument.id]

    def provision(self, id_: str) -> str:
        """The provision of an obligation; a provision is its own."""
        for _, selections in self.grounds:
            if id_ in selections.obligation:
                return selections.obligation[id_].provision.id
        return id_

    def printed(self, question: Question, language: str) -> str:
        """All words of the provisions that a question rests on, blanks and case aside."""
        if self.body is None:
            return ""
        basis = [self.body.index[self.provision(id_)] for id_ in question.basis]
        return "\n".join(
            bare(piece) for p in basis for piece in (p.text(language), (p.heading or {}).get(language, ""))
        )


def bare(text: str) -> str:
    """Words without blanks, marks of quotation and case, so that a quote is found across them."""
    return SIGNS.sub("", text).casefold()


def words_of(*tops: Record) -> Iterator[tuple[Record, str, Words]]:
    """All our words in these records and below: the record, their path in it, the words."""
    for top in tops:
        for record in records(top):
            for spec in fields_of(type(record)).values():
                value = getattr(record, spec.name)
                if spec.type in (Words, Words | None) and value is not None:
                    yield record, spec.key, value
                elif spec.key == "near" and not isinstance(value, str | None):
                    yield from ((record, f"near.{tag}", words) for tag, words in value.items())
