"""Upright boxes, and what is seen of them through others."""

from __future__ import annotations

from collections.abc import Sequence

from macros.pdf.objects import number

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""

HAIR = 0.005
"""In points: what no printer shows."""


def seen(boxes: Sequence[Box], rule: str, clips: Sequence[Sequence[Box]]) -> tuple[Box, ...] | None:
    """Boxes that look like these seen through the clips; `None` where that takes another shape."""
    window: Box | None = None
    for clip in clips:
        if len(clip) != 1:
            return None
        window = clip[0] if window is None else _common(window, clip[0])
        if window is None:
            return ()
    if rule == "f" or len(boxes) == 1:
        if window is None:
            return tuple(boxes)
        return tuple(found for box in boxes if (found := _common(box, window)) is not None)
    if len(boxes) != 2 or window is None:
        return None
    inner, outer = sorted(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    if _common(inner, outer) != inner:
        return None
    edge = _common(outer, window)
    if edge is None:
        return ()
    return (edge,) if _common(inner, edge) is None else None


def _common(one: Box, other: Box) -> Box | None:
    """What two boxes have in common, if it is more than a hair."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    if right - left <= HAIR or top - bottom <= HAIR:
        return None
    found = (left, bottom, right, top)
    return one if all(abs(a - b) <= HAIR for a, b in zip(found, one, strict=True)) else found


def pair(point: Point) -> str:
    """A point, as it is written."""
    return f"{number(point[0])} {number(point[1])}"


def rectangle(box: Box) -> str:
    """The operator that adds a box to the path."""
    left, bottom, right, top = (round(side, 2) for side in box)
    return f"{pair((left, bottom))} {pair((right - left, top - bottom))} re"
