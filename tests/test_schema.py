"""The JSON Schema of the editors says what the model says, and refuses what the check refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from macros import schema
from macros.cli import main
from macros.model import Corpus, Record
from macros.structure import fields_of
from tests.editors import read


def test_no_drift(root: Path, corpus: Corpus) -> None:
    """The schema files in the project are those of the model and the vocabulary; none is left over."""
    folder = root / "clauses" / "schema"
    assert schema.drift(schema.files(corpus), folder) == [], "run tokki schema"
    assert {path.name for path in folder.iterdir()} == set(schema.files(corpus))


def test_the_command_finds_and_mends_drift(clauses: Path) -> None:
    """`schema --check` names what is out of date and writes nothing; `schema` writes that and no more."""

    def run(*options: str) -> tuple[int, list[str]]:
        result = CliRunner().invoke(main, ["schema", "--root", str(clauses.parent), *options])
        return result.exit_code, result.stdout.splitlines()

    assert run("--check") == (0, [])
    (clauses / "schema" / "glossary.schema.json").write_text("{}", "utf-8")
    (clauses / "schema" / "profile.schema.json").unlink()
    expected = [f"clauses/schema/{kind}.schema.json" for kind in ("glossary", "profile")]
    assert run("--check") == (1, [f"{name}: out of date (run tokki schema)" for name in expected])
    assert (clauses / "schema" / "glossary.schema.json").read_text("utf-8") == "{}"
    assert run() == (0, expected)
    assert run("--check") == (0, [])
    assert run() == (0, [])
    (clauses / "vocabulary.yml").write_text("languages: no", "utf-8")
    assert run()[0] == 1


@pytest.mark.parametrize("kind", sorted(schema.FILES))
def test_it_is_a_schema(validators: dict[str, Any], kind: str) -> None:
    """Each is a JSON Schema itself; everything it refers to is there, and everything there is referred to."""
    document = validators[kind].schema
    jsonschema.Draft202012Validator.check_schema(document)
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(document)))
    assert used == set(document["$defs"])


@pytest.mark.parametrize("kind", sorted(schema.FILES))
def test_it_has_every_field(validators: dict[str, Any], kind: str) -> None:
    """The keys are those of the model, required where they are there, and no others are let in."""
    document = validators[kind].schema
    records = {record.__name__: record for record in records_below(schema.FILES[kind])}
    for name, part in {document["title"]: document, **document["$defs"]}.items():
        fields = fields_of(records[name])
        assert set(part["properties"]) == set(fields)
        assert part["required"] == [field.key for field in fields.values() if field.required]
        assert part["additionalProperties"] is False
        assert part["description"]


def records_below(record: type[Record]) -> Iterator[type[Record]]:
    """All classes of the model."""
    yield record
    for below in Record.__subclasses__():
        yield from subclasses(below)


def subclasses(record: type[Record]) -> Iterator[type[Record]]:
    """A class and those made from it."""
    yield record
    for below in record.__subclasses__():
        yield from subclasses(below)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("modalty",), "duty", "'modalty' was unexpected"),
        (("obligations", 0, "modality"), "dury", "'dury' is not one of"),
        (("obligations", 0, "bearer", "party"), "worker", "not valid under any of the given schemas"),
        (("obligations", 0, "help", "phases"), ["noon"], "'noon' is not one of"),
        (("obligations", 0, "help", "phases"), [], "not valid under any of the given schemas"),
        (("obligations", 0, "chapeau"), "yes", "'yes' is not of type 'boolean'"),
        (("sentences", 0, "role"), "chapeu", "'chapeu' is not one of"),
        (("heading", "ja"), "", "should be non-empty"),
        (("label",), None, "None is not of type 'object'"),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_it_refuses(
    root: Path, validators: dict[str, Any], path: tuple[str | int, ...], value: object, message: str
) -> None:
    """Unknown keys, wrong tags, wrong types are red in the editor already."""
    data = read(root / "clauses" / "joho-security" / "tokki" / "11.yml")
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    told = [e.message for error in validators["provision"].iter_errors(data) for e in (error, *error.context)]
    assert any(message in text for text in told), told


def test_it_misses_a_missing_key(root: Path, validators: dict[str, Any]) -> None:
    """A required key that is not there is told."""
    data = read(root / "clauses" / "joho-security" / "tokki" / "11.yml")
    del data["obligations"][0]["help"]
    (error,) = validators["provision"].iter_errors(data)
    assert error.message == "'help' is a required property"
