"""A PDF that somebody filled in, with whatever viewer → the values of its fields."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from macros.pdf.objects import unnamed

MAX_BYTES = 64_000_000
"""Forty times a blank form; a larger file, or part of one when it is unpacked, is a scan or an attack."""

DEEPEST = 20
"""Fields stand no deeper in each other."""

MOST = 10_000
"""No form has more fields."""


UNSOUND = (RuntimeError, ValueError, TypeError, AttributeError, KeyError)
"""What pikepdf raises, beside its own errors, where objects are not what they should be."""


Reason = Literal["large", "flat", "many", "locked", "unsound", "stranger"]


class Unreadable(ValueError):
    """The file is no PDF form, or cannot be opened; says which and what to do.

    The reason is a tag that interfaces have words for; `about` is what these name.
    """

    def __init__(self, reason: Reason, rule: str, **about: str) -> None:
        super().__init__(rule)
        self.reason, self.about = reason, about


def read(data: bytes) -> dict[str, str]:
    """Full name of a field → its text, its chosen option; those left blank are not there.

    Line ends come back as `\\n`. Raises `Unreadable`.
    """
    return {name: value for name, value in fields(data).items() if value}


def fields(data: bytes) -> dict[str, str]:
    """The same with those left blank, as "": by its fields a form is known. Raises `Unreadable`."""
    import pikepdf

    if len(data) > MAX_BYTES:
        raise Unreadable("large", f"a form has at most {MAX_BYTES:,} bytes", most=f"{MAX_BYTES:,}")
    try:
        with _limited(), pikepdf.open(io.BytesIO(data)) as pdf:
            form = pdf.Root.get("/AcroForm")
            found: dict[str, str] = {}
            if isinstance(form, pikepdf.Dictionary):
                for name, value in _Fields().below(form.get("/Fields"), "", None, 0):
                    found[name] = found.get(name) or value
    except Unreadable:
        raise
    except pikepdf.PasswordError:
        raise Unreadable("locked", "the PDF is locked by a password; save a copy without one") from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, *UNSOUND) as error:
        why = re.sub(r"^stream <[^>]*>:? ?", "", str(error))[:200]
        raise Unreadable("unsound", f"the file is not a sound PDF ({why})", detail=why) from None
    if not found:
        rule = "the PDF has no fields to read: it is a final copy, a scan, or was printed to a file"
        raise Unreadable("flat", f"{rule}; read the copy that was saved from the form itself")
    return found


@contextmanager
def _limited() -> Iterator[None]:
    """A few kilobytes can unpack to gigabytes: what does is not unpacked."""
    from pikepdf import settings

    most = MAX_BYTES
    before = settings.set_qpdf_limits(
        flate_max_memory=most, run_length_max_memory=most, png_max_memory=most, tiff_max_memory=most
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type]


class _Fields:
    """Walks the fields of a form, each object once: some stand in themselves."""

    def __init__(self) -> None:
        self.seen: set[tuple[int, int]] = set()
        self.count = 0

    def below(self, kids: Any, above: str, kind: Any, depth: int) -> Iterator[tuple[str, str]]:
        import pikepdf

        if not isinstance(kids, pikepdf.Array) or depth > DEEPEST:
            return
        for each in kids:
            if not isinstance(each, pikepdf.Dictionary) or (each.is_indirect and each.objgen in self.seen):
                continue
            self.seen.add(each.objgen)
            self.count += 1
            if self.count > MOST:
                rule = f"the PDF has more than {MOST:,} fields: it is not one of these forms"
                raise Unreadable("many", rule, most=f"{MOST:,}")
            own = str(each.T) if "/T" in each else ""
            name = f"{above}.{own}" if above and own else above or own
            of_kind = each.get("/FT", kind)
            inner = each.get("/Kids")
            named = isinstance(inner, pikepdf.Array) and any(
                isinstance(kid, pikepdf.Dictionary) and "/T" in kid for kid in inner
            )
            if named:
                yield from self.below(inner, name, of_kind, depth + 1)
            elif of_kind == "/Btn":
                yield name, _ticked(each, inner)
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
