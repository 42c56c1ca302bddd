"""What WeasyPrint leaves undone in the tags of a PDF: margins that are read out, languages that are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, String

SPAN = re.compile(rb"/Span\n<</MCID (\d+)>>\nBDC(.*?)EMC", re.DOTALL)
"""Tagged text in the content of a page, as WeasyPrint writes it."""


def owners(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """Key of the parent tree → what it holds: for a page, the element of each piece of its content."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}


def unread_margins(pdf: pikepdf.Pdf) -> None:
    """Page numbers are tagged, but hang on no branch of the structure tree: they become artifacts."""
    reached = {element.objgen for element in below(pdf.Root.StructTreeRoot.K)}
    owned = owners(pdf)
    for page in pdf.pages:
        of_page = owned[int(page.obj.StructParents)]
        content = page.obj.Contents.read_bytes()
        for mcid in range(len(of_page)):
            if of_page[mcid].objgen not in reached:
                of_page[mcid] = None
                content = content.replace(b"/Span\n<</MCID %d>>\nBDC" % mcid, b"/Artifact\nBMC")
        page.obj.Contents.write(content)


def name_language(pdf: pikepdf.Pdf, second: str, font: str) -> None:
    """WeasyPrint drops `lang`: what is set in such a font (part of its name) is in the language `second`."""
    owned = owners(pdf)
    for page in pdf.pages:
        of_page = owned[int(page.obj.StructParents)]
        fonts: Any = page.obj.Resources.get("/Font", {})
        ours = {name.encode() for name, each in fonts.items() if font in str(each.BaseFont)}
        for found in SPAN.finditer(page.obj.Contents.read_bytes()):
            if ours.intersection(re.findall(rb"(/\S+) [\d.]+ Tf", found[2])):
                of_page[int(found[1])].Lang = String(second)


def below(kids: Any) -> Iterator[Any]:
    """The elements of the structure tree below some kids, at every depth."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from below(kid.get("/K", Array()))
