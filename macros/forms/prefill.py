"""Profiles → what they fill in of a form, before a person goes on with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from macros.errors import Place, Problem
from macros.forms.answers import check
from macros.forms.definition import Form, by_name, entries, groups
from macros.forms.wording import behind
from macros.model import Profile


def given(form: Form, profile: Mapping[str, Any], contract: Profile | None = None) -> dict[str, Any]:
    """What a profile (`Sheet.given`) and a contract profile say of the fields of a form.

    A profile speaks to all forms: of its names a form takes those it has. What the contract profile sets
    goes before what the other says, and gives up the word that the form prints behind it (…業務委託契約).
    """
    names = by_name(form)
    found = {name: value for name, value in profile.items() if name in names}
    for group in groups(form):
        members = by_name(form, group)
        blocks = profile.get(group)
        if isinstance(blocks, list):
            found[group] = [
                {name: value for name, value in block.items() if name in members}
                for block in blocks
                if isinstance(block, Mapping)
            ]
    if contract is not None and contract.instrument == form.instrument:
        for entry in entries(form):
            tag = entry.field.parameter
            if entry.group is None and tag is not None and tag in contract.parameters:
                found[entry.name] = _without_printed(form, entry.name, contract.parameters[tag])
    return found


def beside(
    form: Form, answers: Mapping[str, Any], profile: Mapping[str, Any], contract: Profile | None = None
) -> dict[str, Any]:
    """The answers, and what profiles say where the answers say nothing; what these do not ask is left out."""
    found = {**given(form, profile, contract), **answers}
    while True:
        problems = check(form, found, lambda path: Place("", path=path), partial=True)[1]
        unasked = {_name(problem) for problem in problems if problem.code == "not-asked"} - set(answers)
        if not unasked:
            return found
        found = {name: value for name, value in found.items() if name not in unasked}


def _name(problem: Problem) -> str:
    return re.split(r"[.[]", problem.place.path, maxsplit=1)[0]


def _without_printed(form: Form, name: str, value: str) -> str:
    return value.removesuffix(behind(form, name)).rstrip() or value
