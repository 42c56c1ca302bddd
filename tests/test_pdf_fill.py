"""Editable forms: sound fields, values that come back as they went in, nothing lost in silence."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.forms.flat import to_fields
from macros.pdf import layout, template
from macros.pdf.fill import UnknownValue, editable
from macros.pdf.objects import FREE_ROW, bundled_row, row, table_stream
from macros.pdf.read import Unreadable, read
from macros.pdf.sheet import Sheet
from macros.pdf.slots import Slot
from tests import pdf_kit as kit

JAPANESE = st.text(
    st.one_of(
        st.sampled_from(kit.AWKWARD + "「」（）、。ー々〆〒①Ⅲ㎡㈱︎ｶﾞ"),
        st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")),
    ),
    max_size=60,
)
LINES = st.lists(JAPANESE, max_size=4).map("\n".join)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": JAPANESE,
        "address": LINES,
        "cloud": st.sampled_from(("used", "無")),
        "agreed": st.just("on"),
        "code": st.text(st.sampled_from("0１ﾊA髙"), max_size=7),
    },
)


@given(VALUES)
@settings(max_examples=150)
def test_what_is_read_is_what_was_filled_in(values: dict[str, str]) -> None:
    filled = editable(kit.small()[0], kit.the_face(), values)
    assert read(filled.data) == {key: value for key, value in values.items() if value}


def test_the_same_values_give_the_same_file() -> None:
    first, second = (editable(kit.small()[0], kit.the_face(), kit.VALUES) for _ in range(2))
    assert first == second


def test_the_official_form_gives_its_answers_back() -> None:
    given_ = kit.answers(3)
    filled = kit.press().editable(given_)
    assert filled.too_long == ()
    assert filled.missing == {}
    assert read(filled.data) == to_fields(kit.press().form, given_)
    kit.opened(filled.data)


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_viewer_are_one(break_: str) -> None:
    filled = editable(kit.small()[0], kit.the_face(), {"address": "一"})
    pdf = kit.opened(filled.data)
    next(f for f in kit.fields(pdf) if f.T == "address").V = pikepdf.String(f"一{break_}二")
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert read(buffer.getvalue()) == {"address": "一\n二"}


def changed_by_pikepdf(data: bytes) -> bytes:
    """Values put into the dictionaries, every appearance taken away, as simple tools do."""
    pdf = kit.opened(data)
    for field in kit.fields(pdf):
        if field.T == "name":
            field.V = pikepdf.String("株式会社𠮷野")
        elif field.T == "cloud":
            field.V = pikepdf.Name("/無")
        for widget in field.get("/Kids", [field]):
            for key in {"/AP", "/AS"} & set(widget.keys()):
                del widget[key]
    pdf.Root.AcroForm.NeedAppearances = True
    buffer = io.BytesIO()
    pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def changed_by_mupdf(data: bytes) -> bytes:
    """Typed in a viewer that draws its own appearances and writes values in its own way."""
    pymupdf = pytest.importorskip("pymupdf")
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for widget in (widget for page in pdf for widget in page.widgets()):
            if widget.field_name in ("name", "cloud"):
                ticked = widget.on_state() != "used"
                widget.field_value = "株式会社𠮷野" if widget.field_name == "name" else ticked
                widget.update()
        saved: bytes = pdf.tobytes()
        return saved


@pytest.mark.parametrize("change", [changed_by_pikepdf, changed_by_mupdf])
def test_what_another_tool_changed_is_read(change: Callable[[bytes], bytes]) -> None:
    before = editable(kit.small()[0], kit.the_face(), kit.VALUES).data
    assert read(change(before)) == kit.VALUES | {"name": "株式会社𠮷野", "cloud": "無"}


def test_an_option_is_read_from_its_widget_where_the_field_is_silent() -> None:
    pdf = kit.opened(editable(kit.small()[0], kit.the_face(), {"cloud": "無"}).data)
    del next(f for f in kit.fields(pdf) if f.T == "cloud").V
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert read(buffer.getvalue()) == {"cloud": "無"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"not a pdf", "not a sound PDF", id="text"),
        pytest.param(b"", "not a sound PDF", id="empty"),
        pytest.param(b"%PDF-1.7\n%%EOF", "not a sound PDF", id="no objects"),
    ],
)
def test_what_is_no_form_is_said_to_be_none(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(data)


def test_a_final_copy_is_not_read() -> None:
    with pytest.raises(Unreadable, match="no fields"):
        read(kit.press().final(kit.answers()).data)


@given(st.data())
@settings(max_examples=25)
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = kit.small()[0].blank
    after = len(whole) - 40_000  # behind the font
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 30))):
        place = data.draw(st.integers(after, len(whole) - 1))
        spoilt[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(after, len(whole)))
    with contextlib.suppress(Unreadable):
        read(bytes(spoilt[:cut]))


def test_fields_that_stand_in_themselves_end() -> None:
    pdf = kit.opened(kit.small()[0].blank)
    one = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a")))
    one.Kids = pikepdf.Array([one])
    pdf.Root.AcroForm.Fields.append(one)
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert read(buffer.getvalue()) == {}


def test_fields_in_fields_are_walked_once() -> None:
    """Three fields that hold each other would be walked 3^20 times."""
    pdf = kit.opened(kit.small()[0].blank)
    knot = [pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String(name))) for name in "abc"]
    for one in knot:
        one.Kids = pikepdf.Array(knot)
    pdf.Root.AcroForm.Fields.extend(knot)
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert read(buffer.getvalue()) == {}


def test_a_file_that_would_unpack_to_more_is_refused() -> None:
    """A catalog in an object stream of some kilobytes, with as much white behind it as memory holds."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"1 0 <</Type/Catalog/AcroForm<</Fields[]>>>>")
    packed += b"".join(packer.compress(b" " * 1_000_000) for _ in range(80)) + packer.flush()
    held = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)
    body = b"%%PDF-1.7\n2 0 obj\n%bstream\n%b\nendstream\nendobj\n" % (held, packed)
    rows = [FREE_ROW, bundled_row(2, 0), row(9), row(len(body))]
    xref = b"3 0 obj\n%b\nendobj\n" % table_stream(rows, "/Root 1 0 R", b"x")
    with pytest.raises(Unreadable, match="not a sound PDF"):
        read(body + xref + b"startxref\n%d\n%%%%EOF\n" % len(body))


def test_a_locked_file_is_said_to_be_locked() -> None:
    buffer = io.BytesIO()
    kit.opened(kit.small()[0].blank).save(buffer, encryption=pikepdf.Encryption(user="a", owner="b"))
    with pytest.raises(Unreadable, match="password"):
        read(buffer.getvalue())


def test_unknown_fields_and_options_are_refused() -> None:
    with pytest.raises(UnknownValue, match="no field 'phone'"):
        editable(kit.small()[0], kit.the_face(), {"phone": "1"})
    with pytest.raises(UnknownValue, match="no option 'maybe'; one of used, 無"):
        editable(kit.small()[0], kit.the_face(), {"cloud": "maybe"})


def test_text_that_does_not_fit_or_has_no_glyph_is_reported_and_kept() -> None:
    values = {"address": "長い住所" * 300, "name": "\U0003ffff 邉\U000e01ef"}
    filled = editable(kit.small()[0], kit.the_face(), values)
    assert filled.too_long == ("address",)
    assert filled.missing == {"name": "\U0003ffff邉\U000e01ef"}
    assert read(filled.data) == values


def test_a_long_answer_makes_its_field_higher() -> None:
    given_ = kit.answers(overseas_data="長い説明。" * 38, contract_name="契" * 120)
    filled = kit.press().editable(given_)
    assert filled.too_long == ()
    assert read(filled.data) == to_fields(kit.press().form, given_)


# --- the blank form ------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", sorted(kit.forms()))
def test_a_blank_form_is_small_and_sound(id_: str) -> None:
    blank = kit.press(id_).blank()
    assert len(blank) <= 1_600_000
    pdf = kit.opened(blank)
    assert pdf.Root.Lang == "ja"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.docinfo.Title) == kit.forms()[id_].title["ja"]
    assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()
    assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert not re.search(rb"/(JS|JavaScript|OpenAction|AA|Launch|URI|EmbeddedFile)\b", _objects(pdf))
    assert read(blank) == {}


def _objects(pdf: pikepdf.Pdf) -> bytes:
    return b"\n".join(
        found.stream_dict.unparse() if isinstance(found, pikepdf.Stream) else found.unparse(resolved=True)
        for found in pdf.objects
    )


@pytest.mark.parametrize("id_", sorted(kit.forms()))
def test_every_field_has_a_tooltip_a_tag_and_its_place_in_the_order(id_: str) -> None:
    pdf = kit.opened(kit.press(id_).blank())
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    by_tab = []
    boxes = []
    for page, widget in kit.widgets(pdf):
        assert page.Tabs == "/S"
        assert len(str(widget.TU)) > 1
        x0, y0, x1, y1 = (float(side) for side in widget.Rect)
        assert 40 < x0 < x1 < 555
        assert 40 < y0 < y1 < 802
        boxes.append((page.objgen, x0, y0, x1, y1))
        owner = owners[int(widget.StructParent)]
        assert owner.S == "/Form"
        assert owner.K[0].Obj.objgen == widget.objgen
        by_tab.append(owner.objgen)
        assert set(widget.AP.N.keys()) >= {"/Off"} if "/AS" in widget else widget.AP.N.BBox
    assert by_tab == [element.objgen for element in kit.elements(pdf) if element.S == "/Form"]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one[0] != other[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart or one[4] <= other[2] or other[4] <= one[2], "fields lie on each other"


def test_options_exclude_each_other() -> None:
    pdf = kit.opened(kit.press().blank())
    choices = [field for field in kit.fields(pdf) if field.get("/FT") == "/Btn" and "/Kids" in field]
    assert [str(field.T) for field in choices] == [
        "location",
        "cloud",
        "cloud_services_1_certified",
        "ai",
        "subcontracting",
    ]
    for field in choices:
        assert int(field.Ff) & template.RADIO
        assert field.V == "/Off"
        states = [next(key for key in kid.AP.N.keys() if key != "/Off") for kid in field.Kids]  # noqa: SIM118
        assert len(set(states)) == len(states) == 2


def test_required_and_multiline_are_said() -> None:
    flags = {str(f.T): int(f.get("/Ff", 0)) for f in kit.fields(kit.opened(kit.press().blank()))}
    assert flags["name"] & template.REQUIRED
    assert flags["location"] & template.REQUIRED
    assert not flags["country"] & template.REQUIRED  # asked only where it is abroad
    assert flags["media"] & template.MULTILINE
    assert not flags["name"] & template.MULTILINE


def test_a_comb_and_its_length_are_said() -> None:
    pdf = kit.opened(kit.small()[0].blank)
    field = next(f for f in kit.fields(pdf) if f.T == "code")
    assert int(field.Ff) & template.COMB
    assert int(field.MaxLen) == 7


# --- laying out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        "<style>@import url(file:///etc/hostname)</style>",
        '<style>p { background: url("file:///etc/hostname") }</style><p>x</p>',
    ],
)
def test_nothing_is_fetched(html: str) -> None:
    with pytest.raises(layout.LayoutError, match="nothing is fetched"):
        layout.write(f'<!DOCTYPE html><html lang="ja"><title>x</title>{html}</html>')


def test_a_sheet_set_in_another_font_is_refused() -> None:
    sheet = Sheet(kit.SMALL.replace("試験の様式</h1>", "試験\U0001f600</h1>"), kit.SLOTS)
    with pytest.raises(layout.LayoutError, match="not in BIZ UDGothic"):
        template.build(layout.write(sheet.html), sheet, kit.the_face())


def test_a_sheet_whose_html_lacks_a_slot_is_refused() -> None:
    sheet = Sheet(kit.SMALL, (*kit.SLOTS, Slot(key="more", tooltip="more")))
    with pytest.raises(ValueError, match="numbered from 0"):
        template.build(layout.write(sheet.html), sheet, kit.the_face())
