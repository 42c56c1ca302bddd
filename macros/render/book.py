"""A body of provisions in one reader's language: words, citations, places, terms. All computed, no HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from macros.grounding import spans
from macros.model import (
    Body,
    Corpus,
    Deadline,
    Label,
    Obligation,
    Parameter,
    Part,
    Profile,
    Provision,
    Term,
    Words,
)
from macros.queries import Selections
from macros.render.order import initial, plain
from macros.render.parts import Blank, Card, MissingWord, Said
from macros.training.checklist import Checklist
from macros.training.checklists import pauses


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
    lists: tuple[Checklist, ...] = ()
    """The checklists on which its obligations stand."""

    @cached_property
    def query(self) -> Selections:
        """The selections of this body."""
        return Selections(self.body)

    @cached_property
    def listed(self) -> dict[str, list[Checklist]]:
        """Id of an obligation → the checklists it stands on."""
        found: dict[str, list[Checklist]] = {}
        for each in self.lists:
            if each.instrument == self.body.instrument.id:
                for item in (item for pause in pauses(each, self.query) for item in pause.items):
                    found.setdefault(item.id, []).append(each)
        return found

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

    def kind(self, obligation: Obligation) -> str:
        """What kind of line an obligation is; it says so where the text does not state it (`implied`)."""
        label = self.label("modalities", obligation.modality)
        return self.t("modality_implied", label=label) if obligation.implied else label

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
        """What the reader calls a language; what it calls itself where the reader has no word for it."""
        own = self.corpus.vocabulary.languages.get(language, language)
        return self.words.get(f"language_{language}", own)

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
        if deadline.length is None:
            return self.label("grades", deadline.grade)
        count, unit = deadline.length
        return self.t(f"within_{unit}" if count != 1 else f"within_one_{unit}", count=count)

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

    @cached_property
    def overview(self) -> dict[str, Card]:
        """Id of an obligation → its card on the overviews, remembered: it stands on many of them."""
        return {}
