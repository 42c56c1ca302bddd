"""`tokki form`: what a clerk types, what comes out, and what is said when something is wrong."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from macros.cli import main
from macros.commands import files
from macros.forms import files as files_of
from macros.forms import table
from macros.forms.answers import as_data
from macros.forms.files import answers_of
from macros.forms.load import Shelf, load
from tests.pdf_kit import press


@pytest.fixture(scope="module")
def shelf(root: Path) -> Shelf:
    """All forms of the project."""
    return load(root / "forms")


def tokki(root: Path, *words: object) -> Result:
    """Run `tokki form …`; whatever happens, there is no traceback."""
    told = {"LC_ALL": "en_US.UTF-8"}
    result = CliRunner().invoke(main, ["form", "--root", str(root), *map(str, words)], env=told)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rows(shelf: Shelf, path: Path, count: int, spoilt: int | None = None) -> None:
    """A table with so many filings, each of another company; row `spoilt` (from 0) has an impossible date."""
    form = shelf.form("todokede")
    answers, problems = answers_of(shelf.samples["todokede"][1], form)
    assert problems == []
    data = {name: str(value) for name, value in as_data(answers).items() if not isinstance(value, list)}
    for group, blocks in answers.groups.items():
        for number, block in enumerate(blocks, 1):
            data |= {f"{group}_{number}_{name}": str(value) for name, value in block.items()}
    names = list(data)
    lines = [names]
    for number in range(count):
        row = data | {"name": f"株式会社見本{number}"}
        if number == spoilt:
            row["date"] = "令和元年4月30日"
        lines.append([row[name] for name in names])
    path.write_text(table.to_csv(lines), "utf-8-sig")


def test_list_names_every_form(root: Path, shelf: Shelf) -> None:
    """Each reference form is marked as not official, the official one as what it is, in both languages."""
    for language, official in (("ja", "契約書類の様式"), ("en", "form of the contract documents")):
        said = tokki(root, "list", "--language", language).output
        for id_, form in shelf.forms.items():
            mark = form.mark[language] if form.mark else official
            assert f"{id_}\t{mark}\t{form.title[language]}\n" in said


@pytest.mark.parametrize("final", ["--final", "--editable"])
def test_fill_then_read(root: Path, shelf: Shelf, tmp_path: Path, final: str) -> None:
    """An editable copy gives its answers back; a final one says that it cannot."""
    sample = root / "forms" / "todokede" / "samples" / "shinki.yml"
    out = tmp_path / "filled.pdf"
    assert tokki(root, "fill", sample, final, "--out", out).exit_code == 0
    result = tokki(root, "read", out, "--format", "json")
    if final == "--final":
        assert result.exit_code == 1
        assert "no fields to read" in result.output
        return
    assert result.exit_code == 0
    answers, _ = answers_of(
        next(s for s in shelf.samples["todokede"] if "shinki" in s.file), shelf.form("todokede")
    )
    assert json.loads(result.output)["answers"] == json.loads(json.dumps(as_data(answers)))


def test_blank_has_room_for_as_many_services_as_asked(root: Path, tmp_path: Path) -> None:
    """`--blocks` makes room; what the form does not have is told with what it has."""
    out = tmp_path / "blank.pdf"
    assert tokki(root, "blank", "todokede", "--out", out, "--blocks", "cloud_services=3").exit_code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert len(out.read_bytes()) <= 1_700_000
    wrong = tokki(root, "blank", "todokede", "--out", out, "--blocks", "clouds=3")
    assert wrong.exit_code == 2
    assert "cloud_services" in wrong.output
    assert "the form has en beside ja" in tokki(root, "blank", "todokede", "--second", "fr").output
    none = tokki(root, "blank", "ippo", "--blocks", "x=1", "--language", "ja")
    assert "様式に繰り返す欄はありません" in none.output


def test_columns_are_those_that_batch_takes(root: Path, shelf: Shelf, tmp_path: Path) -> None:
    """In the languages of the form, and no more blocks than it takes."""
    path = tmp_path / "t.csv"
    for language in ("ja", "en"):
        said = tokki(root, "columns", "todokede", "--language", language, "--blocks", 40)
        path.write_bytes(said.stdout_bytes)
        assert list(table.rows(path, shelf.form("todokede"))) == []
    wrong = tokki(root, "columns", "todokede", "--language", "fr")
    assert (wrong.exit_code, "the form has ja, en" in wrong.output) == (2, True)


def test_pages_beside_the_pdfs(root: Path, shelf: Shelf, tmp_path: Path) -> None:
    """`--html` makes a page beside each PDF; a name that ends in .html, nothing but the page."""
    source, out = tmp_path / "table.csv", tmp_path / "out"
    rows(shelf, source, 2)
    words = ("batch", source, "--form", "todokede", "--out", out, "--html", "--processes", "1")
    assert "2 made" in tokki(root, *words).output
    pages = sorted(out.glob("*.html"))
    assert [path.stem for path in pages] == [path.stem for path in sorted(out.glob("*.pdf"))]
    assert "株式会社見本0" in pages[0].read_text("utf-8")
    pages[0].unlink()
    assert "1 made, 1 there already" in tokki(root, *words).output
    sample = root / "forms" / "todokede" / "samples" / "kan-i.yml"
    page = tmp_path / "one.html"
    assert tokki(root, "fill", sample, "--out", page).output == f"{page}\n"
    assert not page.with_suffix(".pdf").exists()
    both = tmp_path / "two.pdf"
    assert tokki(root, "fill", sample, "--html", "--out", both).exit_code == 0
    assert both.with_suffix(".html").read_text("utf-8") == page.read_text("utf-8")
    assert tokki(root, "blank", "todokede", "--out", page, "--blocks", "ai_services=2").exit_code == 0
    assert "生成AIのサービス 2" in page.read_text("utf-8")


def test_diff_says_what_and_when(root: Path) -> None:
    """A change of cloud service is to be filed in advance, other changes promptly."""
    samples = root / "forms" / "todokede" / "samples"
    said = tokki(root, "diff", samples / "shinki.yml", samples / "henko.yml", "--language", "ja").output
    assert "クラウドサービス2 サービス名称（追加）：— → 見本ログ保管サービス\n" in said
    assert "クラウドサービス1 第三者認証の名称：ISO/IEC 27001、" in said
    assert "別紙3(1)（あらかじめ・事前に）：サービス名称、利用契約先の名称、" in said
    assert "\n第5（速やかに）：媒体等の名称、" in said
    ippo = root / "forms/ippo/samples/ippo.yml"
    other = tokki(root, "diff", samples / "shinki.yml", ippo, "--language", "ja")
    assert other.exit_code == 1
    assert "「機密データの保存等に関する届出書」" in other.output


def test_schema_takes_what_the_form_takes(root: Path, shelf: Shelf) -> None:
    """The schema of the answers is a JSON Schema that every sample keeps."""
    jsonschema = pytest.importorskip("jsonschema")
    for id_, form in shelf.forms.items():
        schema = json.loads(tokki(root, "schema", id_).output)
        for sample in shelf.samples[id_]:
            answers, _ = answers_of(sample, form)
            whole = {
                "form": id_,
                "revision": form.revision,
                "filing": answers.filing,
                "answers": as_data(answers),
            }
            jsonschema.validate(json.loads(json.dumps(whole)), schema)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yml", "form: todokede\nanswers: {name: [1, 2]}\n", "name"),
        ("a.yml", "form: nothing\nanswers: {}\n", "a.yml:1:7: there is no form “nothing”"),
        ("a.yml", "form: todokede\nanswers:\n  unknown_field: x\n", "unknown_field"),
        ("a.yml", "a: &a [x]\nb: *a\n", "anchors"),
        ("a.json", '{"form": "todokede", "answers": {"name": "a", "name": "b"}}', "name"),
        ("a.json", "{", "JSON"),
        ("a.yml", "form: todokede\nanswers: {date: 令和元年4月30日}\n", "平成"),
    ],
)
def test_faults_of_answers_are_told_in_lines(
    root: Path, tmp_path: Path, name: str, text: str, said: str
) -> None:
    """Whatever is wrong with an answers file, nothing is written and the fault is named."""
    path, out = tmp_path / name, tmp_path / "out.pdf"
    path.write_text(text, "utf-8")
    result = tokki(root, "fill", path, "--out", out)
    assert result.exit_code != 0
    assert said in result.output
    assert not out.exists()


def test_html_in_answers_is_text(root: Path, shelf: Shelf, tmp_path: Path) -> None:
    """Markup, links and file addresses in an answer are printed, not followed."""
    hostile = '<img src="file:///etc/passwd"><script>x</script> http://example.com/'
    form = shelf.form("todokede")
    answers, _ = answers_of(shelf.samples["todokede"][1], form)
    data = as_data(answers) | {"media": hostile}
    path, out = tmp_path / "a.json", tmp_path / "a.pdf"
    path.write_text(json.dumps({"form": "todokede", "answers": data}, ensure_ascii=False), "utf-8")
    assert tokki(root, "fill", path, "--out", out).exit_code == 0
    back = json.loads(tokki(root, "read", out, "--format", "json").output)
    assert back["answers"]["media"] == hostile


@pytest.mark.parametrize("name", ["../x.pdf", "/etc/x.pdf", "a/b.pdf", "..", ".", "", "a\0b"])
def test_names_stay_inside_their_folder(tmp_path: Path, name: str) -> None:
    """A name that leads elsewhere is refused."""
    with pytest.raises(ValueError, match="is not a name in"):
        files.inside(tmp_path, name)


@pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_who_may_read_a_file_is_for_the_system_to_say(tmp_path: Path, umask: int, mode: int) -> None:
    """Answers hold what not everyone on the machine may read: the umask is kept."""
    before = os.umask(umask)
    try:
        files.write(tmp_path / "a.pdf", b"x")
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [mode]


def test_a_form_is_known_by_its_fields(root: Path, tmp_path: Path) -> None:
    """Also where little is filled in; fields of a newer revision are told where they say something."""
    path = tmp_path / "a.pdf"
    with pikepdf.open(io.BytesIO(press("ippo").blank())) as pdf:
        names = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        names["name"].V = pikepdf.String("株式会社見本")
        for name, value in (("fax", ""), ("phone", "00-0000-0000")):
            field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=name, V=value)
            pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))
        pdf.save(path)
    result = tokki(root, "read", path)
    assert result.exit_code == 1
    assert result.stdout.startswith("form: ippo\n")
    assert "no such field as “phone”" in result.stderr
    assert "fax" not in result.stderr


def test_a_file_that_is_no_form_is_told(root: Path, tmp_path: Path) -> None:
    """Not a PDF, a broken PDF: one line each."""
    for number, data in enumerate((b"", b"hello", b"%PDF-1.7\nbroken")):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        result = tokki(root, "read", path)
        assert result.exit_code == 1
        assert "not a sound PDF" in result.output
    stranger = pikepdf.new()
    field = stranger.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="tax", V="1"))
    stranger.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    stranger.save(path)
    assert "of none of the handbook’s forms" in tokki(root, "read", path).output
    assert "at most 64,000,000 bytes" in tokki(root, "read", "/dev/zero").output


def test_answers_in_yaml_become_json(root: Path, shelf: Shelf, tmp_path: Path) -> None:
    """`read` takes an answers file too: the form's page opens the JSON that comes out."""
    sample = root / "forms" / "todokede" / "samples" / "kan-i.yml"
    result = tokki(root, "read", sample, "--format", "json")
    path = tmp_path / "a.json"
    path.write_text(result.output, "utf-8")
    answers, problems = answers_of(files_of.read(path), shelf.form("todokede"))
    assert problems == []
    assert answers.values["date"] == "2026-04-06"


def test_what_a_viewer_may_have_mistaken_is_told(root: Path, tmp_path: Path) -> None:
    """pdfium cuts a character beyond U+FFFF to its lower half (𠮷 → U+0BB7): what no form holds is named."""
    sample = root / "forms" / "todokede" / "samples" / "kan-i.yml"
    path, out = tmp_path / "a.yml", tmp_path / "a.pdf"
    path.write_text(sample.read_text("utf-8").replace("𠮷", "\u0bb7"), "utf-8")
    assert tokki(root, "fill", path, "--out", out).exit_code == 0
    result = tokki(root, "read", out)
    assert result.exit_code == 0
    assert "lacks “\u0bb7”" in result.stderr
    assert tokki(root, "fill", sample, "--out", out).exit_code == 0
    assert tokki(root, "read", out).stderr == ""


def test_a_profile_gives_what_is_asked_and_no_more(root: Path, tmp_path: Path) -> None:
    """The answers come first: services of the profile are left out where the answers say there are none."""
    sample, out = root / "forms" / "todokede" / "samples" / "kan-i.yml", tmp_path / "a.pdf"
    forms = root / "forms"
    profiles = ("--profile", forms / "profiles/mihon.yml", "--contract", forms / "contracts/mihon.yml")
    assert tokki(root, "fill", sample, *profiles, "--out", out).exit_code == 0
    back = json.loads(tokki(root, "read", out, "--format", "json").output)["answers"]
    assert back["cloud"] == "none"
    assert "cloud_services" not in back
    assert back["contract_name"] == "見本情報システム運用保守"
    short = tmp_path / "short.yml"
    short.write_text("form: todokede\nanswers: {date: 2026-04-06, media: 社内PC}\n", "utf-8")
    assert tokki(root, "fill", short, *profiles, "--out", out).exit_code == 0
    back = json.loads(tokki(root, "read", out, "--format", "json").output)["answers"]
    assert back["cloud_services"][0]["service"] == "サンプルドライブ ビジネス"
    assert (back["media"], back["contract_date"]) == ("社内PC", "2026-04-01")
    bad = tmp_path / "bad.yml"
    bad.write_text("profile: x\nanswers:\n  cloud: たぶん\n", "utf-8")
    assert f"{bad}:3:10: " in tokki(root, "fill", short, "--profile", bad, "--out", out).output
