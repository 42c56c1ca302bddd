"""A form's print shop: keeps the sheets that were laid out, and makes copies of them.

Laying out takes most of a second, a copy some milliseconds. A sheet is laid out for a number of blocks
of each group; where an answer does not fit its field, once more with higher fields. Nothing is cut.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from macros.forms.definition import Answers, Form, groups
from macros.forms.flat import counts, to_fields
from macros.pdf import face, fill, final, layout, template
from macros.pdf.appearance import LEAD, lines_wanted
from macros.pdf.fill import Filled
from macros.pdf.sheet import LINE, Sheet, sheet
from macros.pdf.slots import Spot

KEPT = 16
"""So many sheets are kept; an editable one takes 1.6 MB."""

COMFORTABLE = 9.0
"""The type, in points, for which a field is made higher."""

MILLIMETRE = 72 / 25.4
"""In points."""

_Key = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A sheet that was laid out, and what was made of it so far."""

    sheet: Sheet
    data: bytes
    flat: final.Flat


class Press:
    """Makes the PDFs of one form. `second` is a language printed beside the prevailing one.

    Raises `FontMissing` where the font is not on this machine.
    """

    def __init__(self, form: Form, second: str | None = None) -> None:
        self.form, self.second = form, second
        self.face = face.load()
        self._laid: OrderedDict[_Key, _Laid] = OrderedDict()
        self._templates: OrderedDict[_Key, template.Template] = OrderedDict()

    def blank(self, blocks: Mapping[str, int] | None = None) -> bytes:
        """The blank form, to be filled in with a viewer; with so many blocks of each group."""
        return self._template(self._key(blocks or {}, {})).blank

    def editable(self, answers: Answers) -> Filled:
        """The form with these answers, still to be edited."""
        values, blocks = to_fields(self.form, answers), counts(answers)
        filled = fill.editable(self._template(self._key(blocks, {})), self.face, values)
        if filled.too_long:
            key = self._key(blocks, self._lines(blocks, values, filled.too_long))
            filled = fill.editable(self._template(key), self.face, values)
        return filled

    def final(self, answers: Answers) -> Filled:
        """The final form with these answers: flat, tagged."""
        values, blocks = to_fields(self.form, answers), counts(answers)
        filled = final.final(self._sheet(self._key(blocks, {})).flat, self.face, values)
        if filled.too_long:
            key = self._key(blocks, self._lines(blocks, values, filled.too_long))
            filled = final.final(self._sheet(key).flat, self.face, values)
        return filled

    def _key(self, blocks: Mapping[str, int], lines: Mapping[str, int]) -> _Key:
        return tuple((name, max(1, blocks.get(name, 1))) for name in groups(self.form)), tuple(lines.items())

    def _lines(
        self, blocks: Mapping[str, int], values: Mapping[str, str], keys: tuple[str, ...]
    ) -> dict[str, int]:
        """How high the fields have to be to hold their values."""
        places: dict[str, Spot] = {
            spot.slot.key: spot for spot in self._sheet(self._key(blocks, {})).flat.spots
        }
        return {
            key: math.ceil(
                (1 + lines_wanted(values[key], places[key].width, COMFORTABLE, self.face.advances))
                * (COMFORTABLE * LEAD)
                / (LINE * MILLIMETRE)
            )
            for key in keys
        }

    def _sheet(self, key: _Key) -> _Laid:
        laid = self._laid.get(key)
        if laid is None:
            made = sheet(self.form, dict(key[0]), dict(key[1]), self.second)
            data = layout.write(made.html, made.second)
            laid = self._laid[key] = _Laid(made, data, final.build(data, made))
            if len(self._laid) > KEPT:
                self._laid.popitem(last=False)
        else:
            self._laid.move_to_end(key)
        return laid

    def _template(self, key: _Key) -> template.Template:
        made = self._templates.get(key)
        if made is None:
            laid = self._sheet(key)
            made = self._templates[key] = template.build(laid.data, laid.sheet, self.face)
            if len(self._templates) > KEPT:
                self._templates.popitem(last=False)
        else:
            self._templates.move_to_end(key)
        return made
