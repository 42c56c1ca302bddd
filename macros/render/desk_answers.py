"""The answers for the form of the report on training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
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
"""Characters that a field of the form takes."""
MOST_LINE = 46
"""Of those, so many stand on one line that is easy to read."""


def answers(book: Book, report: Report, given: Given, today: date, confirmed_by: str = "") -> dict[str, Any]:
    """The answers for the report's form, without those of a company and its contract.

    With `given.subcontractor` the variant on the workers of a subcontracted party.
    """
    totals, title = report.totals, book.say(book.body.instrument.title).text
    whole: dict[str, Any] = {"date": today.isoformat()}
    uncounted = report.files.refused + report.seated.refused
    whole["other"] = book.t("desk_answers_other", count=uncounted)
    if given.subcontractor:
        content = book.t(
            "desk_answers_confirmed", date=written(today, book.language), expected=totals.expected,
            attended=totals.attended, partial=totals.partial, absent=totals.absent, title=title,
            edition=book.edition,
        )  # fmt: skip
        if (totals.absent or totals.partial) and given.follow_up:
            content = _fitting([content, book.t("desk_answers_follow_up", words=given.follow_up)], book)
        method = confirmed_by or book.t("desk_answers_method_default")
        block = {"name": given.subcontractor, "method": method[:MOST_TEXT], "content": content}
        return whole | {"subject": "subcontracted", "confirmations": [block]}
    return whole | {"subject": "workers", "sessions": list(_sessions(book, report, given))}


def _sessions(book: Book, report: Report, given: Given) -> Iterator[dict[str, Any]]:
    default = given.content or what_is_taught(book)
    ordered = _by_content(report, default)
    if len(ordered) > MOST_BLOCKS:
        ordered = [(book.t("desk_answers_all"), [each for each in report.people if each.listed])]
    title = book.say(book.body.instrument.title).text
    for number, (content, people) in enumerate(ordered or [(default, [])]):
        words = [
            content[:MOST_TEXT],
            book.t("desk_answers_material", title=title, edition=book.edition),
            book.t("desk_answers_method", methods=methods(book, people, given)),
            book.t("desk_answers_instructor", names=instructors(book, people, given)),
        ]
        attended = sum(each.status == "attended" for each in people)
        block = {"content": _fitting(words, book), "held": _held(book, people, given)}
        block |= {"expected": str(report.totals.expected), "attended": str(attended)}
        yield block | ({"remarks": _remarks(book, report, given)} if not number else {})


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


def _remarks(book: Book, report: Report, given: Given) -> str:
    totals = report.totals
    about = {"rate": rate(totals.attended, totals.expected), "partial": totals.partial}
    pieces = [book.t("desk_answers_remarks", **about, absent=totals.absent)]
    if (totals.absent or totals.partial) and given.follow_up:
        pieces.append(book.t("desk_answers_follow_up", words=given.follow_up))
    pieces += [pair[0][1] for pair in remarks(Voice((book,)), report)]
    if totals.answered:
        pieces.append(book.t("desk_answers_results", rate=rate(totals.right, totals.answered)))
    return _fitting(pieces, book)


def _held(book: Book, people: list[Taught], given: Given) -> str:
    """The dates and times on one line of the form; where there are more, the days alone."""
    said = held(book, people, given)
    if len(said) <= MOST_LINE:
        return said
    days = sorted({day for each in people for day in each.days})
    return book.t("desk_answers_held", period=period(book, days[0], days[-1], len(days)))


def _fitting(pieces: Iterable[str], book: Book) -> str:
    """As many pieces as the field takes; where some are left out, the annex is named."""
    rest, stop = book.t("desk_answers_annex"), book.t("desk_stop")
    said = ""
    for piece in pieces:
        longer = f"{said}{piece}{stop}"
        if len(longer) + len(rest) > MOST_TEXT:
            return f"{said}{rest}"
        said = longer
    return said.rstrip()
