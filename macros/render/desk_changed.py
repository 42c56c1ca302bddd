"""What changed between two editions, as lines, as data, and as a page to print."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from macros.render.desk import Given, render
from macros.render.parts import MissingWord
from macros.render.voice import Pairs, Voice
from macros.training.changed import Aspect, Change, Comparison
from macros.training.people import Person

KINDS = ("added", "removed", "changed", "words", "help")
SECTIONS = {
    "tag-modality": "modalities",
    "tag-deadline": "grades",
    "tag-act": "acts",
    "tag-trigger": "events",
    "tag-deadline_event": "events",
    "owner": "roles",
    "performers": "roles",
}
"""Aspects whose values are tags of the vocabulary."""

Segments = list[tuple[str, str]]
"""("same" | "gone" | "came", words)."""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """Who must be taught what."""

    label: Pairs
    cites: list[str]
    people: list[str]


@dataclass(frozen=True, slots=True)
class AspectRow:
    """What changed of something."""

    label: Pairs
    segments: Segments
    language: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as it is printed."""

    kind: str
    id: str
    cite: str
    plain: Pairs
    rows: list[AspectRow]
    roles: list[str]


def segments(before: str, after: str) -> Segments:
    """What stayed, went and came, in the order of reading: by character in Japanese, by word elsewhere."""
    one, two = (re.findall(r"[A-Za-z0-9’']+|\s+|.", text, re.DOTALL) for text in (before, after))
    found: Segments = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(one[a:b])))
            continue
        if a < b:
            found.append(("gone", "".join(one[a:b])))
        if c < d:
            found.append(("came", "".join(two[c:d])))
    return found


def cite(comparison: Comparison, provision: str, language: str) -> str:
    """How a provision is cited in the new edition, else as it was in the old one."""
    for edition in (comparison.new, comparison.old):
        for clause in edition.clauses:
            if clause.id == provision:
                return clause.cite.get(language) or clause.cite[edition.language]
    return provision


def _named(voice: Voice, aspect: Aspect) -> Aspect:
    """The same with the labels of tags."""
    section = SECTIONS.get(aspect.name)
    if section is None:
        return aspect

    def named(words: str) -> str:
        said = []
        for tag in words.split():
            try:
                said.append(voice.book.label(section, tag))
            except MissingWord:  # a tag that the vocabulary no longer has
                said.append(tag)
        return voice.book.t("list_comma").join(said)

    return Aspect(aspect.name, named(aspect.before), named(aspect.after))


def _label(voice: Voice, aspect: Aspect) -> Pairs:
    own = ("words", "translation", "moved", "owner", "performers", "plain", "cue")
    name = aspect.name
    if name in own or name.startswith("tag-"):
        return voice.t(f"desk_aspect_{name.replace('-', '_')}")
    return voice.t(f"fact_{name}")


def _rows(voice: Voice, comparison: Comparison) -> Iterator[ChangeRow]:
    language = voice.language
    for change in comparison.changes:
        rows = []
        for aspect in change.aspects:
            shown = _named(voice, aspect)
            if shown.before != shown.after:
                text = comparison.new.language if aspect.name not in SECTIONS | {"plain": ""} else ""
                rows.append(AspectRow(_label(voice, aspect), segments(shown.before, shown.after), text))
        duty = change.new or change.old
        plain = voice.say(duty.plain) if duty is not None and duty.plain else []
        roles = [role_name(voice, role) for role in change.teach]
        yield ChangeRow(
            change.kind, change.id, cite(comparison, change.provision, language), plain, rows, roles
        )


def role_name(voice: Voice, role: str) -> str:
    """The label of a role; the tag itself where the vocabulary no longer has it."""
    try:
        return voice.book.label("roles", role)
    except MissingWord:
        return role


def page(voice: Voice, comparison: Comparison, people: Sequence[Person] | None = None) -> str:
    """The page to print; with a roster, how many people each role has, and who they are."""
    context: dict[str, object] = {
        "old": comparison.old,
        "new": comparison.new,
        "counts": [(kind, comparison.count(kind)) for kind in KINDS],
        "changes": list(_rows(voice, comparison)),
        "roles": list(_roles(voice, comparison, people)),
        "people": people,
        "comma": voice.book.t("list_comma"),
    }
    return render("changed", voice, voice.line("desk_changed"), Given(), **context)


def _roles(voice: Voice, comparison: Comparison, people: Sequence[Person] | None) -> Iterator[RoleRow]:
    for role, changes in comparison.by_role.items():
        cites = dict.fromkeys(cite(comparison, change.provision, voice.language) for change in changes)
        named = [p.name for p in people or () if has(p, role)]
        yield RoleRow([(voice.language, role_name(voice, role))], list(cites), named)


def lines(voice: Voice, comparison: Comparison) -> Iterator[str]:
    """The same in lines, for a terminal."""
    old, new = comparison.old, comparison.new
    yield voice.one("desk_changed_line", old=old.name, new=new.name)
    if not comparison.changes:
        yield voice.one("desk_changed_nothing")
        return
    counts = ((voice.one(f"desk_kind_{kind}"), comparison.count(kind)) for kind in KINDS)
    yield ", ".join(f"{label}: {count}" for label, count in counts)
    for change in _rows(voice, comparison):
        yield ""
        yield f"{change.cite} ({change.id}): {voice.one(f'desk_kind_{change.kind}')}"
        if change.plain:
            yield f"  {change.plain[0][1]}"
        for row in change.rows:
            yield f"  {row.label[0][1]}: {_marked(row.segments)}"
        if change.roles:
            yield f"  {voice.one('desk_teach')}: {voice.book.t('list_comma').join(change.roles)}"
    yield ""
    yield voice.one("desk_teach")
    for role in _roles(voice, comparison, None):
        yield f"  {role.label[0][1]}: {voice.book.t('list_comma').join(role.cites)}"


def _marked(found: Segments) -> str:
    signs = {"same": "{}", "gone": "[-{}-]", "came": "{{+{}+}}"}
    return "".join(signs[kind].format(words) for kind, words in found)


def data(comparison: Comparison, people: Sequence[Person] | None = None) -> dict[str, Any]:
    """The same for programs."""

    def one(change: Change) -> dict[str, Any]:
        return {
            "kind": change.kind,
            "id": change.id,
            "provision": change.provision,
            "cite": {tag: cite(comparison, change.provision, tag) for tag in comparison.new.title},
            "aspects": [asdict(aspect) for aspect in change.aspects],
            "teach": list(change.teach),
        }

    teach: Mapping[str, list[str]] = {
        role: [change.id for change in changes] for role, changes in comparison.by_role.items()
    }
    found: dict[str, Any] = {
        "instrument": comparison.new.instrument,
        "old": comparison.old.digest,
        "new": comparison.new.digest,
        "changes": [one(change) for change in comparison.changes],
        "teach": teach,
    }
    if people is not None:
        found["people"] = {role: [_person(p) for p in people if has(p, role)] for role in teach}
    return found


def has(person: Person, role: str) -> bool:
    """Whether a person has a role; who has none counts as a worker."""
    return role in (person.roles or ("worker",))


def _person(person: Person) -> dict[str, Any]:
    return asdict(person) | {"joined": person.joined.isoformat() if person.joined else None}
