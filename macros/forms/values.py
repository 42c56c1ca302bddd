"""One answer: what was written → the value it stands for, and the value → what a sheet shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from macros.errors import shown
from macros.forms import dates
from macros.forms.definition import Field, Form, Value

BLANKS = " \t\n\u3000"
"""What is taken off the ends of an answer."""


class ValueFault(ValueError):
    """Something written that is no answer: the code of the rule, the rule, what stood there, the mend."""

    def __init__(self, code: str, rule: str, got: str = "", mend: str = "", **about: Any) -> None:
        super().__init__(rule)
        self.code, self.rule, self.got, self.mend, self.about = code, rule, got, mend, about


def read(form: Form, field: Field, written: object) -> Value | None:
    """The value of what was written for `field`, `None` where it is blank or not ticked. Raises `ValueFault`.

    What is written may be text, an integer or a truth value; anything else is a fault.
    """
    if isinstance(written, bool):
        if field.kind == "flag":
            return written or None
        raise ValueFault("kind", "text is wanted here", shown(written))
    if isinstance(written, int):
        if abs(written) > 10**15:
            raise ValueFault("long", "a number has at most 15 digits", str(len(str(abs(written)))), most=15)
        written = str(written)
    if not isinstance(written, str):
        raise ValueFault("kind", "a single value is wanted here", _what(written))
    text = clean(written)
    if not text:
        return None
    if field.pending and form.pending and text in form.pending.values():
        return form.pending[form.language]
    return _READERS[field.kind](field, text)


def _what(written: object) -> str:
    if isinstance(written, Mapping):
        return "a mapping"
    return "a list" if isinstance(written, list | tuple) else shown(written)


def clean(text: str) -> str:
    """`text` with line breaks as `\\n` and no blanks around. Raises `ValueFault` for unseen characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip(BLANKS)
    if text.isprintable():  # most of what is written; the loop says which character is not
        return text
    for place, character in enumerate(text, 1):
        if character != "\n" and not seen(character):
            rule = "text has no control characters and no characters that cannot be seen"
            code = f"U+{ord(character):04X}"
            raise ValueFault("control", rule, f"{code} at {place}", "remove it", character=code)
    return text


def seen(character: str) -> bool:
    """Whether a character is one that paper can show (or a blank, or chooses the form of a kanji)."""
    if character.isascii():
        return " " <= character <= "~"
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return False
    return ord(character) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(character) <= 0xFDEF


def _text(field: Field, text: str) -> str:
    if len(text) > field.limit:
        rule = f"at most {field.limit} characters are written here"
        raise ValueFault("long", rule, f"{len(text)}", most=field.limit)
    if "\n" in text and field.kind != "multiline":
        raise ValueFault("lines", "one line is written here", shown(text, 40), "put it in one line")
    return text


def _number(field: Field, text: str) -> int:
    digits = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{1,15}", digits):
        raise ValueFault("kind", "a whole number is wanted here", shown(text, 40))
    number = int(digits)
    if number > field.limit:
        raise ValueFault("long", f"the number is at most {field.limit}", f"{number}", most=field.limit)
    return number


TRUE = frozenset({"true", "on", "yes", "1", "はい", "有", "○", "レ", "☑", "✓"})
FALSE = frozenset({"false", "off", "no", "0", "いいえ", "無", "×", "□", "☐"})


def _flag(field: Field, text: str) -> bool | None:  # noqa: ARG001 — one shape for all kinds
    word = unicodedata.normalize("NFKC", text).casefold()
    if word in TRUE or word in FALSE:
        return word in TRUE or None
    raise ValueFault("kind", "true or false is wanted here", shown(text, 40))


def _choice(field: Field, text: str) -> str:
    wanted = _folded(text)
    for option in field.options:
        if wanted == option.value or wanted in map(_folded, option.label.values()):
            return option.value
    known = ", ".join(f"{'/'.join(option.label.values())} ({option.value})" for option in field.options)
    raise ValueFault("choice", "one of the options is chosen here", shown(text, 40), f"one of {known}")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _by(parse: Callable[[str], date | time | datetime]) -> Callable[[Field, str], str]:
    def read_(field: Field, text: str) -> str:  # noqa: ARG001
        try:
            value = parse(text)
        except dates.DateFault as fault:
            raise ValueFault(
                f"date-{fault.reason}", fault.rule, shown(text, 40), fault.mend, **fault.about
            ) from None
        return value.isoformat() if type(value) is date else value.isoformat(timespec="minutes")  # type: ignore[call-arg]

    return read_


_READERS: Mapping[str, Callable[[Field, str], Value | None]] = {
    "text": _text,
    "multiline": _text,
    "date": _by(dates.parse_date),
    "time": _by(dates.parse_time),
    "moment": _by(dates.parse_moment),
    "integer": _number,
    "flag": _flag,
    "choice": _choice,
}


def when(field: Field, value: Value) -> date | time | datetime | None:
    """The date, time or moment that a value is; `None` for 確認中 and for other kinds."""
    readers: Mapping[str, Callable[[str], date | time | datetime]] = {
        "date": date.fromisoformat,
        "time": time.fromisoformat,
        "moment": datetime.fromisoformat,
    }
    if field.kind not in readers or not isinstance(value, str):
        return None
    try:
        return readers[field.kind](value)
    except ValueError:
        return None


def written(form: Form, field: Field, value: Value, language: str) -> str:
    """What a sheet or a page in `language` shows for a value: 令和8年11月22日, 有, 30, the text itself."""
    moment = when(field, value)
    if moment is not None:
        return dates.written(moment, language)
    if field.kind == "choice":
        for option in field.options:
            if option.value == value:
                return option.label.get(language, option.label[form.language])
    if form.pending and value == form.pending[form.language]:
        return form.pending.get(language, str(value))
    if isinstance(value, bool):
        return "✓" if value else ""
    return str(value)
