"""Each file of data names its schema, and keeps it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from macros import schema
from macros.forms.schema import schema_of
from tests.conftest import ROOT
from tests.editors import read
from tests.forms_kit import shelf

FOLDERS = ("clauses", "forms/course")
DATA = sorted(p.relative_to(ROOT).as_posix() for name in FOLDERS for p in (ROOT / name).rglob("*.yml"))
INVENTED = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "tests" / "instruments").rglob("*.yml"))


FORMS = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "forms").rglob("*.yml"))


def kind_of(path: Path) -> str:
    """The kind of a file, by its name."""
    if path.stem in schema.FILES:
        return path.stem
    return "step" if path.parent.name == "course" else "provision"


def schema_for(name: str) -> str | None:
    """Where the schema of a file for forms is: by the folder it lies in."""
    match name.split("/")[1:]:
        case [_, "form.yml"]:
            return "clauses/schema/form.schema.json"
        case [form, "samples", _]:
            return f"forms/schema/{form}.answers.schema.json"
        case ["profiles", _]:
            return "forms/schema/company.schema.json"
        case ["contracts", _]:
            return "clauses/schema/profile.schema.json"
    return None


@pytest.mark.parametrize("name", [name for name in FORMS if schema_for(name)])
def test_each_file_for_forms_names_its_schema_and_keeps_it(root: Path, name: str) -> None:
    """Definitions, samples, profiles of companies and contracts: as an editor sees them."""
    path = root / name
    line, _, _ = path.read_text("utf-8").partition("\n")
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
    assert match, line
    target = (path.parent / match[1]).resolve()
    assert target == root / str(schema_for(name))
    document = json.loads(target.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(document)
    data = read(path)
    validator = jsonschema.Draft202012Validator(document)
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)] == []
    spoilt = data | {"nothing": "x"}
    assert list(validator.iter_errors(spoilt))


def test_schemas_of_forms_are_up_to_date(root: Path) -> None:
    """They follow from the forms; none is left over."""
    wanted = schema.files_of_forms(shelf())
    assert schema.drift(wanted, root / "forms" / "schema") == [], "run tokki schema"
    assert {path.name for path in (root / "forms" / "schema").iterdir()} == set(wanted)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"cloud": "有", "cloud_services": [{"service": "x"}]}, ""),
        ({"cloud": "無", "cloud_services": [{"service": "x"}]}, "not valid under any of"),
        ({"cloud": "無", "cloud_services": "", "country": None}, ""),
        ({"cloud": "たぶん"}, "is not one of"),
        ({"dates": "令和8年"}, "unexpected"),
        ({"date": "令和8年4月6日", "location": "Only in Japan"}, ""),
    ],
)
def test_an_editor_says_what_the_command_line_says(answers: dict[str, object], said: str) -> None:
    """Answers as people write them: labels in either language, 和暦; what is not asked is refused."""
    document = schema_of(shelf().forms["todokede"], partial=True, written=True)
    found = jsonschema.Draft202012Validator(document).iter_errors({"form": "todokede", "answers": answers})
    told = " ".join(each.message for error in found for each in (error, *(error.context or ())))
    assert (said in told) if said else not told


@pytest.mark.parametrize("name", DATA)
def test_each_file_names_its_schema(root: Path, name: str) -> None:
    """The first line leads an editor to the schema of that kind of file, by a path that is right."""
    path = root / name
    line, _, _ = path.read_text("utf-8").partition("\n")
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
    assert match, line
    target = (path.parent / match[1]).resolve()
    assert target == root / "clauses" / "schema" / f"{kind_of(path)}.schema.json"
    assert target.is_file()


@pytest.mark.parametrize("name", DATA + INVENTED)
def test_each_file_is_valid(root: Path, validators: dict[str, Any], name: str) -> None:
    """What the check takes, the schema takes."""
    path = root / name
    assert [error.message for error in validators[kind_of(path)].iter_errors(read(path))] == []
