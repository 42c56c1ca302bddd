"""Dates and times as people write them: 和暦 and 西暦, full-width digits, 元年; both ways."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal


@dataclass(frozen=True)
class Era:
    """An era: its first day. The day on which one begins can still be written in the one before."""

    name: str
    letter: str
    english: str
    begins: date


ERAS = (
    Era("明治", "M", "Meiji", date(1868, 10, 23)),
    Era("大正", "T", "Taisho", date(1912, 7, 30)),
    Era("昭和", "S", "Showa", date(1926, 12, 25)),
    Era("平成", "H", "Heisei", date(1989, 1, 8)),
    Era("令和", "R", "Reiwa", date(2019, 5, 1)),
)
"""大正 and 昭和 began on the day on which the era before ended, 平成 and 令和 on the day after."""

FIRST = date(1873, 1, 1)
"""Before it (明治6年1月1日) Japan counted by another calendar: such a date cannot be converted by rule."""

MOST = 60
"""No date, however written, has more characters."""

Reason = Literal["format", "no-era", "calendar", "era-begins", "era-ended", "too-early", "twelve", "hour"]


class DateFault(ValueError):
    """A text that is no date or time: why, in a tag that interfaces have words for, and the mend."""

    def __init__(self, reason: Reason, rule: str, mend: str = "", **about: Era | date | None) -> None:
        super().__init__(rule)
        self.reason, self.rule, self.mend, self.about = reason, rule, mend, about
        """`about`: the era, the day it begins or ends (`date`), the day that was meant (`that`)."""


_DATE = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR](?=\.?\s?[0-9]|元))?\.?\s*(?P<year>[0-9]{1,4}|元)\s*"
    r"(?:年\s*(?P<m>[0-9]{1,2})\s*月\s*(?P<d>[0-9]{1,2})\s*日|(?P<sep>[-/.])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2}))",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<half>午前|午後|AM|PM)?\s*(?P<h>[0-9]{1,2})\s*(?::\s*(?P<m>[0-9]{2})|時\s*(?:(?P<m2>[0-9]{1,2})\s*分|(?P<half_past>半))?)",
    re.IGNORECASE,
)
_KANJI = {digit: number for number, digit in enumerate("〇一二三四五六七八九")}


def parse_date(text: str) -> date:
    """The date that `text` writes. Raises `DateFault`."""
    found = _DATE.fullmatch(_plain(text))
    if found is None:
        mend = "write 令和8年11月22日 or 2026-11-22"
        raise DateFault("format", "a date has a year, a month and a day", mend)
    month, day = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
    if found["era"] is None:
        if found["year"] == "元" or len(found["year"]) < 4:
            rule = "a year is given with its era, or in four digits"
            raise DateFault("no-era", rule, f"write 令和{found['year']}年 or 2026年")
        return _early(_day(int(found["year"]), month, day, text))
    era = next(e for e in ERAS if found["era"].upper() in (e.name, e.letter))
    number = 1 if found["year"] == "元" else int(found["year"])
    if number < 1:
        raise DateFault("calendar", "the years of an era count from 1 (元年)")
    return _early(_inside(era, _day(era.begins.year + number - 1, month, day, text)))


def _inside(era: Era, day: date) -> date:
    if day < era.begins:
        rule = f"{era.name} ({era.english}) begins on {_western(era.begins)}"
        that = day if day >= FIRST else None
        mend = f"that day is {wareki(day)}" if that else ""
        raise DateFault("era-begins", rule, mend, era=era, date=era.begins, that=that)
    later = [e for e in ERAS if e.begins > era.begins]
    if later and day > last_of(era):
        rule = f"{era.name} ({era.english}) ends on {_western(last_of(era))}"
        mend = f"that day is {wareki(day)}"
        raise DateFault("era-ended", rule, mend, era=era, date=last_of(era), that=day)
    return day


def last_of(era: Era) -> date:
    """The last day that can be written in an era; `date.max` for the present one."""
    following = [e for e in ERAS if e.begins > era.begins]
    if not following:
        return date.max
    shared = following[0].name in ("大正", "昭和")
    return following[0].begins if shared else following[0].begins - timedelta(days=1)


def _early(day: date) -> date:
    if day < FIRST:
        raise DateFault("too-early", f"dates are on or after {_western(FIRST)}")
    return day


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateFault("calendar", f"the calendar has no such day as {text.strip()}") from None


def parse_time(text: str) -> time:
    """The time of day that `text` writes. Raises `DateFault`."""
    found = _TIME.fullmatch(_plain(text))
    if found is None:
        raise DateFault("format", "a time has hours and minutes", "write 13:05 or 午後1時5分")
    hour, half = int(found["h"]), (found["half"] or "").upper()
    minute = 30 if found["half_past"] else int(found["m"] or found["m2"] or 0)
    if half:
        if hour == 12:
            rule = "12 with 午前 or 午後 is read in two ways"
            raise DateFault("twelve", rule, f"write 0:{minute:02} for midnight or 12:{minute:02} for noon")
        if hour > 12:
            raise DateFault("hour", "after 午前 and 午後 hours go up to 11")
        hour += 12 if half in ("午後", "PM") else 0
    if hour > 23 or minute > 59:
        mend = "24:00 is 0:00 of the next day" if hour == 24 and not minute else ""
        raise DateFault("hour", "hours go up to 23, minutes up to 59", mend)
    return time(hour, minute)


def parse_moment(text: str) -> datetime:
    """The date and time of day that `text` writes, a space or `T` between. Raises `DateFault`."""
    plain = _plain(text)
    found = re.match(r"(.*日|[^\sT]+?)(?:\s*T\s*|\s+|(?<=日))((?:午|AM|PM|[0-9]).*)", plain, re.IGNORECASE)
    if found is None:
        mend = "write 令和8年11月22日 13時5分 or 2026-11-22 13:05"
        raise DateFault("format", "a moment has a date, and then a time of day", mend)
    return datetime.combine(parse_date(found[1]), parse_time(found[2]))


def _plain(text: str) -> str:
    """Half-width, without blanks around, kanji numerals as digits; nothing where it is too long for one."""
    if len(text) > MOST:
        return ""
    text = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"[〇一二三四五六七八九十]+(?=\s*[年月日時分])", lambda m: str(_number(m[0])), text)


def _number(kanji: str) -> int:
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return int("".join(str(_KANJI[digit]) for digit in kanji))
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return (_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0)


def era_of(day: date) -> tuple[Era, int]:
    """The era of a day and the year in it; on the day one begins, the new one."""
    era = next(e for e in reversed(ERAS) if e.begins <= day)
    return era, day.year - era.begins.year + 1


def wareki(day: date) -> str:
    """令和8年11月22日; 元年 for the first year."""
    year, month, number = parts(day)
    return f"{year}年{month}月{number}日"


def parts(day: date) -> tuple[str, str, str]:
    """What is written before 年, 月 and 日: ("令和8", "11", "22")."""
    era, year = era_of(day)
    return f"{era.name}{'元' if year == 1 else year}", str(day.month), str(day.day)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _western(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def written(value: date | time | datetime, language: str) -> str:
    """How a sheet or a page in `language` writes it: 令和8年11月22日 13時5分; 22 November 2026 13:05."""
    if isinstance(value, datetime):
        return f"{written(value.date(), language)} {written(value.time(), language)}"
    if isinstance(value, time):
        return f"{value.hour}時{value.minute}分" if language == "ja" else f"{value:%H:%M}"
    return wareki(value) if language == "ja" else _western(value)


_DURATION = re.compile(r"P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?)?")


def parse_duration(text: str) -> timedelta:
    """An ISO 8601 duration of days, hours and minutes. Raises `DateFault`."""
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        raise DateFault("format", "a duration has days, hours or minutes, as in ISO 8601", "write PT60M")
    days, hours, minutes = (int(piece or 0) for piece in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)
