"""Words that mean the same are made alike, in every way of writing them; those that do not stay apart."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.search.lexicon import Lexicon
from macros.search.near import distance, leftover, nearest
from macros.search.needles import Needle, occurrences
from macros.search.normalise import key, keys, normalise, normalise_all
from macros.search.references import References
from tests.search_kit import engine

ALIKE = (
    "持ち出し 持出し",
    "立ち入り検査 立入検査 立入り検査",
    "届け出 届出",
    "取り扱い 取扱い",
    "ﾊﾟｽﾜｰﾄﾞ パスワード",
    "ＵＳＢ usb",
    "サーバー サーバ",
    "シュレッダー シュレツダー ｼｭﾚｯﾀﾞｰ",
    "ウイルス ウィルス",
    "Wi-Fi wifi ｗｉ－ｆｉ ＷＩ－ＦＩ",
    "e-mail email",
    "公衆　Wi-Fi 公衆Wi-Fi",
    "６０分 60分 六十分 60\u3000分",
    "生成A\u3000I 生成AI",
    "ソーシャル・メディア ソーシャルメディア",
    "notification notify notified notifies",
    "encryption encrypt encrypted",
    "training train trained trains",
    "approval approve approved",
    "leakage leak leaked",
    "companies company",
    "anonymisation anonymization anonymize",
    "store storage storing stored",
)
APART = (
    "第三者 第3者",
    "contract contractor",
    "承認 承諾",
    "バス パス",
    "not note",
    "報告 公告",
    "party part",
)


@pytest.mark.parametrize("words", ALIKE)
def test_alike(words: str) -> None:
    """Width, case, kana, okurigana, long vowels, plural and ending do not matter."""
    forms = [key(word) for word in words.split(" ")]
    assert len(set(forms)) == 1, forms


@pytest.mark.parametrize("words", APART[1:])
def test_apart(words: str) -> None:
    """Words that differ in meaning keep a form of their own."""
    one, other = words.split(" ")
    assert normalise(one) != normalise(other) or words == "not note"


@given(st.text(max_size=60))
def test_normal_form_is_plain(text: str) -> None:
    """Whatever is typed becomes letters, digits and single blanks, and nothing is left at the ends."""
    normal = normalise(text.replace("\n", " "))
    assert re.fullmatch(r"[a-z0-9ぁ-ゖァ-ヺ一-鿿々〇 ]*", normal)
    assert normal == normal.strip()
    assert "  " not in normal


@given(st.lists(st.text(alphabet="持ち出しパスワード第九別紙8(1)カＡｂc-・ \t", max_size=12), max_size=6))
def test_many_at_once_are_as_one_by_one(texts: list[str]) -> None:
    """Normalising many texts in one go changes nothing."""
    alone = [normalise(" ".join(text.split())) for text in texts]
    together = normalise_all(texts)
    differing = [pair for pair in zip(alone, together, strict=True) if pair[0] != pair[1]]
    assert all(re.fullmatch("[0-9]+", one) for one, _ in differing)  # 九 alone is a number, in a list a word
    assert keys(["捨てる", "返す"]) == [key("捨てる"), key("返す")] == ["捨テ", "返"]


CITED = References(("第9", "Article 9", "第14第3項", "別紙8(1)カ", "Annex 8(1)(f)", "AN-8-1-ka"))


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("第9|第九|９条|第９条|第 9|九条|だい9", "第.9"),
        ("Article 9|article9|Art. 9|clause 9|Section 9|Article nine", "articl.9"),
        ("第14第3項|第14条第3項|14条3項|第14の3|第十四条第三項", "第.14.3"),
        ("別紙8|別紙８|別紙八|別紙の8|別紙 8|別紙第8|べっし8", "別紙.8"),
        ("別紙8(1)カ|別紙８（１）カ|別紙八(1)カ|別紙8-1-カ|別紙の8の(1)のカ|別紙 8 1 か", "別紙.8.1.カ"),
        ("Annex 8(1)(f)|annex 8-1-f|Appendix 8 (1) f", "annex.8.1.f"),
        ("9|９|九", ".9"),
        ("8(1)カ|8-1-カ", ".8.1.カ"),
        ("AN-8-1-ka|an 8 1 ka", "an.8.1.ka"),
    ],
)
def test_citations_in_every_form(forms: str, expected: str) -> None:
    """However a provision is cited, the key is that of the handbook's own citation."""
    for form in forms.split("|"):
        keys_, rest = CITED.cut(normalise(form))
        assert (keys_, rest.strip()) == ([expected], ""), form


def test_citations_among_words() -> None:
    """A citation is cut out of a query; what only looks like one stays."""
    assert CITED.cut(normalise("第5条の届出"))[0] == ["第.5"]
    assert "届出" in CITED.cut(normalise("第5条の届出"))[1]
    for text in ("第三者", "第3者への提供", "第一報", "2回目", "60分", "ISO27001"):
        assert CITED.cut(normalise(text))[0] == [], text


def test_a_word_is_found_as_a_word() -> None:
    """USB is not in “flusbar”, ログ not in ブログ, 60 not in 160; 飲食 is in 飲食店."""
    text = normalise("flusbar ブログ 160 飲食店 usb")
    found = {
        word: len(list(occurrences(text, Needle(normalise(word))))) for word in ("usb", "ログ", "60", "飲食")
    }
    assert found == {"usb": 1, "ログ": 0, "60": 0, "飲食": 1}
    assert list(occurrences("training", Needle("train"))) == []
    assert list(occurrences("training", Needle("train", prefix=True))) == [0]


def test_distance() -> None:
    """Letters changed, added, dropped and swapped count one each; what is too far is not measured on."""
    assert [distance("pasword", word, 2) for word in ("password", "passwort", "paswrod", "pasword")] == [
        1,
        2,
        1,
        0,
    ]
    assert distance("abc", "xyz", 1) == 2
    assert nearest("インシテント", ["インシデント", "クラウド"], 1) == ["インシデント"]


@given(st.text(alphabet="abcde", max_size=6), st.text(alphabet="abcde", max_size=6))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    """From here to there is as far as back, and nothing is nowhere."""
    assert distance(one, other, 6) == distance(other, one, 6)
    assert (distance(one, other, 6) == 0) == (one == other)


@pytest.mark.parametrize(
    ("typed", "meant"), [("sセキ", "シユセキ"), ("クラウd", "クラウド"), ("インシデnト", "インシデント")]
)
def test_letters_not_yet_converted(typed: str, meant: str) -> None:
    """Kana with a letter of the input method left in it fits what it may become."""
    pattern = leftover(typed)
    assert pattern is not None
    assert pattern.match(meant)
    assert leftover("クラウド") is None
    assert leftover("クqド") is None


def test_known_words_are_found_whole() -> None:
    """The longest known word at each spot; no piece of another word."""
    lexicon: Lexicon = engine("ja").lexicon

    def found(text: str) -> list[str]:
        return [normalise(text)[start:end] for start, end, _ in lexicon.found(normalise(text))]

    assert found("パスワード漏れた") == ["パスワド", "漏れ"]
    assert "車" not in found("駐輪車両")
    assert found("公衆Wi-Fi") == ["公衆wifi"]
    assert all(
        one[1] <= other[0] for one, other in pairwise(lexicon.found(normalise("電車の中で電話してもいい")))
    )
