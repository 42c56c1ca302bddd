"""The annex to the report on training: totals, results, absentees, sources, and, if wanted, people."""

from __future__ import annotations

from datetime import date

from macros.render import desk_facts as facts
from macros.render.desk import Given, render
from macros.render.desk_facts import rate
from macros.render.voice import Voice
from macros.training.report import Report


def annex(voice: Voice, report: Report, given: Given, today: date, names: bool) -> str:
    """The annex: totals, results, absentees, sources; with `names`, the list of people."""
    totals = report.totals
    missing = [*report.having("absent"), *report.having("partial")]
    context: dict[str, object] = {
        "today": today,
        "names": names,
        "totals": totals,
        "rate": rate(totals.attended, totals.expected),
        "right_rate": rate(totals.right, totals.answered),
        "rows": list(facts.facts(voice, report, given)),
        "remarks": list(facts.remarks(voice, report)),
        "weak": list(facts.weak_points(voice, report)),
        "missing": len(missing),
        "absentees": [facts.listing(voice, each) for each in missing] if names else [],
        "sources": list(facts.sources(voice, report)),
        "reasons": list(facts.reasons(voice, report)),
        "people": [facts.listing(voice, each) for each in report.people] if names else [],
    }
    return render("report", voice, voice.one("desk_report_annex"), given, **context)
