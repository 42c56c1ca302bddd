"""JSON as a browser reads it, but for keys given twice: those are a fault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from macros.errors import Place, Problem, shown


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for number, key in enumerate(keys) if key in keys[:number]))
    return found


def _number(written: str) -> float | int:
    """As a browser reads it: 1.0 is 1."""
    number = float(written)
    return int(number) if number.is_integer() else number


def _no_constant(written: str) -> NoReturn:
    raise ValueError(f"{written} is no JSON")


def loads(text: str, file: str, rule: str) -> tuple[Any, Problem | None]:
    """What the JSON says, or what is wrong with it; `rule` says that the file must be JSON."""
    read_: Callable[..., Any] = json.loads
    try:
        read = {"parse_float": _number, "parse_int": _number, "parse_constant": _no_constant}
        return read_(text, object_pairs_hook=_once, **read), None
    except _Twice as fault:
        mend = "ask the person for the file once more"
        said = "a key is given once"
        return None, Problem(Place(file, 1, 1, str(fault)[:80]), "key-twice", said, shown(str(fault)), mend)
    except json.JSONDecodeError as error:
        mend = f"{error.msg}; the file may have been cut off"
        return None, Problem(Place(file, error.lineno, error.colno), "json", rule, mend=mend)
    except (ValueError, RecursionError, OverflowError) as error:
        mend = re.sub(r"\s+", " ", str(error))[:80]
        return None, Problem(Place(file, 1, 1), "json", rule, mend=mend)
