"""Two editions of a text → what changed for whom, and who must be taught again what. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from macros.training.edition import Clause, Duty, Edition

HELP = frozenset({"owner", "performers", "plain"})
"""Aspects that are the handbook's own: the text does not change with them."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something of an obligation or provision, before and after; "" where it was not, or is no more."""

    name: str
    """`words`, `translation`, `moved`, `owner`, `performers`, `plain`, a part such as `deadline`, or a tag of
    one, such as `tag-deadline`."""
    before: str
    after: str
    language: str = ""
    """Of these words; "" for tags, and for the prevailing language."""
    translated: tuple[tuple[str, str, str], ...] = ()
    """A language, and the same before and after in it; only where both editions tell it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an obligation, or of the words of a provision without changing its obligations."""

    kind: Literal["added", "removed", "changed", "words", "help"]
    """`words`: the words of a provision; `help`: only what the handbook says of it."""
    id: str
    provision: str
    aspects: tuple[Aspect, ...]
    teach: tuple[str, ...]
    """Roles that must be taught this (again); those for whom it is gone, too."""
    old: Duty | None = None
    new: Duty | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed between two editions."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]

    @property
    def by_role(self) -> Mapping[str, tuple[Change, ...]]:
        """Role → what its people must be taught again, in the order of the text."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            for role in change.teach:
                found.setdefault(role, []).append(change)
        return {role: tuple(changes) for role, changes in found.items()}

    def count(self, kind: str) -> int:
        """How many changes of a kind there are."""
        return sum(change.kind == kind for change in self.changes)


def compare(old: Edition, new: Edition) -> Comparison:
    """What changed from `old` to `new`. Both are editions of one instrument, else `ValueError`."""
    if old.instrument != new.instrument:
        raise ValueError(f"{old.instrument} and {new.instrument} are not editions of one text")
    duties = {duty.id: duty for duty in new.duties}
    before = {duty.id: duty for duty in old.duties}
    found = [*_removed(before, duties), *_kept(before, duties)]
    touched = {change.provision for change in found if change.kind != "help"}
    found += _words(old, new, touched)
    found = [_governing(change, old, new) for change in found]
    order = {id_: n for n, id_ in enumerate(dict.fromkeys(c.id for c in (*new.clauses, *old.clauses)))}
    found.sort(key=lambda change: (order.get(change.provision, len(order)), change.id))
    return Comparison(old, new, tuple(found))


def _governing(change: Change, old: Edition, new: Edition) -> Change:
    """A change of opening words concerns everybody who has something to do below them."""
    mine = (duty for duty in (*new.duties, *old.duties) if duty.provision == change.provision)
    if not change.teach or not any(duty.chapeau for duty in mine):
        return change
    above = {clause.id: clause.above for clause in (*old.clauses, *new.clauses)}
    roles = list(change.teach)
    for duty in (*new.duties, *old.duties):
        at = duty.provision
        while at and at != change.provision:
            at = above.get(at, "")
        if at:
            roles += duty.roles
    return replace(change, teach=tuple(dict.fromkeys(roles)))


def _removed(before: Mapping[str, Duty], after: Mapping[str, Duty]) -> Iterator[Change]:
    for id_, duty in before.items():
        if id_ not in after:
            aspects = tuple(_part(name, duty, None) for name in duty.parts)
            yield Change("removed", id_, duty.provision, aspects, duty.roles, old=duty)


def _kept(before: Mapping[str, Duty], after: Mapping[str, Duty]) -> Iterator[Change]:
    for id_, duty in after.items():
        old = before.get(id_)
        if old is None:
            aspects = tuple(_part(name, None, duty) for name in duty.parts)
            yield Change("added", id_, duty.provision, aspects, duty.roles, new=duty)
            continue
        aspects = tuple(_aspects(old, duty))
        names = {aspect.name for aspect in aspects}
        if not aspects:
            continue
        if names <= HELP:
            came = tuple(role for role in duty.roles if role not in old.roles)
            yield Change("help", id_, duty.provision, aspects, came, old, duty)
        else:
            roles = tuple(dict.fromkeys((*duty.roles, *old.roles)))
            yield Change("changed", id_, duty.provision, aspects, roles, old, duty)


def _aspects(old: Duty, new: Duty) -> Iterator[Aspect]:
    if old.provision != new.provision:
        yield Aspect("moved", old.provision, new.provision)
    for name in dict.fromkeys((*old.parts, *new.parts)):
        if old.parts.get(name, "") != new.parts.get(name, ""):
            yield _part(name, old, new)
    for name in dict.fromkeys((*old.tags, *new.tags)):
        if (before := old.tags.get(name, "")) != (after := new.tags.get(name, "")):
            yield Aspect(f"tag-{name}", before, after)
    if old.owner != new.owner:
        yield Aspect("owner", old.owner, new.owner)
    if set(old.performers) != set(new.performers):
        yield Aspect("performers", " ".join(old.performers), " ".join(new.performers))
    for language in dict.fromkeys((*old.plain, *new.plain)):
        if (before := old.plain.get(language, "")) != (after := new.plain.get(language, "")):
            yield Aspect("plain", before, after, language)


def _part(name: str, old: Duty | None, new: Duty | None) -> Aspect:
    """A part before and after; in another language where it is told on each side that has the part."""
    before, after = (duty.parts.get(name, "") if duty else "" for duty in (old, new))
    translated = []
    for language in dict.fromkeys(tag for duty in (old, new) if duty for tag in duty.translated):
        was, now = (duty.translated.get(language, {}).get(name, "") if duty else "" for duty in (old, new))
        if bool(was) == bool(before) and bool(now) == bool(after):
            translated.append((language, was, now))
    return Aspect(name, before, after, translated=tuple(translated))


def _words(old: Edition, new: Edition, touched: set[str]) -> Iterator[Change]:
    """Provisions whose words changed; their people are taught again, unless an obligation tells it."""
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    for id_ in dict.fromkeys((*before, *after)):
        aspects = tuple(_clause(before.get(id_), after.get(id_), new.language))
        if not aspects:
            continue
        roles: tuple[str, ...] = ()
        if id_ not in touched and any(aspect.name == "words" for aspect in aspects):
            seen = (duty for duty in (*new.duties, *old.duties) if duty.provision == id_)
            roles = tuple(dict.fromkeys(role for duty in seen for role in duty.roles))
        yield Change("words", id_, id_, aspects, roles)


def _clause(old: Clause | None, new: Clause | None, language: str) -> Iterator[Aspect]:
    before, after = (clause.words if clause else {} for clause in (old, new))
    for tag in dict.fromkeys((language, *before, *after)):
        if (was := before.get(tag, "")) != (now := after.get(tag, "")):
            yield Aspect("words" if tag == language else "translation", was, now, tag)
