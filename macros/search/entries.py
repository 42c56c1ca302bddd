"""What can be found, and the index in which a site carries it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from macros.model import Corpus, Words
from macros.search.normalise import key, keys

Kind = Literal["provision", "form", "sheet", "question", "term", "checklist", "course", "desk"]
"""`sheet`: a form that is the handbook's own proposal."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation as a hit tells it: what kind, on whom, by when, and its plain line."""

    modality: str
    who: str
    when: str
    plain: str
    chapeau: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found."""

    location: str
    """Page and anchor: joho-security/AN-8.html#AN-8-1-ka."""
    kind: Kind = "provision"
    title: str = ""
    """What a hit is called; a provision is called by its citation and the nearest heading."""
    cites: tuple[str, ...] = ()
    """How it is cited, in the reader's language first: what a number in a query can mean."""
    above: int | None = None
    """Number of the entry it belongs to, which comes before it."""
    heading: Words = field(default_factory=dict)
    text: Words = field(default_factory=dict)
    defines: tuple[str, ...] = ()
    """The terms it defines, in every language."""
    duties: tuple[Duty, ...] = ()
    asked: tuple[str, ...] = ()
    """How readers ask for it, in every language."""
    more: Words = field(default_factory=dict)
    """Notes and the like, which count less."""


Group = tuple[Sequence[str], Sequence[str]]
"""Words of the text, and the names that lead to them."""


@dataclass(frozen=True)
class Index:
    """Everything a search needs, in one reader's language."""

    language: str
    entries: Sequence[Entry]
    groups: Sequence[Group] = ()
    readings: Sequence[tuple[str, str]] = ()
    """Words and how they are read."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Words of the interface that hits are shown with, and the labels of kinds and modalities."""

    def title(self, number: int) -> str:
        """What an entry is called."""
        entry = self.entries[number]
        if entry.title:
            return entry.title
        at: int | None = number
        while at is not None and not self.entries[at].heading:
            at = self.entries[at].above
        heading = self.entries[at].heading if at is not None else {}
        said = heading.get(self.language) or next(iter(heading.values()), "")
        return " ".join(filter(None, (*entry.cites[:1], said)))


def groups_of(corpus: Corpus) -> list[Group]:
    """What leads where, by the data. (The words of the glossary are entries themselves.)"""
    given = corpus.synonyms.synonyms if corpus.synonyms is not None else ()
    groups: list[Group] = [(_all(group.words.values()), _all(group.also.values())) for group in given]
    for term in corpus.glossary.terms:
        for language, names in term.also.items():
            groups.append(((term.words[language],), tuple(names)))
    return groups


def readings_of(corpus: Corpus) -> list[tuple[str, str]]:
    """Words and how they are read: those of the glossary, and the others."""
    read = [(t.words["ja"], t.reading) for t in corpus.glossary.terms if t.reading and "ja" in t.words]
    return read + (list(corpus.synonyms.readings.items()) if corpus.synonyms is not None else [])


def _all(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in several for word in words))


def document(entry: Entry) -> dict[str, Any]:
    """An entry as it stands in the index; what is empty, and the kind of a provision, is left out."""
    given: dict[str, Any] = {"location": entry.location}
    if entry.kind != "provision":
        given["kind"] = entry.kind
    for name in ("title", "cites", "above", "heading", "text", "defines", "asked", "more"):
        value = getattr(entry, name)
        if value or value == 0:
            given[name] = value
    if entry.duties:
        given["duties"] = [[d.modality, d.who, d.when, d.plain, *[1] * d.chapeau] for d in entry.duties]
    return given


SHARED = ("location", "kind", "above", "cites")
ORDER = (*SHARED, "title", "heading", "text", "duties", "more", "asked")
"""Columns in this order, the others after them: what shares words stands close together."""
READERS = ("title", "duties")
"""Columns in the reader's language alone."""


def _columns(documents: Iterable[Mapping[str, Any]], reader: str) -> dict[str, list[Any]]:
    """Documents as columns, one for each language (`text.ja`): what is alike stands together."""
    columns: dict[tuple[str, str], list[Any]] = {}
    for number, given in enumerate(documents):
        for name, value in given.items():
            told = value if isinstance(value, Mapping) else {"": value}
            for language, one in told.items():
                column = columns.setdefault((language, name), [])
                column += [None] * (number - len(column)) + [one]
    languages = [*dict.fromkeys(language for language, _ in columns if language)]

    def place(at: tuple[str, str]) -> tuple[int, int]:
        language = reader if at[1] in READERS else at[0]
        rank = languages.index(language) if language in languages else 0
        return (-1 if at[1] in SHARED else rank, ORDER.index(at[1]) if at[1] in ORDER else len(ORDER))

    ordered = sorted(columns, key=place)
    return {".".join(filter(None, (name, language))): columns[language, name] for language, name in ordered}


def _keys(names: Iterable[str]) -> Iterable[str]:
    """The keys of names, each once: what the browser need not compute again."""
    return dict.fromkeys(filter(None, keys(names)))


def as_data(index: Index) -> dict[str, Any]:
    """The index as the browser gets it: in the shape of Material's, with what is ours under `tokki`."""
    return {
        "config": {
            "lang": [index.language],
            "separator": "[\\s]+",
            "pipeline": [],
            "fields": {},
            "tokki": {
                "language": index.language,
                "groups": [
                    f"{'|'.join(targets)}>{'|'.join(_keys(names))}" for targets, names in index.groups
                ],
                "readings": [f"{word}>{key(reading)}" for word, reading in index.readings],
                "words": index.words,
            },
        },
        "docs": _columns(map(document, index.entries), index.language),
    }
