"""The annex to the report on training: totals, results, absentees, sources, and, if wanted, people."""

from __future__ import annotations

from datetime import date

from macros.render import desk_facts as facts
from macros.render.desk import Given, render
from macros.render.desk_facts import rate
from macros.render.voice import Voice
from macros.training.report import Report

MOST_PRINTED = 2_000
"""So many people are listed on paper; a list of more is 60 pages long, and a table is of more use."""


def annex(
    voice: Voice, report: Report, given: Given, today: date, names: bool, most: int | None = None
) -> str:
    """The annex: totals, results, absentees, sources; with `names`, the list of people.

    Of more than `most` people the list is left out, and it says where it stands instead.
    """
    long = names and most is not None and len(report.people) > most
    totals = report.totals
    missing = [*report.having("absent"), *report.having("partial")]
    context: dict[str, object] = {
        "today": today,
        "names": names and not long,
        "long": long,
        "people_count": f"{len(report.people):,}",
        "totals": totals,
        "rate": rate(totals.attended, totals.expected),
        "right_rate": rate(totals.right, totals.answered),
        "rows": list(facts.facts(voice, report, given)),
        "remarks": list(facts.remarks(voice, report)),
        "weak": list(facts.weak_points(voice, report)),
        "missing": len(missing),
        "absentees": [facts.listing(voice, each) for each in missing] if names and not long else [],
        "sources": list(facts.sources(voice, report)),
        "reasons": list(facts.reasons(voice, report)),
        "people": [facts.listing(voice, each) for each in report.people] if names and not long else [],
    }
    return render("report", voice, voice.one("desk_report_annex"), given, **context)
