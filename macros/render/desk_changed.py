"""What changed between two editions, as lines, as data, and as a page to print."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from macros.model.provision import length_of
from macros.render.book import Book
from macros.render.desk import Given, Screen, render
from macros.render.parts import MissingWord
from macros.render.voice import Pairs, Voice
from macros.training.changed import Aspect, Change, Comparison
from macros.training.edition import Edition
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
    cites: list[tuple[str, list[str]]]
    """A language, and the citations in it."""
    people: list[str]


@dataclass(frozen=True, slots=True)
class Run:
    """What changed of something, in a language; a tag is replaced as a whole, words in part."""

    language: str
    segments: Segments
    whole: bool = False


@dataclass(frozen=True, slots=True)
class AspectRow:
    """What changed of something."""

    label: Pairs
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as it is printed."""

    kind: str
    id: str
    cite: Pairs
    plain: Pairs
    rows: list[AspectRow]
    roles: Pairs


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
    return _cited(comparison.new, provision, language) or _cited(
        comparison.old, provision, language, provision
    )


def _cited(edition: Edition, provision: str, language: str, else_: str = "") -> str:
    found = (c.cite.get(language) or c.cite[edition.language] for c in edition.clauses if c.id == provision)
    return next(found, else_)


# --- tags in words ---------------------------------------------------------------------------------------


def _valued(book: Book, name: str, value: str, edition: Edition) -> str:
    """What a tag, or what is told by one, is called; the tag itself where there is no word for it."""
    if not value:
        return ""
    if name == "moved":
        return _cited(edition, value, book.language, value)
    try:
        if name in SECTIONS:
            return book.t("list_comma").join(book.label(SECTIONS[name], tag) for tag in value.split())
        if name in ("tag-bearer", "tag-counterparty"):
            return book.t("list_comma").join(book.party(tag) for tag in value.split("."))
        if name == "tag-exception":
            return book.t(f"desk_effect_{value.replace('-', '_')}")
        if name == "tag-duration" and (length := length_of(value)) is not None:
            count, unit = length
            return book.t(f"desk_length_{unit}" if count != 1 else f"desk_length_one_{unit}", count=count)
    except (MissingWord, KeyError):  # of an older vocabulary
        pass
    return value


def _runs(voice: Voice, comparison: Comparison, aspect: Aspect) -> Iterator[Run]:
    old, new, name = comparison.old, comparison.new, aspect.name
    if not (name in SECTIONS or name == "moved" or name.startswith("tag-")):
        yield Run(aspect.language or new.language, segments(aspect.before, aspect.after))
        for book in voice.books:
            for language, before, after in aspect.translated:
                if language == book.language:
                    yield Run(language, segments(before, after))
        return
    seen: set[tuple[str, str]] = set()
    for book in voice.books:
        before = _valued(book, name, aspect.before, old)
        after = _valued(book, name, aspect.after, new)
        if before != after and (before, after) not in seen:
            seen.add((before, after))
            found = [("gone", before), ("came", after)]
            yield Run(book.language, [pair for pair in found if pair[1]], whole=True)


def _label(voice: Voice, aspect: Aspect) -> Pairs:
    own = ("words", "translation", "moved", "owner", "performers", "plain", "cue")
    name = aspect.name
    if name in own or name.startswith("tag-"):
        return voice.t(f"desk_aspect_{name.replace('-', '_')}")
    return voice.t(f"fact_{name}")


def _rows(voice: Voice, comparison: Comparison) -> Iterator[ChangeRow]:
    for change in comparison.changes:
        rows: dict[str, AspectRow] = {}
        for aspect in _read(voice, change.aspects):
            if runs := list(_runs(voice, comparison, aspect)):
                rows.setdefault(aspect.name, AspectRow(_label(voice, aspect), [])).runs.extend(runs)
        duty = change.new or change.old
        plain = voice.say(duty.plain) if duty is not None and duty.plain else []
        roles = voice.each(lambda book, it=change: _joined(book, it.teach)) if change.teach else []  # type: ignore[misc]
        cited = voice.each(lambda book, it=change: cite(comparison, it.provision, book.language))  # type: ignore[misc]
        yield ChangeRow(change.kind, change.id, cited, plain, list(rows.values()), roles)


def _read(voice: Voice, aspects: Sequence[Aspect]) -> Iterator[Aspect]:
    """Those in a language of the reader; the handbook's line in another only where it alone changed."""
    tags = [book.language for book in voice.books]
    mine = any(aspect.name == "plain" and aspect.language in tags for aspect in aspects)
    for aspect in aspects:
        if aspect.name != "plain" or not mine or aspect.language in tags:
            yield aspect


def _joined(book: Book, roles: Sequence[str]) -> str:
    return book.t("list_comma").join(role_name(book, role) for role in roles)


def role_name(book: Book, role: str) -> str:
    """The label of a role; the tag itself where the vocabulary no longer has it."""
    try:
        return book.label("roles", role)
    except MissingWord:
        return role


def page(
    voice: Voice,
    comparison: Comparison,
    people: Sequence[Person] | None = None,
    screen: Screen | None = None,
) -> str:
    """The page to print; with a roster, how many people each role has, and who they are."""
    context: dict[str, object] = {
        "old": comparison.old,
        "new": comparison.new,
        "counts": [(kind, comparison.count(kind)) for kind in KINDS],
        "changes": list(_rows(voice, comparison)),
        "roles": list(_roles(voice, comparison, people)),
        "people": people,
        "screen": screen,
        "commas": {book.language: book.t("list_comma") for book in voice.books},
    }
    return render("changed", voice, voice.line("desk_changed"), Given(), **context)


def _roles(voice: Voice, comparison: Comparison, people: Sequence[Person] | None) -> Iterator[RoleRow]:
    for role, changes in comparison.by_role.items():
        cites = []
        for book in voice.books:
            found = dict.fromkeys(cite(comparison, each.provision, book.language) for each in changes)
            cites.append((book.language, list(found)))
        named = [p.name for p in people or () if has(p, role)]
        yield RoleRow(voice.each(lambda book, it=role: role_name(book, it)), cites, named)  # type: ignore[misc]


def lines(voice: Voice, comparison: Comparison, people: Sequence[Person] | None = None) -> Iterator[str]:
    """The same in lines, for a terminal; of two languages, one after the other."""
    for number, book in enumerate(voice.books):
        if number:
            yield ""
        yield from _lines(Voice((book,)), comparison, people)


def _lines(voice: Voice, comparison: Comparison, people: Sequence[Person] | None) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    comma, colon = voice.one("list_comma"), voice.one("list_colon")
    yield voice.one("desk_changed_line", old=old.name, new=new.name)
    if not comparison.changes:
        yield voice.one("desk_changed_nothing")
        return
    counts = ((voice.one(f"desk_kind_{kind}"), comparison.count(kind)) for kind in KINDS)
    yield comma.join(f"{label}{colon}{count}" for label, count in counts)
    for change in _rows(voice, comparison):
        yield ""
        yield f"{change.cite[0][1]} ({change.id}){colon}{voice.one(f'desk_kind_{change.kind}')}"
        if change.plain:
            yield f"  {change.plain[0][1]}"
        for row in change.rows:
            first, *rest = row.runs
            yield f"  {row.label[0][1]}{colon}{_marked(first)}"
            for run in rest:
                yield f"    {_translation(voice, run)}{colon}{_marked(run)}"
        if change.roles:
            yield f"  {voice.one('desk_teach')}{colon}{change.roles[0][1]}"
    yield ""
    yield voice.one("desk_teach")
    for role in _roles(voice, comparison, people):
        label = role.label[0][1]
        if people is not None:
            label = voice.one("desk_count_people", name=label, count=len(role.people))
        yield f"  {label}{colon}{comma.join(role.cites[0][1])}"
        if role.people:
            yield f"    {comma.join(role.people)}"


def _translation(voice: Voice, run: Run) -> str:
    return voice.one("kind_translation", language=lambda book: book.language_name(run.language))


def _marked(run: Run) -> str:
    if run.whole and len(run.segments) > 1:
        return " → ".join(words for _, words in run.segments)
    signs = {"same": "{}", "gone": "[-{}-]", "came": "{{+{}+}}"}
    return "".join(signs[kind].format(words) for kind, words in run.segments)


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
