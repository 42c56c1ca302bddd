"""Ids, and the names that must be declared somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from macros.errors import Place, Problem, did_you_mean
from macros.model import Body, Label, Names, Provision, Record
from macros.rules.case import Case
from macros.structure import fields_of

ID = re.compile(r"[A-Z]+(?:-[0-9a-z]+)+")
TAG = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*")
NUMBER = re.compile(r"[1-9][0-9]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def ids_well_formed(case: Case) -> Iterator[Problem]:
    """An id continues the id above it: SP-8 → SP-8-2 → SP-8-2.o1."""
    for body in case.corpus.bodies:
        for part in body.instrument.parts:
            for top in body.provisions[part.id]:
                yield from _well_formed(top, part.id)
    for term in case.corpus.glossary.terms:
        if not TAG.fullmatch(term.id):
            rule = "a tag has small letters, digits and hyphens"
            yield Problem(term.at("id"), "id", rule, term.id)


def _well_formed(provision: Provision, above: str) -> Iterator[Problem]:
    if not ID.fullmatch(provision.id) or provision.id.rpartition("-")[0] != above:
        rule = "a provision's id is the id above it, a hyphen, and a piece of small letters or digits"
        yield Problem(provision.at("id"), "id", rule, provision.id, f"such as {above}-1")
    for obligation in provision.obligations:
        own, _, number = obligation.id.rpartition(".o")
        if own != provision.id or not NUMBER.fullmatch(number):
            rule = "an obligation's id is that of its provision, then .o and a number"
            mend = f"such as {provision.id}.o1"
            yield Problem(obligation.at("id"), "id", rule, obligation.id, mend)
    for child in provision.provisions:
        yield from _well_formed(child, provision.id)


def ids_unique(case: Case) -> Iterator[Problem]:
    """No id is given twice, in all instruments together: ids are anchors of one site."""
    seen: dict[str, Place] = {}
    for record in _with_ids(case):
        place = record.at("id")
        if record.id in seen:
            first = seen[record.id]
            yield Problem(place, "id", "an id is given once", record.id, f"also in {first.file}")
        else:
            seen[record.id] = place


def _with_ids(case: Case) -> Iterator[Any]:
    for _, provision in case.provisions():
        yield provision
        yield from provision.obligations
    for body in case.corpus.bodies:
        yield from body.instrument.parameters
        yield from body.instrument.parts
        yield from body.tensions
    yield from case.corpus.glossary.terms


def labels_complete(case: Case) -> Iterator[Problem]:
    """Every tag of the vocabulary has its words in every language of the site."""
    v = case.corpus.vocabulary
    for language in v.languages:
        if not LANGUAGE.fullmatch(language):
            rule = "a language has its tag of BCP 47, such as ja or zh-Hant"
            yield Problem(v.at(f"languages.{language}"), "id", rule, language)
    for section in ("modalities", "grades", "parties", "roles", "phases", "events", "acts", "checklists"):
        entries: Mapping[str, Label] = getattr(v, section)
        for tag, entry in entries.items():
            if not TAG.fullmatch(tag):
                rule = "a tag has small letters, digits, dots and hyphens"
                yield Problem(v.at(f"{section}.{tag}"), "id", rule, tag)
            for name in ("label", "verb", "meaning"):
                words: Mapping[str, str] | None = getattr(entry, name, None)
                for language in v.languages:
                    if words is not None and language not in words:
                        rule = f"a {name} is given in every language: {language} is missing"
                        yield Problem(entry.at(name), "untranslated", rule)


def names_known(case: Case) -> Iterator[Problem]:
    """Every tag and id that is used is declared: events, parties, provisions, terms …"""
    v, glossary = case.corpus.vocabulary, case.corpus.glossary
    shared: dict[str, Collection[str]] = {
        name: getattr(v, name)
        for name in (
            "modalities", "grades", "parties", "roles", "phases", "events", "acts", "checklists", "languages",
        )
    }  # fmt: skip
    shared["terms"] = {term.id for term in glossary.terms}
    shared["instruments"] = {body.instrument.id for body in case.corpus.bodies}
    yield from unknown_in(v, shared, case.unread)
    for body in case.corpus.bodies:
        known = shared | declared_in(body, case)
        # The instrument has words for parties of the vocabulary; all else names the instrument's.
        yield from unknown_in(body.instrument, known | {"parties": v.parties}, case.unread)
        records: list[Record] = [*body.tops(), *body.tensions]
        for record in records:
            yield from unknown_in(record, known, case.unread)
        if body.crosswalk is not None:
            yield from unknown_in(body.crosswalk, known, case.unread)
        yield from _references(body, known, case.unread)


def declared_in(body: Body, case: Case) -> dict[str, Collection[str]]:
    """Section → the names that an instrument declares in it."""
    selections = case.selections[body.instrument.id]
    provisions, obligations = set(body.index), set(selections.obligation)
    return {
        "provision": provisions,
        "obligation": obligations,
        "id": provisions | obligations,
        "tensions": {tension.id for tension in body.tensions},
        "forms": set(body.instrument.forms),
        "documents": set(body.instrument.documents),
        "parameters": {parameter.id for parameter in body.instrument.parameters},
        "frameworks": set(body.crosswalk.frameworks) if body.crosswalk else set(),
        "parties": set(body.instrument.parties),
    }


def _references(
    body: Body, known: Mapping[str, Collection[str]], unread: Collection[str]
) -> Iterator[Problem]:
    parts = {part.id for part in body.instrument.parts}
    targets = (
        set(known["provision"])
        | parts
        | {f"form:{tag}" for tag in known["forms"]}
        | {f"document:{tag}" for tag in known["documents"]}
    )
    for reference in (r for top in body.tops() for provision in top.walk() for r in provision.references):
        if (reference.to is None) == (reference.unresolved is None):
            rule = "a reference leads `to` something, or names the tension that leaves it `unresolved`"
            yield Problem(reference.at(), "reference", rule)
        if reference.to is not None and reference.to not in targets and reference.to not in unread:
            rule = "a reference leads to a provision, a part, a form: or a document:"
            mend = did_you_mean(reference.to, targets)
            yield Problem(reference.at("to"), "reference", rule, reference.to, mend)


@cache
def _named(record: Any) -> tuple[tuple[str, str, str, bool], ...]:
    """The fields of a class that hold names: attribute, key, section, whether a mapping's keys do."""
    hints = get_type_hints(record, include_extras=True)
    found = []
    for spec in fields_of(record).values():
        hint = hints[spec.name]
        section = _section(hint)
        if section:
            found.append((spec.name, spec.key, section, False))
        for arg in get_args(hint) if get_origin(hint) is not Annotated else ():
            if arg is not Ellipsis and _section(arg):
                keys = bool(get_args(hint)) and get_args(hint)[0] is arg and _is_mapping(hint)
                found.append((spec.name, spec.key, _section(arg), keys))
    return tuple(found)


def _class_of(record: Record) -> Any:
    return type(record)


def _section(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        return next((m.section for m in hint.__metadata__ if isinstance(m, Names)), "")
    return ""


def _is_mapping(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def unknown_in(
    record: Record, known: Mapping[str, Collection[str]], unread: Collection[str]
) -> Iterator[Problem]:
    """Names used in a record and below it that none of the sections in `known` declares."""
    for attribute, key, section, keys in _named(_class_of(record)):
        value = getattr(record, attribute)
        if value is None:
            continue
        if isinstance(value, str):
            used = [(value, key)]
        elif keys:
            used = [(name, f"{key}.{name}") for name in value]
        elif isinstance(value, Mapping):
            used = [(name, f"{key}.{k}") for k, name in value.items()]
        else:
            used = [(name, f"{key}[{n}]") for n, name in enumerate(value)]
        for name, path in used:
            if name not in known[section] and name not in unread:
                rule = f"unknown {_one(section)}"
                mend = did_you_mean(name, known[section])
                yield Problem(record.at(path), "unknown", rule, name, mend)
    for spec in fields_of(type(record)).values():
        value = getattr(record, spec.name)
        below = (
            value
            if isinstance(value, tuple)
            else tuple(value.values())
            if isinstance(value, Mapping)
            else (value,)
        )
        for item in below:
            if isinstance(item, Record):
                yield from unknown_in(item, known, unread)
            elif isinstance(item, tuple):
                for inner in item:
                    if isinstance(inner, Record):
                        yield from unknown_in(inner, known, unread)


def _one(section: str) -> str:
    return {"modalities": "modality", "parties": "party", "id": "provision or obligation"}.get(
        section, section.removesuffix("s")
    )
