"""Files → the forms there are, with their profiles and samples; all problems of reading collected.

forms/<id>/form.yml            the definition
forms/<id>/samples/*.yml       answers, invented, whole
forms/profiles/*.yml           what several forms ask for, invented, not whole
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from macros.corpus import locate, read_record
from macros.errors import DataError, Place, Problem, ProjectFault, did_you_mean
from macros.forms import files
from macros.forms.definition import Form
from macros.structure import FAULTY


@dataclass(frozen=True)
class Shelf:
    """All that is in `forms/`."""

    forms: Mapping[str, Form]
    """Id → form; official ones first."""
    samples: Mapping[str, tuple[files.Sheet, ...]] = field(default_factory=dict)
    """Id of a form → its samples, by name of the file."""
    profiles: Mapping[str, files.Sheet] = field(default_factory=dict)
    """Name of a profile (that of its file) → what it says."""

    def form(self, id_: str, at: Place | None = None) -> Form:
        """The form of that id, which was named `at` a place. Raises `DataError` where there is none."""
        if id_ in self.forms:
            return self.forms[id_]
        rule, mend = "there is no such form", did_you_mean(id_[:80], self.forms)
        about = {"known": tuple(self.forms)}
        raise DataError([Problem(at or Place(""), "no-form", rule, id_[:80], mend, about)])


@dataclass
class Reading:
    """What came of reading a folder of forms."""

    shelf: Shelf
    problems: list[Problem]
    """Those of definitions are still to be located (`corpus.locate`)."""
    unread: frozenset[str] = frozenset()
    """Ids of forms that could not be read: not to be called missing."""


def read(root: Path, shown_as: str = "forms") -> Reading:
    """Read a folder of forms. Problems are named by files under `shown_as`."""
    problems: list[Problem] = []

    def name(path: Path) -> str:
        return f"{shown_as}/{path.relative_to(root).as_posix()}"

    forms: dict[str, Form] = {}
    unread = set()
    samples: dict[str, tuple[files.Sheet, ...]] = {}
    for path in sorted(root.glob("*/form.yml")):
        form = read_record(path, name(path), Form, problems)
        if form is FAULTY:
            unread.add(path.parent.name)
            continue
        if form.id != path.parent.name:
            rule, mend = "a form is named like its folder", f"write {path.parent.name}"
            problems.append(Problem(form.at("id"), "id", rule, form.id, mend))
        forms[path.parent.name] = form
        sheets = (_sheet(p, name(p), problems) for p in sorted(path.parent.glob("samples/*.yml")))
        samples[path.parent.name] = tuple(sheet for sheet in sheets if sheet is not None)
    profiles = {}
    for path in sorted(root.glob("profiles/*.yml")):
        sheet = _sheet(path, name(path), problems)
        if sheet is not None:
            profiles[path.stem] = sheet
    ordered = dict(sorted(forms.items(), key=lambda item: (item[1].status != "official", item[0])))
    return Reading(Shelf(ordered, samples, profiles), problems, frozenset(unread))


def _sheet(path: Path, name: str, problems: list[Problem]) -> files.Sheet | None:
    try:
        return files.read(path, name)
    except DataError as error:
        problems += error.problems
        return None


def load(root: Path, shown_as: str = "forms") -> Shelf:
    """The forms in `root`. Raises `DataError` with every problem of reading where there is one."""
    reading = read(root, shown_as)
    if reading.problems:
        raise ProjectFault(locate(reading.problems, root, shown_as))
    return reading.shelf
