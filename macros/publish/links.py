"""Every link of a built site leads somewhere inside it, and nothing is asked of another host."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(id|name|href|src)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LOADS = frozenset({"script", "link", "img", "iframe", "source", "audio", "video", "object", "embed"})


def broken(site: Path) -> list[str]:
    """Faults of all pages below `site`: `page: link`, with what is wrong."""
    anchors: dict[str, set[str]] = {}
    links: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        anchors[name], links[name] = _read(path.read_text("utf-8"))
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return [
        f"{name}: {link}: {fault}"
        for name, found in links.items()
        for tag, link in sorted(found)
        if (fault := _fault(name, tag, link, files, anchors))
    ]


def _read(text: str) -> tuple[set[str], set[tuple[str, str]]]:
    anchors, links = set(), set()
    for tag, attributes in _TAG.findall(text):
        for name, *values in _ATTRIBUTE.findall(attributes):
            value = html.unescape("".join(values)).strip()
            if name in ("id", "name"):
                anchors.add(value)
            else:
                links.add((tag.lower(), value))
    return anchors, links


def _fault(page: str, tag: str, link: str, files: set[str], anchors: dict[str, set[str]]) -> str:
    parts = urlsplit(link)
    if parts.scheme in ("data", "mailto"):
        return ""
    if parts.scheme or parts.netloc:
        return "loaded from another host" if tag.lower() in _LOADS else ""
    if posixpath.basename(page) == "404.html" and link.startswith("/"):
        return ""  # a 404 page is shown at any depth: its links start at the host's root
    target = page
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if parts.path.endswith("/") or target == ".":
            target = posixpath.join(target, "index.html").removeprefix("./")
    if target not in files:
        return "no such page or file"
    fragment = unquote(parts.fragment)
    if fragment and target in anchors and fragment not in anchors[target]:
        return "no such anchor on that page"
    return ""
