"""What was filled in, held against its form: every fault at once, at its place, and what is taken instead."""

from __future__ import annotations

import ast
import copy
from pathlib import Path
from typing import Any

import pytest

from macros.errors import DataError, Place
from macros.forms import answers as checking
from macros.forms import load, values
from macros.forms.answers import asked, check, checked
from macros.forms.definition import Answers, entries

SHELF = load.load(Path(__file__).parent.parent / "forms")
SAMPLES = {
    f"{form}/{Path(sheet.file).stem}": sheet for form, sheets in SHELF.samples.items() for sheet in sheets
}
GONE = object()
LONG = "長" * 3000


def locate(path: str) -> Place:
    """A place that says its path."""
    return Place("answers", path=path)


def changed(sample: str, changes: dict[str, Any]) -> dict[str, Any]:
    """The plain data of a sample with some values put in (paths such as `cloud_services[0].provider`)."""
    given = copy.deepcopy(dict(SAMPLES[sample].given))
    for path, value in changes.items():
        at: Any = given
        *steps, last = path.replace("]", "").replace("[", ".").split(".")
        for step in steps:
            at = at[int(step) if step.isdigit() else step]
        if value is GONE:
            del at[last]
        else:
            at[int(last) if last.isdigit() else last] = value
    return given


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_are_whole(sample: str) -> None:
    """Every sample is taken by its form."""
    sheet = SAMPLES[sample]
    assert check(SHELF.forms[sheet.form or ""], sheet.given, locate)[1] == []


BAD: list[tuple[str, dict[str, Any], list[tuple[str, str, str]]]] = [
    ("todokede/kan-i", {"address": GONE}, [("required", "address", "「住所」 must be answered")]),
    ("todokede/kan-i", {"address": "　 \n"}, [("required", "address", "")]),
    ("todokede/kan-i", {"seal": "印"}, [("unknown", "seal", "no such field")]),
    ("todokede/kan-i", {"adress": "見本"}, [("unknown", "adress", "did you mean address?")]),
    ("todokede/kan-i", {"address": "長い" * 101}, [("long", "address", "at most 200 characters")]),
    ("todokede/kan-i", {"media": LONG}, [("long", "media", "3000")]),
    ("todokede/kan-i", {"address": "一行目\n二行目"}, [("lines", "address", "one line")]),
    ("todokede/kan-i", {"address": "a\x07b"}, [("control", "address", "U+0007 at 2")]),
    ("todokede/kan-i", {"address": "a\tb"}, [("control", "address", "U+0009 at 2")]),
    ("todokede/kan-i", {"address": "\x00"}, [("control", "address", "U+0000 at 1")]),
    ("todokede/kan-i", {"address": "見本\u202e町"}, [("control", "address", "U+202E at 3")]),
    ("todokede/kan-i", {"address": "見本\u200b町"}, [("control", "address", "U+200B")]),
    ("todokede/kan-i", {"address": "見本\ud842"}, [("control", "address", "U+D842")]),
    ("todokede/kan-i", {"address": "見本\uffff"}, [("control", "address", "U+FFFF")]),
    ("todokede/kan-i", {"media": "一\u2028二"}, [("control", "media", "U+2028")]),
    ("todokede/kan-i", {"address": ["見本"]}, [("kind", "address", "a single value")]),
    ("todokede/kan-i", {"address": {"a": "b"}}, [("kind", "address", "a mapping")]),
    ("todokede/kan-i", {"address": True}, [("kind", "address", "text is wanted")]),
    ("todokede/kan-i", {"address": 1.5}, [("kind", "address", "1.5")]),
    ("todokede/kan-i", {"address": 10**20}, [("long", "address", "15 digits")]),
    ("todokede/kan-i", {"date": "令和元年4月30日"}, [("date-era-begins", "date", "平成31年4月30日")]),
    ("todokede/kan-i", {"date": "8年11月22日"}, [("date-no-era", "date", "令和8年")]),
    ("todokede/kan-i", {"location": "海外"}, [("choice", "location", "日本国内のみ")]),
    ("todokede/kan-i", {"cloud": "有"}, [("required", "cloud_services", "at least once")]),
    ("todokede/kan-i", {"cloud": "有", "cloud_services": []}, [("required", "cloud_services", "")]),
    ("todokede/kan-i", {"cloud_services": [{"service": "x"}]}, [
        ("not-asked", "cloud_services", "`cloud` is used"),
    ]),
    ("todokede/kan-i", {"country": "米国"}, [("not-asked", "country", "`location` is abroad")]),
    ("todokede/kan-i", {"country": "米\x00国"}, [("not-asked", "country", "`location` is abroad")]),
    ("todokede/kan-i", {"location": "海外", "country": "米国"}, [("choice", "location", "")]),
    ("todokede/kan-i", {"location": "海外", "country": "a\x01"}, [
        ("choice", "location", ""), ("control", "country", ""),
    ]),
    ("todokede/kan-i", {"contract_name": "見本業務委託契約"}, [
        ("doubled", "contract_name", "業務委託契約"),
    ]),
    ("todokede/shinki", {"cloud_services": "x"}, [("kind", "cloud_services", "a list")]),
    ("todokede/shinki", {"cloud_services": {"service": "x"}}, [("kind", "cloud_services", "a list")]),
    ("todokede/shinki", {"cloud_services[1]": "x"}, [("kind", "cloud_services[1]", "a mapping")]),
    ("todokede/shinki", {"cloud_services[1]": {}}, [
        ("required", "cloud_services[1].service", ""), ("required", "cloud_services[1].provider", ""),
        ("required", "cloud_services[1].storage", ""), ("required", "cloud_services[1].certified", ""),
    ]),
    ("todokede/shinki", {"cloud_services[0].url": "x"}, [("unknown", "cloud_services[0].url", "")]),
    ("todokede/shinki", {"cloud_services[1].certification": "ISO"}, [
        ("not-asked", "cloud_services[1].certification", "`certified` is certified"),
    ]),
    ("todokede/shinki", {"cloud_services[0].certified": "有無"}, [
        ("choice", "cloud_services[0].certified", ""),
    ]),
    ("todokede/shinki", {"subcontractors": [{"name": "x", "work": "y"}] * 21}, [
        ("long", "subcontractors", "20"),
    ]),
    ("ippo/ippo", {"report_number": "一"}, [("kind", "report_number", "whole number")]),
    ("ippo/ippo", {"report_number": 100}, [("long", "report_number", "at most 99")]),
    ("ippo/ippo", {"report_number": -1}, [("kind", "report_number", "")]),
    ("ippo/ippo", {"recognised_at": "令和8年11月22日"}, [("date-format", "recognised_at", "time of day")]),
    ("ippo/ippo", {"recognised_at": "確認中"}, [("date-format", "recognised_at", "")]),
    ("ippo/ippo", {"due_at": "2026-11-22 10:09"}, [("sum", "due_at", "write 2026-11-22T10:10")]),
    ("ippo/ippo", {"sent_at": "2026-11-22 9:09"}, [("order", "sent_at", "not before `recognised_at`")]),
    ("shonin/mochidashi", {"takeout_to": "令和8年6月9日"}, [("order", "takeout_to", "2026-06-10")]),
    ("shonin/mochidashi", {"consent": "承諾する"}, [("not-asked", "consent", "subcontracting")]),
    ("henkan/kanryo", {"items": GONE}, [("required", "items", "「機密データ」")]),
]  # fmt: skip


@pytest.mark.parametrize(("sample", "changes", "wanted"), BAD)
def test_bad_answers(sample: str, changes: dict[str, Any], wanted: list[tuple[str, str, str]]) -> None:
    """These faults and no others; what hangs on a value that could not be read is not held against it."""
    form = SHELF.forms[SAMPLES[sample].form or ""]
    problems = check(form, changed(sample, changes), locate)[1]
    assert [(p.code, p.place.path) for p in problems] == [(code, path) for code, path, _ in wanted], problems
    for problem, (_, _, said) in zip(problems, wanted, strict=True):
        assert said in str(problem)
        assert len(str(problem)) < 400


def test_every_code_has_a_bad_answer() -> None:
    """A code that checking can emit is in the table above."""
    emitted = {f"date-{reason}" for reason in ("era-begins", "no-era", "format")}
    for module, call, argument in ((checking, "fault", 1), (values, "ValueFault", 0)):
        for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) <= argument:
                continue
            code, name = node.args[argument], getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == call and isinstance(code, ast.Constant):
                emitted.add(str(code.value))
    assert emitted == {code for _, _, wanted in BAD for code, _, _ in wanted}


def test_all_faults_at_once() -> None:
    """One run tells all; `checked` raises with all of them."""
    changes = {"address": GONE, "date": "昨日", "cloud_services[1].provider": "", "x": "y"}
    given = changed("todokede/shinki", changes)
    with pytest.raises(DataError) as error:
        checked(SHELF.forms["todokede"], given, locate)
    assert {p.code for p in error.value.problems} == {"required", "date-format", "unknown"}
    assert len(error.value.problems) == 4


@pytest.mark.parametrize(
    ("sample", "changes", "name", "value"),
    [
        ("todokede/kan-i", {"date": "令和８年１１月２２日"}, "date", "2026-11-22"),
        ("todokede/kan-i", {"address": "　見本町 １−２　"}, "address", "見本町 １−２"),
        ("todokede/kan-i", {"media": "一\r\n二\r三\n"}, "media", "一\n二\n三"),
        ("todokede/kan-i", {"address": "=1+1"}, "address", "=1+1"),
        ("todokede/kan-i", {"address": "<script>alert(1)</script>"}, "address", "<script>alert(1)</script>"),
        ("todokede/kan-i", {"address": "{{ 7*7 }}"}, "address", "{{ 7*7 }}"),
        ("todokede/kan-i", {"address": "../../etc/passwd"}, "address", "../../etc/passwd"),
        ("todokede/kan-i", {"address": "葛󠄀飾"}, "address", "葛󠄀飾"),
        ("todokede/kan-i", {"address": 123}, "address", "123"),
        ("todokede/kan-i", {"location": "Only in Japan"}, "location", "japan"),
        ("todokede/kan-i", {"location": "日本国内のみ"}, "location", "japan"),
        ("todokede/kan-i", {"cloud": "No"}, "cloud", "none"),
        ("ippo/ippo", {"report_number": "１２"}, "report_number", 12),
        ("ippo/ippo", {"occurred_at": "Being confirmed"}, "occurred_at", "確認中"),
        ("ippo/ippo", {"cause": "確認中"}, "cause", "確認中"),
        ("ippo/ippo", {"due_at": "令和8年11月22日 10時10分"}, "due_at", "2026-11-22T10:10"),
        ("ippo/ippo", {}, "due_at", "2026-11-22T10:10"),
        (
            "ippo/ippo", {"recognised_at": "令和8年11月22日 23時30分", "sent_at": "2026-11-23 0:05"},
            "due_at", "2026-11-23T00:30",
        ),
    ],
)  # fmt: skip
def test_what_is_taken(sample: str, changes: dict[str, Any], name: str, value: object) -> None:
    """Ways of writing that mean one value; and text that means nothing but itself."""
    form = SHELF.forms[SAMPLES[sample].form or ""]
    assert checked(form, changed(sample, changes), locate).values[name] == value


def test_partial_answers() -> None:
    """Before a form is sent out nothing has to be answered, but what is has to be sound."""
    form = SHELF.forms["todokede"]
    assert check(form, {}, locate, partial=True) == (Answers("todokede"), [])
    given = {"cloud": "有", "cloud_services": [{"service": "x"}]}
    assert check(form, given, locate, partial=True)[1] == []
    assert [p.code for p in check(form, {"date": "x"}, locate, partial=True)[1]] == ["date-format"]


def test_what_is_asked() -> None:
    """Conditions open what they say, block by block, in the order of the sheet."""
    form = SHELF.forms["todokede"]

    def names(answers: Answers) -> list[str]:
        return [entry.key(number) for entry, number in asked(form, answers)]

    assert names(Answers("todokede")) == [
        "date", "address", "name", "contract_date", "contract_name", "media", "location", "cloud", "ai",
        "subcontracting",
    ]  # fmt: skip
    blocks = ({"service": "一", "certified": "none"}, {"service": "二", "certified": "certified"})
    opened = names(Answers("todokede", {"cloud": "used"}, {"cloud_services": blocks}))
    assert [name for name in opened if "_services_" in name] == [
        "cloud_services_1_service", "cloud_services_1_provider", "cloud_services_1_storage",
        "cloud_services_2_service", "cloud_services_2_provider", "cloud_services_2_storage",
        "cloud_services_1_certified", "cloud_services_2_certified", "cloud_services_2_certification",
    ]  # fmt: skip
    one = names(Answers("todokede", {"subcontracting": "planned"}))
    assert [name for name in one if name.startswith("subcontractors")] == [
        "subcontractors_1_name", "subcontractors_1_work",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "name", "value", "ja", "en"),
    [
        ("todokede", "date", "2026-11-22", "令和8年11月22日", "22 November 2026"),
        ("todokede", "location", "japan", "日本国内のみ", "Only in Japan"),
        ("todokede", "address", "見本町", "見本町", "見本町"),
        ("ippo", "occurred_at", "確認中", "確認中", "Being confirmed"),
        ("ippo", "occurred_at", "2026-11-22T09:10", "令和8年11月22日 9時10分", "22 November 2026 09:10"),
        ("ippo", "report_number", 3, "3", "3"),
    ],
)
def test_how_values_are_written(form: str, name: str, value: Any, ja: str, en: str) -> None:
    """For people, in the language of the sheet or of the page."""
    field = next(e.field for e in entries(SHELF.forms[form]) if e.name == name)
    assert values.written(SHELF.forms[form], field, value, "ja") == ja
    assert values.written(SHELF.forms[form], field, value, "en") == en
