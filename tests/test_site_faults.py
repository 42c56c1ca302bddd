"""What must fail a build fails it, with the place; what a profile sets is on the pages only if asked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.publish.build import BuildError, build


def project(root: Path, target: Path) -> Path:
    """A copy of what a build reads."""
    for name in ("clauses", "docs"):
        shutil.copytree(root / name, target / name)
    config = (root / "mkdocs.yml").read_text("utf-8")
    overrides = (root / "macros" / "theme" / "overrides").as_posix()
    config = config.replace("custom_dir: macros/theme/overrides", f"custom_dir: {overrides}")
    (target / "mkdocs.yml").write_text(config, "utf-8")
    return target


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ nothing_of_that_name() }}", "'nothing_of_that_name' is undefined"),
        ("{{ cite('SP-99') }}", "there is no provision “SP-99”"),
        ("{{ role('caretaker') }}", "caretaker"),
        ("{{ register( }}", "about.md"),
        ("[lost](nowhere.md)", "nowhere.md"),
        ("[lost](index.md#nowhere)", "nowhere"),
    ],
    ids=["undefined", "unknown-id", "unknown-tag", "syntax", "broken-link", "broken-anchor"],
)
def test_a_fault_in_prose_fails_the_build(root: Path, tmp_path: Path, line: str, said: str) -> None:
    """A macro that fails, an undefined name, a broken link never becomes text on a page."""
    copy = project(root, tmp_path)
    page = copy / "docs" / "ja" / "about.md"
    page.write_text(page.read_text("utf-8") + f"\n\n{line}\n", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert "about.md" in done.stderr + done.stdout


def test_a_fault_in_the_data_leaves_the_old_site(root: Path, tmp_path: Path) -> None:
    """A build that fails does not touch what was built before."""
    copy = project(root, tmp_path)
    (copy / "site").mkdir()
    (copy / "site" / "kept.txt").write_text("kept", "utf-8")
    page = copy / "docs" / "en" / "index.md"
    page.write_text("{{ nothing() }}", "utf-8")
    with pytest.raises(BuildError, match="the en site was not built"):
        build(copy, copy / "site")
    assert [path.name for path in (copy / "site").iterdir()] == ["kept.txt"]


def test_properdocs_builds_the_same_site(root: Path, site: Path, tmp_path: Path) -> None:
    """The heir of the engine builds the same pages from the same tree."""
    pytest.importorskip("properdocs")
    build(root, tmp_path / "site", engine="properdocs")
    ours = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    theirs = {p.relative_to(tmp_path / "site").as_posix() for p in (tmp_path / "site").rglob("*.html")}
    assert theirs == ours


def test_a_profile_fills_the_blanks(root: Path, site: Path, tmp_path: Path) -> None:
    """What a contract profile sets stands on the page, as text; without one the blank is loud."""
    profile = tmp_path / "profile.yml"
    contact = "<b>総務課</b> 03-0000-0000"
    profile.write_text(f'instrument: joho-security\nparameters:\n  incident-contact: "{contact}"\n', "utf-8")
    build(root, tmp_path / "site", profile=profile)
    name = "ja/joho-security/AN-9.html"
    filled = (tmp_path / "site" / name).read_text("utf-8")
    assert "&lt;b&gt;総務課&lt;/b&gt; 03-0000-0000" in filled
    assert "総務課" not in (site / name).read_text("utf-8")
    assert 'data-set="no"' in (site / name).read_text("utf-8")
