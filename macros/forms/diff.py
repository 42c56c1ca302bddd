"""Old and new answers → what changed, and by which obligation it has to be filed anew, and when.

Blocks of a group are the same block where their first field says the same (the name of the service);
other blocks were added or removed. A field that is about the paper itself (its date) is no change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from macros.forms.definition import Answers, Block, Entry, Form, Group, Value, entries
from macros.model import Body, Obligation


@dataclass(frozen=True)
class Change:
    """A field whose answer is not what it was."""

    entry: Entry
    before: Value | None
    after: Value | None
    was: int | None = None
    """Number of the block in the old answers, from 1; `None` outside groups, or where it was added."""
    now: int | None = None
    """Number of the block in the new answers; `None` outside groups, or where it was removed."""

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """`added` where there was no answer before, `removed` where there is none now."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def name(self) -> str:
        """The name of the field, in a group after that of the group and a dot."""
        group = self.entry.group
        return f"{group.name}.{self.entry.name}" if group else self.entry.name


def changes(form: Form, old: Answers, new: Answers) -> tuple[Change, ...]:
    """Every change between two answers to `form`, in the order of the sheet, block by block."""
    found: list[Change] = []
    done: set[str] = set()
    for entry in entries(form):
        if entry.field.of_filing or entry.field.sum is not None:
            continue
        if entry.group is None:
            before, after = old.values.get(entry.name), new.values.get(entry.name)
            if before != after:
                found.append(Change(entry, before, after))
        elif entry.group.name not in done:
            done.add(entry.group.name)
            found += _blocks(form, entry.group, old, new)
    return tuple(found)


def _blocks(form: Form, group: Group, old: Answers, new: Answers) -> Iterator[Change]:
    members = [entry for entry in entries(form) if entry.group is group]
    before, after = old.groups.get(group.name, ()), new.groups.get(group.name, ())
    for was, now in _pairs(before, after, members[0].name):
        first = before[was] if was is not None else {}
        second = after[now] if now is not None else {}
        for entry in members:
            one, two = first.get(entry.name), second.get(entry.name)
            if one != two and not entry.field.of_filing:
                yield Change(entry, one, two, _number(was), _number(now))


def _number(index: int | None) -> int | None:
    return None if index is None else index + 1


def _pairs(before: Sequence[Block], after: Sequence[Block], key: str) -> list[tuple[int | None, int | None]]:
    """Indexes of the same block before and after, in the new order; those removed come last."""
    left = {n: _folded(block.get(key)) for n, block in enumerate(before)}
    pairs: list[tuple[int | None, int | None]] = []
    for now, block in enumerate(after):
        same = [n for n, name in left.items() if name == _folded(block.get(key))]
        # Of two blocks of one name, the one that says all the same is meant.
        was = next((n for n in same if before[n] == block), next(iter(same), None))
        if was is not None:
            del left[was]
        pairs.append((was, now))
    return [*pairs, *((was, None) for was in left)]


def _folded(value: Value | None) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())


@dataclass(frozen=True)
class Filing:
    """What an obligation asks of some changes."""

    obligation: str
    """Its id. The provision it belongs to has the words, its silences and tensions."""
    grade: str | None
    """Tag of its deadline: `in-advance` (before the change is made), `promptly` (after it)."""
    changes: tuple[Change, ...]


def filings(form: Form, found: Sequence[Change], body: Body) -> tuple[Filing, ...]:
    """The changes by the obligation that has them filed anew, in the order of the form's `changes`.

    A block that was added or removed is filed as a whole, with its first field. What no obligation speaks
    of is left out. `body` is the form's instrument.
    """
    named = {name: rule.obligation for rule in form.changes for name in rule.fields}
    rest = next((rule.obligation for rule in form.changes if not rule.fields), None)
    by: dict[str, list[Change]] = {rule.obligation: [] for rule in form.changes}
    for change in found:
        group, name = change.entry.group, change.name
        if group is not None and (change.was is None or change.now is None):
            name = f"{group.name}.{next(e.name for e in entries(form) if e.group is group)}"
        whole = named.get(group.name) if group else None
        obligation = named.get(name, whole or rest)
        if obligation is not None:
            by[obligation].append(change)
    obligations = _obligations(body)
    return tuple(Filing(id_, _grade(obligations.get(id_)), tuple(some)) for id_, some in by.items() if some)


def _obligations(body: Body) -> Mapping[str, Obligation]:
    return {o.id: o for top in body.tops() for p in top.walk() for o in p.obligations}


def _grade(obligation: Obligation | None) -> str | None:
    return obligation.deadline.grade if obligation is not None and obligation.deadline else None
