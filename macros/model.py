"""The shape of the data: the only declaration of it.

Each class below is a mapping in YAML with exactly these keys. A field without a default is
required. `Words` is a mapping language → text; `Quotes` is a mapping language → exact words of the
provision, in one piece or several. A list of strings may be written as one string. JSON Schema, the
loader's errors and the tables of the documentation are all computed from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from macros.errors import Place

Words = Mapping[str, str]
Quotes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Names:
    """Marks a text field whose value is a name declared elsewhere: a tag of a section, or an id."""

    section: str


ModalityTag = Annotated[str, Names("modalities")]
GradeTag = Annotated[str, Names("grades")]
PartyTag = Annotated[str, Names("parties")]
RoleTag = Annotated[str, Names("roles")]
PhaseTag = Annotated[str, Names("phases")]
EventTag = Annotated[str, Names("events")]
ActTag = Annotated[str, Names("acts")]
ChecklistTag = Annotated[str, Names("checklists")]
TermTag = Annotated[str, Names("terms")]
FormTag = Annotated[str, Names("forms")]
ParameterTag = Annotated[str, Names("parameters")]
FrameworkTag = Annotated[str, Names("frameworks")]
InstrumentTag = Annotated[str, Names("instruments")]
Language = Annotated[str, Names("languages")]
ProvisionId = Annotated[str, Names("provision")]
ObligationId = Annotated[str, Names("obligation")]
TensionId = Annotated[str, Names("tensions")]
Id = Annotated[str, Names("id")]
"""A provision or an obligation."""


def digest_of(text: str) -> str:
    """The short digest (8 hex digits of SHA-256) that ties a translation to the words it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Record:
    """Base of everything read from YAML: remembers the file and the path it stands at."""

    file: str = field(repr=False)
    path: str = field(repr=False)

    def at(self, path: str = "") -> Place:
        """The place of the field `path` (such as `words.ja`), its line still to be looked up."""
        dotted = f".{path}" if path and self.path and not path.startswith("[") else path
        return Place(self.file, path=self.path + dotted)


# --- the text and its structure ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sentence(Record):
    """One sentence: verbatim in the instrument's language, translated in the others."""

    words: Words
    translated_from: Words = field(default_factory=dict)
    """Language → digest of the original it was translated from; tells a stale translation."""
    role: Literal["main", "chapeau", "proviso"] = "main"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Grounded(Record):
    """Something said of an obligation, and on what ground: exactly one of these is given."""

    words: Quotes | None = None
    """The exact words of this provision."""
    as_in: ObligationId | None = None
    """Id of the obligation whose words govern here too (a chapeau, or the sentence before)."""
    implied: Words | None = None
    """No words say it: why it is so all the same."""
    note: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Party(Grounded):
    """Who bears the obligation, or to whom it is owed."""

    party: tuple[PartyTag, ...]
    """One party, or all that are meant."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Trigger(Grounded):
    """The event that makes the obligation live."""

    event: EventTag


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Deadline(Grounded):
    """By when: a grade of urgency or a duration, counted from or up to an event."""

    grade: GradeTag
    event: EventTag | None = None
    duration: str | None = None
    """ISO 8601 duration, such as PT60M."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ExceptionClause(Grounded):
    """What lifts or changes the obligation (ただし書, …を除き)."""

    effect: Literal["releases", "replaces-method"]
    act: ActTag | None = None
    """The act that opens it, such as approval or consent."""
    by: PartyTag | None = None
    """The party whose act that is."""
    prior: bool = False
    written: bool = False


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FormUse(Grounded):
    """The form the act is done on."""

    form: FormTag
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Help(Record):
    """The handbook's own help: never part of the contract, never shown as if it were."""

    owner: RoleTag
    """The role inside the contractor's company that answers for it."""
    performers: tuple[RoleTag, ...] = ()
    """Other roles that do it day by day."""
    phases: tuple[PhaseTag, ...]
    plain: Words
    """One plain sentence to the person who must act."""
    evidence: tuple[Words, ...] = ()
    checklists: tuple[ChecklistTag, ...] = ()
    see: tuple[Id, ...] = ()
    note: Words | None = None


GROUNDED = (
    "bearer", "counterparty", "action", "scope", "condition", "purpose", "where", "manner",
    "frequency", "trigger", "deadline", "exception", "form",
)  # fmt: skip
"""The parts of an obligation that rest on words."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Obligation(Record):
    """A duty, prohibition, power or permission, tied to the words it comes from."""

    id: str
    modality: ModalityTag
    cue: Quotes | None = None
    """The words that make it a duty (…なければならない), a prohibition, a power."""
    implied: Words | None = None
    """Given instead of `cue` where no words say it outright: why it follows."""
    chapeau: bool = False
    """It only carries the items below it (次の事項を遵守しなければならない)."""
    bearer: Party
    counterparty: Party | None = None
    act: ActTag | None = None
    action: Grounded
    scope: Grounded | None = None
    condition: Grounded | None = None
    purpose: Grounded | None = None
    where: Grounded | None = None
    manner: Grounded | None = None
    frequency: Grounded | None = None
    trigger: Trigger | None = None
    deadline: Deadline | None = None
    exception: ExceptionClause | None = None
    form: FormUse | None = None
    parameter: ParameterTag | None = None
    """What only the Ordering Party can say, and this obligation needs."""
    help: Help

    def elements(self) -> Iterator[tuple[str, Grounded]]:
        """The grounded parts that are given, each with its name."""
        for name in GROUNDED:
            element = getattr(self, name)
            if element is not None:
                yield name, element


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Definition(Record):
    """A term that the provision itself defines (以下「…」という。)."""

    term: TermTag
    words: Quotes
    note: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Statement(Record):
    """Words that bind nobody: what the provision is for, how the text is built."""

    kind: Literal["purpose", "structure"]
    words: Quotes


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Reference(Record):
    """Words that point elsewhere: to a provision, a part, a form or another document."""

    to: str | None = None
    """Id of a provision or part, or `form:<tag>`, or `document:<tag>`."""
    unresolved: TensionId | None = None
    """Instead of `to`: the tension that explains why the words point nowhere."""
    words: Quotes


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Effect(Record):
    """How long the provisions hold. Stated once; whether a provision survives is derived from here."""

    kind: Literal["in-force", "survival"]
    event: EventTag
    provisions: tuple[ProvisionId, ...] = ()
    """What survives the event (ids); empty for `in-force`, which speaks of the whole instrument."""
    except_: tuple[ProvisionId, ...] = ()
    words: Quotes


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Provision(Record):
    """An article, section, paragraph, item or subitem, with everything below it."""

    id: str
    label: Words
    """As printed: 第 11, (1), ア."""
    cite: Words | None = None
    """The piece used in citations where it differs from the label (第1項)."""
    heading: Words | None = None
    sentences: tuple[Sentence, ...] = ()
    statements: tuple[Statement, ...] = ()
    definitions: tuple[Definition, ...] = ()
    references: tuple[Reference, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    effects: tuple[Effect, ...] = ()
    silences: tuple[Words, ...] = ()
    """What a reader would look for here and the text does not say."""
    provisions: tuple[Provision, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """This provision and all below it, in the order of the text."""
        yield self
        for child in self.provisions:
            yield from child.walk()

    def text(self, language: str) -> str:
        """Its own sentences (not those below it) in `language`, one a line; "" where there are none."""
        return "\n".join(s.words[language] for s in self.sentences if language in s.words)


# --- the instrument ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Source(Record):
    """The file with the authoritative text."""

    document: str
    sha256: str
    until: str | None = None
    """The line with which something else begins (the form): the provisions end before it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Chapter(Record):
    """A heading over several provisions, printed before the first of them."""

    before: ProvisionId
    label: Words
    heading: Words


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Part(Record):
    """A body of provisions inside the instrument: one folder, one file for each provision."""

    id: str
    folder: str
    title: Words
    cite: Words
    """How its top provisions are cited: `別紙{label}`."""
    caption: str = "{label} {heading}"
    """How the original prints the head of a top provision: `({heading}) {label}`."""
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Parameter(Record):
    """A value that only the Ordering Party or the contract can give. Blank until a profile sets it."""

    id: str
    label: Words
    provision: ProvisionId | None = None
    """The provision whose words call for it."""
    words: Quotes | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Artefact(Record):
    """A slip of the printed source (生成A I), kept in the data and mended for display and search."""

    printed: str
    shown: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Document(Record):
    """Another document that the text names and that is not part of it."""

    title: Words
    note: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Instrument(Record):
    """One body of provisions that a client attaches to its contracts."""

    id: str
    title: Words
    language: Language
    """The language that prevails."""
    translations: tuple[Language, ...] = ()
    source: Source
    parties: Mapping[PartyTag, Words]
    """Party → the word this text uses for it (受注者, 乙)."""
    parts: tuple[Part, ...]
    documents: Mapping[str, Document] = field(default_factory=dict)
    forms: Mapping[str, Document] = field(default_factory=dict)
    roles: Mapping[RoleTag, ProvisionId] = field(default_factory=dict)
    """Roles that the text itself names, with the provision that does."""
    parameters: tuple[Parameter, ...] = ()
    artefacts: tuple[Artefact, ...] = ()
    silences: tuple[Words, ...] = ()
    """What the text as a whole does not say."""

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages of the text, the prevailing one first."""
        return (self.language, *self.translations)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Tension(Record):
    """A place where the text itself needs a human decision; shown, never resolved."""

    id: str
    provisions: tuple[ProvisionId, ...]
    note: Words


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Tensions(Record):
    """tensions.yml."""

    tensions: tuple[Tension, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Control(Record):
    """A control of another framework that a provision touches."""

    id: str
    relation: Literal["subset", "superset", "intersects"] | None = None
    confidence: Literal["high", "medium", "low"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Crossing(Record):
    """Which controls of the frameworks correspond to one provision; none where nothing does."""

    provision: ProvisionId
    controls: Mapping[FrameworkTag, tuple[Control, ...]] = field(default_factory=dict)
    note: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Crosswalk(Record):
    """crosswalk.yml: framework tag → its name, and a row for each provision."""

    frameworks: Mapping[str, Document]
    rows: tuple[Crossing, ...]


# --- words shared by all instruments -------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Term(Record):
    """A term of the glossary: one word in each language."""

    id: str
    words: Words
    reading: str | None = None
    """In kana."""
    definition: Words
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → other forms that count as the same word (notify for notification)."""
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → words a translation must not use for it."""
    quiet: bool = False
    """In the glossary, but not marked in the text: met in every line, or plain to every reader."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Glossary(Record):
    """glossary.yml."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Label(Record):
    """A tag of the vocabulary explained."""

    label: Words
    meaning: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Modality(Label):
    """Duty, prohibition, power, permission: what it is called, and the words that say it."""

    verb: Words
    """As in a plain sentence: must, must not, may."""
    cues: Mapping[str, tuple[str, ...]]
    """Language → regular expressions; the longest match at a spot decides."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Grade(Label):
    """A grade of urgency. Their order in the file is the order of strictness."""

    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Event(Label):
    """Something that happens, from which a deadline runs."""

    kind: Literal["moment", "phase", "request"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Role(Label):
    """A role inside the contractor's company; the handbook's own unless the instrument names it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Checklist(Label):
    """A checklist that obligations can belong to."""

    role: RoleTag
    phase: PhaseTag


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Vocabulary(Record):
    """vocabulary.yml: every tag used in the data, with its words."""

    languages: Mapping[str, str]
    """Language → its own name for itself (日本語, English)."""
    modalities: Mapping[str, Modality]
    grades: Mapping[str, Grade]
    parties: Mapping[str, Label]
    roles: Mapping[str, Role]
    phases: Mapping[str, Label]
    events: Mapping[str, Event]
    acts: Mapping[str, Label]
    checklists: Mapping[str, Checklist]
    exceptions: Mapping[str, tuple[str, ...]]
    """Language → regular expressions of the words that open an exception (ただし)."""
    references: Mapping[str, tuple[str, ...]]
    """Language → regular expressions of the words that point elsewhere (第5)."""


# --- what a contract sets --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Profile(Record):
    """A contract profile: the values of the parameters of one instrument."""

    instrument: InstrumentTag
    parameters: Mapping[ParameterTag, str]


# --- the whole ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Body:
    """An instrument with everything that belongs to it."""

    instrument: Instrument
    provisions: Mapping[str, tuple[Provision, ...]]
    """Part id → its top provisions in the order of the text."""
    tensions: tuple[Tension, ...]
    crosswalk: Crosswalk | None
    source_text: str
    source_sha256: str

    @cached_property
    def index(self) -> dict[str, Provision]:
        """Id → provision, at every depth."""
        return {p.id: p for top in self.tops() for p in top.walk()}

    def tops(self) -> Iterator[Provision]:
        """The top provisions of all parts, in order."""
        for part in self.instrument.parts:
            yield from self.provisions.get(part.id, ())


@dataclass(frozen=True)
class Corpus:
    """All that is in `clauses/`."""

    vocabulary: Vocabulary
    glossary: Glossary
    bodies: tuple[Body, ...]
