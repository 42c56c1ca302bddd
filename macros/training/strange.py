"""Files that are no table, whatever they are called: told by what they are, not by what is not in them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from macros.errors import DataError, Place, Problem

STARTS = {
    b"%PDF": ("pdf", "the file is a PDF"),
    b"\xd0\xcf\x11\xe0": ("old", "the file is an old workbook (.xls), or one with a password"),
    b"{\\rtf": ("other", "the file is a text document"),
    b"\x89PNG": ("other", "the file is a picture"),
    b"\xff\xd8\xff": ("other", "the file is a picture"),
}
"""How files begin that people take for tables."""


def refuse(path: Path, name: str) -> None:
    """Raises `DataError` where the file is of a kind that is no table."""
    try:
        with path.open("rb") as file:
            start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:  # told where it is read
        return
    for begins, (kind, rule) in STARTS.items():
        if start.startswith(begins):
            raise _fault(name, kind, rule)
    if start[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl", b"<meta"):
        raise _fault(name, "page", "the file is a web page or XML")
    if start.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                inside = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError):
            return
        if not any(part.casefold().startswith("xl/") for part in inside):
            raise _fault(name, "packed", "the file is packed, and no XLSX (Numbers, OpenDocument, ZIP)")


def _fault(name: str, kind: str, rule: str) -> DataError:
    mend = "save it as XLSX, or as CSV in UTF-8"
    return DataError([Problem(Place(name), "no-table", rule, mend=mend, about={"reason": kind})])
