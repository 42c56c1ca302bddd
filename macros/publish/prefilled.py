"""Forms filled in with a company's profile, for a site that shall carry them: none does unasked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.errors import DataError, Place, Problem
from macros.forms import files, naming, prefill
from macros.forms.answers import checked
from macros.forms.definition import Answers, Form
from macros.model import Profile
from macros.render.forms import ASSETS, Prefilled


def profiles_in(path: Path) -> dict[str, files.Sheet]:
    """Name → profile: of one file, or of every `.yml` and `.json` in a folder. Raises `DataError`."""
    paths = [path]
    if path.is_dir():
        paths = sorted(p for p in path.iterdir() if p.suffix in (".yml", ".yaml", ".json"))
    if not paths:
        raise DataError([Problem(Place(path.as_posix()), "file", "the folder has no profile in it")])
    found: dict[str, files.Sheet] = {}
    problems: list[Problem] = []
    taken: set[str] = set()
    for each in paths:
        try:
            found[naming.numbered(naming.safe(each.stem) or "profile", taken)] = files.read(each)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return found


def answers_to(form: Form, sheet: files.Sheet, contract: Profile | None) -> Answers | None:
    """What a profile answers of a form; nothing where it says nothing of it. Raises `DataError`."""
    given = prefill.given(form, sheet.given, contract)
    if not set(given) & set(sheet.given):
        return None
    return checked(form, given, sheet.locate, partial=True)


def listed(
    forms: Mapping[str, Form], profiles: Mapping[str, files.Sheet], contract: Profile | None, language: str
) -> dict[str, tuple[Prefilled, ...]]:
    """Form → its pre-filled copies, as its page tells of them. Raises `DataError`."""
    found: dict[str, tuple[Prefilled, ...]] = {}
    for id_, form in forms.items():
        copies = []
        for name, sheet in profiles.items():
            answers = answers_to(form, sheet, contract)
            if answers is not None:
                copies.append(Prefilled(name, sheet.label.get(language, name), answers))
        if copies:
            found[id_] = tuple(copies)
    return found


def prefilled_files(
    forms: Mapping[str, Form], listed_: Mapping[str, tuple[Prefilled, ...]], language: str
) -> Iterator[tuple[str, bytes]]:
    """Path inside the site → file: an editable PDF and a page of each copy. Raises `FontMissing`."""
    from macros.pdf import web
    from macros.pdf.press import Press

    for id_, copies in listed_.items():
        form = forms[id_]
        second = language if language in form.translations else None
        press = Press(form, second)
        for copy in copies:
            yield f"{ASSETS}/{copy.file(id_)}.pdf", press.editable(copy.answers).data
            yield f"{ASSETS}/{copy.file(id_)}.html", web.page(form, copy.answers, second).encode()
