"""A form's definition → the HTML of its sheet, and the slots that stand in it, in the order of the paper.

Its templates are in `templates/print/`: one for all forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import jinja2
import yaml

from macros import source
from macros.forms.definition import (
    Entry,
    Field,
    Form,
    Line,
    Option,
    entries,
    groups,
)
from macros.model import Words
from macros.pdf.printed import Annex, Asked, HeadLine, Piece, around, asked_in, lines_of
from macros.pdf.slots import Slot

TEMPLATES = Path(__file__).parent.parent / "templates" / "print"

LINE = 6.8
"""Height of a line to write on, in millimetres."""

PART = 6.0
"""Height of a part of a date, in millimetres."""

MIDDLE = 1.27
"""From the base line of the words to their middle, in millimetres."""

SIZE = 10.0
"""Of what is written, in points."""

BESIDE = 36
"""Letters of the second language that leave enough of a line to write on; longer words stand above it."""

EM, LETTER, ROOM = 9.5, 3.8, 265
"""Of a character, of a letter of the second language, and of a line in the table, in points."""

ACROSS = 170
"""From margin to margin, in millimetres."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, ready to be laid out."""

    html: str = field(repr=False)
    slots: tuple[Slot, ...]
    second: str | None = None
    """The language printed beside the prevailing one, in the proportional face (`layout.LATIN`)."""


def sheet(
    form: Form,
    blocks: Mapping[str, int] | None = None,
    lines: Mapping[str, int] | None = None,
    second: str | None = None,
    *,
    wide: bool = False,
) -> Sheet:
    """The sheet of `form`.

    `blocks` says how many blocks of a group there shall be (1 if not said); those that do not fit on the
    sheet stand on a 別紙. `lines` makes fields (by their PDF names) higher than the form does. `second` is
    a language that is printed beside the prevailing one. `wide` gives every text in the table a line, or
    several, for itself.
    """
    writing = Writing(form, blocks or {}, lines or {}, second)
    writing.wide = wide
    html = environment().get_template("sheet.html.j2").render(s=writing)
    return Sheet(html, tuple(writing.slots), second)


@cache
def environment() -> jinja2.Environment:
    """The templates of sheets: everything escaped, everything undefined an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def own_words() -> Mapping[str, Mapping[str, str]]:
    """Language → key → what the sheet itself says."""
    node, _ = source.parse((TEMPLATES / "words.yml").read_text("utf-8"), "words.yml")
    assert isinstance(node, yaml.MappingNode)
    return {key.value: {k.value: v.value for k, v in words.value} for key, words in node.value}


class Writing:
    """A sheet while its template is rendered: what is printed, and the slots noted so far."""

    def __init__(
        self, form: Form, blocks: Mapping[str, int], lines: Mapping[str, int], second: str | None
    ) -> None:
        self.form, self.lines_of, self.second = form, lines, second
        self.language = form.language
        self.wide = False
        self.blocks = {name: max(1, blocks.get(name, 1)) for name in groups(form)}
        self.slots: list[Slot] = []
        self.given: Mapping[str, str] | None = None
        """The answers by PDF field where they are printed themselves (`web`), else `None`."""
        self.in_annex = False
        self.known = {(each.group.name if each.group else None, each.name): each for each in entries(form)}

    # --- fields ------------------------------------------------------------------------------------------

    def entry(
        self, asked: Field, above: Asked | None = None, group: str | None = None, number: int = 1
    ) -> Asked:
        """The field as it is printed, in a block of a group or below another field."""
        if above is not None and group is None:
            group, number = self._block_of(above)
        entry = self.known[group, asked.name]
        before, after = around(asked.printed)
        required = asked.required and not entry.conditions and group is None
        between = asked.kind == "integer" and entry.box is None
        tooltip = self._tooltip(entry, number)
        of_box = asked.kind == "text" and entry.box is not None
        stacked = of_box and len((before or {}).get(self.second or "", "")) > BESIDE
        keys, wide = entry.keys(number), self.wide and of_box
        return Asked(asked, keys, tooltip, required, before, after, between, wide, stacked)

    def _block_of(self, above: Asked) -> tuple[str | None, int]:
        for name in self.blocks:
            if (found := re.match(rf"{re.escape(name)}_(\d+)_", above.keys[0])) is not None:
                return name, int(found[1])
        return None, 1

    def _tooltip(self, entry: Entry, number: int) -> str:
        parts = [entry.box.number if entry.box else "", ""]
        if entry.group is not None and self.blocks[entry.group.name] > 1:
            parts.append(self.block(entry.group.name, number)[self.language])
        parts.append(entry.field.label[self.language])
        if self.second and self.second in entry.field.label:
            parts.append(f"({entry.field.label[self.second]})")
        return " ".join(part for part in parts if part)

    def text(self, asked: Asked) -> int:
        """Note a text field."""
        several = asked.area or self._high(asked) > 1
        most = asked.field.limit if asked.field.kind in ("text", "multiline") else 0
        return self._note(
            Slot(
                key=asked.keys[0],
                tooltip=asked.tooltip,
                required=asked.required,
                several=several,
                centred=asked.number,
                most=most,
                size=SIZE,
            )
        )

    def part(self, asked: Asked, part: str, sign: str) -> int:
        """Note a part of a date or time."""
        key = next(key for key in asked.keys if key.endswith(f"_{part}"))
        tooltip = f"{asked.tooltip} {sign}"
        return self._note(
            Slot(key=key, tooltip=tooltip, required=asked.required, centred=True, most=8, size=SIZE)
        )

    def tick(self, asked: Asked, option: Option) -> int:
        """Note an option of a choice."""
        tooltip = f"{asked.tooltip}: {option.label[self.language]}"
        return self._note(
            Slot(
                key=asked.keys[0],
                kind="choice",
                option=option.value,
                tooltip=tooltip,
                group_tooltip=asked.tooltip,
                required=asked.required,
            )
        )

    def flag(self, asked: Asked) -> int:
        """Note a flag."""
        return self._note(
            Slot(key=asked.keys[0], kind="flag", tooltip=asked.tooltip, required=asked.required)
        )

    def _note(self, slot: Slot) -> int:
        self.slots.append(slot)
        return len(self.slots) - 1

    def _high(self, asked: Asked) -> int:
        return max(asked.field.lines, self.lines_of.get(asked.keys[0], 0))

    def height(self, asked: Asked, part: str = "") -> str:
        """How high the field is, and how deep it sits: its middle is that of the words beside it."""
        high = self._high(asked) * LINE + (1.2 if asked.area else 0) if not part else PART
        return f"height:{high:.2f}mm;vertical-align:{MIDDLE - high / 2:.2f}mm"

    def lines_of_phrases(self, words: Words, first: float, others: float) -> list[str]:
        """The words of the prevailing language in lines of so many em; where a browser sets them, in one."""
        text = words.get(self.language, "")
        return [text] if self.given is not None else lines_of(text, first, others)

    def beside(self, words: Words) -> str:
        """The class of the second language: behind the first, where both fit into a line of the table."""
        wide = len(words.get(self.language, "")) * EM + len(words.get(self.second or "", "")) * LETTER
        return "inline" if wide < ROOM else ""

    def shows(self, words: Words | None) -> bool:
        """Whether any of these words are printed."""
        return any((words or {}).get(language) for language in (self.language, self.second or ""))

    # --- lines and blocks --------------------------------------------------------------------------------

    def lines(self) -> Iterator[HeadLine]:
        """The lines above the table."""
        for line in self.form.head:
            yield self._line(line)

    def _line(self, line: Line) -> HeadLine:
        known = {each.name: each for each in line.fields}
        words = re.split(r"\{(\w+)\}", line.words[self.language])
        alone = len(words) == 3 and words[0].strip() and not words[2].strip()
        if alone and known[words[1]].kind in ("text", "multiline"):
            label = {language: said.partition("{")[0].strip() for language, said in line.words.items()}
            return HeadLine("right", label=label, entry=self.entry(known[words[1]]))
        pieces = tuple(
            self._blank(known[word]) if number % 2 else Piece(word)
            for number, word in enumerate(words)
            if word
        )
        second = ""
        if self.second and self.second in line.words:
            second = re.sub(r"\{(\w+)\}", "…", line.words[self.second])
            second = second if len(words) > 3 else second.strip(" …")
        align = "sentence" if line.align == "left" else line.align
        return HeadLine(align, pieces, second)

    def _blank(self, asked: Field) -> Piece:
        return Piece(entry=self.entry(asked), style=f"width:{asked.width * ACROSS / 100:.0f}mm")

    def numbers(self, name: str) -> Sequence[int]:
        """The numbers of the blocks that stand on the sheet."""
        return range(1, min(self.blocks[name], groups(self.form)[name].fits) + 1)

    def annexed(self, name: str) -> bool:
        """Whether some blocks stand on a 別紙."""
        return self.blocks[name] > groups(self.form)[name].fits

    def block(self, name: str, number: int) -> Words:
        """What a block is called."""
        label = groups(self.form)[name].label
        return self._words("block", label=label, number=number)

    def follows(self, name: str) -> Words:
        """Where the other blocks stand."""
        group = groups(self.form)[name]
        return self._words("follows", label=group.label, number=group.fits + 1)

    def annexes(self) -> Iterator[Annex]:
        """The groups with blocks that do not fit on the sheet."""
        self.in_annex = True
        for name, group in groups(self.form).items():
            if self.annexed(name):
                boxes = tuple((box, found) for box in self.form.boxes if (found := asked_in(box, group)))
                numbers = range(group.fits + 1, self.blocks[name] + 1)
                yield Annex(name, self._words("annex_of", title=self.form.title), numbers, boxes)

    def _words(self, key: str, **given: Words | int) -> Words:
        said = {}
        for language, own in own_words().items():
            if language in self.form.languages:
                values = {name: v if isinstance(v, int) else v[language] for name, v in given.items()}
                said[language] = own[key].format(**values)
        return said
