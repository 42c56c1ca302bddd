"""The source of the project's own instrument read by quite another road: line by line, knowing its print."""

from __future__ import annotations

import re
from pathlib import Path

END = "\n機密データの保存等に関する届出書"
"""With this line the form begins, which is no part of the provisions."""
KANA = dict(zip("アイウエオカキ", ("a", "i", "u", "e", "o", "ka", "ki"), strict=True))
LINES = (
    ("article", re.compile(r"第 ?(\d+) ")),
    ("paragraph", re.compile(r"(?:- )?(\d) .+。$")),
    ("section", re.compile(r"(?:#{2,3} )?(\d) [^\d ]+$")),
    ("item", re.compile(r"(?:#{4} |- )?\((\d)\) ")),
    ("subitem", re.compile(r"(?: *- )?([アイウエオカキ]) ")),
)
"""What a line begins, by its look; the first that fits."""


def words(clauses: Path) -> str:
    """The provisions as printed, without the form."""
    return (clauses / "joho-security" / "source.ja.md").read_text("utf-8").split(END)[0]


def ids(text: str) -> list[str]:
    """The id of every provision that the print shows, in its order."""
    found: list[str] = []
    top = item = ""
    for line in text.splitlines():
        kind, number = next(((kind, m[1]) for kind, look in LINES if (m := look.match(line))), ("", ""))
        if kind in ("article", "section"):
            top = item = f"{'SP' if kind == 'article' else 'AN'}-{number}"
        elif kind in ("item", "paragraph"):
            item = f"{top}-{number}"
        found += {
            "article": [top],
            "section": [top],
            "item": [item],
            "paragraph": [item],
            "subitem": [f"{item}-{KANA.get(number, '')}"],
        }.get(kind, [])
    return found


def bare(text: str) -> str:
    """A text without blanks and without the marks of Markdown at the beginning of its lines."""
    return "".join(re.sub(r"^ *(?:#+|-) ", "", text, flags=re.MULTILINE).split())
