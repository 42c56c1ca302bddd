"""The report on training: a page with its form; on paper, the attachment bound behind the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from macros.render import desk_facts as facts
from macros.render.desk import Given, render
from macros.render.desk_facts import rate
from macros.render.desk_form import Part
from macros.render.voice import Pairs, Voice, on_one_line
from macros.training.report import Report

MOST_PRINTED = 2_000
"""So many people are listed on paper; a list of more is 60 pages long, and a table is of more use."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The form of the report with its answers."""

    title: Pairs
    mark: Pairs
    parts: Sequence[Part]


def page(voice: Voice, report: Report, given: Given, today: date, names: bool, form: Filled) -> str:
    """The whole report as a page: the form with its answers, then the attachment."""
    return _page(voice, report, given, today, names, form, None)


def attachment(
    voice: Voice, report: Report, given: Given, today: date, names: bool, most: int = MOST_PRINTED
) -> str:
    """What the form refers to: totals, classes, results, absentees, sources; with `names`, the people.

    Of more than `most` people the list is left out, and it says where it stands instead.
    """
    return _page(voice, report, given, today, names, None, most)


def _page(
    voice: Voice,
    report: Report,
    given: Given,
    today: date,
    names: bool,
    form: Filled | None,
    most: int | None,
) -> str:
    long = names and most is not None and len(report.people) > most
    totals, classes = report.totals, list(facts.classes(voice, report, given))
    missing = [*report.having("absent"), *report.having("partial")]
    context: dict[str, object] = {
        "today": today,
        "names": names and not long,
        "long": long,
        "people_count": f"{len(report.people):,}",
        "totals": totals,
        "rate": rate(totals.attended, totals.expected),
        "right_rate": rate(totals.right, totals.answered),
        "form": form,
        "classes": classes,
        "contents": len({row.content[0][1] for row in classes}) > 1,
        "rows": list(facts.facts(voice, report, given)),
        "remarks": list(facts.remarks(voice, report)),
        "weak": list(facts.weak_points(voice, report)),
        "missing": len(missing),
        "absentees": [facts.listing(voice, each) for each in missing] if names and not long else [],
        "sources": list(facts.sources(voice, report)),
        "reasons": list(facts.reasons(voice, report)),
        "people": [facts.listing(voice, each) for each in report.people] if names and not long else [],
    }
    title = on_one_line(form.title) if form is not None else voice.line("desk_report_annex")
    return render("report", voice, title, given, **context)
