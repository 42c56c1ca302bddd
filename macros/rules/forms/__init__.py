"""The rules that sound forms keep, and how a folder of forms is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from macros.corpus import load_profile, locate_among
from macros.errors import DataError, Problem, did_you_mean
from macros.forms import answers, files, prefill
from macros.forms.definition import by_name, groups
from macros.forms.load import Reading, Shelf, read
from macros.model import Corpus
from macros.rules.forms import shape, words
from macros.rules.forms.case import FormCase

Rule = Callable[[FormCase], Iterator[Problem]]

SHAPE: tuple[Rule, ...] = (
    shape.names_well_formed,
    shape.names_once,
    shape.kinds_complete,
    shape.numbers_fit,
    shape.slots_filled,
    shape.conditions_resolve,
)
"""What the other rules, and filling in, rely on."""

RULES: tuple[Rule, ...] = (
    shape.names_declared,
    shape.sums_as_stated,
    shape.status_shown,
    shape.boxes_there,
    words.wording_verbatim,
    words.words_present,
    words.numbers_equal,
    words.terms_consistent,
)


def samples_whole(case: FormCase) -> Iterator[Problem]:
    """A sample is answers that its form takes; a profile fills in fields that a form has."""
    for id_, sheets in case.shelf.samples.items():
        for sheet in sheets:
            yield from files.answers_of(sheet, case.shelf.forms[id_])[1]
    known = {name for form in case.forms for name in (*by_name(form), *groups(form))}
    for profile in case.shelf.profiles.values():
        for name in profile.given:
            if name not in known:
                rule = "a profile says what a form asks"
                mend = did_you_mean(name[:80], known)
                yield Problem(profile.locate(name[:80]), "unknown", rule, name[:80], mend)
        for form in case.forms:
            given = prefill.given(form, profile.given)
            yield from answers.check(form, given, profile.locate, partial=True)[1]


def problems_of(reading: Reading, corpus: Corpus, unread: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """The problems of reading, then those of every rule. Their lines are still to be looked up."""
    yield from reading.problems
    case = FormCase(reading.shelf, corpus, reading.unread | unread)
    faults = [problem for rule in SHAPE for problem in rule(case)]
    yield from faults
    for rule in RULES:
        yield from rule(case)
    if not faults:  # what does not hang together cannot be filled in
        yield from samples_whole(case)


def _contracts(root: Path, corpus: Corpus, shown_as: str, unread: frozenset[str]) -> Iterator[Problem]:
    for path in sorted(root.glob("contracts/*.yml")):
        try:
            load_profile(path, corpus)
        except DataError as error:
            for problem in error.problems:
                if problem.code == "unknown" and problem.got in unread:
                    continue
                place = replace(problem.place, file=f"{shown_as}/contracts/{path.name}")
                yield replace(problem, place=place)


def check(
    root: Path,
    corpus: Corpus | None,
    clauses: Path,
    shown_as: str = "forms",
    clauses_as: str = "clauses",
    unread: frozenset[str] = frozenset(),
) -> tuple[Shelf, list[Problem]]:
    """Read a folder of forms and check it against the corpus, which was read from `clauses`.

    `corpus`: none where it could not be read; then only what reading the forms tells is told. `unread`: ids
    in clauses that could not be read, and are told. Returns what was read and every
    problem, located and sorted.
    """
    reading = read(root, shown_as)
    problems = list(reading.problems)
    if corpus is not None:
        problems = [*problems_of(reading, corpus, unread), *_contracts(root, corpus, shown_as, unread)]
    return reading.shelf, locate_among(problems, (root, shown_as), (clauses, clauses_as))
