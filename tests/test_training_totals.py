"""Whatever is read, the report and its papers say what a plain recount says."""

from __future__ import annotations

import random
import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from macros.model import Corpus
from macros.render import desk_answers, desk_tables
from macros.render.desk import Given
from macros.render.voice import Voice
from tests.training_cases import TODAY, Case, cases, collected, read
from tests.training_model import Model, seen

STATUS = {"attended": "受講", "partial": "一部受講", "absent": "未受講"}
CONFIRMED = re.compile(
    r"(?:対象者|受講記録に現れた)(\d+)人のうち、?受講(\d+)人、一部受講(\d+)人、未受講(\d+)人"
)
REMARKS = re.compile(r"受講率([\d.]+%|–)。一部受講(\d+)人、未受講(\d+)人")
UNLISTED = re.compile(r"名簿にない受講者：(\d+)人")
LATE = re.compile(r"業務に加わった日より後に受講した人：(\d+)人")
RESULTS = re.compile(r"設問の正答（1回目）([\d.]+%)")
UNCOUNTED = re.compile(r"集計しなかった記録：(\d+)件")


@settings(max_examples=400)
@given(cases())
def test_every_number_is_that_of_a_recount(case: Case) -> None:
    """Every file and row is counted in exactly one number, or told, under the right person."""
    assert seen(collected(case)) == Model(case).whole()


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(case: Case, chance: random.Random) -> None:
    """Nor does it who is meant."""
    files = [read(each) for each in case.filed]
    shuffled = files[:]
    chance.shuffle(shuffled)
    assert collected(case, shuffled) == collected(case, files)


@given(cases())
def test_the_answers_of_the_form_say_these_numbers(corpus: Corpus, case: Case) -> None:
    """Expected, attended in each content, the rest in the remarks, and how much was not counted."""
    book, model = Voice.of(corpus, "joho-security", "ja").book, Model(case)
    found, totals = collected(case), model.totals()
    own = desk_answers.answers(book, found, Given(), TODAY)
    theirs = desk_answers.answers(book, found, Given(subcontractor="見本再委託"), TODAY)
    uncounted = model.refused + case.refused[0] + model.rows_refused
    assert numbers(UNCOUNTED, own["other"]) == numbers(UNCOUNTED, theirs["other"]) == (str(uncounted),)
    confirmed = numbers(CONFIRMED, theirs["confirmations"][0]["content"])
    assert confirmed == tuple(str(totals[key]) for key in ("expected", *STATUS))
    said = [
        (re.match("基礎|演習|", it["content"])[0], it["expected"], it["attended"])  # type: ignore[index]
        for it in own["sessions"]
    ]
    expected = str(totals["expected"])
    assert sorted(said) == sorted((content, expected, str(n)) for content, n in model.contents().items())
    remarks = own["sessions"][0]["remarks"]
    assert numbers(REMARKS, remarks) == (
        rate(totals, "attended", "expected"),
        *map(str, (totals["partial"], totals["absent"])),
    )
    for pattern, key in ((UNLISTED, "unlisted"), (LATE, "late")):
        assert numbers(pattern, remarks) == ((str(totals[key]),) if totals[key] else ())
    right = rate(totals, "right", "answered")
    assert numbers(RESULTS, remarks) == ((right,) if totals["answered"] else ())


@given(cases())
def test_the_tables_say_these_numbers(corpus: Corpus, case: Case) -> None:
    """Totals, classes, people, weak points, sources and reasons, sheet by sheet."""
    voice, model = Voice.of(corpus, "joho-security", "ja"), Model(case)
    totals, t = model.totals(), voice.book.t
    rows = dict(desk_tables.tables(voice, collected(case), Given(), TODAY, names=True))
    summary = [row for row in rows[t("desk_totals")] if row[0] in (*STATUS.values(), "対象者", "受講率")]
    assert summary == [
        ["対象者", totals["expected"]],
        *([label, totals[status]] for status, label in STATUS.items()),
        ["受講率", rate(totals, "attended", "expected")],
    ]
    said = "".join(row[0] for row in rows[t("desk_totals")])
    for pattern, key in ((UNLISTED, "unlisted"), (LATE, "late")):
        assert numbers(pattern, said) == ((str(totals[key]),) if totals[key] else ())
    classes = [(*row[-2:],) for row in rows[t("desk_classes")][1:]]
    assert Counter(classes) == Counter(model.classes())
    people = [row[:4] + row[5:6] for row in rows[t("desk_people_list")][1:]]
    assert people == [
        [person.department, person.name, status(model, one), ", ".join(model.days(one)), score(model, one)]
        for one, person in model.people.items()
    ]
    weak = [(row[0], row[2]) for row in rows[t("desk_weak")][1:]]
    assert weak == [(voice.book.cite(id_), count) for id_, count in model.weak()]
    sources = rows[t("desk_sources")]
    end = sources.index([])
    assert [row[1:] for row in sources[1:end]] == model.sources()
    words = voice.book.words
    named = [words.get(f"desk_reason_{code}", words["desk_reason_other"]) for _, _, code, _ in model.told]
    assert dict(sources[end + 2 :]) == Counter(named)


def numbers(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The numbers in it that the pattern asks for; none where it is not there."""
    found = pattern.search(text)
    return found.groups() if found else ()


def rate(totals: dict[str, int], part: str, whole: str) -> str:
    """A part of a whole in percent."""
    return f"{100 * totals[part] / totals[whole]:.1f}%" if totals[whole] else "–"


def status(model: Model, one: tuple[str, str]) -> str:
    """How the list of people says it."""
    return STATUS[model.status(one)] + ("" if model.listed(one) else "（名簿外）")


def score(model: Model, one: tuple[str, str]) -> str:
    """How the list of people says the answers."""
    answers = model.last[one].answers if one in model.last else None
    return f"{answers.count('first')}/{len(answers)}" if answers is not None else ""
