"""A form hangs together: its names, kinds, conditions, numbers and references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macros.errors import Place, Problem, did_you_mean, shown
from macros.forms import dates
from macros.forms.definition import MOST, PARTS, Condition, Field, Form, Group, groups
from macros.forms.wording import SLOT
from macros.model import Obligation, Record
from macros.rules.forms.case import FormCase, fields, records, scopes
from macros.rules.names import declared_in, unknown_in

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def names_well_formed(case: FormCase) -> Iterator[Problem]:
    """Names go into answers, PDFs and tables as they are: small letters, digits, `_`."""
    for form in case.forms:
        if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", form.id):
            yield Problem(form.at("id"), "id", "an id has small letters, digits and hyphens", form.id)
        for record in records(form):
            if isinstance(record, Field | Group) and not NAME.fullmatch(record.name):
                rule = "a name has small letters, digits and _, and begins with a letter"
                yield Problem(record.at("name"), "id", rule, record.name)


def names_once(case: FormCase) -> Iterator[Problem]:
    """No two fields share a name in a PDF, or a heading in a table; no two options a value."""
    for form in case.forms:
        seen: dict[str, Place] = {}
        for group, members in scopes(form):
            labels: dict[str, Place] = {}
            if group is not None:
                yield from _once(seen, group.name, group.at("name"), "name")
            for field in members:
                parts = PARTS.get(field.kind, ())
                for key in (field.name, *(f"{field.name}_{part}" for part in parts)):
                    whole = key if group is None else f"{group.name}_1_{key}"
                    yield from _once(seen, whole, field.at("name"), "name")
                for language, label in field.label.items():
                    yield from _once(labels, label, field.at(f"label.{language}"), "label")
        for field in fields(form):
            values: dict[str, Place] = {}
            for option in field.options:
                yield from _once(values, option.value, option.at("value"), "value")
        numbers: dict[str, Place] = {}
        for box in form.boxes:
            yield from _once(numbers, box.number, box.at("number"), "number")


def _once(seen: dict[str, Place], word: str, place: Place, what: str) -> Iterator[Problem]:
    if word in seen:
        mend = f"also at {seen[word].path}"
        yield Problem(place, "duplicate", f"a {what} is given once", word, mend)
    seen.setdefault(word, place)


def kinds_complete(case: FormCase) -> Iterator[Problem]:
    """A choice has options, and only a choice; what else a field says fits its kind."""
    for form in case.forms:
        for field in fields(form):
            if (field.kind == "choice") != (len(field.options) > 1):
                rule = "a choice has two options or more, and no other field has any"
                yield Problem(field.at("kind"), "kind", rule, f"{field.kind}, {len(field.options)} options")
            if field.sum is not None and field.kind != "moment":
                yield Problem(field.at("sum"), "kind", "only a moment is computed from another", field.kind)
            if field.pending and (form.pending is None or field.kind in ("choice", "flag")):
                rule = "`pending` needs the form's word for it; a choice has an option for it instead"
                yield Problem(field.at("pending"), "kind", rule, field.kind)
            if field.lines > 1 and field.kind != "multiline":
                yield Problem(field.at("lines"), "kind", "only multiline text has several lines", field.kind)


def numbers_fit(case: FormCase) -> Iterator[Problem]:
    """Sizes and numbers of blocks are such as paper and people can bear."""
    for form in case.forms:
        for record in records(form):
            if isinstance(record, Field):
                for name, value, most in (("width", record.width, 100), ("lines", record.lines, 30)):
                    if value > most:
                        yield Problem(record.at(name), "number", f"`{name}` is at most {most}", str(value))
            elif isinstance(record, Group) and not record.fits <= record.most <= MOST:
                rule = f"`fits` is at most `most`, and that at most {MOST}"
                yield Problem(record.at("name"), "number", rule, f"{record.fits}, {record.most}")


def slots_filled(case: FormCase) -> Iterator[Problem]:
    """A line of the head has a slot for each of its fields, in each language, and no other."""
    for form in case.forms:
        for line in form.head:
            wanted = sorted(field.name for field in line.fields)
            for language, words in line.words.items():
                if sorted(SLOT.findall(words)) != wanted or words.count("{") != len(wanted):
                    rule = "a line has one {name} for each of its fields, and no other braces"
                    place, mend = line.at(f"words.{language}"), f"its fields: {', '.join(wanted) or 'none'}"
                    yield Problem(place, "slot", rule, shown(words), mend)
        for field in fields(form):
            for language, words in (field.printed or {}).items():
                if SLOT.findall(words) not in ([], [""]) or words.count("{") > 1:
                    rule = "what is printed at a field has at most one {}, and no other braces"
                    yield Problem(field.at(f"printed.{language}"), "slot", rule, shown(words))


def conditions_resolve(case: FormCase) -> Iterator[Problem]:
    """A condition names a choice or a flag that stands before it, and values that it can have."""
    for form in case.forms:
        outside: dict[str, Field] = {}
        for line in form.head:
            for field in line.fields:
                yield from _field(field, outside, {})
        blocks: dict[str, dict[str, Field]] = {}
        for box in form.boxes:
            yield from _condition(box.when, outside)
            inner = outside if box.each is None else blocks.get(box.each)
            if inner is None:
                rule = "`each` names a group of a box before"
                mend = did_you_mean(box.each or "", blocks)
                yield Problem(box.at("each"), "condition", rule, box.each or "", mend)
                inner = {}
            if box.each is not None and box.group is not None:
                rule = "a box has a group of its own, or belongs to `each` block of another"
                yield Problem(box.at("each"), "condition", rule, box.each)
            for field in box.fields:
                yield from _field(field, inner, blocks, outside if inner is not outside else {})
            if box.group is not None:
                yield from _block(box.group, outside, blocks)


def _block(group: Group, outside: dict[str, Field], blocks: dict[str, dict[str, Field]]) -> Iterator[Problem]:
    inner = blocks.setdefault(group.name, {})
    for field in group.fields:
        yield from _field(field, inner, blocks, outside)


def _field(
    field: Field,
    known: dict[str, Field],
    blocks: dict[str, dict[str, Field]],
    above: dict[str, Field] | None = None,
) -> Iterator[Problem]:
    yield from _condition(field.when, (above or {}) | known)
    for key, name, kinds in (
        ("not_before", field.not_before, (field.kind,)),
        ("sum.of", field.sum.of if field.sum else None, ("moment",)),
    ):
        if name is not None and (name not in known or known[name].kind not in kinds):
            rule = f"`{key}` names a field beside it, before it, that is a {kinds[0]}"
            near = [n for n, f in known.items() if f.kind in kinds]
            yield Problem(field.at(key), "condition", rule, name, did_you_mean(name, near))
    known[field.name] = field
    for option in field.options:
        for under in option.fields:
            yield from _field(under, known, blocks, above)
        if option.group is not None:
            if above:
                rule = "a group does not stand inside another"
                yield Problem(option.group.at("name"), "condition", rule, option.group.name)
            yield from _block(option.group, known, blocks)


def _condition(condition: Condition | None, known: dict[str, Field]) -> Iterator[Problem]:
    if condition is None:
        return
    of = known.get(condition.field)
    if of is None or of.kind not in ("choice", "flag"):
        rule = "a condition names a choice or a flag that is asked before"
        near = [name for name, field in known.items() if field.kind in ("choice", "flag")]
        mend = did_you_mean(condition.field, near)
        yield Problem(condition.at("field"), "condition", rule, condition.field, mend)
        return
    values = [option.value for option in of.options] if of.kind == "choice" else ["true"]
    for number, value in enumerate(condition.is_):
        if value not in values:
            rule, mend = f"`{condition.field}` can have this value", did_you_mean(value, values)
            yield Problem(condition.at(f"is[{number}]"), "condition", rule, value, mend)


def names_declared(case: FormCase) -> Iterator[Problem]:
    """Instruments, provisions, obligations, parameters, parties that a form names are declared."""
    for form in case.forms:
        if form.instrument not in case.bodies and form.instrument not in case.unread:
            mend = did_you_mean(form.instrument, case.bodies)
            yield Problem(form.at("instrument"), "unknown", "unknown instrument", form.instrument, mend)
    for form, body in case.grounded():
        known = declared_in(body, case.case) | {
            "instruments": set(case.bodies),
            "languages": set(case.case.corpus.vocabulary.languages),
        }
        yield from unknown_in(form, known, case.case.unread)
        names = {f.name for _, members in scopes(form) for f in members} | {"form"}
        for name in re.findall(r"\{([^{}]*)\}", form.file_name):
            if name not in names:
                rule = "a file is named after `form` and fields"
                yield Problem(form.at("file_name"), "unknown", rule, name, did_you_mean(name, names))
        yield from _changes(form)


def _changes(form: Form) -> Iterator[Problem]:
    known = set(groups(form))
    for group, members in scopes(form):
        known.update(f"{group.name}.{field.name}" if group else field.name for field in members)
    for change in form.changes:
        for number, name in enumerate(change.fields):
            if name not in known:
                rule = "a change names a field, a group, or `group.field`"
                place = change.at(f"fields[{number}]")
                yield Problem(place, "unknown", rule, name, did_you_mean(name, known))
    others = [change for change in form.changes if not change.fields]
    for change in others[1:]:
        rule = "one change at most stands for all fields that no other names"
        yield Problem(change.at("obligation"), "duplicate", rule, change.obligation)


def sums_as_stated(case: FormCase) -> Iterator[Problem]:
    """What is added to a moment is the duration that the obligation states."""
    for form, body in case.grounded():
        duties = {o.id: o for top in body.tops() for p in top.walk() for o in p.obligations}
        for field in fields(form):
            if field.sum is None:
                continue
            try:
                dates.parse_duration(field.sum.plus)
            except dates.DateFault as fault:
                yield Problem(field.sum.at("plus"), "duration", fault.rule, field.sum.plus, fault.mend)
                continue
            if field.sum.as_in in case.unread:
                continue
            stated = _duration(duties.get(field.sum.as_in))
            if stated != field.sum.plus:
                rule = f"the duration is the one that {field.sum.as_in} states"
                mend = f"write {stated}" if stated else "name an obligation that states one"
                yield Problem(field.sum.at("plus"), "duration", rule, field.sum.plus, mend)


def _duration(obligation: Obligation | None) -> str | None:
    return obligation.deadline.duration if obligation is not None and obligation.deadline else None


def status_shown(case: FormCase) -> Iterator[Problem]:
    """An official form is one that its instrument declares; a reference form says that it is not."""
    for form, body in case.grounded():
        official = form.status == "official"
        for key, given in (("wording", form.wording is not None), ("mark", form.mark is None)):
            if given != official:
                rule = "an official form has `wording`, a reference form `mark`; neither has both"
                yield Problem(form.at("status"), "status", rule, form.status, f"mend `{key}`")
        if official and form.id not in body.instrument.forms:
            rule = "an official form is one that its instrument declares"
            mend = did_you_mean(form.id, body.instrument.forms)
            yield Problem(form.at("id"), "status", rule, form.id, mend)
    for body in {id(body): body for _, body in case.grounded()}.values():
        for tag in body.instrument.forms:
            if tag not in case.shelf.forms and tag not in case.unread:
                rule = "a form that an instrument declares is defined"
                place = body.instrument.at(f"forms.{tag}")
                yield Problem(place, "status", rule, tag, f"add forms/{tag}/form.yml")


def boxes_there(case: FormCase) -> Iterator[Problem]:
    """A box that an obligation names is on its form."""
    for body in case.bodies.values():
        for top in body.tops():
            for provision in top.walk():
                for obligation in provision.obligations:
                    use = obligation.form
                    if use is None or use.form not in case.shelf.forms:
                        continue
                    numbers = {box.number for box in case.shelf.forms[use.form].boxes}
                    yield from _boxes(use, use.boxes, numbers)


def _boxes(use: Record, boxes: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for number, box in enumerate(boxes):
        if box not in known:
            rule = "the form has a box of that number"
            yield Problem(use.at(f"boxes[{number}]"), "unknown", rule, box, did_you_mean(box, known))
