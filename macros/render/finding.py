"""What can be found: provisions, form boxes, terms, checklists, questions, as the search wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from macros.forms.definition import Form
from macros.forms.definition import entries as fields_of
from macros.model import Obligation, Provision, Words
from macros.render.book import Book
from macros.render.course import PATH as COURSE
from macros.render.desk_page import PATH as DESK
from macros.render.desk_page import teaching
from macros.render.forms import FOLDER
from macros.render.page import CHECKLISTS
from macros.render.pages import Site
from macros.render.wording import languages, words_of
from macros.search.entries import Duty, Entry, Index, Kind, groups_of, readings_of
from macros.training.course import MARK

SHOWN = (
    "plain_mark",
    "fact_bearer",
    "urgency",
    "list_colon",
    "search_why",
    "glossary",
    "forms",
    "checklists",
    "course",
)
"""Words of the interface that hits are shown with."""
LONG = 36
"""Letters of a definition or a question that a hit shows, twice as many where they are not Japanese."""


def index(site: Site) -> Index:
    """Everything that can be found, in the reader's language."""
    found: list[Entry] = []
    for book in site.books:
        for top in book.body.tops():
            _provision(site, book, top, None, found)
    for form in site.shelf.forms.values():
        _form(site, form, found)
    found += _terms(site)
    found += _checklists(site)
    _course(site, found)
    found += _desk(site)
    words = {name: site.words[name] for name in SHOWN}
    labels = {tag: site.books[0].label("modalities", tag) for tag in site.corpus.vocabulary.modalities}
    return Index(site.language, found, groups_of(site.corpus), readings_of(site.corpus), words | labels)


def _provision(site: Site, book: Book, it: Provision, above: int | None, found: list[Entry]) -> None:
    number = len(found)
    asked = site.corpus.synonyms.asked.get(it.id, {}) if site.corpus.synonyms is not None else {}
    languages = sorted(book.languages, key=lambda language: language != site.language)
    found.append(
        Entry(
            location=f"{book.path(it.id)}{site.ending}#{it.id}",
            cites=tuple(book.cite(it.id, language) for language in languages),
            above=above,
            heading=_shown(book, it.heading or {}),
            text=_shown(book, {language: it.text(language) for language in book.languages}),
            defines=tuple(word for d in it.definitions for word in book.terms[d.term].words.values()),
            duties=tuple(_duty(book, obligation) for obligation in it.obligations),
            asked=tuple(phrase for phrases in asked.values() for phrase in phrases),
        )
    )
    for child in it.provisions:
        _provision(site, book, child, number, found)


def _shown(book: Book, words: Words) -> dict[str, str]:
    return {language: book.shown(text) for language, text in words.items() if text}


def _duty(book: Book, it: Obligation) -> Duty:
    who = book.t("list_comma").join(book.party(party) for party in it.bearer.party)
    when = book.urgency(it.deadline) if it.deadline else ""
    return Duty(it.modality, who, when, book.say(it.help.plain).text, it.chapeau)


def _form(site: Site, form: Form, found: list[Entry]) -> None:
    """A form; of an official one each numbered box too."""
    number, page = len(found), f"{FOLDER}/{form.id}{site.ending}"
    official = form.status == "official"
    instrument = site.book(form.instrument).body.instrument
    named = instrument.forms[form.id].title if form.id in instrument.forms else {}
    kind: Kind = "form" if official else "sheet"
    text, notes = _joined([*([named] if named else []), form.purpose]), _joined(n.words for n in form.notes)
    found.append(Entry(f"{page}#form", kind, heading=form.title, text=text, more=_own(site, notes)))
    for box in form.boxes if official else ():
        inside = [entry.field for entry in fields_of(form) if entry.box is box]
        labels = [field.label for field in inside]
        options = [option.label for field in inside for option in field.options]
        text = _joined([*([box.example] if box.example else []), *labels, *options])
        title = f"{box.number} {_said(site, box.label)}"
        where, notes = f"{page}#box-{box.number}", _own(site, _joined(box.notes))
        found.append(Entry(where, kind, title, above=number, heading=box.label, text=text, more=notes))


def _said(site: Site, words: Words) -> str:
    return site.books[0].say(words).text


def _own(site: Site, words: Words) -> Words:
    """The reader's language alone: notes count too little to be carried twice."""
    return {language: text for language, text in words.items() if language == site.language} or words


def _joined(several: Iterable[Words]) -> Mapping[str, str]:
    joined: dict[str, str] = {}
    for words in several:
        for language, text in words.items():
            joined[language] = f"{joined[language]} {text}" if language in joined else text
    return joined


def _terms(site: Site) -> Iterator[Entry]:
    first = site.books[0]
    for term in site.corpus.glossary.terms:
        said = first.say(term.definition)
        text = {} if term.quiet else {said.language: _first(said.text, said.language)}
        heading = _shown(first, term.words)
        yield Entry(f"glossary{site.ending}#{term.id}", "term", heading=heading, text=text)


def _first(text: str, language: str) -> str:
    """The first sentence of a text, cut where it is long."""
    return _cut(re.split(r"(?<=。)|(?<=\.) ", text)[0], language)


def _cut(text: str, language: str) -> str:
    most = LONG if language == "ja" else 2 * LONG
    return text if len(text) <= most else f"{text[:most]}…"


def _checklists(site: Site) -> Iterator[Entry]:
    for each in site.checklists():
        where = f"{CHECKLISTS}/{each.id}{site.ending}#checklist"
        yield Entry(where, "checklist", heading=each.title, text=each.when)


def _desk(site: Site) -> Iterator[Entry]:
    """The trainer's desk, also by the sheets that it prints."""
    if teaching(site.books) is not None:
        words = [words_of(language) for language in languages()]
        heading = {language: words_of(language)["desk_page"] for language in languages()}
        printed = tuple(each[key] for each in words for key in ("desk_plan", "desk_signin"))
        yield Entry(f"{DESK}{site.ending}#desk", "desk", heading=heading, asked=printed)


def _course(site: Site, found: list[Entry]) -> None:
    """The situations of the course, and its questions in the reader's language."""
    if site.lessons is None:
        return
    it, page = site.lessons.course, f"{COURSE}{site.ending}"
    book = site.book(it.instrument)
    found.append(Entry(f"{page}#course", "course", heading=it.title, text=it.intro))
    for step in site.lessons.steps:
        number = len(found)
        found.append(Entry(f"{page}#step-{step.id}", "question", heading=step.title))
        for question in step.questions:
            stem = book.say(question.stem)
            asked = _cut(MARK.sub(lambda match: book.cite(match[1]), stem.text), stem.language)
            heading = {stem.language: asked}
            found.append(Entry(f"{page}#{question.id}", "question", above=number, heading=heading))
