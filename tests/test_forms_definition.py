"""How a form hangs together: the order of its fields and words, their names, profiles, plain data."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from macros import corpus as reading
from macros.errors import DataError, Place
from macros.forms import load, naming, prefill
from macros.forms.answers import check, checked
from macros.forms.definition import Answers, Form, by_name, entries, groups, opened_by
from macros.forms.flat import nest
from macros.forms.wording import behind, pieces
from macros.model import Corpus, Profile
from macros.schema import schema_of

ROOT = Path(__file__).parent.parent
SHELF = load.load(ROOT / "forms")
FORMS = pytest.mark.parametrize("form", SHELF.forms.values(), ids=list(SHELF.forms))
FORM = SHELF.forms["todokede"]


def test_the_forms_there_are() -> None:
    """One official form, first; four that say on the sheet that they are not official."""
    assert list(SHELF.forms) == ["todokede", "henkan", "ippo", "kyoiku-hokoku", "shonin"]
    for form in SHELF.forms.values():
        assert (form.mark is None) == (form.status == "official")
        assert form.mark is None or "参考様式" in form.mark["ja"]


def test_the_official_form() -> None:
    """Its fields in the order of the paper, with what opens each."""
    found = [(e.key(), e.conditions) for e in entries(FORM)]
    abroad, used = (("location", ("abroad",)),), (("cloud", ("used",)),)
    ai, planned = (("ai", ("used",)),), (("subcontracting", ("planned",)),)
    assert found == [
        ("date", ()), ("address", ()), ("name", ()), ("contract_date", ()), ("contract_name", ()),
        ("media", ()),
        ("location", ()), ("country", abroad), ("overseas_data", abroad),
        ("cloud", ()), *((f"cloud_services_1_{name}", used) for name in ("service", "provider", "storage")),
        ("cloud_services_1_certified", used),
        ("cloud_services_1_certification", (*used, ("certified", ("certified",)))),
        ("ai", ()), *((f"ai_services_1_{name}", ai) for name in ("service", "provider", "purpose")),
        ("subcontracting", ()), ("subcontractors_1_name", planned), ("subcontractors_1_work", planned),
    ]  # fmt: skip
    assert [e.box.number if e.box else "" for e in entries(FORM)] == [""] * 5 + list("12223333445555666")
    assert opened_by(FORM) == {"cloud_services": used, "ai_services": ai, "subcontractors": planned}


def test_names_in_a_pdf() -> None:
    """A field has its name, in a group with group and number; a date is three fields."""
    assert by_name(FORM)["date"].keys() == ("date_year", "date_month", "date_day")
    assert by_name(FORM, "cloud_services")["service"].keys(2) == ("cloud_services_2_service",)
    ippo = by_name(SHELF.forms["ippo"])
    assert ippo["sent_at"].keys()[-2:] == ("sent_at_hour", "sent_at_minute")


@FORMS
def test_names_are_their_own(form: Form) -> None:
    """No two fields of a PDF share a name, whatever the number of blocks; none has a dot."""
    numbers = {id(e): range(1, (e.group.most if e.group else 1) + 1) for e in entries(form)}
    keys = [key for e in entries(form) for number in numbers[id(e)] for key in e.keys(number)]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in keys)
    assert nest(form, dict.fromkeys(keys, "")).unknown == []


@FORMS
def test_words_in_both_languages(form: Form) -> None:
    """A sheet prints as many pieces in one language as in the other, and no brace."""
    japanese, english = (list(pieces(form, language)) for language in ("ja", "en"))
    assert len(japanese) == len(english) > 15
    for piece in (*japanese, *english):
        assert piece.text
        assert not set(piece.text) & set("{}")
        assert piece.place.path


def test_the_blank_sheet_reads_like_the_source() -> None:
    """The sentence with the blanks, and the certification with its own, as the source has them."""
    texts = [piece.text for piece in pieces(FORM, "ja")]
    assert texts[:4] == ["機密データの保存等に関する届出書", "年 月 日", "(住所)", "(氏名又は法人名等)"]
    assert texts[4].startswith("年 月 日付け「 業務委託契約」に係る業務について、")
    assert "(第三者認証の名称： )" in texts
    assert texts[-1].startswith("3 再委託先等がある場合には")


def test_no_field_for_a_stamp() -> None:
    """押印 is asked for nowhere."""
    for path in (ROOT / "forms").rglob("*.yml"):
        assert not re.search("印欄|押印|捺印", path.read_text("utf-8")), path


def test_the_word_behind_a_blank() -> None:
    """「＿業務委託契約」: what the sheet prints itself."""
    assert behind(FORM, "contract_name") == "業務委託契約"
    assert [behind(FORM, name) for name in ("date", "address", "none")] == ["", "", ""]


def test_a_profile_fills_in_every_form(corpus: Corpus) -> None:
    """Of a company and a contract, each form takes what it asks; nothing in it is a fault."""
    contract = reading.load_profile(ROOT / "forms" / "contracts" / "mihon.yml", corpus)
    profile = SHELF.profiles["mihon"]
    for form in SHELF.forms.values():
        given = prefill.given(form, profile.given, contract)
        answers, problems = check(form, given, lambda path: Place("profile", path=path), partial=True)
        assert problems == []
        assert answers.values["name"] == "株式会社見本システム　代表取締役　髙﨑 𠮷郎"
        assert answers.values["contract_name"] == "見本情報システム運用保守"
        assert answers.values["contract_date"] == "2026-04-01"
    assert "contact" in prefill.given(SHELF.forms["ippo"], {}, contract)
    assert "cloud_services" in prefill.given(FORM, profile.given)
    assert "reporter" not in prefill.given(FORM, profile.given)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("見本業務委託契約", "見本"),
        ("見本 業務委託契約", "見本"),
        ("見本契約", "見本契約"),
        ("業務委託契約", "業務委託契約"),
    ],
)
def test_the_name_of_a_contract(name: str, taken: str) -> None:
    """The word that the sheet prints is taken off, unless nothing else is there."""
    contract = Profile(file="", path="", instrument="joho-security", parameters={"contract-name": name})
    assert prefill.given(FORM, {}, contract) == {"contract_name": taken}


def test_a_contract_of_another_instrument() -> None:
    """Its parameters mean nothing here."""
    contract = Profile(file="", path="", instrument="other", parameters={"contract-name": "x"})
    assert prefill.given(FORM, {"cloud_services": "x", "ai_services": ["x"]}, contract) == {"ai_services": []}


def test_names_of_files() -> None:
    """After the form's pattern; what is missing is left out; a number is put behind a name that is taken."""
    given = {"date": "R8.11.22", "name": "株式会社見本/システム"}
    answers = checked(FORM, given, lambda path: Place("x", path=path), partial=True)
    assert naming.name_of(FORM, answers) == "todokede_2026-11-22_株式会社見本 システム"
    assert naming.name_of(FORM, Answers("todokede")) == "todokede"
    ippo = Answers("ippo", {"recognised_at": "2026-11-22T09:10", "report_number": 1})
    assert naming.name_of(SHELF.forms["ippo"], ippo) == "ippo_2026-11-22T0910_1"
    taken: set[str] = set()
    assert [naming.numbered(name, taken) for name in ("a", "A", "a", "a_2")] == ["a", "A_2", "a_3", "a_2_2"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("/etc/passwd", "etc passwd"),
        ("C:\\Windows\\x", "C Windows x"),
        ("..", ""),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("~/.ssh", "ssh"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("a\x00b\n", "a b"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a/b∕c⁄d／e", "a b c d e"),
        ("株" * 300, "株" * 40),
        ("𠮷" * 300, "𠮷" * 30),
        ("か\u3099", "が"),
        ('a: *?<>|"b', "a b"),
    ],
)
def test_path_tricks(text: str, name: str) -> None:
    """What would lead elsewhere, hide a file or trip a system becomes a plain name."""
    assert naming.safe(text) == name


def test_the_schema_of_definitions(corpus: Corpus) -> None:
    """An editor is told the kinds of fields and that numbers are numbers."""
    definitions = schema_of(Form, corpus)["$defs"]
    assert "moment" in definitions["Field"]["properties"]["kind"]["enum"]
    assert definitions["Field"]["properties"]["lines"]["type"] == "integer"


def test_faults_of_reading_are_raised_together(tmp_path: Path) -> None:
    """`load` tells all of them, located."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "form.yml").write_text(f"id: {name}\nstatus: official\nboxes: 3\n", "utf-8")
    with pytest.raises(DataError) as error:
        load.load(tmp_path)
    places = {(p.place.file, p.place.line) for p in error.value.problems}
    assert places >= {("forms/a/form.yml", 3), ("forms/b/form.yml", 3)}


def test_groups_of_a_form_are_found_wherever_they_stand() -> None:
    """In an option, or right in a box."""
    assert list(groups(SHELF.forms["henkan"])) == ["items", "cloud_services", "subcontractors"]
    assert opened_by(SHELF.forms["henkan"])["items"] == ()
    assert opened_by(SHELF.forms["kyoiku-hokoku"])["sessions"] == (("subject", ("workers",)),)


def test_a_form_can_be_made_anew() -> None:
    """Records are plain dataclasses: a copy with one change is its own form, with its own entries."""
    other = replace(FORM, boxes=FORM.boxes[:1])
    assert [e.name for e in entries(other)][-1] == "media"
    assert len(entries(FORM)) > len(entries(other))
