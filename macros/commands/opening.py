"""What the commands for forms open: the shelf of forms, answers files, the second language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from macros.errors import DataError, Place, ProjectFault

if TYPE_CHECKING:
    from macros.commands.teller import Teller
    from macros.forms.definition import Answers, Form
    from macros.forms.load import Shelf
    from macros.model import Corpus

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


def shelf_in(root: Path) -> Shelf:
    """The forms of the project. Raises `DataError`."""
    from macros.forms.load import load

    return load(root / "forms")


def corpus_in(root: Path) -> Corpus:
    """The clauses of the project, checked as `tokki check` does. Raises `ProjectFault` with every fault."""
    from macros import rules

    reading, problems = rules.check(root / "clauses")
    if problems or reading.corpus is None:
        raise ProjectFault(problems)
    return reading.corpus


def checked_shelf_in(root: Path, corpus: Corpus) -> Shelf:
    """The forms of the project, checked against its clauses. Raises `ProjectFault` with every fault."""
    from macros.rules import forms

    shelf, problems = forms.check(root / "forms", corpus, root / "clauses")
    if problems:
        raise ProjectFault(problems)
    return shelf


def check_second(form: Form, second: str | None, teller: Teller) -> None:
    """Refuse a second language that the form does not have."""
    if second is not None and second not in form.translations:
        known = teller.list(form.translations) or "—"
        said = teller.say("told_second", got=second, known=known, language=form.language)
        raise click.BadParameter(said, param_hint="--second")


def answers_in(
    root: Path, path: Path, profile: Path | None = None, contract: Path | None = None
) -> tuple[Form, Answers]:
    """A checked answers file and its form. Raises `DataError` with every fault."""
    from macros.corpus import load_profile
    from macros.forms import files, prefill
    from macros.forms.answers import check

    sheet = files.read(path)
    chosen = shelf_in(root).form(sheet.form or "", sheet.at("form"))
    found, problems = files.answers_of(sheet, chosen, partial=profile is not None or contract is not None)
    if profile is not None or contract is not None:
        usual = files.read(profile) if profile else sheet
        agreed = load_profile(contract, corpus_in(root)) if contract else None
        given = prefill.beside(chosen, sheet.given, usual.given if profile else {}, agreed)

        def locate(path: str) -> Place:
            name, *_ = re.split(r"[.[]", path)
            return (sheet if name in sheet.given or name not in usual.given else usual).locate(path)

        found, more = check(chosen, given, locate, filing=sheet.filing, profile=sheet.profile)
        problems = list(dict.fromkeys([*problems, *more]))
    if problems:
        raise DataError(problems)
    return chosen, found


def profile_in(root: Path, path: Path) -> dict[str, Any] | None:
    """The profile of a company or a contract that a file is, as plain data; `None` where it is none.

    Raises `DataError` with every fault of it.
    """
    from macros import source
    from macros.corpus import load_profile
    from macros.forms import files

    text, _ = source.read_text(path, str(path))
    node = source.parse(text, str(path))[0] if text is not None else None
    keys = {key.value for key, _ in node.value} if isinstance(node, yaml.MappingNode) else set()
    if "parameters" in keys:
        agreed = load_profile(path, corpus_in(root))
        return {"instrument": agreed.instrument, "parameters": dict(agreed.parameters)}
    if "profile" in keys and "form" not in keys:
        sheet = files.read(path)
        return {"profile": sheet.profile, "label": dict(sheet.label), "answers": dict(sheet.given)}
    return None
