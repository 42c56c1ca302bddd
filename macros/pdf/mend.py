"""A sheet that was laid out, taken apart: its objects, and where the slots came to stand.

Every slot is an `<input type=checkbox name=N>` in the HTML, N its index: WeasyPrint places the annotation and
ties it into the structure tree. What it says of the field itself is thrown away (no appearance for text, no
off state, radio buttons listed twice, values and flags ignored), and written here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from macros.pdf.objects import Objects, deflated, packed_stream
from macros.pdf.sheet import Sheet
from macros.pdf.slots import Slot, Spot
from macros.pdf.tags import below, owners

MARK = "/TokkiPlace"
"""Key of an object that stands in for one written later."""

_LIST = re.compile(r"<[ou]l[ >].*?</[ou]l>", re.DOTALL)
_NUMBER = re.compile(r'<li><span class="number">(.*?)</span>')
_DECIMAL = re.compile(r"[(（]?\d+[)）.．]?")
"""A number of a note; for others (ア, ※) a PDF has no name, and they are called nothing."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A PDF as its objects, those to be written later left out."""

    objects: Objects
    root: int
    info: int
    spots: tuple[Spot, ...]
    places: dict[str, int]
    """Name of what is written later → object number."""

    @property
    def free(self) -> int:
        """The first object number that is not taken."""
        return max((*self.objects, *self.places.values())) + 1


def with_widgets(data: bytes, sheet: Sheet) -> Raw:
    """Annotations in the order of the slots, still without content; `places`: acroform."""
    pdf = _opened(data, sheet)
    for page in pdf.pages:
        found = sorted(page.get("/Annots", []), key=lambda annot: int(str(annot.T)))
        for annot in found:
            for key in ("/Type", "/Subtype"):
                del annot[key]
        if found:
            page.obj["/Annots"] = Array(found)
            page.obj["/Tabs"] = Name.S
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary({MARK: String("acroform")}))
    return _taken(pdf, sheet.slots)


def without_widgets(data: bytes, sheet: Sheet) -> Raw:
    """Marked content in place of annotations; `places`: font, and contents0 … for each page with slots."""
    pdf = _opened(data, sheet)
    owned = owners(pdf)
    kept = {page.obj.StructParents: owned[int(page.obj.StructParents)] for page in pdf.pages}
    font = pdf.make_indirect(Dictionary({MARK: String("font")}))
    for number, page in enumerate(pdf.pages):
        found = sorted(page.get("/Annots", []), key=lambda annot: int(str(annot.T)))
        if not found:
            continue
        of_page = kept[page.obj.StructParents]
        for annot in found:
            element = owned[int(annot.StructParent)]
            element.K = len(of_page)
            element["/TokkiSlot"] = Array([annot.T, annot.Rect, number, len(of_page)])
            of_page.append(element)
        del page.obj["/Annots"]
        later = pdf.make_indirect(Dictionary({MARK: String(f"contents{number}")}))
        page.obj["/Contents"] = Array([page.obj.Contents, later])
        page.obj.Resources.Font["/Cut"] = font
    nums = [item for key, value in sorted(kept.items()) for item in (key, value)]
    pdf.Root.StructTreeRoot.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(nums)))
    return _taken(pdf, sheet.slots)


def _opened(data: bytes, sheet: Sheet) -> pikepdf.Pdf:
    pdf = pikepdf.open(io.BytesIO(data))
    lists = (element for element in below(pdf.Root.StructTreeRoot.K) if element.S == "/L")
    for element, html in zip(lists, _LIST.findall(sheet.html), strict=True):
        numbers = _NUMBER.findall(html)
        if numbers and all(_DECIMAL.fullmatch(number) for number in numbers):
            element.A = Dictionary(O=Name.List, ListNumbering=Name.Decimal)
    return pdf


def _taken(pdf: pikepdf.Pdf, slots: Sequence[Slot]) -> Raw:
    buffer = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.disable, recompress_flate=True)
    buffer.seek(0)
    pdf = pikepdf.open(buffer)
    objects: Objects = {}
    places: dict[str, int] = {}
    spots: dict[int, Spot] = {}
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    owned = owners(pdf)
    for found in pdf.objects:
        key = found.objgen[0]
        if isinstance(found, pikepdf.Stream):
            objects[key] = _smallest(found)
            continue
        if isinstance(found, Dictionary):
            if MARK in found:
                places[str(found[MARK])] = key
                continue
            if "/TokkiSlot" in found:
                name, rect, page, mcid = found["/TokkiSlot"]
                index, number = int(str(name)), int(page)
                spots[index] = Spot(
                    slots[index],
                    page=number,
                    rect=_sides(rect),
                    page_object=pdf.pages[number].obj.objgen[0],
                    widget=0,
                    parent=int(mcid),
                    element=key,
                    above=found.P.objgen[0],
                )
                del found["/TokkiSlot"]
            elif "/StructParent" in found and "/Rect" in found:
                element, index = owned[int(found.StructParent)], int(str(found.T))
                spots[index] = Spot(
                    slots[index],
                    page=pages[found.P.objgen],
                    rect=_sides(found.Rect),
                    page_object=found.P.objgen[0],
                    widget=key,
                    parent=int(found.StructParent),
                    element=element.objgen[0],
                    above=element.P.objgen[0],
                )
        objects[key] = found.unparse(resolved=True)
    if sorted(spots) != list(range(len(slots))):
        raise ValueError("every slot of the sheet stands in its HTML once, numbered from 0")
    root, info = pdf.trailer.Root.objgen[0], pdf.trailer.Info.objgen[0]
    return Raw(objects, root, info, tuple(spots[index] for index in sorted(spots)), places)


def _smallest(found: pikepdf.Stream) -> bytes:
    """The stream, compressed as far as can be; metadata stays plain, as tools that look for it want it."""
    own = {"/Length", "/Filter", "/DecodeParms"}
    entries = {key: value for key, value in found.stream_dict.items() if key not in own}
    written = Dictionary(entries).unparse(resolved=True)[2:-2].decode()
    data = found.read_bytes()
    if entries.get("/Type") == "/Metadata":
        return f"<<{written}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"
    return packed_stream(deflated(data), written)


def _sides(rect: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(side) for side in rect)
    return left, bottom, right, top
