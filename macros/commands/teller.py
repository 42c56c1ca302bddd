"""Problems and results in the words of one language: what a clerk is told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from macros.errors import Problem, one_line
from macros.render.wording import words_of

if TYPE_CHECKING:
    from macros.forms.definition import Entry, Form

RULES_IN = "en"
"""The language in which rules and what libraries say are written: added to what is told in that one only."""

DETAILED = frozenset({f"told_{name}" for name in ("file", "json", "pdf_unsound", "shape", "table", "yaml")})
"""Words that a rule in `RULES_IN` says more of."""


class Teller:
    """Tells problems and results in one language."""

    def __init__(self, language: str) -> None:
        self.language, self.words = language, words_of(language)

    def say(self, key: str, **about: object) -> str:
        """A word of the interface with its blanks filled."""
        return self.words[key].format(**about)

    def all(self, problems: Iterable[Problem]) -> str:
        """One problem a line, in the order of the file; those at one place in the order of the form."""
        listed = sorted(problems, key=_order)
        told = [self.problem(problem) for problem in listed]
        if any(problem.code == "heading" for problem in listed):
            told.append(self.say("told_headings"))
        return "\n".join(told)

    def problem(self, problem: Problem) -> str:
        """Where it is, and what is wanted there."""
        said = self._said(problem)
        if said is None:  # about the shape of a file: the rule itself, as an editor of data is told
            return str(problem)
        written = re.fullmatch("“(.*)”", problem.got)
        if written is not None and written[1] not in said:
            said += self.say("told_got", got=written[1])
        where = self._where(problem)
        return one_line(f"{where}{self.say('told_colon')}{said}" if where else said)

    def refused(self, key: str, rule: str, **about: object) -> str:
        """Why a file was refused; with the rule where it is in the words of this language."""
        return one_line(self.say(key, **about) + self._detail(rule))

    def _detail(self, rule: str) -> str:
        return self.say("told_aside", words=rule) if self.language == RULES_IN else ""

    def list(self, words: Iterable[str]) -> str:
        """Words in a row."""
        return self.say("list_comma").join(words)

    def either(self, words: Iterable[str]) -> str:
        """Quoted words as a choice, without the first and the last quotation mark."""
        *first, last = words
        return self.say("told_or").join(filter(None, (self.say("told_list").join(first), last)))

    def label(self, entry: Entry, number: int = 0) -> str:
        """What a field is called, in a group with its block before it."""
        from macros.forms.table import heading

        return heading(entry, number or 1, self.language)

    def label_of(self, form: Form, key: str) -> str:
        """The same by the name of a PDF field."""
        from macros.forms.flat import entry_of

        entry, number = entry_of(form, key)
        return self.label(entry, number)

    def warnings(self, form: Form, where: str, too_long: Iterable[str], missing: Mapping[str, str]) -> str:
        """What a sheet that was made does not show: a line each."""
        told = [self.say("told_too_long", where=where, label=self.label_of(form, key)) for key in too_long]
        for key, characters in missing.items():
            label = self.label_of(form, key)
            told.append(self.say("told_missing", where=where, label=label, characters=characters))
        return "\n".join(map(one_line, told))

    def strange(self, form: Form, where: str, characters: Mapping[str, str]) -> str:
        """What was read from a PDF and may not be what was typed: a line each."""
        told = (
            self.say("told_strange", where=where, label=self.label_of(form, key), characters=lacking)
            for key, lacking in characters.items()
        )
        return "\n".join(map(one_line, told))

    # --- where -------------------------------------------------------------------------------------------

    def _where(self, problem: Problem) -> str:
        place, about = problem.place, problem.about
        if "row" not in about:
            return f"{place.file}:{place.line}:{place.column}" if place.line else place.file
        found = self.say("told_row", file=place.file, row=about["row"])
        if problem.code not in ("no-heading", "table"):
            found += self.say("told_column", column=letters(place.column))
        if about.get("line", 0) not in (0, about["row"]):
            found += self.say("told_line", line=about["line"])
        return found

    # --- what --------------------------------------------------------------------------------------------

    def _said(self, problem: Problem) -> str | None:
        about = problem.about
        key = self._key(problem)
        if key not in self.words:
            return None
        blanks: defaultdict[str, object] = defaultdict(str)
        blanks["label"] = self._label(problem)
        blanks["got"] = about.get("character") or problem.got.strip("“”")
        blanks |= {name: about[name] for name in ("most", "word") if name in about}
        if about.get("near"):
            blanks["near"] = self.say("told_near", near=about["near"])
        if "era" in about:
            blanks |= self._era(about)
        elif "date" in about:
            blanks["date"] = self._date(datetime.fromisoformat(str(about["date"])))
        if "other" in about:
            blanks["other"] = self.label(about["other"], about.get("block", 0))
        if about.get("opener"):
            blanks |= self._opener(*about["opener"])
        if "known" in about:
            blanks["known"] = self.list(about["known"])
        if "form" in about:
            form = about["form"]
            blanks |= {"form": form.title.get(self.language, form.id), "revision": form.revision}
        said = self.words[key].format_map(blanks).strip()
        if problem.code == "choice":
            options = (o.label.get(self.language, o.value) for o in about["entry"].field.options)
            said += self.say("told_options", options=self.either(options))
        if key in DETAILED:
            said += self._detail("; ".join(filter(None, (problem.rule, problem.got, problem.mend))))
        return said

    def _key(self, problem: Problem) -> str:
        """The word for a problem: the browser's own where it has one, so that both say the same."""
        code, about = problem.code.removeprefix("date-"), problem.about
        entry: Entry | None = about.get("entry")
        kind = entry.field.kind if entry else ""
        if code == "shape" and problem.place.path:
            code = "filing" if problem.place.path == "filing" else "kind"
        elif code == "format":
            code = "_".join((code, kind))
        elif code in ("kind", "long") and kind == "integer":
            code = "number" if code == "kind" else "number_most"
        elif code == "required":
            code = "few" if entry is None else "required_choice" if kind == "choice" else "required"
        elif code == "long" and "group" in about:
            code = "many"
        code = code.replace("-", "_")
        key = f"form_fault_{code}"
        if key in self.words and (entry or "group" in about):
            return key
        return f"told_{code}"

    def _label(self, problem: Problem) -> str:
        about = problem.about
        if "entry" in about:
            return self.label(about["entry"], about.get("block", 0))
        if "group" in about:
            return str(about["group"].label.get(self.language, about["group"].name))
        path = problem.place.path.removeprefix("answers.")
        return problem.got.strip("“”") if problem.code == "unknown" else path

    def _opener(self, entry: Entry, values: tuple[str, ...]) -> dict[str, str]:
        labels = {
            option.value: option.label.get(self.language, option.value) for option in entry.field.options
        }
        said = [labels.get(value, value) for value in values]
        return {"of": self.label(entry), "values": self.either(said)}

    def _era(self, about: Mapping[str, Any]) -> dict[str, str]:
        from macros.forms.dates import wareki

        era, that = about["era"], about.get("that")
        name = era.name if self.language == "ja" else era.english
        told = self.say("form_fault_era_that", day=wareki(that)) if that else ""
        return {"era": name, "date": self._date(about["date"]), "that": told}

    def _date(self, day: date) -> str:
        from macros.forms.dates import written

        if self.language == "ja" and type(day) is date:  # the limits of an era, by the other calendar
            return f"{day.year}年{day.month}月{day.day}日"
        return written(day, self.language)


def _order(problem: Problem) -> tuple[object, ...]:
    place = problem.place
    return place.file, place.line, place.column, problem.about.get("order", 0), problem


def letters(column: int) -> str:
    """A column as a spreadsheet calls it: 1 → A, 27 → AA."""
    found = ""
    while column:
        column, last = divmod(column - 1, 26)
        found = chr(ord("A") + last) + found
    return found
