"""WeasyPrint's operators → what they paint on a page.

WeasyPrint says the state of graphics anew for each word and each border, in pixels upside down, and draws the
edge of a box as a frame seen through a slot. `operators` says the same in a third of the words.
Source: ISO 32000-1, 8 (graphics), 9 (text), 14.6 (marked content).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from macros.pdf.boxes import Box, Point, pair, rectangle, seen
from macros.pdf.items import Drawing, Part, Text
from macros.pdf.objects import number

_TOKEN = re.compile(rb"<<.*?>>|\[.*?\]|<[0-9a-fA-F]*>|\((?:[^()\\]|\\.)*\)|[^\s<\[(]+", re.DOTALL)
_PIECE = re.compile(rb"<([0-9a-fA-F]*)>|(-?[\d.]+)")
_MCID = re.compile(rb"/MCID (\d+)")


class UnknownOperator(ValueError):
    """The layout engine has painted in a way that this module does not know."""


@dataclass(slots=True)
class _State:
    x: float
    y: float
    right: float
    up: float
    """Scale and origin of the coordinates: WeasyPrint turns no box."""
    fill: str = "0 g"
    stroke: str = "0 G"
    line: float = 1
    dashes: str = ""
    """What is said of the ends of lines and of dashes."""
    clips: tuple[tuple[tuple[Box, ...], str], ...] = ()
    """Areas beyond which nothing is painted: as boxes (none: another shape), and in operators."""


def read(content: bytes) -> list[Part]:
    """What a page paints, in order. Raises `UnknownOperator`."""
    return _Reading().read(content)


class _Reading:
    def __init__(self) -> None:
        self.state = _State(0, 0, 1, 1)
        self.stack: list[_State] = []
        self.parts: list[Part] = []
        self.within: Part | None = None
        self.path: list[str] = []
        self.boxes: list[Box] | None = []
        """The path, if it is made of upright boxes only."""
        self.corners: list[Point] = []
        self.clip = ""
        self.font = self.size = ""
        self.rise = "0"
        self.place: Point | None = None
        """Where the next words begin, if it was said."""

    def read(self, content: bytes) -> list[Part]:
        operands: list[bytes] = []
        for token in _TOKEN.findall(content):
            if token[:1] in b"/<[(-+.0123456789":
                operands.append(token)
                continue
            operation = _OPERATIONS.get(token)
            if operation is None:
                raise UnknownOperator(f"{token.decode('latin-1')[:20]} is not among what it used before")
            operation(self, operands)
            operands = []
        return self.parts

    # --- state -------------------------------------------------------------------------------------------

    def _save(self, _: list[bytes]) -> None:
        self.stack.append(replace(self.state))

    def _restore(self, _: list[bytes]) -> None:
        self.state = self.stack.pop()

    def _matrix(self, operands: list[bytes]) -> None:
        (a, b, c, d, e, f), state = map(float, operands), self.state
        if b or c:
            raise UnknownOperator("a turned box is not among what it used before")
        state.x, state.y = state.x + state.right * e, state.y + state.up * f
        state.right, state.up = state.right * a, state.up * d

    def _opacity(self, operands: list[bytes]) -> None:
        if not re.fullmatch(rb"/[aA]1(\.0)?", operands[0]):
            raise UnknownOperator("what shines through is not among what it used before")

    def _fill(self, operands: list[bytes]) -> None:
        self.state.fill = _colour(operands, "g", "rg")

    def _stroke(self, operands: list[bytes]) -> None:
        self.state.stroke = _colour(operands, "G", "RG")

    def _width(self, operands: list[bytes]) -> None:
        self.state.line = float(operands[0]) * abs(self.state.right)

    def _ends(self, operands: list[bytes]) -> None:
        self.state.dashes += f"{operands[0].decode()} J "

    def _dashed(self, operands: list[bytes]) -> None:
        lengths = [float(each) * abs(self.state.right) for each in operands[0][1:-1].split()]
        phase = float(operands[1]) * abs(self.state.right)
        self.state.dashes += f"[{' '.join(map(number, lengths))}] {number(phase)} d "

    # --- marked content ----------------------------------------------------------------------------------

    def _marked(self, operands: list[bytes]) -> None:
        found = _MCID.search(operands[1])
        if found is None:
            raise UnknownOperator("marked content without its number is not among what it used before")
        self.within = Part(int(found[1]), operands[0].decode())
        self.parts.append(self.within)

    def _artifact(self, _: list[bytes]) -> None:
        if self.within is not None:
            raise UnknownOperator("an artifact in the middle of words is not among what it used before")

    def _end(self, _: list[bytes]) -> None:
        self.within = None

    def _add(self, item: Text | Drawing) -> None:
        part = self.within
        if part is None:
            if not self.parts or self.parts[-1].mcid is not None:
                self.parts.append(Part(None))
            part = self.parts[-1]
        part.items.append(item)

    # --- text --------------------------------------------------------------------------------------------

    def _font(self, operands: list[bytes]) -> None:
        self.font, self.size = operands[0].decode()[1:], number(float(operands[1]) * self.state.right)

    def _line(self, operands: list[bytes]) -> None:
        a, b, c, d, e, f = map(float, operands)
        if (a, b, c, d) != (1, 0, 0, -1):
            raise UnknownOperator("turned words are not among what it used before")
        self.place = self._at(e, f)

    def _show(self, operands: list[bytes]) -> None:
        glyphs: list[int | str] = []
        moved = 0.0
        for code, move in _PIECE.findall(operands[0]):
            moved += float(move or 0)
            text = bytes.fromhex(code.decode())
            if text:
                if number(moved) not in ("0", "-0"):
                    glyphs.append(number(moved))
                glyphs += [text[at] << 8 | text[at + 1] for at in range(0, len(text), 2)]
                moved = 0.0
        if number(moved) not in ("0", "-0"):
            glyphs.append(number(moved))  # it counts where another font goes on
        place, self.place = self.place, None
        if self.state.clips:
            raise UnknownOperator("clipped words are not among what it used before")
        if place is None and self.within is not None and not self.within.items:
            raise UnknownOperator("words without a place are not among what it used before")
        at = (round(place[0] * 100), round(place[1] * 100)) if place else None
        self._add(Text(self.font, self.size, self.state.fill, at, tuple(glyphs), self.rise))

    def _raised(self, operands: list[bytes]) -> None:
        self.rise = number(float(operands[0]) * self.state.right)

    # --- paths -------------------------------------------------------------------------------------------

    def _at(self, x: float, y: float) -> Point:
        state = self.state
        return state.x + state.right * x, state.y + state.up * y

    def _move(self, operands: list[bytes]) -> None:
        self._close_corners()
        self.corners = [self._at(*map(float, operands))]
        self.path.append(f"{pair(self.corners[0])} m")

    def _to(self, operands: list[bytes]) -> None:
        point = self._at(*map(float, operands))
        self.corners.append(point)
        self.path.append(f"{pair(point)} l")

    def _curve(self, operands: list[bytes]) -> None:
        values = [float(value) for value in operands]
        points = [self._at(*values[at : at + 2]) for at in (0, 2, 4)]
        self.boxes, self.corners = None, []
        self.path.append(" ".join(map(pair, points)) + " c")

    def _closed(self, _: list[bytes]) -> None:
        self.path.append("h")

    def _rectangle(self, operands: list[bytes]) -> None:
        x, y, width, height = map(float, operands)
        (x0, y0), (x1, y1) = self._at(x, y), self._at(x + width, y + height)
        self._box((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _box(self, box: Box) -> None:
        if self.boxes is not None:
            self.boxes.append(box)
        self.path.append(rectangle(box))

    def _close_corners(self) -> None:
        """Four corners of an upright box are that box."""
        corners, self.corners = self.corners, []
        if not corners or self.boxes is None:
            return
        across, high = {x for x, _ in corners}, {y for _, y in corners}
        steps = zip(corners, [*corners[1:], corners[0]], strict=True)
        upright = all((a == c) != (b == d) for (a, b), (c, d) in steps)
        if len(corners) == 4 and len(across) == len(high) == 2 and upright:
            self.boxes.append((min(across), min(high), max(across), max(high)))
        else:
            self.boxes = None

    def _taken(self) -> tuple[tuple[Box, ...], str]:
        self._close_corners()
        boxes, path = tuple(self.boxes or ()), " ".join(self.path)
        self.path, self.boxes = [], []
        return boxes, path

    def _clip(self, _: list[bytes]) -> None:
        self.clip = "W n"

    def _clip_odd(self, _: list[bytes]) -> None:
        self.clip = "W* n"

    def _nothing(self, _: list[bytes]) -> None:
        boxes, path = self._taken()
        if self.clip and path:
            self.state.clips = (*self.state.clips, (boxes, f"{path} {self.clip}"))
        self.clip = ""

    def _filled(self, _: list[bytes], rule: str = "f") -> None:
        boxes, path = self._taken()
        clips = self.state.clips
        visible = seen(boxes, rule, [area for area, _ in clips]) if boxes else None
        if visible is not None:
            if visible:
                painted = " ".join(map(rectangle, visible))
                self._add(Drawing(f"{painted} f", self.state.fill))
            return
        through = "".join(f"{operators} " for _, operators in clips)
        painted = f"{path} {rule}"
        self._add(Drawing(f"q {through}{painted} Q" if clips else painted, self.state.fill))

    def _stroked(self, _: list[bytes]) -> None:
        path = self._taken()[1]
        state = self.state
        width = f"{state.stroke} {number(state.line)} w"
        if state.clips or state.dashes:
            through = "".join(f"{operators} " for _, operators in state.clips)
            self._add(Drawing(f"q {through}{state.dashes}{width} {path} S Q"))
        else:
            self._add(Drawing(f"{path} S", width))

    def _image(self, operands: list[bytes]) -> None:
        state = self.state
        scale = f"{number(state.right)} 0 0 {number(state.up)} {pair((state.x, state.y))}"
        across, high = sorted((state.x, state.x + state.right)), sorted((state.y, state.y + state.up))
        whole = (across[0], high[0], across[1], high[1])
        if seen([whole], "f", [area for area, _ in state.clips]) != (whole,):
            raise UnknownOperator("part of an image is not among what it used before")
        self._add(Drawing(f"q {scale} cm {operands[0].decode()} Do Q", "0 g"))

    def _pass(self, _: list[bytes]) -> None:
        pass


_OPERATIONS: Mapping[bytes, Callable[[_Reading, list[bytes]], None]] = {
    b"q": _Reading._save,
    b"Q": _Reading._restore,
    b"cm": _Reading._matrix,
    b"gs": _Reading._opacity,
    b"rg": _Reading._fill,
    b"RG": _Reading._stroke,
    b"w": _Reading._width,
    b"J": _Reading._ends,
    b"d": _Reading._dashed,
    b"BDC": _Reading._marked,
    b"BMC": _Reading._artifact,
    b"EMC": _Reading._end,
    b"BT": _Reading._pass,
    b"ET": _Reading._pass,
    b"Tf": _Reading._font,
    b"Tm": _Reading._line,
    b"TJ": _Reading._show,
    b"Ts": _Reading._raised,
    b"m": _Reading._move,
    b"l": _Reading._to,
    b"c": _Reading._curve,
    b"h": _Reading._closed,
    b"re": _Reading._rectangle,
    b"W": _Reading._clip,
    b"W*": _Reading._clip_odd,
    b"n": _Reading._nothing,
    b"f": _Reading._filled,
    b"f*": lambda reading, operands: reading._filled(operands, "f*"),
    b"S": _Reading._stroked,
    b"Do": _Reading._image,
}


def _colour(operands: Sequence[bytes], grey: str, colour: str) -> str:
    levels = [number(float(value)) for value in operands]
    return f"{levels[0]} {grey}" if len(set(levels)) == 1 else f"{' '.join(levels)} {colour}"
