"""The answers for the form of the report on training."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from macros.forms.dates import written
from macros.render.book import Book
from macros.render.desk import Given
from macros.render.desk_facts import held, instructors, methods, period, rate, remarks
from macros.render.voice import Voice, what_is_taught
from macros.training.people import Seat
from macros.training.report import Report, Taught
from macros.training.rows import folded

MOST_BLOCKS = 20
MOST_TEXT = 200
"""Characters that a field of the form takes in its own language, and one of a single line in all."""
MOST_LINES = 400
"""Those of a field of two lines."""
MOST_WIDE = 320
"""So many, a kanji counted twice, stand in it in two languages in a type that is easy to read."""
MOST_LINE = 46
"""Of those, so many stand on one line that is easy to read."""

STOP = re.compile(r"[。．.]?\s*$")
"""What a person's own words may end in already, in any language."""


def answers(
    book: Book,
    report: Report,
    given: Given,
    today: date,
    confirmed_by: str = "",
    beside: Book | None = None,
) -> dict[str, Any]:
    """The answers for the report's form, without those of a company and its contract.

    With `given.subcontractor` the variant on the workers of a subcontracted party; its method is what the
    company says, or blank. `book` is in the language of the form; that of `beside` stands behind it.
    """
    writer = _Writer(book, beside)
    whole: dict[str, Any] = {"date": today.isoformat()}
    uncounted = report.files.refused + report.seated.refused
    whole["other"] = writer.lines(lambda book: [book.t("desk_answers_other", count=uncounted)])
    if given.subcontractor:
        content = writer.lines(lambda book: _confirmed(book, report, given, today))
        block = {"name": given.subcontractor, "content": content}
        return whole | {
            "subject": "subcontracted",
            "confirmations": [block | ({"method": confirmed_by} if confirmed_by else {})],
        }
    return whole | {"subject": "workers", "sessions": list(_sessions(writer, report, given))}


@dataclass(frozen=True)
class _Writer:
    """Writes what a field of the form takes: in its language, and behind it in a second one."""

    book: Book
    beside: Book | None

    def lines(self, say: Callable[[Book], Sequence[str]]) -> str:
        """Sentences; the second language has a line of its own, without what is the same in both."""
        own = list(say(self.book))
        first = _fitting(own, self.book, MOST_TEXT)
        if self.beside is None:
            return first
        rest = [words for words in say(self.beside) if words not in own]
        second = _fitting(rest, self.beside, min(MOST_LINES - len(first) - 1, MOST_WIDE - _width(first)))
        return f"{first}\n{second}" if second else first

    def line(self, say: Callable[[Book], str]) -> str:
        """Words on one line."""
        said = list(dict.fromkeys(say(book) for book in (self.book, self.beside) if book is not None))
        whole = " / ".join(said)
        return whole if len(whole) <= MOST_TEXT else said[0]


def _confirmed(book: Book, report: Report, given: Given, today: date) -> list[str]:
    """What the records show, and the roster where there is one: nobody said more."""
    totals = report.totals
    about = {"attended": totals.attended, "partial": totals.partial, "absent": totals.absent}
    key = "desk_answers_shown" if report.listed is None else "desk_answers_compared"
    said = [book.t(key, date=written(today, book.language), expected=totals.expected, **about)]
    said.append(book.t("desk_answers_material", title=_title(book), edition=book.edition))
    return said + _follow_up(book, report, given)


def _follow_up(book: Book, report: Report, given: Given) -> list[str]:
    missing = report.totals.absent or report.totals.partial
    return [book.t("desk_answers_follow_up", words=given.follow_up)] if missing and given.follow_up else []


def _sessions(writer: _Writer, report: Report, given: Given) -> Iterator[dict[str, Any]]:
    default = given.content or what_is_taught(writer.book)
    ordered = _by_content(report, default)
    if len(ordered) > MOST_BLOCKS:
        ordered = [("", [each for each in report.people if each.listed])]
    for number, (content, people) in enumerate(ordered or [(default, [])]):

        def about(book: Book, content: str = content, people: list[Taught] = people) -> list[str]:
            usual = given.content or what_is_taught(book) if content == default else content
            return [
                usual[:MOST_TEXT] or book.t("desk_answers_all"),
                book.t("desk_answers_material", title=_title(book), edition=book.edition),
                book.t("desk_answers_method", methods=methods(book, people, given)),
                book.t("desk_answers_instructor", names=instructors(book, people, given)),
            ]

        def when(book: Book, people: list[Taught] = people) -> str:
            return _held(book, people, given)

        attended = sum(each.status == "attended" for each in people)
        block = {"content": writer.lines(about), "held": writer.line(when)}
        block |= {"expected": str(report.totals.expected), "attended": str(attended)}
        if not number:
            block["remarks"] = writer.lines(lambda book: _remarks(book, report, given))
        yield block


def _title(book: Book) -> str:
    return book.say(book.body.instrument.title).text


def _by_content(report: Report, default: str) -> list[tuple[str, list[Taught]]]:
    """What was taught → the people on the roster who were there, with what they have to show of it alone."""
    found: dict[str, tuple[str, list[Taught]]] = {}
    for each in report.people:
        seats: dict[str, list[Seat]] = {}
        for seat in each.seats if each.listed else ():
            if seat.status != "absent":
                seats.setdefault(seat.content or default, []).append(seat)
        if each.listed and each.record is not None:
            seats.setdefault(default, [])
        for content, own in seats.items():
            part = replace(each, seats=tuple(own), record=each.record if content == default else None)
            found.setdefault(folded(content), (content, []))[1].append(part)
    return sorted(found.values(), key=lambda pair: (-len(pair[1]), pair[0]))


def _remarks(book: Book, report: Report, given: Given) -> list[str]:
    totals = report.totals
    about = {"rate": rate(totals.attended, totals.expected), "partial": totals.partial}
    pieces = [book.t("desk_answers_remarks", **about, absent=totals.absent)]
    pieces += _follow_up(book, report, given)
    pieces += [pair[0][1] for pair in remarks(Voice((book,)), report)]
    if totals.answered:
        pieces.append(book.t("desk_answers_results", rate=rate(totals.right, totals.answered)))
    return pieces


def _held(book: Book, people: list[Taught], given: Given) -> str:
    """The dates and times on one line of the form; where there are more, the days alone."""
    said = held(book, people, given)
    days = sorted({day for each in people for day in each.days})
    if len(said) <= MOST_LINE or not days:
        return said
    return book.t("desk_answers_held", period=period(book, days[0], days[-1], len(days)))


def _fitting(pieces: Sequence[str], book: Book, most: int) -> str:
    """As many pieces as there is room for, each a sentence; where some are left out, the annex is named."""
    rest, stop = book.t("desk_answers_annex"), book.t("desk_stop")
    said = ""
    for number, piece in enumerate(pieces, 1):
        longer = f"{said}{STOP.sub('', piece)}{stop}"
        if len(longer.rstrip()) + (len(rest) if number < len(pieces) else 0) > most:
            return f"{said}{rest}"
        said = longer
    return said.rstrip()


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)
