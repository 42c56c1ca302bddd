"""Which problems a module can tell, read from its code: their codes, and their rules in words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from macros.errors import Problem

Key = tuple[str, int, int, str]


def key_of(problem: Problem) -> Key:
    """What a problem is compared by: file, line, column, code."""
    return problem.place.file, problem.place.line, problem.place.column, problem.code


def codes_in(tree: ast.Module, callables: Mapping[str, int]) -> set[str]:
    """The codes given in calls of these callables (name → number of the argument), each written out there."""
    found = set()
    for call in calls(tree):
        at = callables.get(name_of(call))
        if at is not None:
            argument = call.args[at]
            if isinstance(argument, ast.Constant):
                found.add(str(argument.value))
            else:
                assert ast.unparse(argument) == "code", ast.unparse(call)
    return found


def taking_codes(trees: Iterable[ast.Module]) -> dict[str, int]:
    """Callables with a parameter `code`, and its number: Problem, and what makes problems for others."""
    found = {"Problem": 1}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
            if "code" in names:
                found[node.name] = names.index("code")
    return found


def rules_in(tree: ast.Module, callables: Mapping[str, int] | None = None) -> Iterator[str]:
    """Each rule in words, as a pattern: what is assigned to `rule`, or stands after the code in a call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "rule":
            yield from patterns_of(node.value)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            for target, value in zip(getattr(node.targets[0], "elts", []), node.value.elts, strict=False):
                if ast.unparse(target) == "rule":
                    yield from patterns_of(value)
    for call in calls(tree):
        after = (callables or {"Problem": 1}).get(name_of(call), -1) + 1
        if 0 < after < len(call.args):
            yield from patterns_of(call.args[after])


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """All calls in a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """The name that is called, without what stands before its dot."""
    return ast.unparse(call.func).rpartition(".")[2]


def patterns_of(node: ast.expr) -> Iterator[str]:
    """The patterns of the texts that an expression can be."""
    if isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.IfExp):
        yield from patterns_of(node.body)
        yield from patterns_of(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        pieces = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)
        yield "(?s)" + "".join(pieces)
