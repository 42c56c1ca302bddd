"""A page while it is rendered: its links, marked text and cards, and what it has met so far."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from macros.model import (
    Grounded,
    Obligation,
    Provision,
    Reference,
    Sentence,
    Term,
)
from macros.queries import Standing
from macros.render.book import Book
from macros.render.parts import Card, Link, Row, Said, Segment

CHECKLISTS = "checklists"
"""Where the pages of checklists stand."""

FILING = "filing"
"""The page about forms: references to a form lead there."""


@cache
def _relative(target: str, folder: str) -> str:
    return posixpath.relpath(target, folder or ".")


@dataclass
class Page:
    """One page of a book while it is rendered: knows where it stands, and which terms it has met."""

    book: Book
    path: str
    """Path inside the site without its ending: `index`, `joho-security/SP-9`."""
    ending: str = ".html"
    mark_terms: bool = True
    met: dict[str, None] = field(default_factory=dict)
    """Ids of the terms marked on this page so far, in order."""
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    """The headings written so far: level, id, title."""

    def heading(self, level: int, id_: str, title: str) -> str:
        """Note a heading for the page's table of contents; gives back "" so that a template can call it."""
        self.outline.append((level, id_, title))
        return ""

    def href(self, target: str, anchor: str = "") -> str:
        """A relative link to another page of the site (`glossary`), or to `#anchor` on it."""
        if target == self.path:
            return f"#{anchor}" if anchor else ""
        link = _relative(target, posixpath.dirname(self.path)) + self.ending
        return f"{link}#{anchor}" if anchor else link

    def link(self, id_: str) -> Link:
        """A provision or obligation, named by its citation. The whole text links within itself."""
        whole = f"{self.book.body.instrument.id}/text"
        within = self.path == whole and id_ in self.book.body.index
        return Link(self.book.cite(id_), self.href(whole if within else self.book.path(id_), id_), id_)

    def target(self, reference: Reference) -> Link | None:
        """Where a reference leads; `None` for one that points nowhere in this handbook."""
        to = reference.to or ""
        instrument = self.book.body.instrument
        if to in self.book.body.index:
            return self.link(to)
        for part in instrument.parts:
            if to == part.id:
                return Link(self.book.say(part.title).text, self.href(f"{instrument.id}/text", part.id))
        kind, _, tag = to.partition(":")
        if kind == "document":
            return Link(self.book.say(instrument.documents[tag].title).text, "")
        if kind == "form":
            return Link(self.book.say(instrument.forms[tag].title).text, self.href(FILING))
        return None

    def segments(self, provision: Provision, sentence: Sentence, language: str) -> Iterator[Segment]:
        """A sentence cut into runs: references to link, cues to stress, terms (each once a page)."""
        whole = provision.text(language)
        text = sentence.words[language]
        offset = whole.find(text)
        shown = self.book.shown
        position = 0
        for start, end, kind, target in self.book.marks_of(provision, language):
            start, end = start - offset, end - offset
            if start < position or end > len(text):
                continue
            href = target
            if kind == "reference":
                link = self.target(Reference(to=target, words={}, file="", path="")) if target else None
                href = link.href if link else ""
                if not href:
                    continue
            if kind == "term":
                if target in self.met_here(language) or not self.mark_terms:
                    continue
                self.met_here(language).add(target)
                self.met[target] = None
            if start > position:
                yield Segment(shown(text[position:start]))
            yield Segment(shown(text[start:end]), kind, href)
            position = end
        if position < len(text):
            yield Segment(shown(text[position:]))

    def noted(self, tension: str, provision: str) -> str:
        """Where on this page a tension has been shown before: id of the provision, "" the first time."""
        first = self._noted.setdefault(tension, provision)
        return "" if first == provision else first

    @cached_property
    def _noted(self) -> dict[str, str]:
        return {}

    def met_here(self, language: str) -> set[str]:
        """The terms already marked on this page in one language."""
        return self._met.setdefault(language, set())

    @cached_property
    def _met(self) -> dict[str, set[str]]:
        return {}

    def quoted(self, quotes: Mapping[str, tuple[str, ...]], language: str) -> Said:
        """Quoted pieces joined for display, in `language` or in the prevailing one."""
        language = language if language in quotes else self.book.body.instrument.language
        return Said(self.book.shown(" … ".join(quotes[language])), language)

    def row(self, obligation: Obligation, name: str, element: Grounded) -> Row:
        """One part of an obligation, with the ground it rests on."""
        book = self.book
        tag = ""
        if name == "deadline" and obligation.deadline:
            tag = book.label("grades", obligation.deadline.grade)
        elif name == "trigger" and obligation.trigger:
            tag = book.label("events", obligation.trigger.event)
        elif name in ("bearer", "counterparty"):
            parties = getattr(element, "party", ())
            tag = book.t("list_comma").join(book.party(party) for party in parties)
        note = book.say(element.note) if element.note else None
        if element.implied:
            return Row(name, "implied", book.say(element.implied), tag=tag, note=note)
        found = book.query.ground(obligation, name)
        if found is None:  # `as_in` leads to something that is itself implied
            source = self.link(element.as_in or obligation.id)
            return Row(name, "as-in", Said("", book.language), tag=tag, source=source, note=note)
        standing, ground = found
        words = ground.words or {}
        said = self.quoted(words, book.language)
        prevailing = book.body.instrument.language
        original = self.quoted(words, prevailing) if said.language != prevailing else None
        if standing.obligation.id == obligation.id:
            return Row(name, "words", said, original, tag, None, note)
        return Row(name, "as-in", said, original, tag, self.link(standing.obligation.id), note)

    def card(self, standing: Standing) -> Card:
        """An obligation ready to be shown; made once for all overviews, where its links are the same."""
        if "/" in self.path or self.path == FILING:
            return self._card(standing)
        known, id_ = self.book.overview, standing.obligation.id
        if id_ not in known:
            known[id_] = self._card(standing)
        return known[id_]

    def _card(self, standing: Standing) -> Card:
        book, o = self.book, standing.obligation
        help_ = o.help
        grade = o.deadline.grade if o.deadline else ""
        parameters = {p.id: p for p in book.body.instrument.parameters}
        targets = (self.target(reference) for reference in book.query.references(o))
        return Card(
            id=o.id,
            citation=book.cite(standing.provision.id),
            href=self.href(book.path(o.id), o.id),
            modality=o.modality,
            modality_label=book.label("modalities", o.modality),
            grade=grade,
            grade_label=book.urgency(o.deadline) if o.deadline else "",
            chapeau=o.chapeau,
            plain=book.say(help_.plain),
            action=self._action(o),
            rows=tuple(self.row(o, name, element) for name, element in o.elements()),
            implied=book.say(o.implied) if o.implied else None,
            owner=help_.owner,
            performers=help_.performers,
            phases=help_.phases,
            evidence=tuple(book.say(e) for e in help_.evidence),
            checklists=tuple(
                Link(book.say(each.title).text, self.href(f"{CHECKLISTS}/{each.id}", o.id), each.id)
                for each in book.listed.get(o.id, ())
            ),
            see=tuple(self.link(id_) for id_ in help_.see),
            references=tuple(link for link in targets if link is not None),
            above=tuple(self.link(s.obligation.id) for s in book.query.chapeau(standing.provision)),
            note=book.say(help_.note) if help_.note else None,
            parameter=book.blank(parameters[o.parameter]) if o.parameter else None,
            survives=standing.provision.id in book.query.survivors,
            facets=self.facets(standing),
        )

    def _action(self, obligation: Obligation) -> Said:
        found = self.book.query.ground(obligation, "action")
        if found and found[1].words:
            return self.quoted(found[1].words, self.book.language)
        return self.book.say(obligation.action.implied)

    def facets(self, standing: Standing) -> dict[str, str]:
        """What a register can be filtered by: facet → tags, separated by blanks."""
        o = standing.obligation
        events = [e.event for e in (o.trigger, o.deadline) if e is not None and e.event]
        return {
            "owner": " ".join(dict.fromkeys((o.help.owner, *o.help.performers))),
            "party": " ".join(o.bearer.party),
            "modality": o.modality,
            "deadline": o.deadline.grade if o.deadline else "none",
            "phase": " ".join(o.help.phases),
            "event": " ".join(dict.fromkeys(events)) or "none",
            "instrument": self.book.body.instrument.id,
        }

    @cached_property
    def register(self) -> list[Card]:
        """The cards of all obligations of the book, seen from this page."""
        return self.cards(self.book.query.standings)

    def cards(self, standings: Iterable[Standing]) -> list[Card]:
        """Cards for several obligations."""
        return [self.card(standing) for standing in standings]

    def cards_of(self, provision: Provision) -> list[Card]:
        """The cards of a provision's own obligations."""
        return [self.card(Standing(o, provision)) for o in provision.obligations]

    def terms_met(self) -> list[Term]:
        """The terms marked on this page, for the list at its foot."""
        return [self.book.terms[id_] for id_ in self.met]
