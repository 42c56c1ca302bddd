"""The form font: what it can show, how it is built and kept."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pytest

from macros.pdf import face, fonts
from macros.pdf.cut import Cut
from macros.pdf.truetype import EM, Glyph, truetype
from tests.pdf_kit import the_face


def _inflated(stream: bytes) -> bytes:
    return zlib.decompress(stream.partition(b"stream\n")[2].removesuffix(b"\nendstream"))


def repertoire(codec: str, longest: int = 9) -> set[str]:
    """The printable characters of an encoding."""
    found = set()
    for code in (*range(0x20, 0x7F), *range(0xA1, 0xD800), *range(0xF900, 0x10000), *range(0x20000, 0x30000)):
        try:
            if len(chr(code).encode(codec)) <= longest:
                found.add(chr(code))
        except UnicodeEncodeError:
            continue
    return found


def test_everyday_japanese_is_in_the_font_of_forms() -> None:
    lacking = (repertoire("cp932") | repertoire("euc_jis_2004", 2)) - set(the_face().codes)
    assert lacking <= {"⦅", "⦆"}  # the two of JIS X 0213 that BIZ UDGothic lacks


@pytest.mark.parametrize("character", [*"髙﨑𠮷𠮟①㋿ｱﾟ月〜～−", "\xa0"])
def test_awkward_characters_are_there_too(character: str) -> None:
    glyph = the_face().glyphs[character]
    assert character in the_face().codes
    assert glyph.outline or character == "\xa0"


def test_a_code_is_the_number_of_its_character() -> None:
    codes = the_face().codes
    assert all(code == ord(text) for text, code in codes.items() if ord(text) < 0x10000)
    assert len(set(codes.values())) == len(codes)
    assert all(0xE000 <= code < 0xF900 for text, code in codes.items() if ord(text) > 0xFFFF)


def test_glyph_ids_are_codes() -> None:
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(zlib.decompress(the_face().packed))) as font:
        order = font.getGlyphOrder()
        for character in "髙月あA":
            glyph = font["glyf"][order[ord(character)]]
            assert glyph.numberOfContours > 0
            assert font["hmtx"][order[ord(character)]][0] == the_face().glyphs[character].width
        assert font["head"].unitsPerEm == EM


def test_the_bars_of_yoshi_are_those_of_kichi_exchanged() -> None:
    assert the_face().glyphs["𠮷"] != the_face().glyphs["吉"]
    assert the_face().glyphs["𠮷"].width == the_face().glyphs["吉"].width


def test_half_width_is_half_as_wide() -> None:
    assert the_face().advances["ｱ"] * 2 == the_face().advances["ア"] == 1


def test_a_face_survives_its_cache() -> None:
    packed = face._packed(the_face())
    again = face._unpacked(packed)
    assert again.glyphs == the_face().glyphs
    assert (again.name, again.measures, again.packed) == (
        the_face().name,
        the_face().measures,
        the_face().packed,
    )
    with pytest.raises(ValueError, match="damaged"):
        face._unpacked(packed[:-9] + b"123456789")


def test_a_missing_font_is_said_with_the_command_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (Path("/nowhere"),) * 3)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(fonts.FontMissing, match="apt-get install fonts-morisawa-bizud-gothic"):
        fonts.find("BIZUDGothic-Nothing.ttf")


def test_a_font_for_one_document_has_only_its_characters() -> None:
    cut = Cut(the_face())
    assert [cut.code(unit) for unit in "一人一"] == [1, 2, 1]
    objects = cut.objects(range(10, 15))
    assert b"<0001><4E00>" in _inflated(objects[12])
    assert len(objects[14]) < 2000


def test_what_no_font_has_looks_like_geta_and_still_means_itself() -> None:
    cut = Cut(the_face())
    cut.code("\U0003ffff")
    cut.code("邉\U000e01ef")
    assert list(cut.missing) == ["\U0003ffff", "邉\U000e01ef"]
    assert cut._glyphs[1] == the_face().glyphs["〓"]
    assert cut._glyphs[2] == the_face().glyphs["邉"]
    assert b"<0001><D8BFDFFF>" in _inflated(cut.objects(range(5))[2])


def test_units_keep_variation_selectors_with_their_character() -> None:
    assert list(face.units("葛\U000e0100城")) == ["葛\U000e0100", "城"]
    assert list(face.units("𠮷a")) == ["𠮷", "a"]


def test_a_font_file_is_what_fonttools_expects() -> None:
    from fontTools.ttLib import TTFont

    measures = the_face().measures
    data = truetype([Glyph(b"", 500), the_face().glyphs["月"]], measures)
    with TTFont(io.BytesIO(data), checkChecksums=1) as font:
        tables: dict[str, Any] = {tag: font[tag] for tag in ("glyf", "hmtx", "maxp", "hhea")}
        assert tables["maxp"].numGlyphs == 2
        assert tables["hhea"].ascent == 880
