"""What is written and read again is what it was: answers through every shape they take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from macros.errors import Place
from macros.forms import files, flat, load, naming, schema, table
from macros.forms.answers import as_data, asked, check, checked
from macros.forms.definition import Answers, Form, entries
from macros.pdf.read import read
from tests.forms.strategies import given_to
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


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_the_schema_refuses_what_the_check_refuses(form: Form, data: st.DataObject) -> None:
    """One answer left out, invented, or put elsewhere: the schema and the check say the same of it."""
    given_: dict[str, Any] = as_data(answers_to(form, data))
    given_.pop("due_at", None)  # it is computed: the schema does not know from what
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
    problems = [p for p in problems if p.code not in ("order",)]  # which of two dates is first
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
