"""The text and its structure: provisions, their sentences, and what is tied to the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from macros.model.base import (
    ActTag,
    ChecklistTag,
    EventTag,
    FormTag,
    GradeTag,
    Id,
    ModalityTag,
    ObligationId,
    ParameterTag,
    PartyTag,
    PhaseTag,
    ProvisionId,
    Quotes,
    Record,
    RoleTag,
    TensionId,
    TermTag,
    Words,
)


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


UNITS = {
    "TM": "minutes",
    "TH": "hours",
    "D": "days",
    "W": "weeks",
    "M": "months",
}
"""Letters of an ISO 8601 duration → the unit."""


def length_of(duration: str) -> tuple[int, str] | None:
    """How many of which unit an ISO 8601 duration is; `None` for none, or one of several units."""
    match = re.fullmatch(r"P(T?)([0-9]+)([MWDH])", duration)
    unit = UNITS.get(match[1] + match[3]) if match else None
    return (int(match[2]), unit) if match and unit else None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Deadline(Grounded):
    """By when: a grade of urgency or a duration, counted from or up to an event."""

    grade: GradeTag
    event: EventTag | None = None
    duration: str | None = None
    """ISO 8601 duration, such as PT60M."""

    @property
    def length(self) -> tuple[int, str] | None:
        """How many of which unit (60, minutes); `None` without a duration, or with one of several units."""
        return length_of(self.duration or "")


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
