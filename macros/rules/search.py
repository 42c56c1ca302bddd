"""What readers type for the words of the text: it leads there, and to somewhere in particular."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from macros.errors import Problem
from macros.model import Synonym
from macros.rules.case import Case
from macros.rules.names import unknown_in
from macros.search.lexicon import stop
from macros.search.needles import Needle, occurrences
from macros.search.normalise import keyed, normalise, normalise_all

MOST = 0.5
"""A name that leads to a larger part of the provisions leads nowhere."""
KANA = re.compile("[ぁ-ゖァ-ヺー・]+")
SEPARATES = re.compile("[|>]")
"""What parts names in the index of the site."""


def synonyms_known(case: Case) -> Iterator[Problem]:
    """Languages and provisions that the synonyms speak of are there."""
    synonyms = case.corpus.synonyms
    if synonyms is not None:
        provisions = [id_ for body in case.corpus.bodies for id_ in body.index]
        known = {"languages": case.corpus.vocabulary.languages, "provision": provisions}
        yield from unknown_in(synonyms, known, case.unread)


def words_stand(case: Case) -> Iterator[Problem]:
    """A word that synonyms lead to stands in the text of its language, of which the source is part."""
    for group in _groups(case) if _whole(case) else ():
        for word in group.words:
            if not _stands(case, word.language, word.normal):
                rule = "a word that synonyms lead to stands in the text of an instrument"
                mend = "take the words from the text, exactly; what is not there goes under `also`"
                yield word.problem(rule, mend)


def names_new(case: Case) -> Iterator[Problem]:
    """A name is given once in a group, and only where its letters alone do not say it."""
    for group in _groups(case):
        seen = {word.key: word.text for word in group.words}
        for name in group.names:
            if SEPARATES.search(name.text) or not name.key:
                yield name.problem("a name has letters, and neither | nor >")
            elif name.key in stop():
                yield name.problem("a name is no word without weight", "leave it out, or spell it out")
            elif name.key in seen:
                rule = "a name differs from the others by more than width, case, kana or an ending"
                yield name.problem(rule, f"leave it out: {seen[name.key]} stands there already")
            seen.setdefault(name.key, name.text)


def names_lead_on(case: Case) -> Iterator[Problem]:
    """Who follows a name from group to group never comes back to it."""
    leads: dict[str, set[str]] = {}
    for group in _groups(case):
        for name in group.names:
            leads.setdefault(name.key, set()).update(word.key for word in group.words)
    for group in _groups(case):
        own = {word.key for word in group.words}
        reached = {word.key: _reached(leads, word.key) for word in group.words}
        for name in group.names:
            way = next((word.text for word in group.words if name.key in reached[word.key]), None)
            if way is not None and name.key not in own:
                rule = "a name that leads to a word is not led to from there"
                yield name.problem(rule, f"leave it out here or under {way}")


def _reached(leads: Mapping[str, set[str]], start: str) -> set[str]:
    reached, open_ = set[str](), [start]
    while open_:
        for at in leads.get(open_.pop(), ()):
            if at not in reached:
                reached.add(at)
                open_.append(at)
    return reached


def names_select(case: Case) -> Iterator[Problem]:
    """No name leads to most of the text: it would find everything, which is nothing."""
    several = _provisions(case)
    whole = "\n".join(several)
    starts = list(accumulate((len(text) + 1 for text in several), initial=0))
    for group in _groups(case):
        needles = [Needle(word.normal) for word in group.words if word.normal]
        places = (place for needle in needles for place in occurrences(whole, needle))
        found = len({bisect_right(starts, place) for place in places})
        if found > MOST * len(several):
            rule = f"synonyms lead to at most {MOST:.0%} of the provisions"
            mend = "choose words that stand in fewer places"
            yield Problem(group.record.at("words"), "synonym", rule, f"{found} of {len(several)}", mend)


def readings_right(case: Case) -> Iterator[Problem]:
    """A reading is kana, and of a word that stands in the text or is a synonym."""
    synonyms = case.corpus.synonyms
    if synonyms is None:
        return
    names = {name.key for group in _groups(case) for name in group.names}
    words = list(synonyms.readings)
    for word, normal in zip(words, normalise_all(words), strict=True):
        place, reading = synonyms.at(f"readings.{word}"), synonyms.readings[word]
        if not KANA.fullmatch(reading):
            yield Problem(place, "synonym", "a reading is written in kana", reading)
        stands = any(_stands(case, language, normal) for language in _texts(case))
        if keyed(normal) not in names and not stands and _whole(case):
            rule = "a reading is that of a word of the text, or of one that leads there"
            yield Problem(place, "synonym", rule, word)


@dataclass(slots=True)
class _Word:
    """A word of a group, and where it stands."""

    text: str
    language: str
    record: Synonym
    path: str
    normal: str = ""
    key: str = ""

    def problem(self, rule: str, mend: str = "") -> Problem:
        return Problem(self.record.at(self.path), "synonym", rule, self.text, mend)


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of synonyms with all its words."""

    record: Synonym
    words: list[_Word]
    names: list[_Word]


@lru_cache(maxsize=1)
def _groups(case: Case) -> tuple[_Group, ...]:
    given = case.corpus.synonyms.synonyms if case.corpus.synonyms is not None else ()
    found = [_Group(group, list(_words(group, "words")), list(_words(group, "also"))) for group in given]
    words = [word for group in found for word in (*group.words, *group.names)]
    for word, normal in zip(words, normalise_all(word.text for word in words), strict=True):
        word.normal, word.key = normal, keyed(normal)
    return tuple(found)


def _words(group: Synonym, field: str) -> Iterator[_Word]:
    table: Mapping[str, tuple[str, ...]] = getattr(group, field)
    for language, several in table.items():
        for number, word in enumerate(several):
            yield _Word(word, language, group, f"{field}.{language}[{number}]")


@lru_cache(maxsize=1)
def _texts(case: Case) -> dict[str, str]:
    """Language → all that the instruments say in it, in normal form."""
    texts: dict[str, list[str]] = {}
    for body, provision in case.provisions():
        for language in body.instrument.languages:
            heading = (provision.heading or {}).get(language, "")
            texts.setdefault(language, []).extend((heading, provision.text(language)))
    for body in case.corpus.bodies:
        texts.setdefault(body.instrument.language, []).append(body.source_text)
    artefacts = [artefact for body in case.corpus.bodies for artefact in body.instrument.artefacts]
    shown = {}
    for language, several in texts.items():
        text = "\n".join(several)
        for artefact in artefacts:
            text = text.replace(artefact.printed, artefact.shown)
        shown[language] = normalise(text)
    return shown


@lru_cache(maxsize=1)
def _provisions(case: Case) -> list[str]:
    """What each provision says in all its languages, in normal form."""
    return normalise_all(
        " ".join(map(provision.text, body.instrument.languages)) for body, provision in case.provisions()
    )


def _whole(case: Case) -> bool:
    """Whether all could be read: what could not may hold the word that is missing."""
    return not case.unread and all(body.source_text for body in case.corpus.bodies)


def _stands(case: Case, language: str, normal: str) -> bool:
    return bool(normal) and _in(_texts(case).get(language, ""), Needle(normal))


def _in(text: str, needle: Needle) -> bool:
    return next(occurrences(text, needle), -1) >= 0
