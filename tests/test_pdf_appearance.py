"""Lines: broken as Japanese wants it, in type that fits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.pdf.appearance import LEAST, NOT_FIRST, NOT_LAST, Box, broken, drawn, fitted, lines_wanted
from macros.pdf.face import units
from tests.pdf_kit import the_face


def lines(text: str, ems: float) -> list[str]:
    pieces = units(text)
    widths = [the_face().advances.get(piece, 1.0) for piece in pieces]
    return ["".join(line) for line in broken(pieces, widths, ems)]


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        pytest.param("あいうえお", 2, ["あい", "うえ", "お"], id="plain"),
        pytest.param("あいう。え", 3, ["あい", "う。え"], id="no line begins with a full stop"),
        pytest.param("あい「うえ」", 3, ["あい", "「う", "え」"], id="brackets stay with their words"),
        pytest.param("あッあー", 3, ["あッ", "あー"], id="a long vowel stays with its syllable"),
        pytest.param("。。。。", 2, ["。。", "。。"], id="where every break is wrong"),
        pytest.param("日本 Tokyo Tower", 4, ["日本 ", "Tokyo ", "Tower"], id="words stay whole"),
        pytest.param("電話 03-1234-5678", 7, ["電話 ", "03-1234-5678"], id="a telephone number stays whole"),
        pytest.param("上-下", 1.5, ["上-", "下"], id="what else is joined may part"),
        pytest.param("abcdefghij", 2, ["abcd", "efgh", "ij"], id="a word longer than the line"),
        pytest.param("", 5, [""], id="nothing"),
        pytest.param("漢漢漢", 0.5, ["漢", "漢", "漢"], id="narrower than a character"),
    ],
)
def test_lines_are_broken_by_the_rules(text: str, ems: float, expected: list[str]) -> None:
    assert lines(text, ems) == expected


@given(st.text(st.sampled_from("あ亜。、「」（）aZ9 ー・ﾞ"), max_size=60), st.integers(2, 12))
def test_no_character_is_lost_and_no_line_too_wide(text: str, ems: int) -> None:
    found = lines(text, ems)
    assert "".join(found) == text
    for line in found:
        wide = sum(the_face().advances[character] for character in line.rstrip(" \u3000"))
        assert wide <= ems


@given(st.text(st.sampled_from("あ亜。、「」"), min_size=1, max_size=40))
def test_kinsoku_holds_where_lines_can_be_parted(text: str) -> None:
    found = lines(text, 10)
    for before, after in pairwise(found):
        if any(character not in NOT_FIRST | NOT_LAST for character in before[1:]):
            fine = after[0] not in NOT_FIRST and before[-1] not in NOT_LAST
            assert fine or len(before) == 10


def test_type_gets_smaller_until_it_fits() -> None:
    short = fitted("東京", Box(100, 20, 10), the_face().advances)
    assert (short.size, short.fits, len(short.lines)) == (10, True, 1)
    two = fitted("東京都新宿区西新宿二丁目８番１号", Box(100, 20, 10), the_face().advances)
    assert (two.size, two.fits, len(two.lines)) == (8, True, 2)
    smaller = fitted("東京都新宿区西新宿", Box(88, 20, 10), the_face().advances)
    assert smaller.size == 9
    assert smaller.fits
    never = fitted("長" * 200, Box(100, 20, 10), the_face().advances)
    assert never.size == LEAST
    assert not never.fits


def test_lines_that_were_typed_are_kept() -> None:
    setting = fitted("一\n\n三", Box(100, 60, 10, several=True), the_face().advances)
    assert ["".join(line) for line in setting.lines] == ["一", "", "三"]
    assert lines_wanted("一\n\n三", 100, 10, the_face().advances) == 3


def test_a_comb_sets_one_character_in_each_cell() -> None:
    def encode(line: Sequence[str]) -> list[tuple[str, str]]:
        return [("F", f"{ord(line[0]):04X}")]

    shown, fits = drawn("1２", Box(60, 20, 10, cells=3), the_face().advances, encode)
    assert fits
    assert "1 0 0 1 7.5 6.2 Tm <0031>Tj" in shown
    assert "1 0 0 1 25 6.2 Tm <FF12>Tj" in shown
    assert not drawn("1234", Box(60, 20, 10, cells=3), the_face().advances, encode)[1]
