"""JSON Schema for editors, computed from the model and the vocabulary."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from macros.forms.definition import Form
from macros.forms.load import Shelf
from macros.forms.schema import company_schema
from macros.forms.schema import schema_of as answers_schema
from macros.model import (
    Corpus,
    Crosswalk,
    Glossary,
    Instrument,
    Names,
    Profile,
    Provision,
    Record,
    Synonyms,
    Tensions,
    Vocabulary,
)
from macros.structure import fields_of
from macros.training.checklist import Checklist
from macros.training.course import Course, Step

FILES: Mapping[str, type[Record]] = {
    "vocabulary": Vocabulary,
    "glossary": Glossary,
    "synonyms": Synonyms,
    "instrument": Instrument,
    "provision": Provision,
    "tensions": Tensions,
    "crosswalk": Crosswalk,
    "profile": Profile,
    "form": Form,
    "checklist": Checklist,
    "course": Course,
    "step": Step,
}
"""Schema name → the record that a file of that kind holds."""


def schema_of(record: type[Record], corpus: Corpus) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file that holds `record`; tags are offered from the vocabulary."""
    definitions: dict[str, Any] = {}
    root = _record(record, corpus, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": record.__name__,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def files(corpus: Corpus) -> dict[str, str]:
    """File name inside `clauses/schema/` → its text."""
    return {
        f"{name}.schema.json": json.dumps(schema_of(record, corpus), ensure_ascii=False, indent=1) + "\n"
        for name, record in FILES.items()
    }


def files_of_forms(shelf: Shelf) -> dict[str, str]:
    """File name inside `forms/schema/` → its text: answers as people write them, and companies' profiles."""
    schemas = {f"{id_}.answers": answers_schema(form, written=True) for id_, form in shelf.forms.items()}
    schemas["company"] = company_schema(shelf.forms.values())
    return {
        f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.items()
    }


def drift(wanted: Mapping[str, str], folder: Path) -> list[str]:
    """Names of the schema files in `folder` that are missing or not as `wanted`."""
    return [
        name
        for name, text in wanted.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


def _record(record: type[Record], corpus: Corpus, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(record, include_extras=True)
    properties = {}
    for spec in fields_of(record).values():
        properties[spec.key] = _type(hints[spec.name], corpus, definitions)
    return {
        "type": "object",
        "description": " ".join((record.__doc__ or "").split()),
        "properties": properties,
        "required": [spec.key for spec in fields_of(record).values() if spec.required],
        "additionalProperties": False,
    }


def _type(hint: Any, corpus: Corpus, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _named(args[1], corpus)
    if origin in (Union, types.UnionType):
        (inner,) = (arg for arg in args if arg is not type(None))
        return _type(inner, corpus, definitions)
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple:
        item = _type(args[0], corpus, definitions)
        several = {"type": "array", "items": item, "minItems": 1}
        return {"anyOf": [item, several]} if item.get("type") == "string" else several
    if origin is not None and issubclass(origin, Mapping):
        names = _type(args[0], corpus, definitions)
        value = {"type": "object", "additionalProperties": _type(args[1], corpus, definitions)}
        return value | ({"propertyNames": {"enum": names["enum"]}} if "enum" in names else {})
    if hint is str:
        return {"type": "string", "minLength": 1}
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return {"type": "integer", "minimum": 1, "maximum": 999_999}
    name = hint.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name].update(_record(hint, corpus, definitions))
    return {"$ref": f"#/$defs/{name}"}


def _named(names: Names, corpus: Corpus) -> dict[str, Any]:
    section = getattr(corpus.vocabulary, names.section, None)
    if section is None and names.section == "terms":
        section = [term.id for term in corpus.glossary.terms]
    text = {"type": "string", "minLength": 1}
    return text if section is None else text | {"enum": list(section)}
