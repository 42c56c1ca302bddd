"""A PDF that somebody filled in, with whatever viewer → the values of its fields."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from macros.pdf.objects import unnamed

MAX_BYTES = 64_000_000
"""Forty times a blank form; a larger file is a scan or an attack."""

DEEPEST = 20
"""Fields stand no deeper in each other."""

MOST = 10_000
"""No form has more fields."""


UNSOUND = (RuntimeError, ValueError, TypeError, AttributeError, KeyError)
"""What pikepdf raises, beside its own errors, where objects are not what they should be."""


class Unreadable(ValueError):
    """The file is no PDF form, or cannot be opened; says which and what to do."""


def read(data: bytes) -> dict[str, str]:
    """Full name of a field → its text, its chosen option; those left blank are not there.

    Line ends come back as `\\n`. Raises `Unreadable`.
    """
    import pikepdf

    if len(data) > MAX_BYTES:
        raise Unreadable(f"a form has at most {MAX_BYTES:,} bytes; this file has {len(data):,}")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            form = pdf.Root.get("/AcroForm")
            if not isinstance(form, pikepdf.Dictionary) or "/Fields" not in form:
                rule = "the PDF has no fields to read: it is a final copy, a scan, or was printed to a file"
                raise Unreadable(f"{rule}; read the copy that was saved from the form itself")
            found: dict[str, str] = {}
            for number, (name, value) in enumerate(_fields(form.Fields, "", None, 0)):
                if number >= MOST:
                    raise Unreadable(f"the PDF has more than {MOST:,} fields: it is not one of these forms")
                if value:
                    found.setdefault(name, value)
            return found
    except Unreadable:
        raise
    except pikepdf.PasswordError:
        raise Unreadable("the PDF is locked by a password; save a copy without one") from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, *UNSOUND) as error:
        why = re.sub(r"^stream <[^>]*>:? ?", "", str(error))[:200]
        raise Unreadable(f"the file is not a sound PDF ({why})") from None


def _fields(kids: Any, above: str, kind: Any, depth: int) -> Iterator[tuple[str, str]]:
    import pikepdf

    if not isinstance(kids, pikepdf.Array) or depth > DEEPEST:
        return
    for each in kids:
        if not isinstance(each, pikepdf.Dictionary):
            continue
        own = str(each.T) if "/T" in each else ""
        name = f"{above}.{own}" if above and own else above or own
        of_kind = each.get("/FT", kind)
        below = each.get("/Kids")
        named = isinstance(below, pikepdf.Array) and any(
            isinstance(kid, pikepdf.Dictionary) and "/T" in kid for kid in below
        )
        if named:
            yield from _fields(below, name, of_kind, depth + 1)
        elif of_kind == "/Btn":
            yield name, _ticked(each, below)
        else:
            yield name, _text(each.get("/V"))


def _ticked(field: Any, kids: Any) -> str:
    """The state of a button: what the field says, else its widget that is on."""
    said = field.get("/V")
    states = [str(said)] if said is not None else []
    states += [str(kid.get("/AS", "/Off")) for kid in (kids if kids is not None else [field])]
    return next((unnamed(state) for state in states if state not in ("/Off", "Off", "")), "")


def _text(value: Any) -> str:
    import pikepdf

    if isinstance(value, pikepdf.Array):
        value = value[0] if len(value) else None
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        value = pikepdf.String(value.read_bytes())
    text = unnamed(str(value)) if isinstance(value, pikepdf.Name) else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")
