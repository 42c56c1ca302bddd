"""A form in the reader's language: what its page asks, shows and tells its scripts. All computed, no HTML."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from macros.forms import dates
from macros.forms.definition import (
    BLANKS,
    Answers,
    Box,
    Change,
    Conditions,
    Entry,
    Field,
    Form,
    Group,
    Line,
    entries,
    groups,
    opened_by,
)
from macros.forms.wording import SLOT, behind
from macros.model import Obligation, Words
from macros.render.book import Book
from macros.render.parts import Said

FOLDER = "forms"
"""Where the pages of forms stand."""

ASSETS = "assets/tokki/forms"
"""Where their scripts and styles stand, from the root of a language."""

SCRIPTS = (
    "dates", "rules", "changes", "paper", "messages", "faults", "page", "reading", "files", "check",
    "pdf-text", "pdf-pages", "pdf", "start",
)  # fmt: skip
"""In the order in which they build on each other."""

STYLES = ("form", "paper")

UID = "NN"
"""Stands in ids for the block of a group until a script makes one."""

WORDS = "form_"
"""Words of the interface that the scripts are given begin so."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on the sheet, or the field that stands between them."""

    words: str = ""
    field: Field | None = None


@dataclass(frozen=True)
class Prefilled:
    """A copy of a form with what a company's profile says: only where the site shall carry it."""

    name: str
    label: str
    answers: Answers

    def file(self, form: str) -> str:
        """Where it stands among the forms' own files, without the ending."""
        return f"prefilled/{form}_{self.name}"


@dataclass(frozen=True)
class FormView:
    """One form for one page in one reader's language."""

    form: Form
    book: Book
    path: str
    """The page's path without its ending."""
    prefilled: tuple[Prefilled, ...] = ()

    # --- words -----------------------------------------------------------------------------------------

    def say(self, words: Words | None) -> Said:
        """Words of the form in the reader's language, else in the form's own; slips of print mended."""
        if not words:
            return Said("", self.book.language)
        language = self.book.language if self.book.language in words else self.form.language
        return Said(self.book.shown(words[language]), language)

    @property
    def language(self) -> str:
        """The language of the sheet."""
        return self.form.language

    @cached_property
    def second(self) -> str | None:
        """The language printed beside it: the reader's, where that is another."""
        own = self.book.language
        return own if own != self.form.language and own in self.form.translations else None

    def official(self, words: Words | None) -> str:
        """The prevailing words for a reader of another language, else ""."""
        return (words or {}).get(self.form.language, "") if self.second else ""

    # --- what is asked -----------------------------------------------------------------------------------

    @cached_property
    def _entries(self) -> dict[tuple[str, str], Entry]:
        return {(e.group.name if e.group else "", e.name): e for e in entries(self.form)}

    def entry(self, field: Field, group: Group | None = None) -> Entry:
        """Where a field stands."""
        return self._entries[group.name if group else "", field.name]

    def id_of(self, field: Field, group: Group | None = None) -> str:
        """The id of a field on the page."""
        return f"f-{group.name}-{UID}-{field.name}" if group else f"f-{field.name}"

    def hinted(self, field: Field) -> bool:
        """Whether a hint stands at a field."""
        timed = field.kind in ("date", "time", "moment")
        return bool(field.help or field.example or field.pending or timed)

    @property
    def has_optional(self) -> bool:
        """Whether the filer may leave something blank."""
        asked = (e.field for e in entries(self.form) if e.box is None or e.box.by is None)
        return any(not field.required and field.sum is None for field in asked)

    def when(self, conditions: Conditions) -> str:
        """Conditions, for a script."""
        return json.dumps([[name, list(values)] for name, values in conditions], ensure_ascii=False)

    def opened(self, group: Group) -> Conditions:
        """The conditions under which a group is asked for."""
        return opened_by(self.form)[group.name]

    def asked_of_filer(self) -> Iterator[Box]:
        """The boxes that the filer fills in; those that belong to the blocks of a group stand with it."""
        for box in self.form.boxes:
            if box.by is None and box.each is None:
                yield box

    def beside(self, group: Group) -> list[Box]:
        """The other boxes that are filled in for each block of a group."""
        return [box for box in self.form.boxes if box.each == group.name]

    def group(self, name: str) -> Group:
        """A group by its name."""
        return groups(self.form)[name]

    # --- the sheet -----------------------------------------------------------------------------------------

    def pieces(self, line: Line) -> list[Piece]:
        """A line of the head of the sheet: words, and the fields between them."""
        known = {field.name: field for field in line.fields}
        found = []
        for number, part in enumerate(SLOT.split(line.words[self.language])):
            if number % 2:
                found.append(Piece(field=known[part]))
            elif part:
                found.append(Piece(part))
        return found

    def beside_line(self, line: Line) -> str:
        """The same line in the second language, its fields left out; "" where it says nothing."""
        if self.second is None or self.second not in line.words:
            return ""
        said = SLOT.sub("…", line.words[self.second])
        return said.strip(" …") if len(line.fields) == 1 else said

    def around(self, field: Field, language: str | None) -> tuple[str, str]:
        """What the sheet prints before and behind a value."""
        if field.printed is None or language is None:
            return "", ""
        before, _, after = field.printed.get(language, "").partition("{}")
        return before.strip(), after.strip()

    def signs(self, field: Field) -> list[str]:
        """年 月 日: what the blank sheet prints where a date goes."""
        return BLANKS[field.kind].split() if field.kind in BLANKS else []

    # --- what the scripts are given --------------------------------------------------------------------

    def asset(self, name: str) -> str:
        """A relative link to a file of the forms' own."""
        return posixpath.relpath(f"{ASSETS}/{name}", posixpath.dirname(self.path) or ".")

    @property
    def scripts(self) -> list[str]:
        """Links to the scripts of the page, in their order."""
        return [self.asset(f"{name}.js") for name in SCRIPTS]

    @property
    def styles(self) -> list[str]:
        """Links to the styles of the page."""
        return [self.asset(f"{name}.css") for name in STYLES]

    def model(self) -> str:
        """The form as JSON: everything that its scripts know."""
        form = self.form
        words = self.book.words.items()
        return json.dumps(
            {
                "id": form.id,
                "revision": form.revision,
                "instrument": form.instrument,
                "title": self.say(form.title).text,
                "language": self.book.language,
                "official": form.language,
                "pending": dict(form.pending or {}),
                "fileName": form.file_name,
                "entries": [self._entry(entry) for entry in entries(form)],
                "groups": [self._group(group) for group in groups(form).values()],
                "changes": [self._change(change) for change in form.changes],
                "eras": [
                    {
                        "name": era.name,
                        "letter": era.letter,
                        "english": era.english,
                        "begins": era.begins.isoformat(),
                        "last": dates.last_of(era).isoformat(),
                    }
                    for era in dates.ERAS
                ],
                "first": dates.FIRST.isoformat(),
                "mostDate": dates.MOST,
                "words": {key.removeprefix(WORDS): word for key, word in words if key.startswith(WORDS)},
                "pdf": {
                    "font": self.asset("pdf-font.js"),
                    "form": self.asset(f"pdf-{form.id}.js"),
                    "more": self.asset(f"pdf-{form.id}-more.js"),
                    "tall": self.asset(f"pdf-{form.id}-tall.js"),
                },
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    def _entry(self, entry: Entry) -> dict[str, Any]:
        field = entry.field
        about: dict[str, Any] = {
            "name": field.name,
            "kind": field.kind,
            "label": self.say(field.label).text,
            "box": entry.box.number if entry.box else "",
            "conditions": [[name, list(values)] for name, values in entry.conditions],
            "most": field.limit,
        }
        if entry.group is not None:
            about["group"] = entry.group.name
        if field.options:
            about["options"] = [
                {"value": o.value, "label": self.say(o.label).text, "labels": list(o.label.values())}
                for o in field.options
            ]
        if field.sum is not None:
            minutes = dates.parse_duration(field.sum.plus).total_seconds() // 60
            about["sum"] = {"of": field.sum.of, "minutes": int(minutes)}
        given: Mapping[str, Any] = {
            "required": field.required,
            "pending": field.pending,
            "ofFiling": field.of_filing,
            "notBefore": field.not_before,
            "parameter": field.parameter,
            "behind": behind(self.form, field.name) if entry.box is None else "",
            "theirs": entry.box is not None and entry.box.by is not None,
        }
        return about | {key: value for key, value in given.items() if value}

    def _group(self, group: Group) -> dict[str, Any]:
        return {
            "name": group.name,
            "label": self.say(group.label).text,
            "official": group.label[self.form.language],
            "most": group.most,
            "fits": group.fits,
            "opened": [[name, list(values)] for name, values in self.opened(group)],
        }

    def _change(self, change: Change) -> dict[str, Any]:
        obligation = self._obligations[change.obligation]
        grade = obligation.deadline.grade if obligation.deadline else None
        link = posixpath.relpath(self.book.path(obligation.id), posixpath.dirname(self.path) or ".")
        return {
            "obligation": change.obligation,
            "fields": list(change.fields),
            "grade": grade,
            "gradeLabel": self.book.label("grades", grade) if grade else "",
            "cite": self.book.cite(change.obligation),
            "href": f"{link}.html#{re.sub(r'[.]o[0-9]+$', '', change.obligation)}",
        }

    @cached_property
    def _obligations(self) -> Mapping[str, Obligation]:
        tops = self.book.body.tops()
        return {o.id: o for top in tops for p in top.walk() for o in p.obligations}
