"""What is written and read again is what it was: answers through every shape they take."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from macros.errors import Place
from macros.forms import files, flat, load, naming, schema, table, values
from macros.forms.answers import as_data, asked, check, checked
from macros.forms.definition import Answers, Form, by_name, entries, groups
from macros.pdf.read import read
from tests.forms.strategies import given_to
from tests.forms_kit import samples
from tests.pdf_kit import press

SHELF = load.load(Path(__file__).parent.parent / "forms")
FORMS = tuple(SHELF.forms.values())
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def nowhere(path: str) -> Place:
    """A place for answers that are in no file."""
    return Place("invented", path=path)


def answers_to(form: Form, data: st.DataObject) -> Answers:
    """Answers that a form takes."""
    return checked(form, data.draw(given_to(form)), nowhere)


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_invented_answers_are_sound(form: Form, data: st.DataObject) -> None:
    """The strategy invents what the form takes, and checking again changes nothing."""
    answers = answers_to(form, data)
    assert checked(form, as_data(answers), nowhere) == answers


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_files(form: Form, data: st.DataObject) -> None:
    """Answers → JSON or YAML → answers."""
    answers = answers_to(form, data)
    for text, name in ((files.to_json(form, answers), "a.json"), (files.to_yaml(form, answers), "a.yml")):
        again, problems = files.answers_of(files.parse(text, name), form)
        assert (again, problems) == (answers, []), text


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_fields_of_a_pdf(form: Form, data: st.DataObject) -> None:
    """Answers → names and texts of a PDF → answers. All names are those that the form says."""
    answers = answers_to(form, data)
    fields = flat.to_fields(form, answers)
    nested = flat.nest(form, fields)
    assert nested.unknown == []
    assert checked(form, nested.given, nowhere) == answers
    known = {key for entry in entries(form) for number in (1, 2, 3) for key in entry.keys(number)}
    assert set(fields) <= known
    assert "" not in fields.values()


@settings(SETTINGS, max_examples=30)
@given(form=st.sampled_from(FORMS), data=st.data())
def test_a_pdf(form: Form, data: st.DataObject) -> None:
    """Answers → an editable PDF → answers. (One block of each group: each number is laid out by itself.)"""
    whole = answers_to(form, data)
    first = {name: blocks[:1] for name, blocks in whole.groups.items()}
    answers = Answers(form.id, whole.values, first)
    nested = flat.nest(form, read(press(form.id).editable(answers).data))
    assert nested.unknown == []
    assert checked(form, nested.given, nowhere) == answers


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_a_row_of_a_table(form: Form, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Answers → a row of CSV, guarded against formulas → answers; in UTF-8 as Excel writes it."""
    answers = answers_to(form, data)
    names = list(flat.columns(form))
    cells = {}
    for entry, number in asked(form, answers):
        blocks = answers.groups.get(entry.group.name, ()) if entry.group else (answers.values,)
        value = blocks[number - 1].get(entry.name) if number <= len(blocks) else None
        cells[entry.key(number)] = "" if value is None else str(value)
    text = table.to_csv([names, [cells.get(name, "") for name in names]])
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    path.write_text(text, "utf-8-sig", newline="")
    (row,) = table.rows(path, form)
    assert table.answers_of(row, form) == (answers, [])


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_the_schema_takes_what_the_check_takes(form: Form, data: st.DataObject) -> None:
    """Saved answers keep the JSON Schema."""
    answers = answers_to(form, data)
    validator(form).validate(json.loads(files.to_json(form, answers)))


UNSAID = {"order", "sum"}
"""Rules that JSON Schema has no words for."""
SPOILT: tuple[Any, ...] = (
    "", " ", "　x", "x\n", "a\nb", "a\tb", "a\u200bb", "x" * 201, "x" * 4000,
    "業務委託契約", "見本業務委託契約", "2026-02-30", "2024-02-29", "1872-12-31", "1873-01-01", "2026-2-3",
    "2026-04-31T10:00", "24:00", "2026-04-30T09:05", "9:05", "09:05", "令和8年4月1日", "確認中",
    "Being confirmed", "none", "used", "有", 0, 3, -1, 100_000, 10**16, True, "3", [], [{}], {}, ["x"], None,
)  # fmt: skip


def spoilt(form: Form, answers: Answers) -> Iterator[dict[str, Any]]:
    """The answers with one of them, outside all blocks or in the first block of a group, put otherwise."""
    whole = as_data(answers) | {"due_at": None}  # it is computed: the schema does not know from what
    del whole["due_at"]
    for group in (None, *(name for name in groups(form) if name in whole)):
        names = [name for name in by_name(form, group) if name != "due_at"]
        for name, value in product([*names, *(() if group else groups(form))], SPOILT):
            other = copy.deepcopy(whole)
            (other if group is None else other[group][0])[name] = value
            yield other


@pytest.mark.parametrize(("form", "answers"), samples(), ids=lambda each: getattr(each, "id", ""))
def test_the_schema_and_the_check_agree(form: Form, answers: Answers) -> None:
    """Whatever is put in the place of an answer: the schema takes it if the check does, as it is saved."""
    taken, saved = validator(form), 0
    for given_ in spoilt(form, answers):
        found, problems = check(form, given_, nowhere)
        sound = [p for p in problems if p.code not in UNSAID] == []
        as_saved = sound and {k: v for k, v in as_data(found).items() if k != "due_at"} == given_
        assert taken.is_valid({"form": form.id, "answers": given_}) == as_saved, (given_, problems)
        saved += as_saved
    assert saved > 20


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_an_editor_takes_what_is_understood(form: Form, data: st.DataObject) -> None:
    """Labels, eras, blanks as people write them in YAML; a fault of what is asked is one for it, too."""
    given_: dict[str, Any] = as_data(answers_to(form, data))
    given_.pop("due_at", None)
    for name, entry in by_name(form).items():
        how = data.draw(st.sampled_from(["as saved", "label", "blank"]))
        if entry.field.kind == "choice" and name in given_ and how == "label":
            option = next(o for o in entry.field.options if o.value == given_[name])
            given_[name] = data.draw(st.sampled_from(sorted(option.label.values())))
        elif entry.field.kind == "date" and name in given_ and how == "label":
            given_[name] = values.written(form, entry.field, given_[name], "ja")
        elif how == "blank" and (name not in given_ or data.draw(st.booleans())):
            given_[name] = ""
    problems = [p for p in check(form, given_, nowhere)[1] if p.code not in UNSAID]
    document = schema.schema_of(form, written=True)
    errors = list(jsonschema.Draft202012Validator(document).iter_errors({"form": form.id, "answers": given_}))
    assert bool(errors) == bool(problems), (problems, errors, given_)


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_the_schema_refuses_what_the_check_refuses(form: Form, data: st.DataObject) -> None:
    """One answer left out, invented, or put elsewhere: the schema and the check say the same of it."""
    given_: dict[str, Any] = as_data(answers_to(form, data))
    given_.pop("due_at", None)
    how = data.draw(st.sampled_from(["leave out", "another option", "empty block", "stranger"]))
    name = data.draw(st.sampled_from(sorted(given_)))
    choices = [e for e in entries(form) if e.group is None and e.field.kind == "choice" and e.name in given_]
    if how == "leave out":
        del given_[name]
    elif how == "another option":
        assume(choices)
        entry = data.draw(st.sampled_from(choices))
        given_[entry.name] = data.draw(st.sampled_from([option.value for option in entry.field.options]))
    elif how == "empty block":
        lists = [n for n, value in given_.items() if isinstance(value, list)]
        assume(lists)
        given_[data.draw(st.sampled_from(lists))].append({})
    else:
        given_["stranger"] = "x"
    _, problems = check(form, given_, nowhere)
    problems = [p for p in problems if p.code not in UNSAID]
    errors = list(validator(form).iter_errors({"form": form.id, "answers": given_}))
    assert bool(errors) == bool(problems), (problems, errors)


def validator(form: Form) -> Any:
    """A validator of saved answers."""
    return jsonschema.Draft202012Validator(schema.schema_of(form))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_schemas_are_schemas(form: Form) -> None:
    """They keep the schema of schemas."""
    for partial in (False, True):
        jsonschema.Draft202012Validator.check_schema(schema.schema_of(form, partial=partial))


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_names_of_files(form: Form, data: st.DataObject) -> None:
    """Whatever is answered, the file made of it lies in its folder under a name that any system takes."""
    name = naming.name_of(form, answers_to(form, data))
    assert name
    assert len(name.encode()) <= naming.LONGEST + 1
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert Path("folder", name).resolve().parent == Path("folder").resolve()
    assert naming.safe(name) == name


NAMES = {
    "../../etc/passwd": "etc passwd", "/etc/passwd": "etc passwd", "C:\\見本": "C 見本", "..": "",
    "CON": "_CON", "nul.pdf": "_nul.pdf", "Com1 .x": "_Com1 .x", "CONIN$": "_CONIN$", "控え. .": "控え",
    "\u202efdp.exe": "fdp.exe", "a\0b\nc": "a b c", "\ud842\u200b": "", "-rf ~": "rf", "見" * 99: "見" * 40,
}  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMES.items(), ids=ascii)
def test_hostile_names(text: str, name: str) -> None:
    """Paths, devices of Windows, names that turn the text around or are too long."""
    assert naming.safe(text) == name


@SETTINGS
@given(text=st.text())
def test_any_text_is_a_safe_name_or_none(text: str) -> None:
    """What is left of a text can be a name on its own; doing it twice changes nothing."""
    name = naming.safe(text)
    assert naming.safe(name) == name
    assert name not in (".", "..")
    assert not name.startswith((".", "-", "~"))
    name.encode()
