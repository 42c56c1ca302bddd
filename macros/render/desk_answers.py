"""The answers for the form of the report on training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from macros.forms.dates import written
from macros.render.book import Book
from macros.render.desk import Given
from macros.render.desk_facts import held, instructors, methods, rate, remarks
from macros.render.voice import Voice, what_is_taught
from macros.training.report import Report, Taught
from macros.training.rows import folded

MOST_BLOCKS = 20
MOST_TEXT = 200
"""Characters that a field of the form takes."""


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
    totals = report.totals
    default = given.content or what_is_taught(book)
    by_content: dict[str, tuple[str, list[Taught]]] = {}
    for each in report.people:
        taught = {seat.content or default for seat in each.seats if seat.status == "attended"}
        if each.record is not None:
            taught.add(default)
        for content in taught if each.listed else ():
            by_content.setdefault(folded(content), (content, []))[1].append(each)
    ordered = sorted(by_content.values(), key=lambda pair: (-len(pair[1]), pair[0]))
    title = book.say(book.body.instrument.title).text
    for number, (content, people) in enumerate((ordered or [(default, [])])[:MOST_BLOCKS]):
        only = len(ordered) <= 1
        days = report.days if only else tuple(sorted({day for each in people for day in each.days}))
        pieces = [
            book.t(
                "desk_answers_remarks",
                rate=rate(totals.attended, totals.expected),
                partial=totals.partial,
                absent=totals.absent,
            )
        ]
        pieces += [pair[0][1] for pair in remarks(Voice((book,)), report)]
        if totals.answered:
            pieces.append(book.t("desk_answers_results", rate=rate(totals.right, totals.answered)))
        if (totals.absent or totals.partial) and given.follow_up:
            pieces.insert(1, book.t("desk_answers_follow_up", words=given.follow_up))
        words = [
            content[:MOST_TEXT],
            book.t("desk_answers_material", title=title, edition=book.edition),
            book.t("desk_answers_method", methods=methods(book, report, given)),
            book.t("desk_answers_instructor", names=instructors(book, report, given)),
        ]
        block = {"content": _fitting(words, book), "held": held(book, days)[:MOST_TEXT]}
        block |= {"expected": str(totals.expected), "attended": str(len(people))}
        yield block | ({"remarks": _fitting(pieces, book)} if not number else {})


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
