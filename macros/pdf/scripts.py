"""The scripts by which a page makes the PDF of a form: laid out here once, filled in the browser."""

from __future__ import annotations

from macros.forms.definition import Form
from macros.pdf import browser, face, layout, spare, template
from macros.pdf.sheet import Sheet, sheet
from macros.pdf.template import Template


def font_script() -> str:
    """The font that all forms share. Raises `FontMissing`."""
    return browser.script("font", browser.font_data(face.load()))


def form_script(form: Form, second: str | None) -> str:
    """The template of a form; beside the official words stand those of the language `second`."""
    return browser.script("form", browser.form_data(_laid(sheet(form, second=second)), face.load()))


def more_script(form: Form, second: str | None) -> str:
    """The same with all the blocks that its groups can have."""
    return _spare("more", form, spare.spare_sheet(form, second))


def tall_script(form: Form, second: str | None) -> str:
    """The same with some blocks, and high fields: for text that has no room in the others."""
    return _spare("tall", form, spare.spare_sheet(form, second, tall=True))


def _spare(name: str, form: Form, made: Sheet) -> str:
    laid = _laid(made)
    return browser.script(name, browser.form_data(laid, face.load()) | spare.parts(laid, form))


def _laid(made: Sheet) -> Template:
    return template.build(layout.write(made.html, made.second), made, face.load())
