"""Dates as people write them: what is taken, what is refused and why, and both ways round."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from macros.forms import dates
from macros.forms.dates import (
    ERAS,
    FIRST,
    DateFault,
    parse_date,
    parse_duration,
    parse_moment,
    parse_time,
    parts,
    wareki,
    written,
)
from macros.forms.flat import joined, split
from tests.forms.strategies import days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026/11/22", date(2026, 11, 22)),
        ("2026.11.22", date(2026, 11, 22)),
        ("2026年11月22日", date(2026, 11, 22)),
        ("令和8年11月22日", date(2026, 11, 22)),
        ("令和８年１１月２２日", date(2026, 11, 22)),
        ("　令和 8 年 11 月 22 日 ", date(2026, 11, 22)),
        ("令和八年十一月二十二日", date(2026, 11, 22)),
        ("二〇二六年十一月二十二日", date(2026, 11, 22)),
        ("㋿8年11月22日", date(2026, 11, 22)),
        ("R8.11.22", date(2026, 11, 22)),
        ("R.8.11.22", date(2026, 11, 22)),
        ("r8/11/22", date(2026, 11, 22)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("㍻元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("明治6年1月1日", date(1873, 1, 1)),
        ("令和6年2月29日", date(2024, 2, 29)),
    ],
)
def test_dates(text: str, day: date) -> None:
    """Both calendars, half and full width, kanji numerals, letters of eras, the first year."""
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        ("令和元年4月30日", "era-begins", "begins on 1 May 2019; that day is 平成31年4月30日"),
        ("平成31年5月1日", "era-ended", "ends on 30 April 2019; that day is 令和元年5月1日"),
        ("平成元年1月7日", "era-begins", "that day is 昭和64年1月7日"),
        ("昭和64年1月8日", "era-ended", "that day is 平成元年1月8日"),
        ("大正15年12月26日", "era-ended", "that day is 昭和元年12月26日"),
        ("昭和元年12月24日", "era-begins", "that day is 大正15年12月24日"),
        ("明治45年7月31日", "era-ended", "that day is 大正元年7月31日"),
        ("明治5年12月2日", "too-early", "on or after 1 January 1873"),
        ("1872-12-31", "too-early", "1 January 1873"),
        ("8年11月22日", "no-era", "write 令和8年"),
        ("元年5月1日", "no-era", "era"),
        ("26/11/22", "no-era", "four digits"),
        ("十十年1月1日", "no-era", ""),
        ("令和0年1月1日", "calendar", "from 1"),
        ("令和8年2月29日", "calendar", "no such day"),
        ("2026-13-01", "calendar", "no such day"),
        ("2026-00-10", "calendar", "no such day"),
        ("令和8年11月", "format", "a year, a month and a day"),
        ("2026-11/22", "format", "write 令和8年11月22日"),
        ("令和8年", "format", ""),
        ("１１月２２日", "format", ""),
        ("確認中", "format", ""),
        ("", "format", ""),
        ("令和8年11月22日" + " " * 100, "format", ""),
        ("9" * 1_000_000, "format", ""),
        ("令和٨年11月22日", "format", ""),
        ("20261122", "format", ""),
    ],
)
def test_no_dates(text: str, reason: str, said: str) -> None:
    """What is refused is refused for a reason, and with the right date where there is one."""
    with pytest.raises(DateFault) as fault:
        parse_date(text)
    assert fault.value.reason == reason
    assert said in f"{fault.value.rule}; {fault.value.mend}"


@given(days())
@example(FIRST)
@example(date(9999, 12, 31))
def test_wareki_and_back(day: date) -> None:
    """ISO → 和暦 → ISO, in kanji, with full-width digits, in letters, and in three parts."""
    text = wareki(day)
    year, month, number = parts(day)
    era, _ = dates.era_of(day)
    wide = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    letters = f"{year.replace(era.name, era.letter)}.{month}.{number}"
    pieces = joined("date", dict(zip(("year", "month", "day"), split(day), strict=True)))
    for again in (text, wide, letters, pieces, day.isoformat(), f"{day.year:04}年{day.month}月{day.day}日"):
        assert parse_date(again) == day


@given(st.dates(FIRST, date(2200, 1, 1)), st.sampled_from(ERAS))
def test_an_era_takes_its_days_only(day: date, era: dates.Era) -> None:
    """A day is written in an era exactly if it lies in it."""
    year = day.year - era.begins.year + 1
    text = f"{era.name}{year}年{day.month}月{day.day}日"
    if era.begins <= day <= dates.last_of(era):
        assert parse_date(text) == day
    else:
        with pytest.raises(DateFault):
            parse_date(text)


def test_every_day_has_an_era() -> None:
    """No gap between the eras: the days around each change of era are written and read."""
    for era in ERAS[1:]:
        for delta in range(-3, 4):
            day = era.begins + timedelta(days=delta)
            assert parse_date(wareki(day)) == day
        assert wareki(era.begins).startswith(f"{era.name}元年")


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_fault(text: str) -> None:
    """Nothing else is ever raised."""
    for parse in (parse_date, parse_time, parse_moment, parse_duration):
        with suppress(DateFault):
            parse(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T13:05", datetime(2026, 11, 22, 13, 5)),
        ("2026-11-22 13:05", datetime(2026, 11, 22, 13, 5)),
        ("令和8年11月22日13時5分", datetime(2026, 11, 22, 13, 5)),
        ("令和8年11月22日　午後1時5分", datetime(2026, 11, 22, 13, 5)),
        ("令和８年１１月２２日 １３：０５", datetime(2026, 11, 22, 13, 5)),
        ("R8.11.22 9:00", datetime(2026, 11, 22, 9)),
        ("2026/11/22 9時半", datetime(2026, 11, 22, 9, 30)),
        ("令和八年十一月二十二日 十三時五分", datetime(2026, 11, 22, 13, 5)),
    ],
)
def test_moments(text: str, moment: datetime) -> None:
    """A date, then a time of day."""
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("13:05", time(13, 5)),
        ("午前0時", time(0)),
        ("午後0時30分", time(12, 30)),
        ("PM 1:05", time(13, 5)),
        ("9時", time(9)),
        ("0:00", time(0)),
        ("23時59分", time(23, 59)),
    ],
)
def test_times(text: str, clock: time) -> None:
    """Hours of the day, or of its half."""
    assert parse_time(text) == clock


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24:00", "hour"),
        ("25:00", "hour"),
        ("12:60", "hour"),
        ("午後12時", "twelve"),
        ("午前13時", "hour"),
        ("13", "format"),
        ("13:5", "format"),
        ("正午", "format"),
    ],
)
def test_no_times(text: str, reason: str) -> None:
    """An hour that could be read in two ways is refused as well."""
    with pytest.raises(DateFault) as fault:
        parse_time(text)
    assert fault.value.reason == reason
    with pytest.raises(DateFault):
        parse_moment(f"2026-11-22 {text}")


@given(st.datetimes(datetime(1873, 1, 1), datetime(2117, 12, 31)))
def test_moments_and_back(moment: datetime) -> None:
    """As a sheet writes it, as ISO 8601 does, and in its five parts."""
    moment = moment.replace(second=0, microsecond=0)
    names = ("year", "month", "day", "hour", "minute")
    pieces = joined("moment", dict(zip(names, split(moment), strict=True)))
    for text in (written(moment, "ja"), moment.isoformat(timespec="minutes"), pieces):
        assert parse_moment(text) == moment


def test_how_they_are_written() -> None:
    """In Japanese in 和暦; in English with the day first and the month in words."""
    moment = datetime(2019, 5, 1, 9, 5)
    assert written(moment, "ja") == "令和元年5月1日 9時5分"
    assert written(moment, "en") == "1 May 2019 09:05"
    assert written(moment.date(), "en") == "1 May 2019"
    assert written(moment.time(), "ja") == "9時5分"


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT60M", timedelta(hours=1)),
        ("PT1H", timedelta(hours=1)),
        ("P1DT2H3M", timedelta(days=1, minutes=123)),
    ],
)
def test_durations(text: str, duration: timedelta) -> None:
    """ISO 8601, days to minutes."""
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "P", "PT", "60M", "PT60", "P1Y", "PT1.5H", "60分"])
def test_no_durations(text: str) -> None:
    """Anything else is refused."""
    with pytest.raises(DateFault):
        parse_duration(text)
