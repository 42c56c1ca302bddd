"""Days and times of day as strangers' tables have them: with the day of the week, as a span, in English.

What the forms read (`macros.forms.dates`) is read here too; a form is written by one clerk, a table by many.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta

from macros.forms import dates

MOST = 80
"""No day with its times, however written, has more characters."""

WEEK = "月火水木金土日"
_WEEKDAY = re.compile(
    rf"\(\s*(?P<in>[{WEEK}])(?:曜日?)?(?:[・/,]\s*祝)?\s*\)|(?<=日)\s*(?P<ja>[{WEEK}])曜日?"
    r"|[(,]?\s*\b(?P<en>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?\s*[),]?",
    re.IGNORECASE,
)
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    r"(?:(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?P<m>[a-z]{3})[a-z]*\.?"
    r"|(?P<m2>[a-z]{3})[a-z]*\.?\s+(?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?),?\s+(?P<y>[0-9]{4})",
    re.IGNORECASE,
)
_ERA = re.compile(r"^(明|大|昭|平|令)(?=[.\s]*(?:[0-9]|元))")
_ERAS = {"明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和"}
_CLOCK = re.compile(r"\s*(?:午前|午後|AM|PM)?\s*[0-9]{1,2}\s*[:時]", re.IGNORECASE)
_SECONDS = re.compile(r"(?<=[0-9]:[0-9]{2}):[0-9]{2}(?:\.[0-9]+)?(?:\+09:?00)?")
_BETWEEN = re.compile(r"\s*(?:から|[~〜‐–—―-])\s*")


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A day, and when on it something began and ended, as far as it is written."""

    day: date
    begins: time | None = None
    until: time | None = None


class SerialFault(dates.DateFault):
    """A number by which a spreadsheet counts days; which day that is depends on the spreadsheet."""

    def __init__(self, day: date) -> None:
        rule = "a day is written as a day, not as a spreadsheet's serial number"
        super().__init__("format", rule, "format the cell as a date")
        self.day = day


class WeekdayFault(dates.DateFault):
    """The day of the week is not that of the day."""

    def __init__(self, day: date) -> None:
        super().__init__("calendar", "the day of the week is that of the day", f"{day:%A} is")
        self.day = day


def parse(text: str) -> When:
    """The day and the times that `text` writes. Raises `DateFault`."""
    plain = unicodedata.normalize("NFKC", text).strip() if len(text) <= MOST else ""
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", plain):
        raise SerialFault(date(1899, 12, 30) + timedelta(days=int(plain[:5])))
    clock = _CLOCK.search(plain)
    head, tail = (plain[: clock.start()], plain[clock.start() :]) if clock else (plain, "")
    found = _WEEKDAY.search(head)
    if found is not None:
        head = f"{head[: found.start()]} {head[found.end() :]}"
    day = _day(head.strip().removesuffix("T").strip())
    if found is not None and _number(found) != day.weekday():
        raise WeekdayFault(day)
    return When(day, *_times(tail))


def _number(found: re.Match[str]) -> int:
    named = found["in"] or found["ja"]
    return WEEK.index(named) if named else _ENGLISH.index(found["en"].lower())


def _day(text: str) -> date:
    if re.fullmatch(r"(19|20)[0-9]{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if (named := _NAMED.fullmatch(text)) and (month := (named["m"] or named["m2"]).lower()) in _MONTHS:
        text = f"{named['y']}-{_MONTHS.index(month) + 1}-{named['d'] or named['d2']}"
    return dates.parse_date(_ERA.sub(lambda era: _ERAS[era[1]], text))


def _times(text: str) -> tuple[time | None, time | None]:
    """When it began and ended; nothing of text that is blank."""
    text = _SECONDS.sub("", text).strip().removesuffix("まで")
    if not text:
        return None, None
    first, *rest = _BETWEEN.split(text, maxsplit=1)
    begins = dates.parse_time(first)
    until = dates.parse_time(rest[0]) if rest and rest[0].strip() else None
    if until is not None and until <= begins:
        raise dates.DateFault("hour", "a class ends after it begins")
    return begins, until
