"""A file of data as an editor sees it, and the schema it is held to there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from macros import schema, source
from macros.model import Corpus


def validators_of(corpus: Corpus) -> dict[str, Any]:
    """Kind of file → its validator, from the model as it is now."""
    kinds = schema.FILES.items()
    return {kind: jsonschema.Draft202012Validator(schema.schema_of(record, corpus)) for kind, record in kinds}


def plain(node: yaml.Node) -> Any:
    """What an editor sees: mappings, lists, text, whole numbers, and true or false."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if not node.style and node.value in ("true", "false"):
        return node.value == "true"
    return int(node.value) if not node.style and re.fullmatch(r"0|[1-9][0-9]*", node.value) else node.value


def read(path: Path) -> Any:
    """The data of a file."""
    node, problems = source.parse(path.read_text("utf-8"), path.name)
    assert problems == []
    assert node is not None
    return plain(node)
