"""`tokki training`: sheets and reports as files, what is told, nothing half-written."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from click.testing import CliRunner, Result

from macros.cli import main
from macros.commands.files import SCRATCH, write_all
from macros.pdf.tags import below, owners
from macros.training import record
from tests.conftest import ROOT
from tests.training_kit import sound

ROSTER = "氏名,所属,役割,従事開始日\n特記 花子,業務部,従事者,R8.4.1\n<b>山田</b>,総務部,,\n"
MIHON = ROOT / "forms/profiles/mihon.yml"
REPORT = {"report.pdf", "report.html", "report.xlsx", "answers.yml", "reading.csv"}


def run(*words: str | Path, language: str = "C") -> Result:
    """A command of the group, in a system of that language."""
    given = ["training", "--root", str(ROOT), *map(str, words)]
    return CliRunner().invoke(main, given, env={"LC_ALL": language})


def text_of(path: Path) -> str:
    """The words of a PDF, without blanks; its pages are drawn too, and none is empty."""
    with pymupdf.open(path) as document:
        for page in document:
            assert len(set(page.get_pixmap(dpi=30).samples)) > 8
        return re.sub(r"\s", "", "".join(page.get_text() for page in document))


def fonts_of(path: Path) -> set[str]:
    """The fonts in a PDF, without the marks of their subsets."""
    with pymupdf.open(path) as document:
        return {font[3].partition("+")[2] for page in document for font in page.get_fonts()}


@pytest.fixture(scope="module")
def digest() -> str:
    """Of the real edition."""
    from macros.corpus import load

    return load(ROOT / "clauses").bodies[0].source_sha256


@pytest.fixture
def desk(tmp_path: Path, digest: str) -> Path:
    """A folder with a roster and records: one sound, one damaged, one foreign."""
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    records = tmp_path / "records"
    records.mkdir()
    ours = sound(digest=digest, edition=digest[:12])
    (records / "花子.json").write_text(record.to_json(ours), "utf-8")
    (records / "damaged.json").write_text(record.to_json(ours).replace("花子", "花代"), "utf-8")
    (records / "foreign.json").write_text(record.to_json(sound(id="f" * 16)), "utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["ja", "en", "both"])
@pytest.mark.parametrize("command", ["plan", "roster"])
def test_sheets(desk: Path, command: str, language: str) -> None:
    """A tagged PDF in BIZ UDGothic with the edition on it, names as text."""
    out = desk / "out.pdf"
    made = run(command, "--roster", desk / "roster.csv", "--language", language, "--out", out)
    assert made.exit_code == 0, made.output
    words = text_of(out)
    titles = {"plan": ("教育計画", "TrainingPlan"), "roster": ("受講者名簿", "Sign-inSheet")}[command]
    wanted = {"ja": titles[:1], "en": titles[1:], "both": titles}[language]
    assert all(title in words for title in wanted)
    assert "5e2a46595f34" in words
    assert fonts_of(out) <= {"BIZ-UDGothic", "BIZ-UDGothic-Bold", "BIZ-UDPGothic", "BIZ-UDPGothic-Bold"}
    if command == "roster":
        assert "<b>山田</b>" in words
        assert words.count("令和") == (language != "en")
        assert words.count("Year(Reiwaera)") == (language == "both")
    else:
        assert ("第9は、いつまでに教育及び訓練を行うかを定めていない" in words) == (language != "en")
        assert ("参考訳（英語）" in words) == (language == "both")
        assert ("Referencetranslation(English)" in words) == (language != "ja")
    with pikepdf.open(out) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
    assert out.stat().st_size < 200_000


def test_the_deadline(desk: Path) -> None:
    """The day that the company sets, in 和暦 and 西暦; a day there is not is told."""
    out = desk / "plan.html"
    made = run("plan", "--by", "2026-12-20", "--format", "html", "--out", out, "--language", "both")
    assert made.exit_code == 0
    html = out.read_text("utf-8")
    assert "令和8年12月20日" in html
    assert "20 December 2026" in html
    made = run("plan", "--by", "12/20", "--out", desk / "x.pdf")
    assert made.exit_code == 2
    assert "a date has a year" in made.output
    assert not (desk / "x.pdf").exists()


@pytest.mark.parametrize(
    ("by", "made", "past"),
    [("2020-01-01", "", True), ("R8.5.1", "R8.5.2", True), ("R8.5.1", "R8.5.1", False)],
)
def test_a_deadline_that_is_past(desk: Path, by: str, made: str, past: bool) -> None:
    """Is told in one line; the plan is made all the same."""
    out = desk / "plan.html"
    found = run("plan", "--by", by, *(["--date", made] if made else []), "--format", "html", "--out", out)
    assert (found.exit_code, out.exists()) == (0, True)
    assert found.output.count("is before the day of the plan") == past


def test_a_report(desk: Path) -> None:
    """Everything is written; what was refused is told by name; the exit status says so."""
    to = desk / "report"
    made = run(
        "report", "--records", desk / "records", "--roster", desk / "roster.csv", "--to", to, "--names",
        "--date", "令和8年11月23日", "--profile", MIHON,
        "--contract", ROOT / "forms/contracts/mihon.yml", "--final",
    )  # fmt: skip
    assert made.exit_code == 1, made.output
    assert {path.name for path in to.iterdir()} == REPORT
    assert "records: 3 read: 1 counted, 0 duplicate, 2 refused" in made.output
    assert re.search(r"damaged\.json: It was damaged.*特記 花代", made.output)
    assert re.search(r"foreign\.json: It is of another edition.*特記 花子", made.output)
    words = text_of(to / "report.pdf")
    assert words.index("教育実施報告書") < words.index("受講率50.0%") < words.index("別添受講状況一覧")
    assert words.count("株式会社見本システム代表取締役髙﨑𠮷郎") == 2
    assert "<b>山田</b>" in words
    assert "特記花子" in words
    with pikepdf.open(to / "report.pdf") as pdf:
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_the_report_is_one_document(desk: Path) -> None:
    """The form can still be edited and read back; every piece of the attachment hangs in its structure."""
    to = desk / "report"
    run("report", "--records", desk / "records", "--to", to, "--profile", MIHON, "--language", "both")
    with pikepdf.open(to / "report.pdf") as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        owned = owners(pdf)
        assert len({int(page.obj.StructParents) for page in pdf.pages}) == len(pages) > 3
        elements = list(below(pdf.Root.StructTreeRoot.K))
        reached = {element.objgen for element in elements}
        for page in pdf.pages:
            held = [each for each in owned[int(page.obj.StructParents)] if each is not None]
            assert held
            assert {each.objgen for each in held} <= reached
            assert all(each.Pg.objgen == page.obj.objgen for each in held)
        assert {element.Pg.objgen for element in elements if "/Pg" in element} == pages
        assert pdf.Root.StructTreeRoot.ParentTreeNextKey > max(owned)
        for field in pdf.Root.AcroForm.Fields:
            for widget in field.get("/Kids", [field]):
                assert owned[int(widget.StructParent)].objgen in reached
    made = CliRunner().invoke(main, ["form", "read", str(to / "report.pdf")], env={"LC_ALL": "C"})
    assert "name: 株式会社見本システム" in made.output


def test_a_report_without_names(desk: Path) -> None:
    """Totals are the default, and it is said; what the form still wants is said too."""
    to = desk / "report"
    given = ("--records", desk / "records", "--roster", desk / "roster.csv", "--to", to)
    made = run("report", *given, language="ja_JP.UTF-8")
    assert "人数だけを載せました" in made.output
    assert "「住所」" in made.output
    assert "foreign.json：別の版又は別の規定の記録です。" in made.output
    assert "花子" not in text_of(to / "report.pdf") + (to / "report.html").read_text("utf-8")
    assert "花子" in (to / "reading.csv").read_text("utf-8-sig")


def test_the_subcontractors_report(desk: Path) -> None:
    """Method and content of the confirmation, in place of content and dates."""
    to = desk / "report"
    run(
        "report", "--records", desk / "records", "--roster", desk / "roster.csv", "--to", to,
        "--subcontractor", "見本再委託株式会社", "--date", "2026-11-23",
    )  # fmt: skip
    answers = (to / "answers.yml").read_text("utf-8")
    assert "subject: subcontracted" in answers
    assert "見本再委託株式会社" in answers
    assert "対象者2人のうち受講1人" in answers
    assert "sessions" not in answers


def test_nothing_half_written(desk: Path) -> None:
    """Where a table cannot be read, there is one line and no file."""
    (desk / "bad.csv").write_bytes(b"\x81\xff\xfe")
    made = run("report", "--attendance", desk / "bad.csv", "--to", desk / "report")
    assert made.exit_code == 1
    assert "bad.csv" in made.output
    assert "Traceback" not in made.output
    assert not (desk / "report").exists()
    assert run("report", "--to", desk / "report").exit_code == 2
    shutil.rmtree(desk / "records")
    assert run("report", "--records", desk / "records", "--to", desk / "report").exit_code == 2


def test_all_files_or_none(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one file cannot be written the others stay what they were, and nothing else is left."""
    to = desk / "report"
    to.mkdir()
    (to / "report.pdf").write_text("before", "utf-8")
    (to / "reading.csv").mkdir()
    made = run("report", "--records", desk / "records", "--to", to, language="ja_JP.UTF-8")
    assert (made.exit_code, "Traceback" in made.output) == (1, False)
    assert "reading.csv：読み書きできません" in made.output
    assert (to / "report.pdf").read_text("utf-8") == "before"
    assert {path.name for path in to.iterdir()} == {"report.pdf", "reading.csv"}
    files = {to / "report.pdf": b"after", to / "report.xlsx": b"x"}

    def full(*given: object, **more: object) -> object:
        opened = os.fdopen(*given, **more)  # type: ignore[call-overload]
        if len(list(to.glob(f"{SCRATCH}*"))) == len(files):
            opened.close()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return opened

    monkeypatch.setattr(
        "macros.commands.files.os", type("Full", (), {**vars(os), "fdopen": staticmethod(full)})
    )
    with pytest.raises(OSError, match=r"report\.xlsx"):
        write_all(files)
    assert (to / "report.pdf").read_text("utf-8") == "before"
    assert {path.name for path in to.iterdir()} == {"report.pdf", "reading.csv"}


def test_names_that_the_font_lacks(desk: Path) -> None:
    """𠮷田 is printed on a sheet as on a form; what no font has is 〓, and told."""
    (desk / "roster.csv").write_text("氏名,所属\n𠮷田 花子,業務部\n\U0002fffd,業務部\n", "utf-8")
    made = run("roster", "--roster", desk / "roster.csv", "--out", desk / "s.pdf", language="ja_JP.UTF-8")
    assert "「\U0002fffd」はどの書体にもありません" in made.output
    words = text_of(desk / "s.pdf")
    assert "𠮷田花子" in words
    assert words.count("〓") == 1
    assert any("Lent" in font for font in fonts_of(desk / "s.pdf"))
