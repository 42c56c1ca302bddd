"""A sheet on paper, word by word and square by square; what `tokki checklist` says to a slip."""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
import segno
from click.testing import CliRunner

from macros import kept
from macros.cli import main
from macros.corpus import load_profile
from macros.model import Corpus
from macros.publish.sheets import Printer
from macros.render.handout import Handout
from macros.render.printed import Press, address_of
from macros.render.sheets import ANSWERS, Sheet
from macros.render.wording import editions
from macros.render.works import Work, Works
from macros.training.checklists import load

ROOT = Path(__file__).parent.parent
LISTS = load(ROOT / "forms")
ADDRESS = "https://handbook.example.jp/tokki"
SPACES = re.compile(r"\s+")


@pytest.fixture(scope="module")
def works(corpus: Corpus) -> Callable[[str, str], Works]:
    """The works of an edition, with an address or without; made once."""

    @cache
    def made(edition: str, address: str = "") -> Works:
        return Works(Press(corpus, edition.split("-"), address), LISTS)

    return made


@pytest.fixture(scope="module")
def printed() -> Callable[[Works, Work], bytes]:
    """The PDF of a work."""
    printer = Printer()
    return lambda works, work: printer.print(work, works.blank())


def dense(text: str) -> str:
    """Text without its white space: lines are broken anywhere."""
    return SPACES.sub("", unicodedata.normalize("NFC", text))


def pdfium(data: bytes) -> str:
    """What PDFium reads, all pages."""
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def mupdf(data: bytes) -> str:
    """What MuPDF reads, all pages."""
    with pymupdf.open("pdf", data) as document:
        return "".join(page.get_text() for page in document)


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize("checklist", LISTS, ids=lambda each: each.id)
def test_every_word_stands_on_the_sheet(
    checklist: object, edition: str, works: Callable[..., Works], printed: Callable[[Works, Work], bytes]
) -> None:
    """Title, items, citations, ids, edition and digest, code point by code point, in two viewers' eyes."""
    chosen = next(each for each in LISTS if each is checklist)
    there = works(edition)
    data = printed(there, there.of(chosen))
    sheet = Sheet(there.press, chosen.instrument, chosen)
    wanted = [said.text for words in (chosen.title, chosen.when) for said in sheet.say(words)]
    for pause, items in sheet.numbered():
        wanted += [said.text for said in sheet.say(pause.title)]
        for _, item in items:
            wanted += [said.text for said in sheet.say(item.words)]
            wanted += [said.text for id_ in item.basis for said in sheet.cite(id_)]
            wanted += [said.text for label, *_ in sheet.blanks(item) for said in label]
            wanted.append(item.id)
    wanted += [sheet.edition, sheet.digest]
    for read in (pdfium, mupdf):
        text = dense(read(data)).replace("\ufffe", "-")  # PDFium's mark of a broken word
        lost = [words for words in wanted if dense(words) not in text]
        assert lost == []
        for answer, word in ANSWERS.items():
            label = dense(sheet.book.t(word))
            assert text.count(label) >= sum(len(pause.items) for pause in sheet.pauses), answer
    assert len(data) < 200_000


def test_deadlines_come_in_order_of_strictness(works: Callable[..., Works]) -> None:
    """The grades stand in the order of the vocabulary."""
    there = works("ja")
    grades = [
        there.press.corpus.vocabulary.grades[tag].label["ja"] for tag in there.press.corpus.vocabulary.grades
    ]
    for role in there.press.corpus.vocabulary.roles:
        found = [label for label, _, _ in Handout(there.press, "joho-security", role).deadlines()]
        assert found == [grade for grade in grades if grade in found]


def test_codes_lead_to_the_provision(
    works: Callable[..., Works], printed: Callable[[Works, Work], bytes], site: Path
) -> None:
    """With an address, each item has a link and a code that a camera can read, to a place that is there."""
    there = works("ja", ADDRESS)
    chosen = next(each for each in LISTS if each.id == "worker-talking")
    sheet = Sheet(there.press, chosen.instrument, chosen)
    data = printed(there, there.of(chosen))
    wanted = [sheet.link(item.basis[0]) for pause in sheet.pauses for item in pause.items]
    with pymupdf.open("pdf", data) as document:
        page = document[0]
        assert [link["uri"] for link in page.get_links()] == wanted
        codes = [image["bbox"] for image in page.get_image_info()]
        assert len(codes) == len(wanted)
        for link, (x0, y0, x1, y1) in zip(wanted, codes, strict=True):
            matrix = [[bool(cell) for cell in row] for row in segno.make(link, error="m", micro=False).matrix]
            picture = page.get_pixmap(dpi=300, clip=pymupdf.Rect(x0, y0, x1, y1), colorspace=pymupdf.csGRAY)
            cell = picture.width / (len(matrix) + 8)
            seen = [
                [
                    picture.pixel(int((x + 4.5) * cell), int((y + 4.5) * cell))[0] < 128
                    for x in range(len(row))
                ]
                for y, row in enumerate(matrix)
            ]
            assert seen == matrix
    for link in wanted:
        path, _, anchor = link.removeprefix(f"{ADDRESS}/").partition("#")
        assert f'id="{anchor}"' in (site / path).read_text("utf-8")


def test_without_an_address_there_is_no_code(
    works: Callable[..., Works], printed: Callable[[Works, Work], bytes]
) -> None:
    """No dead code, no link: the citation, the id, and a line that says so."""
    there = works("ja")
    data = printed(there, there.of(LISTS[0]))
    with pymupdf.open("pdf", data) as document:
        assert not any(page.get_links() or page.get_image_info() for page in document)
    assert dense(there.press.books("joho-security")[0].t("sheet_no_address")) in dense(mupdf(data))
    assert address_of("/handbook") == ""
    for wrong in ("ftp://x", "https://", "https://a b", 'https://a"b'):
        with pytest.raises(ValueError, match="an address begins"):
            address_of(wrong)


def test_the_contract_stands_on_the_sheet(corpus: Corpus, printed: Callable[[Works, Work], bytes]) -> None:
    """A profile gives the contract's name and the contact point; without it there is a line to write on."""
    profile = load_profile(ROOT / "forms" / "contracts" / "mihon.yml", corpus)
    there = Works(Press(corpus, ["ja", "en"], "", profile), LISTS)
    incident = next(each for each in LISTS if each.id == "worker-incident")
    text = dense(mupdf(printed(there, there.of(incident))))
    for name in ("contract-name", "incident-contact"):
        assert dense(profile.parameters[name]) in text


def test_the_second_language_is_named(
    works: Callable[..., Works], printed: Callable[[Works, Work], bytes]
) -> None:
    """On a sheet in two languages the English runs are tagged as English; page numbers are no content."""
    there = works("ja-en")
    with pikepdf.open(io.BytesIO(printed(there, there.of(LISTS[0])))) as pdf:
        assert str(pdf.Root.Lang) == "ja"
        languages = {
            str(found.Lang)
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and "/Lang" in found
        }
        assert "en" in languages
        assert b"/Artifact" in pdf.pages[0].Contents.read_bytes()


def test_what_was_printed_is_not_printed_again(
    works: Callable[..., Works], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A second run takes the finished file; another profile, edition or language makes another."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    there = works("en")
    work = there.of(LISTS[5])
    first = Printer().print(work, there.blank())
    assert len(list(kept.folder().iterdir())) == 1
    monkeypatch.setattr(Printer, "_printed", lambda *_: pytest.fail("printed again"))
    assert Printer().print(work, there.blank()) == first


# --- tokki checklist ------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and what was said."""
    result = CliRunner().invoke(main, ["checklist", "--root", str(ROOT), *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say which"),
        (("worker-talking", "--all"), "say which"),
        (("worker-talkin",), "did you mean worker-talking?"),
        (("worker-talking", "nope"), "no such checklist"),
        (("--role", "workr"), "did you mean worker?"),
        (("worker-talking", "--language", "fr"), "one of en, ja"),
        (("worker-talking", "--language", "ja-ja"), "two different ones"),
        (("worker-talking", "--site-url", "ftp://x"), "an address begins with"),
        (("worker-talking", "--site-url", "/path"), "an address begins with"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    """One clear line, no file."""
    code, said = run("make", *arguments, "--to", str(tmp_path / "out"))
    assert code != 0
    assert told in " ".join(said.split())
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("language", ["C.UTF-8", "ja_JP.UTF-8"])
def test_faults_of_the_data_are_told_as_the_check_tells_them(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the words of a form: the codes are the same, what is meant is not."""
    monkeypatch.setenv("LC_ALL", language)
    for folder in ("clauses", "forms"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / "clauses" / "joho-security" / "tokki" / "09.yml"
    path.write_text(path.read_text("utf-8").replace("party: contractor", "party: contractr", 1), "utf-8")
    said = CliRunner().invoke(main, ["checklist", "--root", str(tmp_path), "list"])
    assert said.exit_code == 1
    assert re.search(
        r"09\.yml:\d+:\d+: .*unknown party \(got contractr; did you mean contractor\?\)", said.output
    )
    assert "様式" not in said.output
    assert "form" not in said.output.split("09.yml:")[1]
