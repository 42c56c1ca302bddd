"""Values → the final form: nothing can be changed in it, all its tags are kept.

The text of every field is marked content of a `Form` structure element that says what it answers
(ISO 32000-1, 14.8.5.6: the attributes of forms that cannot be filled in).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from macros.pdf.appearance import Box, drawn
from macros.pdf.cut import Cut
from macros.pdf.face import Face
from macros.pdf.fill import Filled, Values, check
from macros.pdf.mend import without_widgets
from macros.pdf.objects import (
    FONT_OBJECTS,
    Objects,
    begun,
    closed,
    digest,
    number,
    placed,
    row,
    stream,
    text,
)
from macros.pdf.sheet import Sheet
from macros.pdf.slots import FLAG, Spot
from macros.pdf.template import mark

TICK = "✓"


@dataclass(frozen=True, slots=True)
class Flat:
    """Everything that final copies of one sheet have in common."""

    head: bytes = field(repr=False)
    """The beginning of the file: every object that no value changes."""
    rows: tuple[bytes, ...] = field(repr=False)
    """Where each object stands, by number."""
    spots: tuple[Spot, ...]
    boxes: tuple[Box, ...]
    contents: dict[int, int]
    """Page → object number of what is written on it."""
    font: tuple[int, ...]
    """Object numbers of the font."""
    entries: str


def build(data: bytes, sheet: Sheet) -> Flat:
    """What the final copies of a sheet that `layout.write` has laid out have in common."""
    raw = without_widgets(data, sheet)
    objects = dict(raw.objects)
    for spot in raw.spots:
        if spot.slot.kind == "text":
            objects[spot.element] = _element(spot, b"/Role/tv")
        else:
            del objects[spot.element]
    own = raw.free
    # The font's first number is the one that pages refer to; the last row is that of the table itself.
    font = (raw.places["font"], *range(own + 1, own + FONT_OBJECTS)) if raw.spots else ()
    head, rows = begun(objects, own, own + FONT_OBJECTS + 1)
    contents = {spot.page: raw.places[f"contents{spot.page}"] for spot in raw.spots}
    boxes = tuple(_box(spot) for spot in raw.spots)
    entries = f"/Root {raw.root} 0 R/Info {raw.info} 0 R"
    return Flat(head, tuple(rows), raw.spots, boxes, contents, font, entries)


def final(flat: Flat, face: Face, values: Values) -> Filled:
    """The final form with these values. Raises `UnknownValue`."""
    marks: dict[str, tuple[str, ...]] = {}
    for spot in flat.spots:
        if spot.slot.kind != "text":
            marks[spot.slot.key] = (*marks.get(spot.slot.key, ()), spot.slot.option or FLAG)
    check(values, (spot.slot.key for spot in flat.spots), marks)
    cut = Cut(face)

    def encode(line: Sequence[str]) -> list[tuple[str, str]]:
        return [("Cut", "".join([f"{cut.code(piece):04X}" for piece in line]))]

    objects: Objects = {}
    pages: dict[int, list[str]] = {page: ["0 g"] for page in flat.contents}
    too_long: list[str] = []
    missing: dict[str, str] = {}
    for spot, box in zip(flat.spots, flat.boxes, strict=True):
        slot = spot.slot
        value = values.get(slot.key, "")
        shown = ""
        if slot.kind != "text":
            ticked = value != "" and value == (slot.option or FLAG)
            objects[spot.element] = _ticked(spot, ticked)
            shown = _mark(spot, f"{cut.code(TICK):04X}" if ticked else "")
        elif value:
            shown, fits = drawn(value, box, face.advances, encode)
            if not fits:
                too_long.append(slot.key)
            if lacked := cut.lacked(value):
                missing[slot.key] = lacked
        left, bottom = number(spot.rect[0]), number(spot.rect[1])
        placed_ = f"q 1 0 0 1 {left} {bottom} cm {shown} Q"
        pages[spot.page].append(f"/Form <</MCID {spot.parent}>>BDC {placed_} EMC")
    for page, operators in pages.items():
        objects[flat.contents[page]] = stream("\n".join(operators).encode(), small=False)
    objects |= cut.objects(flat.font) if flat.font else {}
    body, places = placed(objects, len(flat.head))
    rows = list(flat.rows)
    for key, at in places.items():
        rows[key] = row(at)
    end = closed(rows, flat.entries, digest(flat.head[-64:], body), len(flat.head) + len(body))
    return Filled(b"".join((flat.head, body, end)), tuple(too_long), missing)


def _box(spot: Spot) -> Box:
    slot = spot.slot
    cells = slot.most if slot.comb else 0
    return Box(spot.width, spot.height, slot.size, slot.several, slot.centred, cells)


def _element(spot: Spot, attributes: bytes, more: bytes = b"") -> bytes:
    head = f"<</Type/StructElem/S/Form/P {spot.above} 0 R/Pg {spot.page_object} 0 R/K {spot.parent}"
    return head.encode() + b"/A<</O/PrintField%b/Desc %b>>%b>>" % (attributes, text(spot.slot.tooltip), more)


def _ticked(spot: Spot, ticked: bool) -> bytes:
    role, state = ("rb" if spot.slot.kind == "choice" else "cb"), ("on" if ticked else "off")
    sign = b"/ActualText " + text("☑" if ticked else "☐")
    return _element(spot, f"/Role/{role}/checked/{state}".encode(), sign)


def _mark(spot: Spot, tick: str) -> str:
    square = mark(spot.width, spot.height, ticked=False)
    if not tick:
        return square
    size = spot.width * 1.05
    return f"{square} BT 2 Tr 0.5 w /Cut {number(size)} Tf 0 {number(spot.height * 0.14)} Td <{tick}>Tj ET"
