"""YAML → nodes with their places. Strict: what YAML readers disagree about is refused, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.composer import ComposerError
from yaml.reader import ReaderError

from macros.errors import Place, Problem, shown

_Base: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 2_000_000
"""No hand-written file comes near it; a larger one is a mistake or an attack."""


MAX_DEPTH = 50
"""Collections inside collections: far more than the model has, far less than exhausts the stack."""


_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


class _Loader(_Base):  # type: ignore[misc]
    """Resolves nothing: every scalar stays the text that was written."""

    depth = 0

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:  # noqa: ARG002
        """The tag of a node that was written without one."""
        return _TAGS[kind]

    def descend_resolver(self, current_node: yaml.Node, current_index: object) -> None:  # noqa: ARG002
        """Called before each node: the one chance to stop before nesting exhausts the stack."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ComposerError(None, None, "values nested too deep", current_node.start_mark)

    def ascend_resolver(self) -> None:
        """Called after each node."""
        self.depth -= 1


_PLAIN_TAGS = frozenset(_TAGS.values())

NULL = re.compile(r"~|null|Null|NULL|")
CONVERTED = re.compile(
    r"""(?x)
    yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|True|TRUE|False|FALSE|y|Y|n|N   # booleans in YAML 1.1
  | [-+]?0(?:[0-7_]+|[xX][0-9a-fA-F_]+|[bB][01_]+|o[0-7]+)                       # other bases
  | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?                               # 1:30
  | [-+]?[0-9][0-9_]*_[0-9_]*
  | [-+]?(?:[0-9][0-9_]*)?\.[0-9_]+(?:[eE][-+]?[0-9]+)? | [-+]?[0-9][0-9_]*(?:\.[0-9_]*)?[eE][-+]?[0-9]+
  | [-+]?[0-9][0-9_]*\. | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
  | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?                                     # dates
    """
)
"""Plain scalars that a YAML 1.1 reader turns into something other than the text written."""

_SUSPECT = frozenset(["", *"~yYnNoOtTfF+-.0123456789"])
"""What `NULL` and `CONVERTED` begin with."""


def read_text(path: Path, shown_as: str) -> tuple[str | None, list[Problem]]:
    """The text of a UTF-8 file, or the one problem that prevents reading it."""
    place = Place(shown_as, 1, 1)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [Problem(place, "file", "the file must be readable", mend=str(error.strerror))]
    if len(raw) > MAX_BYTES:
        rule = f"a file holds at most {MAX_BYTES:,} bytes"
        return None, [Problem(place, "file", rule, f"{len(raw):,}", "split it")]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        place = _behind(raw[: error.start].decode("utf-8-sig"), shown_as)
        return None, [Problem(place, "file", "text must be UTF-8", mend="save the file as UTF-8")]


def _behind(text: str, shown_as: str) -> Place:
    """The place just behind `text`, its lines counted as YAML counts them."""
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)
    return Place(shown_as, len(lines), len(lines[-1]) + 1)


def parse(text: str, shown_as: str) -> tuple[yaml.Node | None, list[Problem]]:
    """Compose `text` into a node tree; the tree is `None` where the syntax is broken or the file empty.

    Problems: broken syntax, duplicate keys, keys that are not text, anchors used again, tags, nulls,
    plain scalars that other YAML readers would convert.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        got = error.problem or str(error)
        line_text = (text.splitlines() or [""])[min(line, len(text.splitlines()) or 1) - 1]
        mend = "indent with spaces, not tabs" if "\t" in line_text else "mend the YAML syntax"
        return None, [Problem(Place(shown_as, line, column), "yaml", "the file must be YAML", got, mend)]
    except ReaderError as error:
        place = _behind(text[: max(0, text.find(chr(error.character)))], shown_as)
        rule, got = "text has no control characters", f"U+{error.character:04X}"
        return None, [Problem(place, "control", rule, got, "remove it")]
    if node is None:
        return None, [Problem(Place(shown_as, 1, 1), "yaml", "the file must not be empty")]
    return node, list(_faults(node, shown_as, "", set()))


def _faults(node: yaml.Node, file: str, path: str, seen: set[int]) -> Iterator[Problem]:
    def fault(at: yaml.Node, where: str, code: str, rule: str, got: str = "", mend: str = "") -> Problem:
        return Problem(place_of(at, file, where), code, rule, got, mend)

    if id(node) in seen:
        yield fault(node, path, "yaml-alias", "anchors are not used again", mend="write it out")
        return
    seen.add(id(node))
    if node.tag not in _PLAIN_TAGS and node.tag != "!":
        yield fault(node, path, "yaml-tag", "values carry no YAML tags", shown(node.tag), "remove it")
        return
    if isinstance(node, yaml.ScalarNode):
        if not node.style:
            if NULL.fullmatch(node.value):
                mend = "give a value or leave the key out; inside { } a comma ends a value unless quoted"
                yield fault(node, path, "yaml-null", "a value must be given", shown(node.value), mend)
            elif CONVERTED.fullmatch(node.value):
                rule = "a value that YAML readers convert must be quoted"
                yield fault(node, path, "yaml-convert", rule, node.value, f'write "{node.value}"')
        return
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            if not _harmless(item, seen):
                yield from _faults(item, file, f"{path}[{number}]", seen)
        return
    keys: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            yield fault(key, path, "yaml-key", "a key must be text")
            continue
        where = f"{path}.{key.value}" if path else key.value
        if not key.style and key.value[:1] in _SUSPECT and CONVERTED.fullmatch(key.value):
            rule = "a key that YAML readers convert must be quoted"
            yield fault(key, where, "yaml-convert", rule, key.value, f'write "{key.value}"')
        if key.value in keys:
            yield fault(key, where, "yaml-duplicate", "a key is given once", key.value, "remove one")
        keys.add(key.value)
        if not _harmless(value, seen):
            yield from _faults(value, file, where, seen)


def _harmless(node: yaml.Node, seen: set[int]) -> bool:
    """Whether it is plain text of which nothing can be said: by far most nodes, so they are told quickly."""
    if not isinstance(node, yaml.ScalarNode) or node.tag not in _PLAIN_TAGS or id(node) in seen:
        return False
    if not node.style and node.value[:1] in _SUSPECT:
        return False
    seen.add(id(node))
    return True


def place_of(node: yaml.Node, file: str, path: str) -> Place:
    """The place where `node` begins."""
    mark = node.start_mark
    return Place(file, mark.line + 1, mark.column + 1, path)


def find(node: yaml.Node, file: str, path: str) -> Place:
    """The place of `path` (such as `obligations[0].owner`) under `node`, or of the nearest thing above it."""
    rest = path
    while (below := _below(node, rest)) is not None:
        node, rest = below
    return place_of(node, file, path)


def _below(node: yaml.Node, path: str) -> tuple[yaml.Node, str] | None:
    """The node one step of `path` leads to, and the rest of the path."""
    if isinstance(node, yaml.SequenceNode):
        number = re.match(r"\[(\d+)\]\.?", path)
        if number and int(number[1]) < len(node.value):
            return node.value[int(number[1])], path[number.end() :]
    if isinstance(node, yaml.MappingNode):
        # A key may hold dots (work.completed): the longest that fits is meant.
        fitting = [
            (key.value, value)
            for key, value in node.value
            if isinstance(key, yaml.ScalarNode)
            and key.value
            and path.startswith(key.value)
            and path[len(key.value) :][:1] in ("", ".", "[")
        ]
        if fitting:
            name, value = max(fitting, key=lambda pair: len(pair[0]))
            return value, path[len(name) :].removeprefix(".")
    return None
