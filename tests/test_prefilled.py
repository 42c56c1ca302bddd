"""A site carries a company's data only where that was asked for, and then says so aloud."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from macros.cli import main
from macros.errors import DataError
from macros.forms import files
from macros.pdf.read import read
from macros.publish.prefilled import answers_to, listed, prefilled_files, profiles_in
from macros.render.forms import ASSETS
from macros.render.wording import languages, words_of
from tests.forms_kit import shelf

PROFILE = """profile: hidden
label: {ja: 秘密商会, en: Secret Trading}
answers:
  name: 株式会社秘密商会　代表取締役　髙﨑 𠮷郎
  address: 東京都秘密区隠れ町1丁目2番3号
  cloud: 有
  cloud_services:
    - service: 秘密ドライブ
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A company that no sample knows."""
    path = tmp_path / "hidden.yml"
    path.write_text(PROFILE, "utf-8")
    return path


def values(given: object) -> Iterator[str]:
    """Every text in answers."""
    if isinstance(given, dict):
        for each in given.values():
            yield from values(each)
    elif isinstance(given, list):
        for each in given:
            yield from values(each)
    else:
        yield str(given).strip()


def test_by_default_nothing_of_a_profile_is_on_the_site(site: Path) -> None:
    """Neither a copy of a form, nor a word that only a profile has, in any file."""
    said = {text for sheet in shelf().profiles.values() for text in values(sheet.given) if len(text) > 5}
    own = {text.encode() for text in said} - {"日本国内のみ".encode()}  # a choice of the form itself
    assert len(own) > 5
    for path in site.rglob("*"):
        assert "prefilled" not in path.name
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".css", ".txt", ".xml", ".csv"):
            data = path.read_bytes()
            assert not [text.decode() for text in own if text in data], path
            assert "記入した様式".encode() not in data or path.suffix == ".js", path


def test_it_is_asked_for_and_warned_of(root: Path, profile: Path, tmp_path: Path) -> None:
    """The command names the file and what it says; the form's page has the copies, marked."""
    out = tmp_path / "site"
    words = ["site", "--root", str(root), "--target", str(out), "--prefilled", str(profile)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "WARNING: COMPANY DATA WILL BE IN THE SITE" in result.output
    assert f"{profile} (hidden): name, address, cloud, cloud_services" in result.output
    for language in languages():
        page = (out / language / "forms" / "todokede.html").read_text("utf-8")
        assert words_of(language)["prefilled_mark"] in page
        assert {"ja": "秘密商会", "en": "Secret Trading"}[language] in page
        copy = out / language / ASSETS / "prefilled" / "todokede_hidden"
        assert read(copy.with_suffix(".pdf").read_bytes())["cloud_services_1_service"] == "秘密ドライブ"
        assert "秘密ドライブ" in copy.with_suffix(".html").read_text("utf-8")


def test_a_form_that_asks_nothing_of_it_has_no_copy(profile: Path) -> None:
    """A contract's name alone, or a field of another form, is no reason for a copy."""
    sheet = files.Sheet("x.yml", profile="x", given={"nothing": "x"})
    assert answers_to(shelf().forms["todokede"], sheet, None) is None
    (copy,) = listed(shelf().forms, profiles_in(profile), None, "ja")["todokede"]
    made = dict(prefilled_files({"todokede": shelf().forms["todokede"]}, {"todokede": (copy,)}, "ja"))
    assert [path.rpartition("/")[2] for path in made] == ["todokede_hidden.pdf", "todokede_hidden.html"]


@pytest.mark.usefixtures("profile")
def test_a_folder_of_profiles(tmp_path: Path) -> None:
    """Every profile in it; a faulty one is told, an empty folder too."""
    (tmp_path / "a b.json").write_text('{"profile": "x", "answers": {"name": "x"}}', "utf-8")
    assert list(profiles_in(tmp_path)) == ["a b", "hidden"]
    (tmp_path / "bad.yml").write_text("profile: x\n", "utf-8")
    with pytest.raises(DataError, match=r"bad\.yml"):
        profiles_in(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DataError, match="no profile in it"):
        profiles_in(empty)


def test_the_environment_alone_does_not_do_it(root: Path) -> None:
    """The command alone says what the engine is given: a variable left over in a shell does nothing."""
    code = "from pathlib import Path as P; import tempfile; from macros.publish import build as b; "
    code += "b.subprocess.Popen = lambda c, env, **k: print(repr(env['TOKKI_PREFILLED'])) or exit(); "
    code += "b.build(P('.'), P(tempfile.mkdtemp()) / 'x')"
    environment = os.environ | {"TOKKI_PREFILLED": "/secret.yml"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "''", done.stderr
