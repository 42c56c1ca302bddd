"""The template of editable forms: a blank form whose fields work in every viewer, ready to be filled."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.pdf.appearance import Box
from macros.pdf.face import Face
from macros.pdf.mend import Raw, with_widgets
from macros.pdf.objects import (
    FONT_OBJECTS,
    HEADER,
    Objects,
    digest,
    name,
    number,
    placed,
    stream,
    table,
    text,
    trailer,
)
from macros.pdf.sheet import Sheet
from macros.pdf.slots import FLAG, Slot, Spot

REQUIRED, MULTILINE, RADIO, COMB = 1 << 1, 1 << 12, 1 << 15, 1 << 24
"""Bits of a field's flags (ISO 32000-1, tables 221, 226, 228)."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A text field of the template."""

    number: int
    """Of its object."""
    source: bytes
    """Its dictionary, without value, appearance and the end."""
    box: Box


@dataclass(frozen=True, slots=True)
class MarkField:
    """A flag or a choice of the template."""

    number: int
    source: bytes
    """As above."""
    kids: tuple[tuple[str, int, bytes], ...]
    """Value, object number and source of each option; a flag has none."""


@dataclass(frozen=True, slots=True)
class Template:
    """Everything needed to fill the form without looking at it again."""

    blank: bytes = field(repr=False)
    """The blank form: itself a sound file."""
    texts: dict[str, TextField]
    marks: dict[str, MarkField]
    size: int
    """The first object number that is free."""
    end: int
    """Where its table of cross-references stands."""
    entries: bytes
    """What its trailer says of root and info."""
    identity: bytes
    resources: str
    """The fonts of its appearances, in PDF."""


def build(data: bytes, sheet: Sheet, face: Face) -> Template:
    """The template of a sheet that `layout.write` has laid out."""
    raw = with_widgets(data, sheet)
    objects, next_ = dict(raw.objects), raw.free
    fonts = range(next_, next_ + FONT_OBJECTS)
    objects |= face.objects(fonts)
    dingbats, next_ = fonts.stop, fonts.stop + 1
    objects[dingbats] = b"<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"
    making = _Making(raw, objects, next_)
    for spot in raw.spots:
        making.add(spot)
    making.close()
    listed = " ".join(f"{key} 0 R" for key in making.fields)
    resources = f"/Ud {fonts[0]} 0 R"
    objects[raw.places["acroform"]] = (
        f"<</Fields[{listed}]/DA(/Ud 10 Tf 0 g)/DR<</Font<<{resources}/ZaDb {dingbats} 0 R>>>>>>"
    ).encode()
    body, places = placed(dict(sorted(objects.items())), len(HEADER))
    identity, size = digest(body), max(objects) + 1
    entries = b"/Root %d 0 R/Info %d 0 R" % (raw.root, raw.info)
    end = len(HEADER) + len(body)
    blank = HEADER + body + table(places) + trailer(entries, size, (identity, identity), end)
    return Template(blank, making.texts, making.marks, size, end, entries, identity, resources)


class _Making:
    """Writes the fields; numbers new objects from `next`."""

    def __init__(self, raw: Raw, objects: Objects, next_: int) -> None:
        self.raw, self.objects, self.next = raw, objects, next_
        self.fields: list[int] = []
        self.texts: dict[str, TextField] = {}
        self.marks: dict[str, MarkField] = {}
        self.choices: dict[str, tuple[int, Slot, list[tuple[str, int, bytes]]]] = {}
        self.drawings: dict[str, int] = {}

    def add(self, spot: Spot) -> None:
        """The field or option that stands there."""
        slot = spot.slot
        if slot.kind == "text":
            return self._text(spot)
        if slot.kind == "flag":
            flags = f"/Ff {REQUIRED}" if slot.required else ""
            about = _button(slot.key, slot.tooltip) + flags.encode()
            source = self._widget(spot, about + self._look(spot, FLAG))
            self.objects[spot.widget] = source + b"/V/Off/AS/Off>>"
            self.fields.append(spot.widget)
            self.marks[slot.key] = MarkField(spot.widget, source, ())
            return None
        if slot.key not in self.choices:
            self.choices[slot.key] = (self._new(), slot, [])
            self.fields.append(self.choices[slot.key][0])
        number_, _, kids = self.choices[slot.key]
        about = b"/Parent %d 0 R/TU %b" % (number_, text(slot.tooltip))
        source = self._widget(spot, about + self._look(spot, slot.option))
        self.objects[spot.widget] = source + b"/AS/Off>>"
        kids.append((slot.option, spot.widget, source))
        return None

    def close(self) -> None:
        """The parents of the options."""
        for key, (number_, slot, kids) in self.choices.items():
            flags = RADIO | (REQUIRED if slot.required else 0)
            listed = " ".join(f"{kid} 0 R" for _, kid, _ in kids)
            about = _button(key, slot.group_tooltip or slot.tooltip)
            source = b"<<" + about + f"/Ff {flags}/Kids[{listed}]".encode()
            self.objects[number_] = source + b"/V/Off>>"
            self.marks[key] = MarkField(number_, source, tuple(kids))

    def _text(self, spot: Spot) -> None:
        slot = spot.slot
        flags = (REQUIRED if slot.required else 0) | (MULTILINE if slot.several else 0)
        flags |= COMB if slot.comb else 0
        about = b"/FT/Tx/T %b/TU %b" % (text(slot.key), text(slot.tooltip))
        about += f"/DA(/Ud {number(slot.size)} Tf 0 g)".encode()
        about += f"/Ff {flags}".encode() if flags else b""
        about += f"/MaxLen {slot.most}".encode() if slot.most else b""
        about += b"/Q 1" if slot.centred else b""
        source = self._widget(spot, about)
        empty = self._drawing(spot, "/Tx BMC EMC")
        self.objects[spot.widget] = source + b"/AP<</N %d 0 R>>>>" % empty
        self.fields.append(spot.widget)
        cells = slot.most if slot.comb else 0
        box = Box(spot.width, spot.height, slot.size, slot.several, slot.centred, cells)
        self.texts[slot.key] = TextField(spot.widget, source, box)

    def _widget(self, spot: Spot, about: bytes) -> bytes:
        rect = " ".join(number(side) for side in spot.rect)
        place = f"/Rect[{rect}]/P {spot.page_object} 0 R/StructParent {spot.parent}"
        return b"<</Type/Annot/Subtype/Widget/F 4" + place.encode() + about

    def _look(self, spot: Spot, value: str) -> bytes:
        """The two looks of something to tick: a square, and a square with a tick."""
        on = self._drawing(spot, mark(spot.width, spot.height, ticked=True))
        off = self._drawing(spot, mark(spot.width, spot.height, ticked=False))
        looks = f"/AP<</N<<{name(value)} {on} 0 R/Off {off} 0 R>>>>"
        return f"{looks}/MK<</CA(4)/BC[0]>>/BS<</W 0.6>>/DA(/ZaDb 0 Tf 0 g)".encode()

    def _drawing(self, spot: Spot, operators: str) -> int:
        entries = f"/Type/XObject/Subtype/Form/BBox[0 0 {number(spot.width)} {number(spot.height)}]"
        drawn = entries + operators
        if drawn not in self.drawings:
            self.drawings[drawn] = self._new()
            self.objects[self.drawings[drawn]] = stream(operators.encode(), entries + "/Resources<<>>")
        return self.drawings[drawn]

    def _new(self) -> int:
        self.next += 1
        return self.next - 1


def _button(key: str, tooltip: str) -> bytes:
    return b"/FT/Btn/T %b/TU %b" % (text(key), text(tooltip))


def mark(width: float, height: float, *, ticked: bool) -> str:
    """The operators that draw a square to tick, its lower left corner at 0, 0."""
    square = f"q 0 G 1 g 0.6 w 0.3 0.3 {number(width - 0.6)} {number(height - 0.6)} re B Q"
    if not ticked:
        return square
    corners = ((0.2, 0.52), (0.42, 0.24), (0.84, 0.82))
    (x0, y0), (x1, y1), (x2, y2) = ((number(x * width), number(y * height)) for x, y in corners)
    return f"{square} q 0 G 1.4 w 1 J 1 j {x0} {y0} m {x1} {y1} l {x2} {y2} l S Q"
