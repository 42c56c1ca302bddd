"""What the report's form says: nothing that nobody said, whole names, both languages where asked for."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from macros.forms.answers import check
from macros.forms.load import load
from macros.model import Corpus
from macros.render import desk_answers, desk_facts
from macros.render.desk import Given
from macros.render.voice import Voice
from macros.render.wording import words_of
from tests.conftest import ROOT
from tests.test_training_command import MIHON, run
from tests.test_training_report import NOWHERE, collected, read, sample, seat
from tests.training_cases import TODAY
from tests.training_kit import Write

CONTRACT = ROOT / "forms/contracts/mihon.yml"
TABLE = "氏名,受講日,受講状況\n特記 花子,R8.11.10,○\n山田 太郎,R8.11.10,×\n"


def confirmed(corpus: Corpus, roster: bool, confirmed_by: str = "") -> dict[str, str]:
    """The block on a subcontracted party."""
    book = Voice.of(corpus, "joho-security", "ja").book
    found = sample(corpus) if roster else collected([read("a.json")], (seat("山田"),), None)
    given = Given(subcontractor="見本再委託株式会社")
    made = desk_answers.answers(book, found, given, TODAY, confirmed_by)["confirmations"][0]
    assert isinstance(made, dict)
    return made


def test_nothing_is_said_that_nobody_said(corpus: Corpus) -> None:
    """How it was confirmed is the company's word or blank; a roster is named only where one was read."""
    assert "method" not in confirmed(corpus, roster=True)
    assert confirmed(corpus, roster=True, confirmed_by="訪問した")["method"] == "訪問した"
    assert "名簿" in confirmed(corpus, roster=True)["content"]
    alone = confirmed(corpus, roster=False)["content"]
    assert "記録に現れた2人のうち、受講2人" in alone
    assert "名簿" not in alone
    assert "照合" not in alone


@pytest.mark.parametrize(
    ("language", "label"), [("ja_JP", "再委託先等1 確認した方法"), ("C", "Method of the")]
)
def test_the_blank_method_is_told(write: Write, tmp_path: Path, language: str, label: str) -> None:
    """Like other missing fields, with the option that fills it in; words too long for it are refused."""
    words = (
        "report",
        "--attendance",
        write("a.csv", TABLE),
        "--subcontractor",
        "下請",
        "--to",
        tmp_path / "r",
    )
    made = run(*words, "--date", "2026-11-23", language=language)
    assert made.exit_code == 0
    (line,) = (line for line in made.output.splitlines() if "--confirmed-by" in line)
    assert label in line
    assert "method:" not in (tmp_path / "r/answers.yml").read_text("utf-8")
    assert "照合" not in (tmp_path / "r/report.html").read_text("utf-8")
    made = run(*words, "--confirmed-by", "照" * 401, language=language)
    assert (made.exit_code, "at most 400 characters" in made.output) == (2, True)


@pytest.mark.parametrize("language", ["ja", "en", "both"])
def test_the_contract_has_its_whole_name(write: Write, tmp_path: Path, language: str) -> None:
    """The word that the form prints behind it stands wherever the form does not print it."""
    made = run(
        "report", "--attendance", write("a.csv", TABLE), "--to", tmp_path / "r", "--language", language,
        "--date", "2026-11-23", "--profile", MIHON, "--contract", CONTRACT,
    )  # fmt: skip
    assert made.exit_code == 0
    html = (tmp_path / "r/report.html").read_text("utf-8")
    assert html.count("見本情報システム運用保守") == html.count("見本情報システム運用保守業務委託契約") == 2
    sheet = openpyxl.load_workbook(tmp_path / "r/report.xlsx").worksheets[0]
    said = {row[0].value: row[1].value for row in sheet.iter_rows()}
    name = {"ja": "契約の名称", "en": "Name of the contract"}.get(
        language, "契約の名称 / Name of the contract"
    )
    assert said[name] == "見本情報システム運用保守業務委託契約"
    assert "contract_name: 見本情報システム運用保守\n" in (tmp_path / "r/answers.yml").read_text("utf-8")


@pytest.mark.parametrize("follow_up", ["補講を行う", "補講を行う。", "Again in May.", "5月．"])
@pytest.mark.parametrize("both", [False, True])
def test_one_full_stop(corpus: Corpus, follow_up: str, both: bool) -> None:
    """Whatever a piece ends with."""
    books = Voice.of(corpus, "joho-security", "both").books
    found = collected([], (seat("山田", "partial"),), None)
    given = Given(follow_up=follow_up)
    made = desk_answers.answers(books[0], found, given, TODAY, beside=books[1] if both else None)
    remarks = made["sessions"][0]["remarks"]
    assert "対象者は記録に現れた人です。" in remarks
    for twice in ("。。", "..", "．。", "。.", ".。"):
        assert twice not in remarks


def test_the_form_in_two_languages(corpus: Corpus) -> None:
    """Japanese first, English behind it, what is the same in both once; all of it in the fields' limits."""
    book, beside = Voice.of(corpus, "joho-security", "both").books
    form = load(ROOT / "forms").form("kyoiku-hokoku")
    for content, follow_up, variant in (
        ("", "補講", ""),
        ("容" * 300, "補" * 300, ""),
        ("", "", "見本再委託"),
    ):
        given = Given(content=content, follow_up=follow_up, subcontractor=variant)
        own = desk_answers.answers(book, sample(corpus), given, TODAY)
        both = desk_answers.answers(book, sample(corpus), given, TODAY, beside=beside)
        assert check(form, both, NOWHERE, partial=True)[1] == []
        name = "confirmations" if variant else "sessions"
        for field in ("content", "held", "remarks"):
            if field not in own[name][0]:
                continue
            first, second = own[name][0][field], both[name][0][field].removeprefix(own[name][0][field])
            assert both[name][0][field].startswith(first)
            assert any(word in second for word in ("attachment", "attended", "2026", "Material"))
        assert "Records not counted" in both["other"]


def test_english_sheets_are_english_too(write: Write, tmp_path: Path) -> None:
    """With `en` as with `both`; in Japanese alone nothing is added."""
    for language in ("ja", "en", "both"):
        to = tmp_path / language
        made = run(
            "report", "--attendance", write("a.csv", TABLE), "--to", to, "--date", "2026-11-23",
            "--language", language,
        )  # fmt: skip
        assert made.exit_code == 0
        answers = (to / "answers.yml").read_text("utf-8")
        assert "受講率50.0%" in answers
        assert ("Rate 50.0%" in answers) == (language != "ja")
        assert ("10 November 2026" in answers) == (language != "ja")


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ("特記 花子,R8.11.10 10:00,○\n山田 太郎,R8.11.17,○\n", "令和8年11月10日 10時、17日の朝"),
        ("特記 花子,R8.11.10,○\n山田 太郎,R8.11.17,○\n", "17日の朝"),
        ("特記 花子,R8.11.10 10:00,○\n山田 太郎,R8.11.10 10:00,○\n", "令和8年11月10日 10時"),
    ],
)
def test_when_is_used_or_told(write: Write, tmp_path: Path, rows: str, held: str) -> None:
    """For the rows without a time of day; where there are none it is said."""
    made = run(
        "report", "--attendance", write("a.csv", f"氏名,受講日,受講状況\n{rows}"), "--to", tmp_path / "r",
        "--date", "2026-11-23", "--when", "17日の朝",
    )  # fmt: skip
    assert made.exit_code == 0
    assert f"held: {held}\n" in (tmp_path / "r/answers.yml").read_text("utf-8")
    assert ("--when was not used" in made.output) == ("17日の朝" not in held)


def test_when_is_no_day(write: Write, tmp_path: Path) -> None:
    """Rows without a day, and long words instead: they stand on the form, in the list of classes too."""
    words = "令和8年11月10日の午前と午後、令和8年11月17日の午前と午後、各回とも一時間半、会議室"
    table = write("a.csv", "氏名,受講状況\n特記 花子,○\n")
    made = run("report", "--attendance", table, "--to", tmp_path / "r", "--when", words + "と" * 20)
    assert made.exit_code == 0, made.output
    assert f"{words}{'と' * 20}" in (tmp_path / "r/answers.yml").read_text("utf-8").replace("\n      ", "")
    assert (tmp_path / "r/report.html").read_text("utf-8").count(f"{words}{'と' * 20}") == 3
    made = run("report", "--attendance", table, "--to", tmp_path / "s", "--when", "と" * 201)
    assert (made.exit_code, (tmp_path / "s").exists()) == (2, False)


def test_a_report_about_nobody(write: Write, tmp_path: Path) -> None:
    """One line and no file; with a roster everybody is absent, and that is a report."""
    (tmp_path / "none").mkdir()
    for given in (
        ("--records", tmp_path / "none"),
        ("--attendance", write("a.csv", TABLE.splitlines()[0])),
        ("--attendance", write("b.csv", "氏名,受講状況\n特記 花子,?\n")),
    ):
        made = run("report", *given, "--to", tmp_path / "r")
        assert (made.exit_code, made.output.count("nobody to report on")) == (1, 1)
        assert not (tmp_path / "r").exists()
    roster = write("roster.csv", "氏名,所属\n特記 花子,業務部\n")
    made = run("report", "--records", tmp_path / "none", "--roster", roster, "--to", tmp_path / "r")
    assert made.exit_code == 0
    assert "1 to attend: 0 attended, 0 in part, 1 not yet" in made.output


@pytest.mark.parametrize(
    ("language", "join"), [("ja", "学習コース（修了記録）＋集合研修"), ("en", " + 集合研修")]
)
def test_two_methods(corpus: Corpus, language: str, join: str) -> None:
    """Are joined as the language joins them."""
    found = collected([read("a.json")], (seat("特記 花子", department="業務部"),), None)
    voice = Voice.of(corpus, "joho-security", language)
    assert join in desk_facts.methods(voice.book, found.people, Given())


def test_faults_of_a_profile(write: Write, tmp_path: Path) -> None:
    """Each in one line, with its place; nothing is left out of the form in silence."""
    answers = "answers:\n  contract_date: 2026-13-40\n  contract_name: 見本業務委託契約\n"
    profile = write("p.yml", f"profile: mihon\nlabel: {{ja: 見本, en: Sample}}\n{answers}")
    made = run("report", "--attendance", write("a.csv", TABLE), "--to", tmp_path / "r", "--profile", profile)
    assert (made.exit_code, (tmp_path / "r").exists()) == (1, False)
    told = [line for line in made.output.splitlines() if "p.yml" in line]
    assert ["2026-13-40" in told[0], "業務委託契約" in told[1], len(told)] == [True, True, 2]


def test_english_that_is_true_of_any_number() -> None:
    """One person as well as five; and plain words."""
    said = words_of("en")
    assert (
        said["desk_page_status_roster"].format(expected=5, absent=1)
        == " Not finished yet: 1 of 5 on the roster."
    )
    assert said["desk_told_unlisted"].endswith("listed separately, not counted as attended")
    assert said["desk_told_file"].startswith("Not a completion record")
    assert said["desk_told_twice"].startswith("The same record or row")
    assert not [words for words in said.values() if "parted by" in words]
