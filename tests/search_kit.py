"""The search of the project's data, and the queries it is measured by."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bench.finding import Asked, Score, queries, scored
from macros import corpus
from macros.forms.load import load
from macros.render.finding import index
from macros.render.pages import Site
from macros.search.engine import Engine
from macros.training import checklists, courses

ROOT = Path(__file__).parent.parent
SETS = ("queries", "own", "untouched")
"""The 120 given with the issue; ours; and those of ours that were looked at last, when all was done."""


@cache
def engine(language: str) -> Engine:
    """The search of the project as it is."""
    forms = ROOT / "forms"
    found = corpus.load(ROOT / "clauses"), language
    return Engine(
        index(Site(*found, shelf=load(forms), lists=checklists.load(forms), lessons=courses.load(forms)))
    )


def asked(name: str) -> list[Asked]:
    """A set of queries."""
    return queries(ROOT / "tests" / "search" / f"{name}.json")


def pages(language: str, text: str) -> list[tuple[str, float]]:
    """The best hit of each page, as the interface groups them: location and score."""
    found: dict[str, tuple[str, float]] = {}
    for hit in engine(language).search(text):
        location = engine(language).entries[hit.number].location
        found.setdefault(location.partition("#")[0], (location, hit.score))
    return list(found.values())


def measured(language: str, name: str) -> dict[str, Score]:
    """The scores of a set."""
    several = asked(name)
    return scored(several, [pages(language, query.text) for query in several])
