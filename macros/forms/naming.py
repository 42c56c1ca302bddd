"""Answers → the name of the file made of them, safe on every system: never a path, never hidden."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from macros.forms.definition import Answers, Form, Value, by_name
from macros.forms.values import when

LONGEST = 120
"""Bytes in UTF-8, without the suffix: less than any system takes, with room for a number."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u2215\u2044\u29f8\u29f5\uff0f\uff3c]+')
"""What separates paths or may not be in a name on Windows; and what looks like a separator."""
_RESERVED = re.compile(r"(?i)(con|conin\$|conout\$|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?= *(\.|$))")
"""Devices of Windows, also with an ending behind them, or blanks and an ending."""


def name_of(form: Form, answers: Answers) -> str:
    """The name without suffix, after the form's `file_name`: todokede_2026-11-22_株式会社見本システム.

    Fields that were not answered leave out what they would say. The name is never empty.
    """
    fields = by_name(form)

    def said(match: re.Match[str]) -> str:
        name = match[1]
        if name == "form":
            return form.id
        value = answers.values.get(name)
        return "" if value is None or name not in fields else _text(when(fields[name].field, value), value)

    return safe(re.sub(r"\{([^{}]*)\}", said, form.file_name)) or form.id


def _text(moment: date | time | datetime | None, value: Value) -> str:
    if moment is None:
        return str(value)
    return moment.isoformat().replace(":", "")[:15]


def safe(text: str) -> str:
    """`text` as a file name without suffix; "" where nothing of it can be one."""
    text = unicodedata.normalize("NFC", text)
    text = _FORBIDDEN.sub(" ", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"[_ ]*_[_ ]*", "_", text).strip(" ._-~")
    text = _cut(text).strip(" ._-~")
    return f"_{text}" if _RESERVED.match(text) else text


def _cut(text: str) -> str:
    """As much of `text` as has room, whole characters only."""
    return text.encode()[:LONGEST].decode(errors="ignore")


def numbered(stem: str, taken: set[str]) -> str:
    """`stem`, or with a number behind it where it is `taken` (in any case of letters); takes it."""
    number, name = 1, stem
    while name.casefold() in taken:
        number += 1
        name = f"{stem}_{number}"
    taken.add(name.casefold())
    return name
