"""The course in the reader's language: its steps, what they rest on, what its scripts know. No HTML."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from macros.model import Provision, Words
from macros.render.page import Page
from macros.render.parts import Card, Link, Segment
from macros.training.course import MARK, Course, Lessons, Question, Step

PATH = "course"
"""The page that carries the course."""

ASSETS = "assets/tokki/course"
"""Where its scripts and styles stand, from the root of a language."""

EXPORTED = {"gift": "course-{language}.gift.txt", "scorm": "course-{language}.zip"}
"""What a learning platform takes in → its file, which stands beside the page."""

SCRIPTS = ("state", "record", "question", "result", "page", "start")
"""In the order in which they build on each other."""

WORDS = (
    "course_again", "course_answer", "course_choose", "course_done", "course_erased", "course_kept",
    "course_more", "course_not_kept", "course_other_course", "course_right", "course_saved",
    "course_score", "course_weak_none", "course_wrong", "course_name_missing", "course_complete",
)  # fmt: skip
"""The words that the scripts say."""

PACKED_WORDS = (
    "course_failed", "course_fault", "course_looking", "course_packed", "course_pass_mark", "course_passed",
)  # fmt: skip
"""Those that they say in a learning platform only."""


def exported(kind: str, language: str) -> str:
    """The file of the course for a learning platform, from the root of a language; `kind`: of `EXPORTED`."""
    return EXPORTED[kind].format(language=language)


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision in a step: its words, and the plain lines of the obligations in them."""

    provision: Provision
    link: Link
    cards: tuple[Card, ...]
    """None where it only opens what stands below it (柱書)."""


@dataclass(frozen=True)
class CourseView:
    """The course on one page."""

    lessons: Lessons
    page: Page
    folder: str = ASSETS
    """Where its scripts and styles are, from the root."""
    packed: bool = False
    """Whether it is for a learning platform, which knows the person and keeps the answers."""
    pass_mark: int | None = None
    """From 1 to 100, where the company sets one for a learning platform; the text sets none."""

    @classmethod
    def on(cls, lessons: Lessons, page: Page) -> CourseView:
        """The course on a page, whose text goes without the marks of terms."""
        return cls(lessons, replace(page, mark_terms=False))

    @classmethod
    def packaged(cls, lessons: Lessons, page: Page, pass_mark: int | None = None) -> CourseView:
        """The same for a learning platform."""
        return cls(lessons, replace(page, mark_terms=False), "assets", True, pass_mark)

    @property
    def course(self) -> Course:
        """What the whole says."""
        return self.lessons.course

    # --- words -------------------------------------------------------------------------------------------

    def runs(self, words: Words) -> Iterator[Segment]:
        """Our words in the reader's language, their citations as links."""
        text, at = self.page.book.say(words).text, 0
        for match in MARK.finditer(text):
            if match.start() > at:
                yield Segment(text[at : match.start()])
            link = self.page.link(match[1])
            yield Segment(link.text, "reference" if link.href else "", link.href)
            at = match.end()
        if at < len(text):
            yield Segment(text[at:])

    def text(self, words: Words) -> str:
        """The same without links."""
        return "".join(run.text for run in self.runs(words))

    def near(self, question: Question) -> str:
        """The words that a question is about, where they are easily confused; else nothing."""
        return self.text(self.course.near[question.near]) if question.near else ""

    # --- what stands in it ---------------------------------------------------------------------------------

    def rules(self, step: Step) -> list[Rule]:
        """The provisions of a step in its order, each once, after the words that open them."""
        query = self.page.book.query
        mine: dict[str, list[Card]] = {}
        for id_ in step.obligations:
            standing = query.obligation[id_]
            for above in self._above(standing.provision):
                mine.setdefault(above.id, [])
            mine.setdefault(standing.provision.id, []).append(self.page.card(standing))
        book = self.page.book
        return [Rule(book.provision(id_), self.page.link(id_), tuple(cards)) for id_, cards in mine.items()]

    def _above(self, provision: Provision) -> list[Provision]:
        parent, found = self.page.book.query.parent, []
        while provision.id in parent:
            provision = parent[provision.id]
            if provision.sentences:
                found.append(provision)
        return found[::-1]

    def basis(self, question: Question) -> list[Link]:
        """The provisions that a question rests on, each once, the main one first."""
        query = self.page.book.query
        ids = [
            query.obligation[id_].provision.id if id_ in query.obligation else id_ for id_ in question.basis
        ]
        return [self.page.link(id_) for id_ in dict.fromkeys(ids)]

    def points(self) -> list[list[str]]:
        """What questions may show to be weak, in the order of the text: a provision’s id and heading."""
        main = {self.basis(question)[0].id for question in self.lessons.questions}
        book = self.page.book
        found = [provision for id_, provision in book.body.index.items() if id_ in main]
        return [[it.id, book.say(it.heading).text] for it in found]

    def lines(self) -> dict[str, str]:
        """Id of a question → the plain line of what it rests on, where that provision has no heading."""
        book, found = self.page.book, {}
        for question in self.lessons.questions:
            main = book.provision(self.basis(question)[0].id)
            mine = {it.id: it for it in main.obligations}
            meant = next((mine[id_] for id_ in (*question.basis, *mine) if id_ in mine), None)
            if meant and not main.heading:
                found[question.id] = book.say(meant.help.plain).text
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Id of a question → its number in the whole course, from 1."""
        return {question.id: number for number, question in enumerate(self.lessons.questions, 1)}

    # --- what the scripts are given --------------------------------------------------------------------

    def asset(self, name: str) -> str:
        """A relative link to a file of the course's own."""
        return posixpath.relpath(f"{self.folder}/{name}", posixpath.dirname(self.page.path) or ".")

    @property
    def scripts(self) -> list[str]:
        """Links to the scripts of the page, in their order."""
        return [self.asset(f"{name}.js") for name in SCRIPTS]

    def model(self) -> str:
        """What the scripts know beside the page itself: the edition, the course, their words; as JSON."""
        book = self.page.book
        words = WORDS + PACKED_WORDS if self.packed else WORDS
        return json.dumps(
            {
                "course": self.lessons.digest,
                "instrument": book.body.instrument.id,
                "edition": book.edition,
                "digest": book.body.source_sha256,
                "language": book.language,
                "points": self.points(),
                "lines": self.lines(),
                "words": {name.removeprefix("course_"): book.t(name) for name in words}
                | {"questions_left": book.t("course_left_packed" if self.packed else "course_left")},
            }
            | ({"pass_mark": self.pass_mark} if self.packed else {}),
            ensure_ascii=False,
            sort_keys=True,
        )
