"""Answers files, YAML or JSON: text → what was filled in, with the place of each value; and back.

    form: todokede
    revision: 1          # may be left out
    filing: change       # new, if left out
    profile: mihon       # the profile it was begun with; may be left out
    answers:
      date: 令和8年11月22日
      cloud: 有
      cloud_services:
        - service: …

What a value is, the form says: text stays as it is written, and nothing has to be quoted in YAML for
being taken as a date or a truth value. Aliases, tags and keys given twice are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NoReturn

import yaml

from macros import source
from macros.errors import DataError, Place, Problem, did_you_mean, nearest, shown
from macros.forms.answers import as_data, check
from macros.forms.definition import Answers, Form

LENIENT = frozenset({"yaml-convert", "yaml-null"})
"""Rules of hand-written data that do not apply: the form knows what each value is."""


@dataclass(frozen=True)
class Sheet:
    """What a file says before it is held against its form."""

    file: str
    form: str | None = None
    """`None` in a profile."""
    profile: str | None = None
    label: Mapping[str, str] = field(default_factory=dict)
    """What a profile is called, by language."""
    filing: Literal["new", "change"] = "new"
    revision: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    node: yaml.Node | None = field(default=None, repr=False)

    def at(self, key: str) -> Place:
        """The place of a key beside the answers."""
        return _place(self.node, self.file, key)

    def locate(self, path: str = "") -> Place:
        """The place of a path inside the answers."""
        return _place(self.node, self.file, f"answers.{path}" if path else "answers")


def _place(node: yaml.Node | None, file: str, path: str) -> Place:
    if node is None:
        return Place(file, 1, 1, path)
    return replace(source.find(node, file, path), path=path)


def parse(text: str, file: str) -> Sheet:
    """What an answers file or a profile says. Raises `DataError` with every fault of its shape.

    `file` is the name it is known by; JSON is told by `.json`.
    """
    data, node, problems = _json(text, file) if file.casefold().endswith(".json") else _yaml(text, file)
    if problems:
        raise DataError(problems)
    return _sheet(data, node, file)


def read(path: Path, shown_as: str | None = None) -> Sheet:
    """The same from a file. Raises `DataError`, also where it cannot be read or is no plain file."""
    name = shown_as or path.as_posix()
    if path.exists() and not path.is_file():  # a device or a pipe may never end
        rule = "answers are in a file"
        raise DataError([Problem(Place(name, 1, 1), "file", rule)])
    text, problems = source.read_text(path, name)
    if text is None:
        raise DataError(problems)
    return parse(text, name)


def answers_of(sheet: Sheet, form: Form, *, partial: bool = False) -> tuple[Answers, list[Problem]]:
    """The answers on a sheet and every fault in them."""
    faults = list(_wrong_form(sheet, form))
    about = {"filing": sheet.filing, "profile": sheet.profile}
    answers, problems = check(form, sheet.given, sheet.locate, partial=partial, **about)
    return answers, faults + problems


def _wrong_form(sheet: Sheet, form: Form) -> list[Problem]:
    problems = []
    if sheet.form != form.id:
        place = _place(sheet.node, sheet.file, "form")
        rule, about = f"the answers are for the form {form.id}", {"form": form}
        problems.append(Problem(place, "form", rule, sheet.form or "no form", about=about))
    if sheet.revision not in (None, form.revision):
        place = _place(sheet.node, sheet.file, "revision")
        rule = f"the answers are for revision {form.revision} of the form"
        mend = "compare them with the form as it is now, then write its revision"
        about = {"form": form}
        problems.append(Problem(place, "revision", rule, str(sheet.revision), mend, about))
    return problems


def _yaml(text: str, file: str) -> tuple[Any, yaml.Node | None, list[Problem]]:
    node, problems = source.parse(text, file)
    problems = [problem for problem in problems if problem.code not in LENIENT]
    return (None, node, problems) if problems or node is None else (_plain(node), node, [])


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    unsaid = isinstance(node, yaml.ScalarNode) and not node.style and source.NULL.fullmatch(node.value)
    return "" if unsaid else node.value


def _json(text: str, file: str) -> tuple[Any, yaml.Node | None, list[Problem]]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
            raise _Twice(twice)
        return found

    def no_number(written: str) -> NoReturn:
        raise ValueError(f"{shown(written, 30)} is not a whole number")

    try:
        read_: Callable[..., Any] = json.loads
        data = read_(text, object_pairs_hook=once, parse_float=no_number, parse_constant=no_number)
    except _Twice as fault:
        _, found = source.parse(text, file)
        place = next((p.place for p in found if p.code == "yaml-duplicate"), Place(file, 1, 1))
        return None, None, [Problem(place, "json", "a key is given once", shown(fault.key), "remove one")]
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        return None, None, [Problem(place, "json", "the file must be JSON", error.msg)]
    except ValueError as error:  # a number of thousands of digits, or with a fraction
        return None, None, [Problem(Place(file, 1, 1), "json", "the file must be JSON", str(error))]
    except RecursionError:
        return None, None, [Problem(Place(file, 1, 1), "json", "values must not be nested so deep")]
    node, _ = source.parse(text, file)  # JSON is YAML but for tabs and escapes: good enough to find places
    return data, node, []


class _Twice(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


KEYS = ("form", "revision", "filing", "profile", "label", "answers")


def _sheet(data: Any, node: yaml.Node | None, file: str) -> Sheet:
    problems: list[Problem] = []

    def fault(
        path: str, rule: str, got: object = "", mend: str = "", code: str = "shape", **about: object
    ) -> None:
        problems.append(Problem(_place(node, file, path), code, rule, shown(got) if got else "", mend, about))

    if not isinstance(data, dict):
        fault("", "a mapping is wanted here", data)
        raise DataError(problems)
    for key in data:
        if key not in KEYS:
            rule, mend = "an answers file has no such key", did_you_mean(key[:80], KEYS)
            fault(key[:80], rule, key, mend, "unknown-key", near=nearest(key[:80], KEYS))
    for key in ("form", "profile"):
        if not isinstance(data.get(key, ""), str):
            fault(key, "text is wanted here", data[key])
    if "form" not in data and "profile" not in data:
        fault("", "`form` must be given", mend="add `form: …`", code="missing-key", word="form")
    if data.get("filing", "new") not in ("new", "change"):
        fault("filing", "one of new, change is wanted here", data["filing"])
    revision = data.get("revision")
    if revision is not None and not str(revision).isdecimal():
        fault("revision", "a whole number is wanted here", revision)
    label = data.get("label", {})
    if not isinstance(label, dict) or not all(isinstance(word, str) for word in label.values()):
        fault("label", "a mapping language → text is wanted here", label)
    if "answers" not in data:
        fault("", "`answers` must be given", mend="add `answers:`", code="missing-key", word="answers")
    given = data.get("answers") or {}
    if not isinstance(given, dict):
        fault("answers", "a mapping is wanted here", given)
    if problems:
        raise DataError(problems)
    return Sheet(
        file, data.get("form") or None, data.get("profile") or None, label, data.get("filing", "new"),
        None if revision is None else int(revision), given, node,
    )  # fmt: skip


def _whole(form: Form, answers: Answers) -> dict[str, Any]:
    whole: dict[str, Any] = {"form": form.id, "revision": form.revision, "filing": answers.filing}
    if answers.profile:
        whole["profile"] = answers.profile
    return whole | {"answers": as_data(answers)}


def dump(data: Mapping[str, Any], kind: str) -> str:
    """Plain data as `json` or `yaml`."""
    if kind == "json":
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def to_json(form: Form, answers: Answers) -> str:
    """An answers file in JSON: what the web page saves, too."""
    return dump(_whole(form, answers), "json")


def to_yaml(form: Form, answers: Answers) -> str:
    """An answers file in YAML."""
    return dump(_whole(form, answers), "yaml")
