"""The built site: every provision in every language, no link astray, nothing from another host."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.model import Corpus
from macros.publish.links import broken
from macros.render.pages import Site
from macros.render.policy import content_policy
from macros.render.wording import languages


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every page."""
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text("utf-8")


def plain(markup: str) -> str:
    """The text of a piece of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_all_languages_have_the_same_pages_and_anchors(site: Path) -> None:
    """A reader who changes the language stays at the same provision."""
    found = {}
    for language in languages():
        found[language] = {
            path.relative_to(site / language).as_posix(): set(
                re.findall(r'\bid="((?:SP|AN)-[^"]+)"', path.read_text("utf-8"))
            )
            for path in (site / language).rglob("*.html")
        }
    first, *others = found.values()
    assert sum(map(len, first.values())) > 200
    for other in others:
        assert other == first


def test_every_provision_stands_word_for_word(site: Path, corpus: Corpus) -> None:
    """The words on a provision's page are those of the data, slips of the print mended and nothing else."""
    for language in languages():
        for book in Site(corpus, language).books:
            for top in book.body.tops():
                name = site / language / book.body.instrument.id / f"{top.id}.html"
                text = "".join(plain(name.read_text("utf-8")).split())
                for provision in top.walk():
                    for spoken in book.languages:
                        for sentence in provision.sentences:
                            words = "".join(book.shown(sentence.words[spoken]).split())
                            assert words in text, (language, provision.id, spoken)


def test_whole_text_reads_like_the_source(site: Path, corpus: Corpus) -> None:
    """On the page with the whole text, the Japanese comes in the order of the source, complete."""
    for book in Site(corpus, "ja").books:
        page = (site / "ja" / book.body.instrument.id / "text.html").read_text("utf-8")
        text = "".join(plain(page).split())
        position = 0
        for top in book.body.tops():
            for provision in top.walk():
                for sentence in provision.sentences:
                    words = "".join(book.shown(sentence.words["ja"]).split())
                    position = text.find(words, position)
                    assert position >= 0, provision.id
                    position += len(words)


def test_no_request_leaves_the_site(site: Path) -> None:
    """Nothing is loaded from another host, neither by pages nor by style sheets."""
    for name, text in pages(site):
        loads = re.findall(
            r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(https?:)?//", text
        )
        assert not loads, name
    for sheet in site.rglob("*.css"):
        urls = re.findall(r"url\(\s*[\"']?((?:https?:)?//[^)]*)", sheet.read_text("utf-8"))
        assert not urls, sheet.name


def test_pages_keep_the_content_policy(site: Path) -> None:
    """Every inline script is one the policy names; there is no inline style and no event attribute."""
    policy = content_policy()
    assert "unsafe" not in policy
    for name, text in pages(site):
        assert f'content="{policy}"' in html.unescape(text), name
        for attributes, script in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL):
            if "src=" in attributes or "application/json" in attributes:
                continue
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, (name, script[:80])
        assert not re.search(r"<style\b", text), name
        assert not re.search(r"<[a-z][^>]*\s(?:style|on[a-z]+)=", text), name


def test_ids_are_unique_on_a_page(site: Path) -> None:
    """An anchor names one thing."""
    for name, text in pages(site):
        ids = re.findall(r"<[a-z][^>]*?\sid=[\"']?([^\"'\s>]+)", text)
        assert len(ids) == len(set(ids)), (name, sorted({i for i in ids if ids.count(i) > 1}))


def test_search_leads_to_the_provision(site: Path, corpus: Corpus) -> None:
    """The index has an entry for every provision, down to the subitem."""
    ids = {p.id for body in corpus.bodies for p in body.index.values()}
    for language in languages():
        index = json.loads((site / language / "search" / "search_index.json").read_text("utf-8"))
        locations = index["docs"]["location"]
        anchors = {location.partition("#")[2] for location in locations}
        tops = {Path(location.partition("#")[0]).stem for location in locations}
        assert ids <= anchors | tops
        assert (site / language / "search" / "search_index.js").is_file()  # for file://


def test_nothing_of_the_machine_is_in_the_site(site: Path, root: Path) -> None:
    """No path of the machine that built it, no mark of a macro that was not put in."""
    for name, text in pages(site):
        assert str(root) not in text, name
        assert "\u27e6tokki" not in text, name
        assert "{{" not in text, name


def test_missing_links_are_found(tmp_path: Path) -> None:
    """The check of links finds what it is there to find."""
    (tmp_path / "a.html").write_text('<a id="x" href="b.html#y">', "utf-8")
    (tmp_path / "b.html").write_text('<a href="c.html"><img src="https://example.com/i.png">', "utf-8")
    assert broken(tmp_path) == [
        "a.html: b.html#y: no such anchor on that page",
        "b.html: c.html: no such page or file",
        "b.html: https://example.com/i.png: loaded from another host",
    ]


@pytest.mark.parametrize("language", languages())
def test_root_pages_lead_to_each_language(site: Path, language: str) -> None:
    """The root page and the root's 404 page lead into every language."""
    assert f'href="{language}/index.html"' in (site / "index.html").read_text("utf-8")
    assert f'href="/{language}/index.html"' in (site / "404.html").read_text("utf-8")
