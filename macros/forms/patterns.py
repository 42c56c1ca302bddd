"""Regular expressions of what answers are when they are saved: such as JSON Schema takes, and Python too.

They say what `values` reads, and nothing laxer or stricter, for every character up to U+FFFF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from macros.forms.values import BLANKS, seen

END = r"(?![\s\S])"
"""The end of the text: `$` is also before a last line break, in Python."""


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    first = last = -2
    for code in (*codes, 0x110000):
        if code != last + 1:
            if first >= 0:
                yield f"\\u{first:04x}" + (f"-\\u{last:04x}" if last > first else "")
            first = code
        last = code


@cache
def _unseen() -> str:
    """What cannot be seen. Surrogates are left out: no JSON text holds one alone."""
    codes = (n for n in range(0xFFFF + 1) if n != ord("\n") and not 0xD800 <= n < 0xE000)
    return "".join(_ranges(n for n in codes if not seen(chr(n))))


_BLANK = "".join(_ranges(map(ord, sorted(BLANKS))))


def text(*, lines: bool, blanks: bool = False) -> str:
    """Text of one line or several; where asked for with blanks around."""
    unseen = _unseen() if lines else rf"\n{_unseen()}"
    edge = f"[^{_BLANK}{unseen}]"
    around = f"[{_BLANK}]*" if blanks else ""
    return f"^{around}{edge}(?:[^{unseen}]*{edge})?{around}{END}"


BLANK = f"^[{_BLANK}]*{END}"
"""Nothing but blanks: no answer."""
WRITTEN_NUMBER = f"^[{_BLANK}]*[0-9０-９]{{1,15}}[{_BLANK}]*{END}"

_YEAR = "(?:187[3-9]|18[89][0-9]|19[0-9]{2}|[2-9][0-9]{3})"  # from `dates.FIRST` on
_LEAP = (
    "(?:18(?:76|8[048]|9[26])|(?:19|[2-9][0-9])(?:0[48]|[2468][048]|[13579][26])|[2468][048]00|[3579][26]00)"
)
_DAY = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"

DATE, TIME, MOMENT = f"^{_DAY}{END}", f"^{_TIME}{END}", f"^{_DAY}T{_TIME}{END}"


def ending(word: str, *, blanks: bool = False) -> str:
    """Text that ends in `word`, where asked for with blanks behind it."""
    return f"{word}{f'[{_BLANK}]*' if blanks else ''}{END}"
