"""Where the font files are. Fonts are never fetched: they come with the system."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/.fonts").expanduser(),
    Path("/Library/Fonts"),
    Path("~/Library/Fonts").expanduser(),
    Path("C:/Windows/Fonts"),
)

FACE = "BIZUDGothic-Regular.ttf"
"""BIZ UDGothic: a universal-design face with all of cp932 and nearly all of JIS X 0213.

The only one for fields: IPAex and Noto give 月 back as the radical ⽉, and region subsets with CFF outlines
print blank in some viewers.
"""


class FontMissing(Exception):
    """A font that the forms are set in is not on this machine; says how to get it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the font file {name} was not found (BIZ UDGothic; the forms are set in it). Debian and Ubuntu:"
            " sudo apt-get install fonts-morisawa-bizud-gothic; macOS: brew install --cask"
            " font-biz-udgothic; elsewhere put it into " + str(FOLDERS[2])
        )


@cache
def find(name: str = FACE) -> Path:
    """The font file `name`, from the known folders, else from fontconfig. Raises `FontMissing`."""
    for folder in FOLDERS:
        for path in sorted(folder.rglob(name)) if folder.is_dir() else ():
            return path
    for path in _listed(""):
        if path.name == name:
            return path
    raise FontMissing(name)


def having(character: str) -> Iterator[Path]:
    """Other font files of this machine with a glyph for `character`, plain ones first."""
    found = {path for path in _listed(f":charset={ord(character):x}") if path.suffix in (".ttf", ".otf")}
    yield from sorted(found, key=lambda path: ("Regular" not in path.stem, str(path)))


def _listed(pattern: str) -> list[Path]:
    if (command := shutil.which("fc-list")) is None:
        return []
    listed = subprocess.run(
        [command, "--format", "%{file}\n", pattern], capture_output=True, text=True, check=False, timeout=60
    )
    return [Path(line) for line in listed.stdout.splitlines()]
