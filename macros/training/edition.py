"""An edition of the text as one file: its provisions and obligations, to be held against a later one.

JSON with a check, as in completion records. It is exported before the text changes; the folder of clauses
of an older release serves as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Annotated, Any, Literal

from macros.errors import DataError, Place, Problem
from macros.model import Body, Obligation
from macros.queries import Selections
from macros.training.jsonfile import loads
from macros.training.record import ID, SLUG, check_of
from macros.training.shape import Several, Text, faults, schema_of

MAX_BYTES = 20_000_000
TAG = Text(60, 0, "^[A-Za-z0-9._-]*$")
PROSE = Text(20_000, 0)
Languages = Annotated[Mapping[str, Annotated[str, PROSE]], Several(20, "^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
Parts = Annotated[Mapping[str, Annotated[str, PROSE]], Several(40, "^[a-z_]+$")]
Translated = Annotated[Mapping[str, Parts], Several(20, "^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
Id = Annotated[str, Text(60, 1, ID)]


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision: how it is cited, and its own words, by language."""

    id: Id
    cite: Languages
    words: Languages
    above: Annotated[str, Text(60, 0)] = ""
    """The provision it belongs to; "" for one on top."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation: what its words say, part by part, and who sees to it."""

    id: Id
    provision: Id
    parts: Parts
    """Name of a part (action, deadline …) → its words in the prevailing language."""
    tags: Parts
    """What the parts are: modality, act, bearer, deadline, trigger …, each a tag of the vocabulary."""
    owner: Annotated[str, TAG]
    performers: Annotated[tuple[Annotated[str, TAG], ...], Several(40)]
    plain: Languages
    """The handbook's own line."""
    chapeau: bool = False
    """It governs everything below its provision."""
    translated: Translated = field(default_factory=dict)
    """The same words of its parts in the other languages; nothing where the file does not tell them."""

    @property
    def roles(self) -> tuple[str, ...]:
        """All who see to it, the owner first."""
        return tuple(dict.fromkeys((self.owner, *self.performers)))


@dataclass(frozen=True, slots=True)
class Edition:
    """A body of provisions at one time."""

    record: Literal["tokki-edition"]
    version: Literal[1]
    instrument: Annotated[str, Text(60, 1, SLUG)]
    language: Annotated[str, Text(10, 2, SLUG)]
    title: Languages
    digest: Annotated[str, Text(64, 64, "^[0-9a-f]+$")]
    clauses: Annotated[tuple[Clause, ...], Several(20_000)]
    duties: Annotated[tuple[Duty, ...], Several(20_000)]
    check: Annotated[str, Text(8, 0)] = ""

    @property
    def name(self) -> str:
        """The name of the edition."""
        return self.digest[:12]


def edition_of(body: Body) -> Edition:
    """The edition that a body of provisions is."""
    query = Selections(body)
    it = body.instrument
    languages = it.languages
    cites = _Cites(body, query)
    clauses = tuple(
        Clause(
            p.id,
            {tag: cites.of(p.id, tag) for tag in languages},
            {tag: text for tag in languages if (text := p.text(tag))},
            query.parent[p.id].id if p.id in query.parent else "",
        )
        for top in body.tops()
        for p in top.walk()
    )
    duties = tuple(_duty(query, s.obligation, s.provision.id, languages) for s in query.standings)
    digest = body.source_sha256
    return Edition("tokki-edition", 1, it.id, it.language, it.title, digest, clauses, duties)


class _Cites:
    def __init__(self, body: Body, query: Selections) -> None:
        self.body, self.query = body, query

    def of(self, id_: str, language: str) -> str:
        """How a provision is cited in a language."""
        provision = self.body.index[id_]
        words = provision.cite or provision.label
        piece = words.get(language) or words[self.body.instrument.language]
        above = self.query.parent.get(id_)
        if above is not None:
            return self.of(above.id, language) + piece
        part = next(p for p in self.body.instrument.parts if p.id == self.query.part[id_])
        cite = part.cite.get(language) or part.cite[self.body.instrument.language]
        return cite.replace("{label}", piece)


def _duty(query: Selections, it: Obligation, provision: str, languages: Sequence[str]) -> Duty:
    parts, *rest = (_parts(query, it, language) for language in languages)
    others = dict(zip(languages[1:], rest, strict=True))
    tags, help_ = dict(_tags(it)), it.help
    return Duty(
        it.id, provision, parts, tags, help_.owner, help_.performers, help_.plain, it.chapeau, others
    )  # fmt: skip


def _parts(query: Selections, it: Obligation, language: str) -> dict[str, str]:
    parts = {name: _words(query, it, name, language) for name, _ in it.elements()}
    if it.cue is not None:
        parts["cue"] = " … ".join(it.cue.get(language, ()))
    return parts


def _words(query: Selections, it: Obligation, name: str, language: str) -> str:
    """The words that a part rests on, also where they stand in another obligation."""
    ground = query.ground(it, name)
    if ground is not None:
        return " … ".join((ground[1].words or {}).get(language, ()))
    return f"({(getattr(it, name).implied or {}).get(language, '')})"


def _tags(it: Obligation) -> Iterator[tuple[str, str]]:
    yield "modality", it.modality
    yield "bearer", ".".join(it.bearer.party)
    if it.counterparty is not None:
        yield "counterparty", ".".join(it.counterparty.party)
    if it.act is not None:
        yield "act", it.act
    if it.trigger is not None:
        yield "trigger", it.trigger.event
    if it.deadline is not None:
        yield "deadline", it.deadline.grade
        yield "duration", it.deadline.duration or ""
        yield "deadline_event", it.deadline.event or ""
    if it.exception is not None:
        yield "exception", it.exception.effect
    if it.form is not None:
        yield "form", it.form.form


def to_json(edition: Edition) -> str:
    """The edition file."""
    data = json.loads(json.dumps(asdict(edition)))
    data["check"] = check_of(data)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of an edition file."""
    return schema_of(Edition)


def parse(raw: bytes, file: str) -> Edition:
    """The edition in a file. Raises `DataError` with every fault."""
    if len(raw) > MAX_BYTES:
        raise DataError([Problem(Place(file, 1, 1), "size", f"an edition has at most {MAX_BYTES:,} bytes")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError([Problem(Place(file, 1, 1), "encoding", "an edition file is UTF-8")]) from None
    data, fault = loads(text, file, "an edition file is JSON")
    problems = [fault] if fault is not None else []
    if not problems and (not isinstance(data, dict) or data.get("record") != "tokki-edition"):
        problems.append(Problem(Place(file, 1, 1), "kind", "the file is no edition of a text"))
    if not problems:
        found = faults(schema(), data)
        problems = [Problem(Place(file, 1, 1, f.path), f.code, f.rule, f.got, f.mend) for f in found]
    if not problems and data["check"] != check_of(data):
        rule = "the check does not fit: the file was damaged or changed after it was saved"
        problems.append(Problem(Place(file, 1, 1, "check"), "check", rule))
    if problems:
        raise DataError(problems)
    clauses = tuple(Clause(**each) for each in data.pop("clauses"))
    duties = tuple(Duty(**(each | {"performers": tuple(each["performers"])})) for each in data.pop("duties"))
    return Edition(**data, clauses=clauses, duties=duties)
