"""What is printed for training: every sheet, set and hand-out, laid out and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner, Result

from macros import corpus
from macros.cli import main
from macros.pdf import layout
from macros.publish.sheets import Printer
from macros.render import desk
from macros.render.book import Book
from macros.render.handout import Handout
from macros.render.parts import Said
from macros.render.printed import Press
from macros.render.sheets import Sheet
from macros.render.typeset import WHOLE, runs
from macros.render.volumes import named, volumes
from macros.render.wording import editions, languages, words_of
from macros.render.works import Work, Works
from macros.training import checklists
from tests.conftest import ROOT

CORPUS, LISTS = corpus.load(ROOT / "clauses"), checklists.load(ROOT / "forms")
SMALL = 200_000
"""Bytes that a file has at most."""
ADDRESS = "https://handbook.example.co.jp/keiyaku/tokki"
"""Where the handbook is read: codes on the sheets lead there."""
LONELY = re.compile(r"[ぁ-んァ-ヶ一-龠]{1,2}[。）]{1,2}")
"""A line that holds the end of a sentence and nothing else."""
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
SIGNED = {str(words_of(language)["sheet_signature"]) for language in languages()}
"""How the line to sign is named."""


@cache
def works(edition: str, address: str = "") -> Works:
    """Everything printed in an edition of languages."""
    return Works(Press(CORPUS, edition.split("-"), address), LISTS)


@cache
def printed(edition: str) -> dict[str, tuple[Work, bytes]]:
    """Name of a file → what it is, and its PDF."""
    printer, of = Printer(), works(edition)
    return {work.name: (work, printer.print(work, of.blank())) for work in of.all()}


def bare(text: str) -> str:
    """Text without the blanks and line breaks of a page, and hyphens at the end of a line."""
    return re.sub(r"\s", "", text)


def read(data: bytes) -> str:
    """The words of a PDF, read by MuPDF."""
    with pymupdf.open(stream=data) as document:
        return bare("".join(page.get_text() for page in document))


def spans(page: pymupdf.Page) -> Iterator[tuple[str, str]]:
    """What stands on a page, each run with its font."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            yield from ((span["font"], span["text"]) for span in line["spans"])


@pytest.mark.parametrize("edition", editions())
def test_every_item_stands_on_its_sheet(edition: str) -> None:
    """Its plain sentence in each language, code point by code point, its citation; edition and digest."""
    for checklist in LISTS:
        sheet = Sheet(works(edition).press, checklist.instrument, checklist)
        text = read(printed(edition)[sheet.name][1])
        for pause in sheet.pauses:
            for item in pause.items:
                for said in sheet.say(item.words):
                    assert bare(said.text) in text, (sheet.name, item.id)
                for said in sheet.cite(item.basis[0]):
                    assert bare(said.text) in text, (sheet.name, item.id)
        assert sheet.digest in text
        assert sheet.edition in text


@pytest.mark.parametrize("language", languages())
def test_every_obligation_of_a_role_stands_on_its_handout(language: str) -> None:
    """Once, and nothing of the provisions' silences is left out."""
    for role in CORPUS.vocabulary.roles:
        handout = Handout(works(language).press, CORPUS.bodies[0].instrument.id, role)
        if not handout.standings:
            continue
        text = read(printed(language)[handout.name][1])
        for standing in handout.standings:
            assert bare(handout.book.say(standing.obligation.help.plain).text) in text
        for said, _ in handout.silences():
            assert bare(said.text) in text


@pytest.mark.parametrize("edition", editions())
def test_two_viewers_show_every_page(edition: str) -> None:
    """A4, nothing empty but the backs of papers, one family of fonts, no radical for 月, small files."""
    for name, (_, data) in printed(edition).items():
        with pymupdf.open(stream=data) as document:
            fonts = {font[3].partition("+")[2] for page in document for font in page.get_fonts()}
            assert all(font.startswith("BIZ-UD") for font in fonts), (name, fonts)
        document = pypdfium2.PdfDocument(data)
        for page in document:
            assert [round(side) for side in page.get_size()] == [595, 842]
            assert not set(page.get_textpage().get_text_range()) & set("⽉⽇⼀⼈⽣⽤⾏")
        assert len(data) < SMALL, name


@pytest.mark.parametrize("edition", editions())
def test_sets_are_small_with_codes_too(edition: str) -> None:
    """A set that would be too large is shared out among files; every checklist is in one of them, once."""
    printer, of = Printer(), works(edition, ADDRESS)
    for role in (*CORPUS.vocabulary.roles, None):
        found = [*(of.set_of(role) if role else of.everything())]
        wanted = [each.id for each in LISTS if role is None or role in each.roles]
        assert [p.name.rpartition(".")[0] for work in found for p in work.pieces] == wanted
        assert len({work.title for work in found}) == len(found)
        for work in found:
            assert len(printer.print(work, of.blank())) < SMALL, work.name


def test_a_set_is_shared_out_evenly() -> None:
    """In as few files as hold it, none without a checklist."""
    books = works("ja").press.books(LISTS[0].instrument)
    counts = set()
    for two, coded in ((1, False), (1, True), (2, False), (2, True)):
        shared = volumes(LISTS, books, two, coded)
        assert [each for volume in shared for each in volume] == [*LISTS]
        assert all(shared)
        counts.add(len(shared))
    assert counts == {1, 2, 3}
    assert volumes([], books, 2, True) == []
    assert len(volumes(LISTS[:1], books, 2, True)) == 1
    assert (named("all", "ja", 1, 1), named("all", "ja-en", 2, 3)) == ("all.ja", "all-2.ja-en")


@pytest.mark.parametrize("edition", editions())
def test_a_set_is_printed_on_both_sides(edition: str) -> None:
    """Each sheet of a set begins on the front of a paper, numbered by itself."""
    for name, (work, data) in printed(edition).items():
        with pymupdf.open(stream=data) as document:
            texts = [page.get_text() for page in document]
        firsts = [n for n, text in enumerate(texts) if re.search(r"^1 ?/ ?\d+$", text, re.MULTILINE)]
        assert len(firsts) >= len(work.pieces), name
        assert all(n % 2 == 0 for n in firsts[1:] if len(work.pieces) > 1), name


@pytest.mark.parametrize("edition", editions())
def test_nothing_stands_alone(edition: str) -> None:
    """No line holds only 「た。」, no page the place to sign with fewer than two lines to answer."""
    for name, (_, data) in printed(edition).items():
        with pymupdf.open(stream=data) as document:
            for number, page in enumerate(document, 1):
                text = page.get_text()
                lines = [line.strip() for line in text.splitlines()]
                assert [line for line in lines if LONELY.fullmatch(line)] == [], (name, number)
                if any(line.startswith(words) for line in lines for words in SIGNED):
                    assert text.count("□") >= 8, (name, number)


@pytest.mark.parametrize("edition", editions())
def test_each_language_has_its_own_face(edition: str) -> None:
    """What is set in the proportional face is told to be English: Japanese never is, quoted or not."""
    printer = Printer()
    sheets = [(work.name, printer.print(work, "")) for work in desk.blanks(CORPUS, edition)]
    for name, data in [*((name, data) for name, (_, data) in printed(edition).items()), *sheets]:
        with pymupdf.open(stream=data) as document:
            found = [span for page in document for span in spans(page)]
        strange = [text for font, text in found if "UDPGothic" in font and JAPANESE.search(text)]
        assert strange == [], name
    text = "".join(read(data) for _, data in sheets)
    assert ("参考訳（英語）" in text) == (edition == "ja-en")
    assert ("handbook’sownsheet" in text) == ("en" in edition)


def test_a_phone_reads_the_codes() -> None:
    """With an address every item has a link and a code to its place, read from the page as it is printed."""
    printer, of = Printer(), works("ja-en", ADDRESS)
    sheet = Sheet(of.press, LISTS[0].instrument, next(each for each in LISTS if each.id == "worker-outside"))
    wanted = [sheet.link(item.basis[0]) for pause in sheet.pauses for item in pause.items]
    with pymupdf.open(stream=printer.print(of.of(sheet.checklist), of.blank())) as document:
        links = [link["uri"] for page in document for link in page.get_links()]
        pictures = [page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY) for page in document]
    seen = []
    for each in pictures:
        view = memoryview(each.samples).cast("B", (each.height, each.width))
        found = zxingcpp.read_barcodes(view, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        seen += [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]
    assert seen == links == wanted


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("発注者に届け出てからにする。", "届け出てからにする。"),
        ("承認を得て取り扱う。", "取り扱う。"),
        ("入力した内容が学習に利用されないものを使う。", "利用されないものを使う。"),
        ("承認を得る。", ""),
        ("契約", ""),
    ],
)
def test_the_last_phrase_stays_whole(text: str, last: str) -> None:
    """On one line, and cut where a phrase begins, not inside a verb."""
    found = runs(Said(text, "ja"))
    assert "".join(each.text for each in found) == text
    assert [each.text for each in found if each.kind == WHOLE] == ([last] if last else [])


@pytest.mark.parametrize("edition", editions())
def test_an_empty_back_says_so_in_each_language(edition: str) -> None:
    """Whoever finds one between the sheets of a set must be able to read that nothing is missing."""
    of = works(edition)
    text = read(layout.pages(of.blank(), of.press.second))
    assert text == "".join(bare(str(words_of(each)["sheet_blank"])) for each in edition.split("-"))


def run(*words: str | Path) -> Result:
    """`tokki checklist` in the project."""
    return CliRunner().invoke(main, ["checklist", "--root", str(ROOT), *map(str, words)], env={"LC_ALL": "C"})


def test_from_the_command_line(tmp_path: Path) -> None:
    """One, and the set of a role, in a folder that is made for them."""
    told = run("list", "--items")
    assert told.exit_code == 0
    assert all(each.id in told.output for each in LISTS)
    assert run("make", "worker-paper", "--language", "ja-en", "--to", tmp_path / "new").exit_code == 0
    assert run("make", "--role", "trainer", "--to", tmp_path / "new").exit_code == 0
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {"worker-paper.ja-en.pdf", "set-trainer.ja.pdf"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["worker-papr"], "did you mean worker-paper?"),
        (["--role", "traner"], "did you mean trainer?"),
        (["worker-paper", "--language", "jp"], "ja"),
        (["worker-paper", "--language", "ja-ja"], "two different ones"),
        (["worker-paper", "--site-url", "javascript:alert(1)"], "begins with https://"),
        (["worker-paper", "--all"], "say which"),
        ([], "say which"),
    ],
)
def test_a_slip_is_told_and_nothing_written(tmp_path: Path, words: list[str], told: str) -> None:
    """In one line with the mend."""
    result = run("make", *words, "--to", tmp_path / "new")
    assert result.exit_code != 0
    assert told in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("language", languages())
def test_what_is_not_stated_says_so(language: str) -> None:
    """The kind of an obligation that no words state differs from that of one they do, wherever it stands."""
    words = words_of(language)
    book = Book(CORPUS, CORPUS.bodies[0], language, words)
    inferred = [s.obligation for s in book.query.standings if s.obligation.implied]
    assert inferred
    for standing in book.query.standings:
        obligation = standing.obligation
        label = book.label("modalities", obligation.modality)
        said = words["modality_implied"].format(label=label) if obligation in inferred else label
        assert book.kind(obligation) == said
