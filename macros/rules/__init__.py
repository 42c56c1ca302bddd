"""The rules that sound data keeps. Each rule is a generator of problems; nothing else is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from macros.corpus import Reading, locate, read
from macros.errors import Problem
from macros.rules import fidelity, grounds, names, search, translation
from macros.rules.case import Case

Rule = Callable[[Case], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    names.ids_well_formed,
    names.ids_unique,
    names.names_known,
    names.labels_complete,
    fidelity.digest_holds,
    fidelity.captions_whole,
    fidelity.text_verbatim,
    grounds.one_ground_each,
    grounds.quotes_exact,
    grounds.grounds_lead_to_words,
    grounds.party_named,
    grounds.cues_say_modality,
    grounds.cues_claimed,
    grounds.times_claimed,
    grounds.deadlines_say_grade,
    grounds.exceptions_claimed,
    grounds.references_claimed,
    translation.present,
    translation.fresh,
    translation.numbers_equal,
    translation.terms_consistent,
    search.synonyms_known,
    search.words_stand,
    search.names_new,
    search.names_lead_on,
    search.names_select,
    search.readings_right,
)


def problems_of(reading: Reading) -> Iterator[Problem]:
    """The problems of reading, then those of every rule. Their lines are still to be looked up."""
    yield from reading.problems
    if reading.corpus is None:
        return
    case = Case(reading.corpus, frozenset(reading.unread))
    if (faults := list(case.faults())) != []:
        yield from faults  # patterns that do not compile would break the rules that use them
        return
    for rule in RULES:
        yield from rule(case)


def check(root: Path, shown_as: str = "clauses") -> tuple[Reading, list[Problem]]:
    """Read a folder of clauses and check it. Returns what was read and every problem, located and sorted."""
    reading = read(root, shown_as)
    return reading, locate(problems_of(reading), root, shown_as)
