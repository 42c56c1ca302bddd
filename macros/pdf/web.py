"""Answers → the official sheet as one HTML file: no script, nothing loaded, printed it is the paper form.

Its templates are those of the PDF (`sheet`), with the answers where that has fields.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache

from markupsafe import Markup

from macros.forms import naming
from macros.forms.definition import Answers, Form, Option
from macros.forms.flat import counts, to_fields
from macros.pdf.printed import Asked
from macros.pdf.sheet import TEMPLATES, Writing, environment, own_words
from macros.pdf.slots import FLAG

HIGHEST = 8
"""Lines of the highest class in `web.css`; a field grows with its text all the same."""


class _Filled(Writing):
    """A sheet with its answers."""

    def __init__(self, form: Form, answers: Answers, second: str | None) -> None:
        super().__init__(form, counts(answers), {}, second)
        self.given = self.said = to_fields(form, answers)

    def value(self, asked: Asked) -> str:
        """What was answered."""
        return self.said.get(asked.keys[0], "")

    def parts(self, asked: Asked) -> Iterator[tuple[str, str, str]]:
        """Each part of a date or time: its name, the sign behind it, its value."""
        for (part, sign), key in zip(asked.parts, asked.keys, strict=True):
            yield part, sign, self.said.get(key, "")

    def chosen(self, asked: Asked, option: Option | None = None) -> bool:
        """Whether an option, or a flag, is ticked."""
        return self.said.get(asked.keys[0]) == (option.value if option else FLAG)

    def sign(self, on: bool) -> str:
        """What a screen reader says at a square."""
        return own_words()[self.language]["ticked" if on else "unticked"]

    def high(self, asked: Asked) -> int:
        """How many lines the paper has room for."""
        return min(HIGHEST, asked.field.lines)

    def width(self, asked: Asked, style: str) -> str:
        """The class of a field between words: as wide as its text; where it is empty, as on paper."""
        del style
        return "between" if self.value(asked) else "between empty"


def page(form: Form, answers: Answers, second: str | None = None) -> str:
    """The sheet of `form` with these answers, as HTML; `second` is a language beside the prevailing one."""
    style, digest = _style()
    name = naming.name_of(form, answers) if answers.values else ""
    template = environment().get_template("web.html.j2")
    filled = _Filled(form, answers, second)
    return template.render(s=filled, name=name, style=Markup(style), digest=digest)


@cache
def _style() -> tuple[str, str]:
    """The style of the page, and its digest for the content policy."""
    style = "\n" + "".join((TEMPLATES / name).read_text("utf-8") for name in ("sheet.css", "web.css"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, f"sha256-{digest}"
