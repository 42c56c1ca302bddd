"""Classes by date and time, and awkward people: what stands on the form and in its attachment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from macros.model import Corpus
from macros.render import desk_answers, desk_facts
from macros.render.desk import Given
from macros.render.voice import Voice
from macros.training.days import When
from macros.training.people import Person, Seat
from macros.training.report import Report
from macros.training.sessions import MOST, alone, sessions
from tests.test_training_report import codes, collected, read, seat
from tests.training_cases import TODAY

STAFF = (Person("特記 花子", "業務部"), Person("山田 太郎", "総務部"), Person("佐藤 次郎", "総務部"))
TEN = When(date(2026, 11, 10), time(10), time(11, 30))
LATER = When(date(2026, 11, 17), time(13))


def at(when: When | None, name: str, status: str = "attended", line: int = 2, **more: str) -> Seat:
    """A row of attendance at that time."""
    return replace(seat(name, status, line, **more), when=when)


def blocks(corpus: Corpus, found: Report, given: Given | None = None) -> list[dict[str, str]]:
    """The blocks of the form."""
    book = Voice.of(corpus, "joho-security", "ja").book
    made: list[dict[str, str]] = desk_answers.answers(book, found, given or Given(), TODAY)["sessions"]
    return made


def test_classes_by_time() -> None:
    """A class is told by its time, method and instructor; who was absent, or is not listed, is not in it."""
    rows = (
        at(LATER, "山田太郎", "partial", 4),
        at(TEN, "特記花子"),
        at(TEN, "山田太郎", "absent", 3),
        at(TEN, "外部 花代", line=5),
        at(None, "佐藤次郎", line=6, instructor="例示 一郎"),
    )
    found = collected([], rows, STAFF)
    made = [(it.when, it.attended, it.partial, it.instructor) for it in sessions(found.people)]
    assert made == [(TEN, 1, 0, ""), (LATER, 0, 1, ""), (None, 1, 0, "例示 一郎")]
    assert alone(found.people) is None


def test_many_classes_are_told_by_day() -> None:
    """Where each person came at a time of their own, the day is enough."""
    staff = tuple(Person(f"社員{n}") for n in range(MOST + 1))
    rows = tuple(at(When(TEN.day, time(n % 24, n % 60)), p.name, line=n + 2) for n, p in enumerate(staff))
    (only,) = sessions(collected([], rows, staff).people)
    assert (only.when, only.attended) == (When(TEN.day), len(staff))


def test_each_content_has_its_own_dates(corpus: Corpus) -> None:
    """Whoever came to both is counted in both, and neither block has the date of the other."""
    rows = (
        at(TEN, "特記花子", content="基礎", method="集合"),
        at(LATER, "特記花子", line=3, content="演習", method="実習"),
        at(LATER, "山田太郎", "partial", 4, content="演習", method="実習"),
    )
    one, two = blocks(corpus, collected([read("a.json")], rows, STAFF))[:2]
    assert one["content"].startswith("演習")
    assert "集合" not in one["content"]
    assert (one["held"], one["expected"], one["attended"]) == ("令和8年11月17日 13時", "3", "1")
    assert (two["held"], two["attended"]) == ("令和8年11月22日", "1")


@pytest.mark.parametrize(
    ("whens", "held"),
    [
        ([TEN], "令和8年11月10日 10時から11時30分まで"),
        ([TEN, LATER], "令和8年11月10日 10時から11時30分まで、令和8年11月17日 13時"),
        (
            [When(TEN.day + timedelta(n), time(9)) for n in range(5)],
            "令和8年11月10日から令和8年11月14日までのうち5日",
        ),
        ([None], "実施日の記録なし"),
    ],
)
def test_dates_on_one_line(corpus: Corpus, whens: list[When | None], held: str) -> None:
    """What the form's line takes; more is in the attachment."""
    rows = tuple(at(when, "特記花子", line=n + 2) for n, when in enumerate(whens))
    found = collected([], rows, STAFF)
    (block,) = blocks(corpus, found)
    assert block["held"] == held
    book = Voice.of(corpus, "joho-security", "ja").book
    given = Given(when="令和8年11月10日 9時から")
    timed = any(when and when.begins for when in whens)
    assert (desk_facts.held(book, found.people, given) == given.when) == (not timed)


def test_more_contents_than_blocks(corpus: Corpus) -> None:
    """No class is left out in silence: one block stands for all, and the attachment lists them."""
    rows = tuple(
        at(TEN, "特記花子", line=n + 2, content=f"第{n}回") for n in range(desk_answers.MOST_BLOCKS + 1)
    )
    found = collected([], rows, STAFF)
    (block,) = blocks(corpus, found)
    assert block["content"].startswith("実施した教育及び訓練のすべて")
    assert block["attended"] == "1"
    assert len(sessions(found.people)) == len(rows)


@pytest.mark.parametrize("order", [1, -1])
def test_one_name_in_two_departments(order: int) -> None:
    """Where both were met they are two people; where only the other was, it is the same, and told."""
    staff = (Person("鈴木 三郎", "業務部"),)
    rows = (seat("鈴木三郎", "absent", department="業務部"), seat("鈴木三郎", line=3, department="総務部"))
    found = collected([], rows[::order], staff)
    assert (found.totals.attended, found.totals.absent, found.totals.unlisted) == (0, 1, 1)
    assert [note.code for note in found.notes] == ["unlisted"]
    found = collected([], rows[1:], staff)
    assert (found.totals.attended, [note.code for note in found.notes]) == (1, ["department"])


def test_awkward_people() -> None:
    """In a record and in a row; absent, then taught; a name in other characters: each person once."""
    staff = (*STAFF, Person("髙橋 一郎", "総務部"), Person("高橋 花", "業務部"))
    records = [read("a.json"), read("b.json", id="b" * 16, name="高橋一郎", department="総務部")]
    rows = (
        seat("特記　花子"),
        at(TEN, "佐藤次郎", "absent", 3),
        at(LATER, "佐藤次郎", "attended", 4),
        seat("髙橋一郎", line=5, department="総務部"),
    )
    found = collected(records, rows, staff)
    totals = found.totals
    assert (totals.expected, totals.attended, totals.absent, totals.unlisted) == (5, 3, 2, 0)
    assert (totals.by_record, totals.by_seat) == (2, 3)
    assert [(note.code, note.about["roster"]) for note in found.notes] == [("variant", "髙橋 一郎")]
    assert codes(found) == []
