"""Another client's provisions are data alone: other party words, other numbering, one language."""

from __future__ import annotations

import ast
import html
import posixpath
import re
import shutil
from pathlib import Path

import jinja2
import pytest

from macros import corpus as reading
from macros import rules
from macros.errors import as_text
from macros.model import Corpus
from macros.queries import Selections
from macros.render.pages import Fragment, Site
from macros.render.parts import Leaf
from macros.render.wording import languages
from tests.conftest import INVENTED

PROSE = {"index", "training", "filing", "about"}
"""The pages that are written by hand, in docs/."""


@pytest.fixture(scope="module")
def both(pristine: Path, invented: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own instruments and the invented ones in one folder."""
    folder = tmp_path_factory.mktemp("both") / "clauses"
    shutil.copytree(pristine, folder)
    for name in INVENTED:
        shutil.copytree(invented / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def alone(invented: Path) -> Corpus:
    """The invented instruments, read."""
    return reading.load(invented)


def test_checked_clean(invented: Path, both: Path) -> None:
    """They keep every rule, alone and beside the project's own."""
    for folder in (invented, both):
        found, problems = rules.check(folder)
        assert as_text(problems) == ""
        assert found.corpus is not None
        assert {body.instrument.id for body in found.corpus.bodies} >= set(INVENTED)


def test_nothing_of_them_is_in_the_code(root: Path) -> None:
    """No Python and no template knows their party words, numbering or ids; nor those of any other text."""
    words = re.compile(
        r"[甲乙]|受注者|Supplier|Contractor|itaku\b|joho|第[0-9]+条?|１．|\b(IT|TS|SP|AN)-[0-9]"
    )
    for file in (root / "macros").rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                assert not words.search(node.value), (file, node.lineno)
    for file in (root / "macros" / "templates").rglob("*.j2"):
        assert not words.search(file.read_text("utf-8")), file


@pytest.mark.parametrize(
    ("instrument", "id_", "language", "citation"),
    [
        ("itaku", "IT-1", "ja", "約款第1条"),
        ("itaku", "IT-3-1", "ja", "約款第3条第１項"),
        ("itaku", "IT-3-1-a", "ja", "約款第3条第１項ａ"),
        ("itaku", "IT-3-1-a-1", "ja", "約款第3条第１項ａ（１）"),
        ("itaku", "IT-3-1-a-1.o1", "ja", "約款第3条第１項ａ（１）"),
        ("itaku", "BT-a-1-i", "ja", "別表(a)(1)(i)"),
        ("itaku", "IT-3-2", "en", "約款第3条第２項"),
        ("services", "TS-1", "en", "Section 1"),
        ("services", "TS-1-a-1-i", "en", "Section 1(a)(1)(i)"),
        ("services", "TS-1-a", "ja", "Section 1(a)"),
    ],
)
def test_citations(alone: Corpus, instrument: str, id_: str, language: str, citation: str) -> None:
    """Each provision is cited as its own text prints it; in its own language where it has no other."""
    assert Site(alone, language).book(instrument).cite(id_) == citation


def test_words_of_the_text(alone: Corpus) -> None:
    """The parties have the words of each text, and each book says so in its own language."""
    books = {book.body.instrument.id: book for book in Site(alone, "en").books}
    assert (books["itaku"].party("contractor"), books["services"].party("contractor")) == ("乙", "Supplier")
    assert books["itaku"].say(books["itaku"].body.instrument.title).language == "ja"


def test_chapters_stand_before_their_first_provision(alone: Corpus) -> None:
    """Chapter headings belong to the text: they are on the page with the whole text, in their places."""
    text = plain(rendered(Site(alone, "ja"), "itaku/text"))
    found = [text.index(words) for words in ("第1章", "第1条", "第2条", "第2章", "第3条", "ａ．", "（１）")]
    assert found == sorted(found)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("which", ["alone", "both"])
def test_every_page_is_rendered(invented: Path, both: Path, which: str, language: str) -> None:
    """Every page there is, in both languages: whole, each link to a page and an anchor of the site."""
    folder = {"alone": invented, "both": both}[which]
    site = Site(reading.load(folder), language)
    pages = {leaf.path: shown(site, leaf) for leaf in site.leaves()}
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', page)) for path, page in pages.items()}
    for path, page in pages.items():
        assert "{{" not in page
        for link in map(html.unescape, re.findall(r'\bhref="([^"]*)"', page)):
            target, _, anchor = link.partition("#")
            to = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            if to.startswith("assets/tokki/"):  # a style or script of the page's own
                continue
            to = to.removesuffix(".html")
            assert to in pages or to in PROSE, (path, link)
            assert not anchor or to in PROSE or anchor in anchors[to], (path, link)
    for book in site.books:
        for top in book.body.tops():
            words = plain(pages[f"{book.body.instrument.id}/{top.id}"])
            for provision in top.walk():
                for spoken in book.languages:
                    for sentence in provision.sentences:
                        assert "".join(book.shown(sentence.words[spoken]).split()) in words
                for obligation in provision.obligations:
                    assert "".join(book.say(obligation.help.plain).text.split()) in words


def test_each_obligation_is_in_the_register(both: Path) -> None:
    """The register lists the obligations of all instruments, each with its own link."""
    whole = reading.load(both)
    page = rendered(Site(whole, "ja"), "register")
    for body in whole.bodies:
        for standing in Selections(body).standings:
            assert f'#{standing.obligation.id}"' in page


def rendered(site: Site, path: str) -> str:
    """The page of that path."""
    return shown(site, next(leaf for leaf in site.leaves() if leaf.path == path))


def shown(site: Site, leaf: Leaf) -> str:
    """The HTML of a page."""
    macros = site.macros(leaf.path)
    call = jinja2.Environment(undefined=jinja2.StrictUndefined).compile_expression(leaf.call)
    fragment = call(macros)
    assert isinstance(fragment, Fragment)
    return fragment.html


def plain(markup: str) -> str:
    """The words of a page, without blanks."""
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())
