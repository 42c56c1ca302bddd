"""The place of a path is that of its value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros.source import find, parse, place_of

NESTED = st.recursive(
    st.sampled_from(["text", "[0]", "a.b"]),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "work.completed", "x-1"]), below, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", (1, 1)),
        ("label", (1, 8)),
        ("label.ja", (1, 13)),
        ("obligations[0].owner", (3, 12)),
        ("obligations[1]", (4, 5)),
        ("obligations[1].quotes[1]", (4, 17)),
        ("events.work.completed", (6, 19)),
        ("events.work.completed.label.ja", (6, 32)),
        ("events.work.done.label", (7, 24)),
        ("obligations[2].owner", (3, 3)),
        ("obligations[7].owner", (3, 3)),
        ("obligations[0].nothing", (3, 5)),
        ("nothing.at.all", (1, 1)),
    ],
)
def test_find(path: str, expected: tuple[int, int]) -> None:
    """A path leads to its value, or to the nearest thing above it."""
    text = (
        "label: {ja: 第1}\n"
        "obligations:\n"
        "  - owner: worker\n"
        "  - quotes: [a, b]\n"
        "events:\n"
        "  work.completed: {label: {ja: 完了}}\n"
        "  work: {done: {label: x}}\n"
    )
    node, _ = parse(text, "f")
    assert node is not None
    place = find(node, "f", path)
    assert (place.line, place.column, place.path) == (*expected, path)


@given(NESTED)
def test_every_path_is_found(data: object) -> None:
    """The path of every value of a tree leads to that value, dotted keys and all."""
    node, _ = parse(yaml.safe_dump(data), "f")
    assert node is not None
    for path, below in walk(node, ""):
        assert find(node, "f", path) == place_of(below, "f", path)


def walk(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node]]:
    """Every node with its path."""
    yield path, node
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from walk(item, f"{path}[{number}]")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from walk(value, f"{path}.{key.value}" if path else key.value)
