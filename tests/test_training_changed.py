"""Editions held against each other: what changed for whom, and who must be taught again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from macros.cli import main
from macros.corpus import load
from macros.errors import DataError
from macros.model import Corpus
from macros.render import desk_changed
from macros.render.voice import Voice
from macros.training.changed import Change, compare
from macros.training.edition import Edition, edition_of, parse, to_json
from macros.training.people import Person
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def now() -> Edition:
    """The edition there is."""
    return edition_of(load(ROOT / "clauses").bodies[0])


def duty(edition: Edition, id_: str, **changed: object) -> Edition:
    """The edition with something of one obligation changed."""
    duties = tuple(replace(d, **changed) if d.id == id_ else d for d in edition.duties)  # type: ignore[arg-type]
    return replace(edition, duties=duties)


def without(edition: Edition, id_: str) -> Edition:
    """The edition without one obligation."""
    return replace(edition, duties=tuple(d for d in edition.duties if d.id != id_))


def of(edition: Edition, id_: str) -> dict[str, str]:
    """The parts of an obligation."""
    return dict(next(d for d in edition.duties if d.id == id_).parts)


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, id and roles of changes."""
    return [(change.kind, change.id, change.teach) for change in changes]


def test_nothing_changed(now: Edition) -> None:
    """An edition does not differ from itself, nor from its file."""
    assert compare(now, now).changes == ()
    assert parse(to_json(now).encode(), "e.json") == replace(
        now, check=parse(to_json(now).encode(), "e").check
    )
    assert compare(now, parse(to_json(now).encode(), "e.json")).changes == ()


def test_added_and_removed(now: Edition) -> None:
    """Whoever sees to it is taught: that it is there, or that it is gone."""
    less = without(now, "AN-7-1.o2")
    assert told(compare(less, now).changes) == [("added", "AN-7-1.o2", ("trainer", "project-manager"))]
    assert told(compare(now, less).changes) == [("removed", "AN-7-1.o2", ("trainer", "project-manager"))]


def test_words_and_deadline(now: Edition) -> None:
    """A part of an obligation, and what it means, before and after."""
    parts = of(now, "SP-9.o1") | {"deadline": "毎年"}
    tags = {"modality": "prohibition"}
    new = duty(now, "SP-9.o1", parts=parts, tags=tags)
    (change,) = compare(now, new).changes
    assert (change.kind, change.teach) == ("changed", ("trainer", "worker"))
    found = {aspect.name: (aspect.before, aspect.after) for aspect in change.aspects}
    assert found["deadline"] == ("", "毎年")
    assert found["tag-modality"] == ("duty", "prohibition")


def test_new_owner(now: Edition) -> None:
    """Only those to whom it is new are taught; the text did not change."""
    new = duty(now, "SP-9.o1", owner="representative", performers=("worker",))
    assert told(compare(now, new).changes) == [("help", "SP-9.o1", ("representative",))]


def test_only_the_handbook_changed(now: Edition) -> None:
    """Nobody is taught again for a better explanation."""
    new = duty(now, "SP-9.o1", plain={"ja": "教育を行う。"})
    assert told(compare(now, new).changes) == [("help", "SP-9.o1", ())]


def test_other_words_of_a_provision(now: Edition) -> None:
    """Words that no obligation rests on concern those who have something to do there."""
    clauses = tuple(
        replace(c, words={**c.words, "ja": c.words["ja"] + "なお。"}) if c.id == "SP-9" else c
        for c in now.clauses
    )
    assert told(compare(now, replace(now, clauses=clauses)).changes) == [
        ("words", "SP-9", ("trainer", "worker"))
    ]
    clauses = tuple(
        replace(c, words={**c.words, "en": "Anew."}) if c.id == "SP-9" else c for c in now.clauses
    )
    assert told(compare(now, replace(now, clauses=clauses)).changes) == [("words", "SP-9", ())]


def test_opening_words_govern_what_is_below(now: Edition) -> None:
    """A change of a chapeau concerns everybody below it."""
    parts = of(now, "AN-7.o1") | {"action": "次の事項を毎年遵守"}
    found = {change.id: change for change in compare(now, duty(now, "AN-7.o1", parts=parts)).changes}
    assert set(found["AN-7.o1"].teach) == {"trainer", "project-manager"}


def test_another_text(now: Edition) -> None:
    """Editions of different texts are not compared."""
    with pytest.raises(ValueError, match="not editions of one text"):
        compare(now, replace(now, instrument="other"))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('"digest": "5e', '"digest": "6e', "check"),
        ("tokki-edition", "tokki-training-completion", "kind"),
        ('"owner": "trainer"', '"owner": 1', "shape"),
        ('"record"', '"version": 1, "record"', "key-twice"),
        ("{", "", "json"),
    ],
)
def test_files_that_are_refused(now: Edition, before: str, after: str, code: str) -> None:
    """One line for each fault."""
    with pytest.raises(DataError) as fault:
        parse(to_json(now).replace(before, after, 1).encode(), "e.json")
    assert code in {problem.code for problem in fault.value.problems}


def test_segments() -> None:
    """By character in Japanese, by word in English; nothing is lost."""
    found = desk_changed.segments("速やかに報告する。", "直ちに報告する。")
    assert "".join(words for kind, words in found if kind != "came") == "速やかに報告する。"
    assert "".join(words for kind, words in found if kind != "gone") == "直ちに報告する。"
    english = desk_changed.segments("shall report", "shall not report")
    assert [kind for kind, _ in english].count("same") == 2


def test_the_page(corpus: Corpus, now: Edition) -> None:
    """Names of a roster stand with their roles, as text; every change has its id."""
    found = compare(without(now, "AN-7-1.o2"), now)
    voice = Voice.of(corpus, "joho-security", "both")
    html = desk_changed.page(voice, found, [Person("<b>山田</b>", roles=("trainer",)), Person("特記 花子")])
    assert "&lt;b&gt;山田&lt;/b&gt;" in html
    assert "AN-7-1.o2" in html
    assert "特記 花子" not in html
    assert "二つの版に違いはありません" in desk_changed.page(voice, compare(now, now))


def test_the_commands(tmp_path: Path) -> None:
    """An edition is exported and held against the folder, as lines, data and a page."""
    runner, file = CliRunner(), tmp_path / "e.json"

    def run(*words: str | Path) -> str:
        made = runner.invoke(main, ["training", "--root", str(ROOT), *map(str, words)])
        assert made.exit_code == 0, made.output
        return made.output

    run("edition", "--to", file)
    assert "違いはありません" in run("changed", file, ROOT / "clauses")
    data = json.loads(run("changed", file, ROOT / "clauses", "--format", "json"))
    assert data["changes"] == []
    page = tmp_path / "c.pdf"
    run("changed", file, ROOT / "clauses", "--format", "pdf", "--out", page, "--language", "en")
    assert page.read_bytes().startswith(b"%PDF-")
    file.write_text("{", "utf-8")
    made = runner.invoke(main, ["training", "--root", str(ROOT), "changed", str(file), str(ROOT / "clauses")])
    assert (made.exit_code, "Traceback" in made.output) == (1, False)
