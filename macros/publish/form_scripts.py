"""The scripts by which a page makes the PDF of a form, kept between builds.

Laying out a form takes most of a second; one that was laid out before is not laid out again, and what lays
out (WeasyPrint, pikepdf, the whole font) is not even loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from macros import kept
from macros.forms.definition import Form, groups
from macros.pdf import fonts
from macros.render.forms import ASSETS

PACKAGE = Path(__file__).parent.parent
SOURCES = ("pdf/*.py", "forms/*.py", "templates/print/*")
"""Our files that a script depends on, beside the form."""


def form_scripts(forms: Mapping[str, Form], language: str) -> Iterator[tuple[str, str]]:
    """Path inside the site → script, for every form; beside the official words stand those of `language`.

    Raises `FontMissing` where the font of the forms is not on this machine.
    """
    code = _code(fonts.find())

    def script(name: str, make: str, *what: object) -> tuple[str, str]:
        key = hashlib.sha256(f"{code} {make} {what!r}".encode()).hexdigest()
        file = f"form-{key[:24]}.js"
        if (found := kept.load(file)) is None:
            from macros.pdf import scripts

            found = getattr(scripts, make)(*what).encode()
            kept.keep(file, found)
        return f"{ASSETS}/pdf-{name}.js", found.decode()

    yield script("font", "font_script")
    for id_, form in forms.items():
        second = language if language in form.translations else None
        yield script(id_, "form_script", form, second)
        if groups(form):
            yield script(f"{id_}-more", "more_script", form, second)
        yield script(f"{id_}-tall", "tall_script", form, second)


def _code(font: Path) -> str:
    """What a script depends on beside its form: our code, WeasyPrint, the font."""
    found = hashlib.sha256(version("weasyprint").encode())
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
            found.update(path.read_bytes())
    found.update(f"{font} {font.stat().st_size} {font.stat().st_mtime_ns}".encode())
    return found.hexdigest()
