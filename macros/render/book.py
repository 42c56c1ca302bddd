"""What the templates ask: words in the reader's language, citations, links, cards. All computed, no HTML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from macros.grounding import spans
from macros.model import (
    Body,
    Corpus,
    Deadline,
    Grounded,
    Label,
    Obligation,
    Parameter,
    Part,
    Profile,
    Provision,
    Reference,
    Sentence,
    Term,
    Words,
)
from macros.queries import Selections, Standing
from macros.render.order import initial, plain


class MissingWord(KeyError):
    """A word of the interface, a tag or an id that a template asks for and that is not there."""

    def __str__(self) -> str:
        return str(self.args[0])


UNITS = {
    ("T", "M"): "minutes",
    ("T", "H"): "hours",
    ("", "D"): "days",
    ("", "W"): "weeks",
    ("", "M"): "months",
}
"""Letters of an ISO 8601 duration → the word of the interface for that unit."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words with the language they are in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a sentence: plain (`kind` is ""), or a `reference`, `cue` or `term` to be marked up."""

    text: str
    kind: str = ""
    target: str = ""
    """Href of a reference, tag of a modality, id of a term."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a template needs it."""

    text: str
    href: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a card that rests on the text: who, when, unless."""

    name: str
    """Which part of the obligation: bearer, deadline, exception …"""
    ground: str
    """`words`: its own words; `as-in`: words elsewhere; `implied`: no words, `said` tells why."""
    said: Said
    original: Said | None = None
    """The prevailing words, where `said` is a translation."""
    tag: str = ""
    """The tag's label: the grade of a deadline, the event of a trigger."""
    source: Link | None = None
    note: Said | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """A parameter: its label, and the value a profile gives (`None`: still to be filled in)."""

    id: str
    label: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """An obligation as a reader sees it."""

    id: str
    citation: str
    href: str
    modality: str
    """Tag: duty, prohibition, power, permission."""
    modality_label: str
    grade: str
    """Tag of the deadline's grade, or ""."""
    grade_label: str
    chapeau: bool
    plain: Said
    action: Said
    rows: tuple[Row, ...]
    implied: Said | None
    owner: str
    performers: tuple[str, ...]
    phases: tuple[str, ...]
    evidence: tuple[Said, ...]
    checklists: tuple[str, ...]
    see: tuple[Link, ...]
    references: tuple[Link, ...]
    above: tuple[Link, ...]
    """The chapeaux it stands under, nearest first."""
    note: Said | None
    parameter: Blank | None
    survives: bool
    facets: Mapping[str, str]
    """Facet (owner, party, modality, deadline, phase, event, instrument) → tags, separated by blanks."""


@dataclass
class Book:
    """A body of provisions in one reader's language."""

    corpus: Corpus
    body: Body
    language: str
    words: Mapping[str, str]
    """The interface in that language."""
    profile: Profile | None = None
    many: bool = False
    """Whether the site carries other bodies too (then titles say which)."""

    @cached_property
    def query(self) -> Selections:
        """The selections of this body."""
        return Selections(self.body)

    # --- words -----------------------------------------------------------------------------------

    def t(self, key: str, **values: object) -> str:
        """A word of the interface. Raises `MissingWord` where the locale lacks it."""
        if key not in self.words:
            raise MissingWord(f"the interface has no word “{key}” in {self.language}")
        return self.words[key].format(**values) if values else self.words[key]

    def say(self, words: Words | None) -> Said:
        """Words in the reader's language, else in the instrument's, else in any."""
        if not words:
            return Said("", self.language)
        for language in (self.language, self.body.instrument.language, *words):
            if language in words:
                return Said(self.shown(words[language]), language)
        raise AssertionError("unreachable: words are never empty")

    def label(self, section: str, tag: str) -> str:
        """The label of a tag of the vocabulary, such as ("roles", "worker")."""
        return self.say(self.entry(section, tag).label).text

    def meaning(self, section: str, tag: str) -> str:
        """The meaning of a tag, "" where the vocabulary gives none."""
        return self.say(self.entry(section, tag).meaning).text

    def entry(self, section: str, tag: str) -> Label:
        """The vocabulary's entry of a tag. Raises `MissingWord`."""
        entries: Mapping[str, Label] = getattr(self.corpus.vocabulary, section)
        if tag not in entries:
            raise MissingWord(f"the vocabulary has no {section} “{tag}”")
        return entries[tag]

    def party(self, tag: str) -> str:
        """A party in the words of this instrument."""
        return self.say(self.body.instrument.parties[tag]).text

    def shown(self, text: str) -> str:
        """Text as it is displayed and searched: the slips of the printed source mended."""
        for artefact in self.body.instrument.artefacts:
            text = text.replace(artefact.printed, artefact.shown)
        return text

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the text, the prevailing one first."""
        return self.body.instrument.languages

    @cached_property
    def beside(self) -> str | None:
        """The language beside the prevailing one: the reader's, else the first; `None` without one."""
        translations = self.body.instrument.translations
        return self.language if self.language in translations else next(iter(translations), None)

    def language_name(self, language: str) -> str:
        """What a language calls itself."""
        return self.corpus.vocabulary.languages.get(language, language)

    # --- places ----------------------------------------------------------------------------------

    def provision(self, id_: str) -> Provision:
        """A provision by its id. Raises `MissingWord`."""
        if id_ not in self.body.index:
            raise MissingWord(f"there is no provision “{id_}”")
        return self.body.index[id_]

    def cite(self, id_: str, language: str | None = None) -> str:
        """How a provision, or the provision of an obligation, is cited: 別紙8(1)カ, Annex 8(1)(f)."""
        if id_ in self.query.obligation:
            id_ = self.query.obligation[id_].provision.id
        language = language or self.language
        provision = self.provision(id_)
        piece = self._in(provision.cite or provision.label, language)
        above = self.query.parent.get(id_)
        if above is not None:
            return self.cite(above.id, language) + piece
        part = next(p for p in self.body.instrument.parts if p.id == self.query.part[id_])
        return self._in(part.cite, language).replace("{label}", piece)

    def _in(self, words: Words, language: str) -> str:
        return self.shown(words.get(language) or words[self.body.instrument.language])

    def caption(self, provision: Provision, language: str) -> str:
        """The head of a provision as the original prints it: (総則) 第1, (1) 管理・保管."""
        label, heading = self._in(provision.label, language), provision.heading
        if not heading:
            return label
        top = provision.id not in self.query.parent
        form = self.part_of(provision.id).caption if top else "{label} {heading}"
        return form.format(label=label, heading=self._in(heading, language))

    def path(self, id_: str) -> str:
        """The page that carries a provision or obligation, without its ending."""
        if id_ in self.query.obligation:
            id_ = self.query.obligation[id_].provision.id
        self.provision(id_)
        return f"{self.body.instrument.id}/{self.query.top[id_].id}"

    def urgency(self, deadline: Deadline) -> str:
        """How urgent a deadline is, in a word or two: its duration where it has one, else its grade."""
        match = re.fullmatch(r"PT?([0-9]+)([MHDW])", deadline.duration or "")
        if match is None:
            return self.label("grades", deadline.grade)
        unit = UNITS["T" if "T" in (deadline.duration or "") else "", match[2]]
        return self.t(f"within_{unit}" if match[1] != "1" else f"within_one_{unit}", count=match[1])

    def where(self, act: str) -> list[Provision]:
        """The provisions whose words name an act, or whose obligations are met by it."""
        language = self.body.instrument.language
        name = self.entry("acts", act).label.get(language, "").casefold()
        return [
            p
            for p in self.body.index.values()
            if (name and name in p.text(language).casefold()) or any(o.act == act for o in p.obligations)
        ]

    def part_of(self, id_: str) -> Part:
        """The part that a provision belongs to."""
        part = self.query.part[self.query.top[id_].id]
        return next(p for p in self.body.instrument.parts if p.id == part)

    def blank(self, parameter: Parameter) -> Blank:
        """A parameter with its value in the profile, if there is one for this instrument."""
        given = self.profile.parameters if self.profile else {}
        if self.profile and self.profile.instrument != self.body.instrument.id:
            given = {}
        return Blank(parameter.id, self.say(parameter.label).text, given.get(parameter.id))

    def blanks(self, provision: Provision | None = None) -> list[Blank]:
        """The parameters that a provision calls for, or all of them."""
        return [
            self.blank(p)
            for p in self.body.instrument.parameters
            if provision is None or p.provision == provision.id
        ]

    @cached_property
    def edition(self) -> str:
        """The name of the edition: the first 12 hex digits of the source's SHA-256."""
        return self.body.source_sha256[:12]

    # --- marks in the text -----------------------------------------------------------------------

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Id → term of the glossary."""
        return {term.id: term for term in self.corpus.glossary.terms}

    def glossary(self) -> list[tuple[str, list[Term]]]:
        """The glossary in the reader's order: initial ("" for what has none, last) and its terms."""
        groups: dict[str, list[Term]] = {}
        for term in sorted(self.corpus.glossary.terms, key=self._sorted_as):
            groups.setdefault(initial(self._spoken(term)), []).append(term)
        return sorted(groups.items(), key=lambda group: (not group[0], group[0]))

    def _spoken(self, term: Term) -> str:
        said = self.say(term.words)
        return term.reading or said.text if said.language == "ja" else said.text

    def _sorted_as(self, term: Term) -> tuple[str, str]:
        return plain(self._spoken(term)), term.id

    @cached_property
    def _spellings(self) -> dict[str, tuple[re.Pattern[str], dict[str, str]]]:
        """Language → pattern of all spellings (longest first) and spelling → term id."""
        table = {}
        for language in self.languages:
            ids: dict[str, str] = {}
            for term in self.corpus.glossary.terms:
                own = (term.words[language],) if language in term.words else ()
                for spelling in (*own, *term.also.get(language, ())):
                    ids.setdefault(spelling.casefold(), term.id)
            ordered = sorted(ids, key=len, reverse=True)
            joined = "|".join(re.escape(spelling) for spelling in ordered) or r"(?!)"
            bounded = joined if language == "ja" else rf"\b(?:{joined})(?!\w)"
            table[language] = re.compile(bounded, re.IGNORECASE), ids
        return table

    def terms_in(self, text: str, language: str) -> set[str]:
        """Ids of the glossary's terms in a text, the longest at each spot."""
        pattern, ids = self._spellings[language]
        return {ids[match[0].casefold()] for match in pattern.finditer(text)}

    def marks(self, provision: Provision, language: str) -> list[tuple[int, int, str, str]]:
        """Where the words of a provision are marked: (start, end, kind, target), in order, apart."""
        text = provision.text(language)
        found: list[tuple[int, int, int, str, str]] = []
        for reference in provision.references:
            for quote in reference.words.get(language, ()):
                for start, end in spans(text, quote)[:1]:
                    found.append((0, start, end, "reference", reference.to or ""))
        for obligation in provision.obligations:
            for quote in (obligation.cue or {}).get(language, ()):
                for start, end in spans(text, quote)[:1]:
                    found.append((1, start, end, "cue", obligation.modality))
        pattern, ids = self._spellings[language]
        prevailing = self.body.instrument.language
        here = self.terms_in(provision.text(prevailing), prevailing) if language != prevailing else None
        for match in pattern.finditer(text):
            term = ids[match[0].casefold()]
            if self.terms[term].quiet:
                continue
            if here is None or term in here:  # “any matter” is no 事案 where the original has none
                found.append((2, match.start(), match.end(), "term", term))
        taken = bytearray(len(text))
        marks = []
        for _, start, end, kind, target in sorted(found):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                marks.append((start, end, kind, target))
        return sorted(marks)

    @cached_property
    def _marks(self) -> dict[tuple[str, str], list[tuple[int, int, str, str]]]:
        return {}

    def marks_of(self, provision: Provision, language: str) -> list[tuple[int, int, str, str]]:
        """`marks`, remembered: the same provision stands on several pages."""
        key = (provision.id, language)
        if key not in self._marks:
            self._marks[key] = self.marks(provision, language)
        return self._marks[key]


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
        start = posixpath.dirname(self.path) or "."
        link = posixpath.relpath(target, start) + self.ending
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
            return Link(self.book.say(instrument.forms[tag].title).text, self.href("filing"))
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
        """An obligation ready to be shown."""
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
            checklists=help_.checklists,
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
