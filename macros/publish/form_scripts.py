"""The scripts by which a page makes the PDF of a form, kept in the cache folder between builds.

Laying out a form takes most of a second; a page that was laid out before is not laid out again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from macros.forms.definition import Form
from macros.pdf import browser, face, fonts, layout, spare, template
from macros.pdf.sheet import Sheet, sheet
from macros.render.forms import ASSETS


def form_scripts(forms: Mapping[str, Form], language: str) -> Iterator[tuple[str, str]]:
    """Path inside the site → script, for every form; beside the official words stand those of `language`.

    Raises `FontMissing` where the font of the forms is not on this machine.
    """
    fonts.find()
    yield f"{ASSETS}/pdf-font.js", browser.script("font", browser.font_data(face.load()))
    for id_, form in forms.items():
        second = language if language in form.translations else None
        yield f"{ASSETS}/pdf-{id_}.js", _kept("form", form, sheet(form, second=second))
        if (more := spare.spare_sheet(form, second)) is not None:
            yield f"{ASSETS}/pdf-{id_}-more.js", _kept("more", form, more)


def _kept(name: str, form: Form, made: Sheet) -> str:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "tokki"
    key = hashlib.sha256(f"{name} {_code()} {made.html} {made.slots}".encode()).hexdigest()
    path = folder / f"form-{key[:24]}.js"
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        pass
    font = face.load()
    laid = template.build(layout.write(made.html), made, font)
    data = browser.form_data(laid, font)
    if name == "more":
        data |= spare.parts(laid, form)
    script = browser.script(name, data)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
            file.write(script)
        Path(file.name).replace(path)
    except OSError:
        pass  # a folder that cannot be written to is no fault, only slower
    return script


@cache
def _code() -> str:
    """What the result depends on beside the sheet: our code, WeasyPrint, the font."""
    found = hashlib.sha256(version("weasyprint").encode())
    for path in sorted(Path(browser.__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    font = fonts.find()
    found.update(f"{font} {font.stat().st_size} {font.stat().st_mtime_ns}".encode())
    return found.hexdigest()
