"""Final forms: flat, small, with all their tags; what is printed is the source's wording."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.forms.flat import to_fields
from macros.pdf.fill import UnknownValue
from macros.pdf.final import final
from macros.pdf.press import Press
from macros.pdf.printed import lines_of
from macros.pdf.sheet import sheet
from tests import pdf_kit as kit


def text_of(data: bytes) -> str:
    """What pdfium reads on the pages, without blanks."""
    with pypdfium2.PdfDocument(data) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return re.sub(r"\s", "", "".join(pages))


def test_a_final_form_is_small_and_has_nothing_to_fill_in() -> None:
    filled = kit.press().final(kit.answers(2))
    assert len(filled.data) < 100_000
    assert (filled.too_long, filled.missing) == ((), {})
    pdf = kit.opened(filled.data)
    assert "/AcroForm" not in pdf.Root
    assert not [page for page in pdf.pages if "/Annots" in page]
    assert pdf.Root.Lang == "ja"


def test_every_answer_is_tagged_with_what_it_answers() -> None:
    given = kit.answers()
    pdf = kit.opened(kit.press().final(given).data)
    asked = [element for element in kit.elements(pdf) if element.S == "/Form"]
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    for element in asked:
        assert element.A.O == "/PrintField"
        assert len(str(element.A.Desc)) > 1
        of_page = owners[int(element.Pg.StructParents)]
        assert of_page[int(element.K)].objgen == element.objgen
    ticked = {str(e.A.Desc): str(e.A.checked) for e in asked if "/checked" in e.A}
    assert ticked["2 物理的な所在地: 日本国外（全部又は一部）"] == "/on"
    assert ticked["2 物理的な所在地: 日本国内のみ"] == "/off"
    assert [str(e.ActualText) for e in asked if "/ActualText" in e][:2] == ["☐", "☑"]


def test_marked_content_of_every_answer_is_on_its_page() -> None:
    pdf = kit.opened(kit.press().final(kit.answers()).data)
    for page in pdf.pages:
        content = b"".join(stream.read_bytes() for stream in page.Contents)
        marked = [int(found) for found in re.findall(rb"/MCID (\d+)>>\s*BDC", content)]
        assert len(marked) == len(set(marked))
        expected = {int(e.K) for e in kit.elements(pdf) if e.S == "/Form" and e.Pg.objgen == page.obj.objgen}
        assert expected <= set(marked)
        assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")


def test_every_answer_can_be_read_on_the_page() -> None:
    given = kit.answers(3)
    found = text_of(kit.press().final(given).data)
    for key, value in to_fields(kit.press().form, given).items():
        if not key.startswith(("location", "ai", "subcontracting")) and value not in ("used", "certified"):
            assert re.sub(r"\s", "", value) in found, key


def test_more_services_than_fit_continue_on_another_page() -> None:
    assert len(kit.opened(kit.press().final(kit.answers(1)).data).pages) == 2
    filled = kit.press().final(kit.answers(5))
    pdf = kit.opened(filled.data)
    assert len(pdf.pages) > 2
    found = text_of(filled.data)
    assert "機密データの保存等に関する届出書別紙" in found
    assert "※クラウドサービスの2件目以降は、別紙のとおり。" in found
    for number in range(1, 6):
        assert f"{number}件目の共有フォルダ" in found
    assert not filled.too_long


def test_nothing_is_cut_from_a_long_answer() -> None:
    given = kit.answers(overseas_data="あ" * 199 + "終", address="い" * 199 + "終")
    filled = kit.press().final(given)
    assert filled.too_long == ()
    assert text_of(filled.data).count("終") == 2


def test_a_final_form_is_the_same_each_time() -> None:
    assert kit.press().final(kit.answers()) == kit.press().final(kit.answers())


def test_values_without_a_field_are_refused() -> None:
    with pytest.raises(UnknownValue):
        final(kit.small()[1], kit.the_face(), {"phone": "1"})


def test_the_official_wording_is_printed_in_the_order_of_the_source(root: Path) -> None:
    source = (root / "clauses/joho-security/source.ja.md").read_text("utf-8")
    wording = source[source.index("機密データの保存等に関する届出書") :]
    printed = text_of(kit.press().blank())
    at = 0
    for words in re.split(r"<[^>]*>|\n", wording):
        piece = re.sub(r"\s", "", words.strip("*- \t"))
        piece = re.sub(r"^-", "", piece)
        if not piece:
            continue
        assert piece in printed[at:], piece
        at = printed.index(piece, at) + len(piece)


@pytest.mark.parametrize("id_", sorted(kit.forms()))
def test_all_words_of_a_form_are_printed_and_english_beside_them(id_: str) -> None:
    form = kit.forms()[id_]
    written = sheet(form, second="en")
    shown = re.sub(r"\s|<[^>]*>", "", written.html)
    marks = (form.mark,) if form.mark else ()
    for words in (
        *marks, form.title, *(box.label for box in form.boxes), *(note.words for note in form.notes)
    ):  # fmt: skip
        for language in ("ja", "en"):
            text = words[language].replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;")
            assert re.sub(r"\s", "", text) in shown
    for line in form.head:  # what stands around the blanks, in both
        for words in (part for said in line.words.values() for part in re.split(r"\{\w*\}", said)):
            assert re.sub(r"\s", "", words) in shown, words
    blank = kit.opened(kit.press(id_, "en").blank())
    spoken = [str(element.Lang) for element in kit.elements(blank) if "/Lang" in element]
    assert spoken
    assert set(spoken) == {"en"}
    tooltips = [str(widget.TU) for _, widget in kit.widgets(blank)]
    assert any(tooltip.isascii() is False and "(" in tooltip for tooltip in tooltips)


@given(st.text(st.sampled_from("機密データの保存に、（二以上）「有」 ※A I(1)Ｘx。")))
def test_lines_of_phrases_are_the_text(text: str) -> None:
    for wide in (1, 6.5, 40):
        assert "".join(lines_of(text, wide, wide)) == text


def test_labels_are_broken_between_phrases() -> None:
    """On paper the lines end where they were meant to: the column is as wide as its template says."""
    assert lines_of("利用するオンラインストレージ等のクラウドサービスの第三者認証の情報", 17, 17) == [
        "利用するオンラインストレージ等の",
        "クラウドサービスの第三者認証の情報",
    ]
    assert lines_of("※ 生成A I又は生成A Iを利用したサービス（別紙9(1)）。", 12, 11) == [
        "※ 生成A I又は生成A Iを",
        "利用したサービス",
        "（別紙9(1)）。",
    ]
    with pypdfium2.PdfDocument(kit.press().blank()) as pdf:
        printed = [line for page in pdf for line in page.get_textpage().get_text_range().splitlines()]
    shown = {re.sub(r"\s", "", line) for line in printed}
    form = kit.forms()["todokede"]
    wanted = [line for box in form.boxes for note in box.notes for line in lines_of(note["ja"], 20.7, 19.7)]
    wanted += [line for note in form.notes for line in lines_of(note.words["ja"], 49.5, 49.5)[1:]]
    assert [line for line in wanted if re.sub(r"\s", "", line) not in shown] == []


def test_hostile_answers_are_shown_as_text() -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} ) Tj ET (x) \\ /JS"
    given = kit.answers(media=hostile)
    filled = kit.press().final(given)
    assert re.sub(r"\s", "", hostile) in text_of(filled.data)
    editable = kit.press().editable(given)
    assert b"/JS" not in editable.data
    kit.opened(editable.data)


def test_no_page_number_is_read_out() -> None:
    pdf = kit.opened(kit.press().final(kit.answers()).data)
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    reached = {element.objgen for element in kit.elements(pdf)}
    tied = [owner for owners in nums[1::2] for owner in list(owners) if isinstance(owner, pikepdf.Dictionary)]
    assert tied
    assert all(owner.objgen in reached for owner in tied)


@pytest.mark.parametrize("kind", ["editable", "final"])
def test_poppler_gives_every_code_point_back(kind: str, tmp_path: Path) -> None:
    given = kit.answers(media=kit.AWKWARD)
    file = tmp_path / "form.pdf"
    file.write_bytes(getattr(kit.press(), kind)(given).data)
    command = ["pdftotext", "-raw", str(file), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    text = re.sub(r"\s", "", found)
    for character in re.sub(r"\s", "", kit.AWKWARD):
        assert character in text, unicodedata.name(character)
    assert not re.search("[\u2e80-\u2fdf]", text)  # radicals: ⽉ instead of 月


def test_every_page_has_only_pdf_ua_structure_types() -> None:
    pdf = kit.opened(kit.press().final(kit.answers(2)).data)
    used = {str(element.S) for element in kit.elements(pdf)}
    usual = {"Document", "Div", "Sect", "NonStruct", "Span", "P", "H1", "H2", "L", "LI", "LBody", "Form"}
    usual |= {"Table", "TBody", "TR", "TH", "TD"}
    assert used <= {f"/{name}" for name in usual}


@pytest.mark.parametrize(("numbers", "kind"), [("123", "/Decimal"), ("アイウ", None), ("1※2", None)])
def test_notes_are_numbered_as_they_are(numbers: str, kind: str | None) -> None:
    """A list is called a decimal one where its numbers are such, in the final form and in the blank one."""
    form = kit.forms()["todokede"]
    assert len(form.notes) == len(numbers)
    notes = tuple(replace(note, number=n) for note, n in zip(form.notes, numbers, strict=True))
    other = Press(replace(form, notes=notes))
    for data in (other.blank(), other.final(kit.answers()).data):
        pdf = kit.opened(data)
        (found,) = (each for each in kit.elements(pdf) if each.S == "/L")
        assert (str(found.A.ListNumbering) if "/A" in found else None) == kind
