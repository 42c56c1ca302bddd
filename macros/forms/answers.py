"""What was filled in → answers, checked against the form: every fault at once, each at its place.

What was filled in is plain data: a mapping of field names to text (numbers, truth values), of group
names to lists of such mappings. Where it came from (a file, a row of a table, a PDF) is known only to
the function that finds a place by its path, such as `cloud_services[1].provider`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from macros.errors import DataError, Place, Problem, did_you_mean, nearest, shown
from macros.forms import dates
from macros.forms.definition import (
    Answers,
    Block,
    Conditions,
    Entry,
    Form,
    Value,
    by_name,
    entries,
    groups,
    opened_by,
)
from macros.forms.values import ValueFault, read, when
from macros.forms.wording import behind

Locate = Callable[[str], Place]
"""Path inside the answers → its place."""


@dataclass
class _Scope:
    """The fields outside all groups, or those of one block, while they are read."""

    names: frozenset[str]
    """The fields that are there, answered or not."""
    given: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
    above: _Scope | None = None
    number: int = 0
    """Of the block, from 1; 0 outside all groups."""
    values: dict[str, Value] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def holds(self, conditions: Conditions) -> bool | None:
        """Whether all conditions hold; `None` where it hangs on a value that could not be read."""
        unsure = False
        for name, wanted in conditions:
            scope: _Scope | None = self
            while scope is not None and name not in scope.names:
                scope = scope.above
            if scope is not None and name in scope.faulty:
                unsure = True
            elif scope is None or _as_text(scope.values.get(name, "")) not in wanted:
                return False
        return None if unsure else True


def _as_text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Check:
    def __init__(self, form: Form, locate: Locate, partial: bool) -> None:
        self.form, self.locate, self.partial = form, locate, partial
        self.problems: list[Problem] = []

    def fault(self, path: str, code: str, rule: str, got: str = "", mend: str = "", **about: Any) -> None:
        about["order"] = len(self.problems)
        self.problems.append(Problem(self.locate(path), code, rule, got, mend, about))

    def unknown(self, scope: _Scope, known: Sequence[str]) -> None:
        for name in scope.given:
            if name not in known:
                word = str(name)[:80]
                mend = did_you_mean(word, known)
                rule = "the form has no such field"
                self.fault(scope.at(word), "unknown", rule, shown(name), mend, near=nearest(word, known))

    def entry(self, entry: Entry, scope: _Scope) -> None:
        """Read one field of a scope, and hold it against its conditions."""
        name, path = entry.name, scope.at(entry.name)
        asked = scope.holds(entry.conditions)
        try:
            value = read(self.form, entry.field, scope.given.get(name, ""))
        except ValueFault as fault:
            scope.faulty.add(name)
            rule = fault.rule if asked is not False else self._only_if(entry.conditions)
            code = fault.code if asked is not False else "not-asked"
            about = fault.about | self._about(entry, scope)
            self.fault(path, code, rule, fault.got, fault.mend, **about)
            return
        if value is not None and asked is False:
            scope.faulty.add(name)
            rule, about = self._only_if(entry.conditions), self._about(entry, scope)
            self.fault(path, "not-asked", rule, shown(value, 40), "leave it out", **about)
            return
        if asked:
            value = self._summed(entry, scope, value)
        if value is not None:
            scope.values[name] = value
            self._beside(entry, scope, value)
        elif asked and entry.field.required and not self.partial:
            rule = f"「{entry.field.label[self.form.language]}」 must be answered"
            self.fault(path, "required", rule, **self._about(entry, scope))

    def _about(self, entry: Entry, scope: _Scope) -> dict[str, Any]:
        """What a message in any language may name: the field, its block, what opens it."""
        opener = None
        if entry.conditions:
            name, values = entry.conditions[-1]
            by = by_name(self.form, entry.group.name if entry.group else None)
            opener = (by.get(name) or by_name(self.form)[name], values)
        return {"entry": entry, "block": scope.number, "opener": opener}

    def _only_if(self, conditions: Conditions) -> str:
        name, values = conditions[-1]  # the nearest condition says it best
        return f"it is answered only where `{name}` is {' or '.join(values)}"

    def _summed(self, entry: Entry, scope: _Scope, value: Value | None) -> Value | None:
        sum_ = entry.field.sum
        if sum_ is None or sum_.of not in scope.values:
            return value
        of = by_name(self.form, entry.group.name if entry.group else None)[sum_.of]
        start = when(of.field, scope.values[sum_.of])
        if not isinstance(start, datetime):
            return value
        wanted = (start + dates.parse_duration(sum_.plus)).isoformat(timespec="minutes")
        if value is not None and value != wanted:
            rule = f"it is `{sum_.of}` and {sum_.plus.removeprefix('PT').lower()}"
            about = self._about(entry, scope) | {"date": wanted}
            mend = f"write {wanted}, or leave it out"
            self.fault(scope.at(entry.name), "sum", rule, shown(value), mend, **about)
        return wanted

    def _beside(self, entry: Entry, scope: _Scope, value: Value) -> None:
        """Hold a value against the words printed behind it, and against the field it must not be before."""
        printed = behind(self.form, entry.name) if entry.box is None else ""
        if isinstance(value, str) and printed and value.endswith(printed):
            rule = f"the form prints 「{printed}」 itself"
            about = self._about(entry, scope) | {"word": printed}
            mend = f"leave 「{printed}」 out"
            self.fault(scope.at(entry.name), "doubled", rule, shown(value, 40), mend, **about)
        first = entry.field.not_before
        if first is not None and first in scope.values:
            of = by_name(self.form, entry.group.name if entry.group else None)[first]
            start, end = when(of.field, scope.values[first]), when(entry.field, value)
            if start is not None and end is not None and end < start:  # type: ignore[operator]
                rule = f"it is not before `{first}` ({scope.values[first]})"
                about = self._about(entry, scope) | {"other": of}
                self.fault(scope.at(entry.name), "order", rule, shown(value), **about)

    def group(self, name: str, outer: _Scope) -> tuple[Block, ...]:
        """Read the blocks of a group."""
        group = groups(self.form)[name]
        given = outer.given.get(name)
        asked = outer.holds(opened_by(self.form)[name])
        if given is None or given == "":
            given = []
        if not isinstance(given, Sequence) or isinstance(given, str):
            rule = "a list is wanted here, an item for each block"
            self.fault(name, "kind", rule, shown(given), group=group)
            return ()
        if len(given) > group.most:
            rule = f"there are at most {group.most} blocks"
            self.fault(name, "long", rule, str(len(given)), group=group, most=group.most)
            given = given[: group.most]
        if given and asked is False:
            rule = self._only_if(opened_by(self.form)[name])
            opener = opened_by(self.form)[name][-1]
            about = {"group": group, "opener": (by_name(self.form)[opener[0]], opener[1])}
            self.fault(name, "not-asked", rule, f"{len(given)} given", "leave it out", **about)
            return ()
        members = [e for e in entries(self.form) if e.group is group]
        if not given and asked and not self.partial and any(e.field.required for e in members):
            rule = f"「{group.label[self.form.language]}」 must be given at least once"
            self.fault(name, "required", rule, group=group)
        return tuple(self._block(members, block, name, n, outer) for n, block in enumerate(given))

    def _block(self, members: list[Entry], given: object, name: str, index: int, outer: _Scope) -> Block:
        path = f"{name}[{index}]"
        if not isinstance(given, Mapping):
            rule = "a mapping of fields is wanted here"
            self.fault(path, "kind", rule, shown(given), group=groups(self.form)[name])
            return {}
        scope = _Scope(frozenset(e.name for e in members), given, path, outer, index + 1)
        self.unknown(scope, [e.name for e in members])
        for entry in members:
            self.entry(entry, scope)
        return scope.values


def check(
    form: Form, given: Mapping[str, Any], locate: Locate, *, partial: bool = False, **about: Any
) -> tuple[Answers, list[Problem]]:
    """The answers in what was `given`, and every fault in it; with faults the answers are not whole.

    `partial`: what is required may be missing (a profile, a form filled in before it is sent out).
    `about`: `filing` and `profile` of the answers.
    """
    checking = _Check(form, locate, partial)
    outside = by_name(form)
    scope = _Scope(frozenset(outside), given)
    checking.unknown(scope, [*outside, *groups(form)])
    for entry in outside.values():
        checking.entry(entry, scope)
    blocks = {name: checking.group(name, scope) for name in groups(form)}
    answers = Answers(form.id, scope.values, {n: b for n, b in blocks.items() if b}, **about)
    return answers, checking.problems


def checked(
    form: Form, given: Mapping[str, Any], locate: Locate, *, partial: bool = False, **about: Any
) -> Answers:
    """The same where faults end it. Raises `DataError` with all of them."""
    answers, problems = check(form, given, locate, partial=partial, **about)
    if problems:
        raise DataError(problems)
    return answers


def asked(form: Form, answers: Answers) -> Iterator[tuple[Entry, int]]:
    """What these answers open, in the order of the sheet: the entry and the number of its block (from 1).

    Inside a box the blocks follow each other; where none was given, the first is there all the same.
    """
    outer = _Scope(frozenset(by_name(form)), values=dict(answers.values))
    for (_, group), run in groupby(entries(form), key=lambda entry: (entry.box, entry.group)):
        members = list(run)
        blocks = answers.groups.get(group.name, ({},)) if group else ({},)
        names = frozenset(e.name for e in entries(form) if e.group is group) if group else frozenset()
        for number, block in enumerate(blocks, 1):
            scope = _Scope(names, above=outer, values=dict(block))
            yield from ((entry, number) for entry in members if scope.holds(entry.conditions))


def as_data(answers: Answers) -> dict[str, Any]:
    """The answers as plain data, such as `check` is given."""
    return {**answers.values, **{name: [dict(b) for b in blocks] for name, blocks in answers.groups.items()}}
