"""The search in a built site: one script for the worker, the index, and Material pointed to them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from functools import cache
from pathlib import Path

from macros.render.finding import index
from macros.render.pages import Site
from macros.search.entries import as_data
from macros.search.normalise import rules

SOURCES = Path(__file__).parent.parent / "theme" / "search"
UNUSED = ("workers", "lunr")
"""Folders of Material's scripts that nothing asks for any more."""

NOTICE = "/* The search of the Tokki handbook; MIT licence. Made from macros/theme/search and rules.yml. */"
_COMMENTS = re.compile(r"^ *(?:/\*.*?\*/|//.*?)\n", re.MULTILINE | re.DOTALL)
_INDENTS = re.compile(r"^ +", re.MULTILINE)
"""What a browser does not need; in our sources a comment has its own lines, and no text runs over several."""
_WORKER = re.compile(r'("search":\s*"[^"]*?)assets/javascripts/workers/search\.[0-9a-f]+\.min\.js"')


class NoWorker(Exception):
    """A page does not name the theme's search worker once: the theme has changed, read it again."""


@cache
def worker() -> str:
    """The worker as one classic script: the rules, then the sources in the order of their names."""
    table = json.dumps(rules(), ensure_ascii=False, separators=(",", ":"))
    sources = "".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("*.js")))
    for left_out in (_COMMENTS, _INDENTS):
        sources = left_out.sub("", sources)
    return f"{NOTICE}\n(function () {{\n'use strict'\nconst RULES = {table}\n{sources}}})()\n"


def worker_uri() -> str:
    """Where the worker stands in a site; another name for every version, so that no browser mixes them."""
    return f"assets/tokki/search/worker.{hashlib.sha256(worker().encode()).hexdigest()[:8]}.js"


def pointed(html: str) -> str:
    """A page whose search asks our worker. Raises `NoWorker` where it did not ask the theme's."""
    html, count = _WORKER.subn(rf'\g<1>{worker_uri()}"', html)
    if count != 1:
        raise NoWorker(f"a page names the theme's search worker {count} times, not once")
    return html


def write_index(site: Site, target: Path) -> None:
    """Put the index in the place of the theme's, and take away what only the theme's worker used."""
    data = json.dumps(as_data(index(site)), ensure_ascii=False, separators=(",", ":"))
    (target / "search" / "search_index.json").write_text(data, "utf-8")
    for name in UNUSED:
        shutil.rmtree(target / "assets" / "javascripts" / name, ignore_errors=True)
