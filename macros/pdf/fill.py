"""Values → a filled form that can still be edited: an update appended to the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from macros.pdf.appearance import drawn
from macros.pdf.cut import Cut
from macros.pdf.face import Face
from macros.pdf.objects import FONT_OBJECTS, Objects, digest, name, number, placed, table, text, trailer
from macros.pdf.slots import FLAG
from macros.pdf.template import MarkField, Template, TextField

Values = Mapping[str, str]
"""Name of a PDF field → its text, the chosen option, or `on` for a flag."""


class UnknownValue(ValueError):
    """A value has no place on the form."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form, and what must be told of it."""

    data: bytes = field(repr=False)
    too_long: tuple[str, ...] = ()
    """Fields whose text does not fit even in the smallest type. The value itself is whole."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Field → the characters that no font shows; 〓 stands where they should."""


class Pen:
    """Writes text in the fonts at hand and remembers what it lacked."""

    def __init__(self, face: Face, usual: Mapping[str, str]) -> None:
        self.cut = Cut(face)
        self.usual = usual
        """Text → code of what the font of the template has."""

    def __call__(self, line: Sequence[str]) -> Iterable[tuple[str, str]]:
        """The line in runs of one font."""
        usual = self.usual
        try:
            return [("Ud", "".join([usual[piece] for piece in line]))]
        except KeyError:
            pass
        runs: list[tuple[str, str]] = []
        for piece in line:
            font, code = ("Ud", usual[piece]) if piece in usual else ("Cut", f"{self.cut.code(piece):04X}")
            if runs and runs[-1][0] == font:
                runs[-1] = (font, runs[-1][1] + code)
            else:
                runs.append((font, code))
        return runs


def editable(template: Template, face: Face, values: Values) -> Filled:
    """The template with these values. Raises `UnknownValue`."""
    check(values, template.texts, {key: options(mark) for key, mark in template.marks.items()})
    pen = Pen(face, face.written)
    objects: Objects = {}
    next_ = template.size
    too_long, missing, drawings = [], {}, []
    for key, value in values.items():
        if not value:
            continue
        if (mark := template.marks.get(key)) is not None:
            objects |= _ticked(mark, value)
            continue
        spot = template.texts[key]
        operators, fits = drawn(value, spot.box, face.advances, pen)
        if not fits:
            too_long.append(key)
        if lacked := pen.cut.lacked(value):
            missing[key] = lacked
        objects[spot.number] = spot.source + b"/V %b/AP<</N %d 0 R>>>>" % (text(value), next_)
        drawings.append((next_, spot, operators))
        next_ += 1
    resources = template.resources
    if pen.cut.codes:
        objects |= pen.cut.objects(range(next_, next_ + FONT_OBJECTS))
        resources += f"/Cut {next_} 0 R"
        next_ += FONT_OBJECTS
    for number_, spot, operators in drawings:
        objects[number_] = _drawing(spot, operators, resources)
    if not objects:
        return Filled(template.blank)
    body, places = placed(objects, len(template.blank))
    identity = (template.identity, digest(template.identity, body))
    entries = b"%b/Prev %d" % (template.entries, template.end)
    end = trailer(entries, next_, identity, len(template.blank) + len(body))
    return Filled(b"".join((template.blank, body, table(places), end)), tuple(too_long), missing)


def options(mark: MarkField) -> tuple[str, ...]:
    """The values that a choice or a flag can have."""
    return tuple(option for option, _, _ in mark.kids) or (FLAG,)


def check(values: Values, texts: Iterable[str], marks: Mapping[str, tuple[str, ...]]) -> None:
    """Raise `UnknownValue` where a value has no field, or no option of its field."""
    known = set(texts)
    for key, value in values.items():
        if key in marks:
            if value and value not in marks[key]:
                raise UnknownValue(f"{key} has no option {value!r}; one of {', '.join(marks[key])}")
        elif key not in known:
            raise UnknownValue(f"the form has no field {key!r}")


def _ticked(mark: MarkField, value: str) -> Objects:
    state = name(value).encode()
    if not mark.kids:
        return {mark.number: mark.source + b"/V%b/AS%b>>" % (state, state)}
    kids = {kid: source + b"/AS%b>>" % state for option, kid, source in mark.kids if option == value}
    return {mark.number: mark.source + b"/V%b>>" % state, **kids}


def _drawing(spot: TextField, operators: str, resources: str) -> bytes:
    """Clipped to its field, as viewers clip what is typed."""
    width, height = number(spot.box.width), number(spot.box.height)
    content = f"/Tx BMC q 0 0 {width} {height} re W n 0 g {operators} Q EMC".encode()
    head = (
        f"<</Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]/Resources<</Font<<{resources}>>>>"
        f"/Length {len(content)}>>stream\n"
    )
    return head.encode() + content + b"\nendstream"
