"""The order of the glossary: by rows of kana in Japanese, by letters elsewhere."""

from __future__ import annotations

import unicodedata

ROWS = "あかさたなはまやらわ"
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")


def plain(text: str) -> str:
    """Text as it is sorted: without voicing marks, accents, case, small kana; katakana as hiragana."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    kana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in bare)
    return kana.translate(SMALL).casefold()


def initial(text: str) -> str:
    """The row of kana (あ, か …) or the letter under which a word stands; "" where it has neither."""
    first = plain(text)[:1]
    if "あ" <= first <= "ん":
        return max(row for row in ROWS if row <= first)
    return first.upper() if "a" <= first <= "z" else ""
