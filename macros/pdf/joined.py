"""Two tagged PDFs → one: the pages of the second behind those of the first, with all that is known of them.

The structure of the second hangs, as a part, below that of the first, so that the whole is read in order and
stays PDF/UA-1. Form fields of the first stay what they are.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def joined(first: bytes, second: bytes) -> bytes:
    """Both as one document, with the title and the language of the first."""
    with pikepdf.open(io.BytesIO(first)) as pdf, pikepdf.open(io.BytesIO(second)) as more:
        tree = pdf.Root.StructTreeRoot
        owners = pikepdf.NumberTree(tree.ParentTree)
        offset = max([int(tree.get("/ParentTreeNextKey", 0)), *(key + 1 for key in owners)])
        count = len(pdf.pages)
        pdf.pages.extend(more.pages)
        added = pdf.copy_foreign(more.Root.StructTreeRoot)
        for page in list(pdf.pages)[count:]:
            _renumber(page.obj, offset)
        for key, value in pikepdf.NumberTree(added.ParentTree).items():
            owners[key + offset] = value
        tree.ParentTreeNextKey = max(key + 1 for key in owners)
        tree.RoleMap = Dictionary({**_entries(added, "/RoleMap"), **_entries(tree, "/RoleMap")})
        _hang(pdf, tree, added, more.Root.get("/Lang"))
        _bookmarks(pdf, more, count)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        pdf.save(out, object_stream_mode=mode, recompress_flate=True, deterministic_id=True)
    return out.getvalue()


def _entries(holder: Any, name: str) -> dict[str, Any]:
    return dict(holder[name].items()) if name in holder else {}


def _renumber(page: Any, offset: int) -> None:
    """Keys of the parent tree: of the page, and of each annotation on it."""
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + offset
    for annotation in page.get("/Annots", Array()):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + offset


def _hang(pdf: pikepdf.Pdf, tree: Any, added: Any, language: Any) -> None:
    """Everything below the root that was added becomes a part of the document there is."""
    document = _kids(tree)[0]
    for element in _kids(added):
        element.S = Name.Part
        element.P = document
        if language is not None:
            element.Lang = language
        document.K = Array([*_kids(document), element if element.is_indirect else pdf.make_indirect(element)])


def _bookmarks(pdf: pikepdf.Pdf, more: pikepdf.Pdf, count: int) -> None:
    """Those of the second behind those of the first; its pages begin after `count`."""
    numbers = {page.obj.objgen: number for number, page in enumerate(more.pages, count)}

    def moved(item: Any) -> pikepdf.OutlineItem:
        page, *place = item.destination
        found = pikepdf.OutlineItem(item.title, Array([pdf.pages[numbers[page.objgen]].obj, *place]))
        found.children.extend(moved(child) for child in item.children)
        return found

    with pdf.open_outline() as ours, more.open_outline() as theirs:
        ours.root.extend(moved(item) for item in theirs.root)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]
