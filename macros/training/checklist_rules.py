"""The rules that sound checklists keep, and how those in a folder of forms are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from macros.corpus import locate_among
from macros.errors import Problem, did_you_mean, shown
from macros.model import Body, Corpus, Record, Words
from macros.queries import Selections
from macros.rules.case import Case
from macros.rules.forms.case import records
from macros.rules.names import declared_in, unknown_in
from macros.rules.translation import Terms, numbers_in
from macros.structure import fields_of
from macros.training.checklist import MOST, Checklist, Entry, Own, Query
from macros.training.checklists import Item, Reading, items_of, read

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class ListCase:
    """The checklists on trial, beside the corpus they are computed from.

    `unread`: ids in clauses that could not be read, not to be called unknown.
    """

    def __init__(self, reading: Reading, corpus: Corpus, unread: frozenset[str] = frozenset()) -> None:
        self.reading, self.corpus, self.case = reading, corpus, Case(corpus, unread)

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        """All of them, in their order."""
        return self.reading.checklists

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Instrument id → body."""
        return {body.instrument.id: body for body in self.corpus.bodies}

    def grounded(self) -> Iterator[tuple[Checklist, Selections]]:
        """Each checklist with the selections of its instrument, where there is one."""
        for checklist in self.checklists:
            if checklist.instrument in self.bodies:
                yield checklist, self.case.selections[checklist.instrument]


Rule = Callable[[ListCase], Iterator[Problem]]


def ids_fit(case: ListCase) -> Iterator[Problem]:
    """A checklist is named like its file; ids are well formed, and stand once; so do places in the order."""
    orders: dict[int, str] = {}
    for checklist in case.checklists:
        stem = Path(checklist.file).stem
        if checklist.id != stem:
            rule, mend = "a checklist is named like its file", f"write {stem}"
            yield Problem(checklist.at("id"), "id", rule, checklist.id, mend)
        if checklist.order in orders:
            rule = f"two checklists do not have one place in the order ({orders[checklist.order]} has it)"
            yield Problem(checklist.at("order"), "duplicate", rule, str(checklist.order))
        orders.setdefault(checklist.order, checklist.id)
        owns: set[str] = set()
        for own in _owns(checklist):
            if own.id in owns:
                rule = "two items of one sheet do not have the same id"
                yield Problem(own.at("id"), "duplicate", rule, own.id)
            owns.add(own.id)
        named: tuple[Checklist | Own, ...] = (checklist, *_owns(checklist))
        for each in named:
            if not ID.fullmatch(each.id):
                rule = "an id has small letters, digits and hyphens"
                yield Problem(each.at("id"), "id", rule, each.id)


def names_known(case: ListCase) -> Iterator[Problem]:
    """Every tag and id that is used is declared."""
    v = case.corpus.vocabulary
    shared = {
        name: getattr(v, name) for name in ("modalities", "grades", "roles", "phases", "events", "checklists")
    } | {"instruments": case.bodies}
    for checklist in case.checklists:
        body = case.bodies.get(checklist.instrument)
        if body is None and checklist.instrument in case.case.unread:
            continue
        if body is None:
            rule, mend = "unknown instrument", did_you_mean(checklist.instrument, case.bodies)
            yield Problem(checklist.at("instrument"), "unknown", rule, checklist.instrument, mend)
        else:
            yield from unknown_in(checklist, shared | declared_in(body, case.case), case.case.unread)


def entries_say_one(case: ListCase) -> Iterator[Problem]:
    """An entry is a query or an item of our own; a query asks for something, and finds it."""
    for checklist, selections in case.grounded():
        for group in checklist.groups:
            for entry in group.items:
                if (entry.query is None) == (entry.own is None):
                    rule = "an entry is either a `query` or an item of our `own`"
                    yield Problem(entry.at(), "one-of", rule)
                if entry.query is None:
                    continue
                if not _asks(entry.query):
                    rule = "a query says which obligations are meant"
                    yield Problem(entry.query.at(), "empty", rule, mend="add `checklists: …` or another key")
                elif not list(items_of(entry, checklist, selections)):
                    rule, mend = "a query finds at least one obligation", "see `tokki checklist list --items`"
                    yield Problem(entry.query.at(), "empty", rule, mend=mend)


def _asks(query: Query) -> bool:
    keys = (spec.name for spec in fields_of(Query).values() if spec.name != "except_")
    return any(getattr(query, name) for name in keys)


def pauses_short(case: ListCase) -> Iterator[Problem]:
    """A pause point has fewer than ten items, and no item stands twice on one sheet."""
    for checklist, selections in case.grounded():
        seen: set[str] = set()
        for group in checklist.groups:
            found: list[Item] = []
            for entry in group.items:
                items = list(items_of(entry, checklist, selections)) if _sound(entry) else []
                for item in items:
                    if item.id in seen and item.own is None:
                        rule, mend = "an item stands once on a sheet", "leave it out by `except: …`"
                        yield Problem(entry.at(), "twice", rule, item.id, mend)
                    seen.add(item.id)
                found += items
            if len(found) > MOST:
                rule = f"a pause point has at most {MOST} items"
                mend = "share them out over two groups"
                yield Problem(group.at("items"), "too-many", rule, str(len(found)), mend)


def _sound(entry: Entry) -> bool:
    return (entry.query is None) != (entry.own is None) and (entry.query is None or _asks(entry.query))


def tagged_are_listed(case: ListCase) -> Iterator[Problem]:
    """An obligation tagged for a checklist stands on a sheet that asks for the tag."""
    if not case.reading.whole or not case.checklists:
        return  # it may stand in a file that could not be read
    listed: dict[str, set[str]] = {}
    for checklist, selections in case.grounded():
        for group in checklist.groups:
            for entry in group.items:
                for tag in entry.query.checklists if entry.query else ():
                    found = (item.id for item in items_of(entry, checklist, selections))
                    listed.setdefault(tag, set()).update(found)
    for instrument in {checklist.instrument for checklist in case.checklists}.intersection(case.bodies):
        for standing in case.case.selections[instrument].standings:
            o = standing.obligation
            for tag in o.help.checklists:
                if o.id not in listed.get(tag, ()) and not o.chapeau:
                    rule = f"an obligation tagged {tag} stands on a sheet whose query asks for {tag}"
                    mend = "add it to a query in forms/checklists/, or drop the tag"
                    yield Problem(o.help.at("checklists"), "unlisted", rule, o.id, mend)


def words_whole(case: ListCase) -> Iterator[Problem]:
    """Our own words stand in every language, state the same numbers, and use the glossary's terms."""
    wanted = tuple(case.corpus.vocabulary.languages)
    for checklist in case.checklists:
        body = case.bodies.get(checklist.instrument)
        first = body.instrument.language if body else wanted[0]
        terms = {
            language: Terms(case.corpus.glossary, first, language) for language in wanted if language != first
        }
        for record, path, words in _words(checklist):
            for language in wanted:
                if language not in words:
                    rule = f"words are given in every language: {language} is missing"
                    yield Problem(record.at(path), "untranslated", rule, mend=f"add `{language}: …`")
            for language in words:
                if language not in wanted:
                    rule = "words are given in languages that are declared"
                    yield Problem(record.at(f"{path}.{language}"), "unknown", rule, language)
                elif language != first and first in words:
                    yield from _same(record, path, words, first, language, terms[language])


def _same(
    record: Record, path: str, words: Words, first: str, language: str, terms: Terms
) -> Iterator[Problem]:
    place = record.at(f"{path}.{language}")
    if numbers_in(words[language]) != numbers_in(words[first]):
        rule = f"numbers are equal in {first} and {language}"
        yield Problem(place, "numbers", rule, shown(words[language]))
    ids = terms.found(words[first])
    for id_, word in terms.avoided(ids, words[language]):
        rule = f"the term {id_} is not translated by “{word}”"
        yield Problem(place, "term", rule, word, f"write {shown(terms.words[id_])}")


def _words(checklist: Checklist) -> Iterator[tuple[Record, str, Words]]:
    for record in records(checklist):
        for spec in fields_of(type(record)).values():
            words = getattr(record, spec.name)
            if spec.type in (Words, Words | None) and words is not None:
                yield record, spec.key, words


def _owns(checklist: Checklist) -> Iterator[Own]:
    return (record for record in records(checklist) if isinstance(record, Own))


SHAPE: tuple[Rule, ...] = (ids_fit, names_known)
RULES: tuple[Rule, ...] = (words_whole,)
GROUNDED: tuple[Rule, ...] = (entries_say_one, pauses_short, tagged_are_listed)
"""Those that ask what stands on a sheet: nobody knows while clauses cannot be read."""


def check(
    forms: Path,
    corpus: Corpus | None,
    clauses: Path,
    shown_as: str = "forms",
    clauses_as: str = "clauses",
    unread: frozenset[str] = frozenset(),
) -> tuple[tuple[Checklist, ...], list[Problem]]:
    """Read the checklists in a folder of forms and check them against the corpus, read from `clauses`.

    `corpus`: none where it could not be read; then only what reading the lists tells is told. `unread`: ids
    in clauses that could not be read, and are told. Returns what was read and every
    problem, located and sorted.
    """
    reading = read(forms, shown_as)
    problems = list(reading.problems)
    if corpus is not None:
        case = ListCase(reading, corpus, unread)
        faults = [problem for rule in SHAPE for problem in rule(case)]
        problems += faults
        if not faults:  # queries of tags that are not there find nothing
            rules = RULES if unread else (*RULES, *GROUNDED)
            problems += [problem for rule in rules for problem in rule(case)]
    return reading.checklists, locate_among(problems, (forms, shown_as), (clauses, clauses_as))
