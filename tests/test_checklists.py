"""The checklists on real data: who is told what, and that nothing of the life cycle is left out."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from macros.model import Corpus
from macros.queries import Selections
from macros.render.checklists import printed
from macros.training.checklist import MOST, Checklist, Query
from macros.training.checklists import load, pauses, select

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent / "training"
LISTS = load(ROOT / "forms")

LISTENERS = {
    "staff": {"worker"},
    "manager": {"security-manager", "project-manager", "filing-clerk", "representative"},
    "trainer": {"trainer"},
}
"""Column of the life cycle → the roles on whose lists its rows must stand."""

FORM = {
    "様式頭書": "head", "様式※": "again", "注記2": "consent", "注記3": "subcontractors-form",
    **{f"様式{number}": f"box-{number}" for number in range(1, 7)},
}  # fmt: skip
"""Rows about the form → the item of `filing` that asks for it."""


@pytest.fixture(scope="module")
def selections(corpus: Corpus) -> Selections:
    """The selections of the real instrument."""
    return Selections(next(body for body in corpus.bodies if body.instrument.id == "joho-security"))


@cache
def rows() -> list[dict[str, str]]:
    """The table of the life cycle: each provision with the lists it was meant for."""
    with (HERE / "lifecycle.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(lists: list[Checklist], selections: Selections) -> tuple[set[str], set[str]]:
    """The ids of the items on several lists, and the provisions they rest on, with all above and below."""
    items = [item for each in lists for pause in pauses(each, selections) for item in pause.items]
    found = set()
    for id_ in (id_ for item in items for id_ in item.basis):
        provision = selections.obligation[id_].provision if id_ in selections.obligation else None
        provision = provision or selections.body.index[id_]
        found |= {below.id for below in provision.walk()}
        while provision.id in selections.parent:
            provision = selections.parent[provision.id]
            found.add(provision.id)
    return {item.id for item in items}, found


def id_of(row: str) -> str:
    """The id of a row's provision: 第14-2 → SP-14-2, 別紙6(1)ア → AN-6-1-a."""
    kana = dict(zip("アイウエオカ", ("a", "i", "u", "e", "o", "ka"), strict=True))
    parts = re.fullmatch(r"(第|別紙)(\d+)(?:-(\d)|\((\d)\))?([ア-カ])?(?:（柱書）)?", row)
    assert parts is not None, row
    pieces = ("SP" if parts[1] == "第" else "AN", parts[2], parts[3] or parts[4], kana.get(parts[5] or ""))
    return "-".join(piece for piece in pieces if piece)


def missing(column: str, selections: Selections) -> set[str]:
    """The rows marked Y in a column that stand on none of its lists."""
    lists = [each for each in LISTS if LISTENERS[column].intersection(each.roles)]
    items, provisions = told(lists, selections)
    marked = [row["id"] for row in rows() if row[column] == "Y"]
    return {
        id_
        for id_ in marked
        if (f"filing.{FORM[id_]}" not in items if id_ in FORM else id_of(id_) not in provisions)
    }


@pytest.mark.parametrize("column", LISTENERS)
def test_every_row_of_the_life_cycle_is_on_a_list(column: str, selections: Selections) -> None:
    """What was marked for staff, manager or trainer stands on a list of theirs, or it is said why not."""
    differences = yaml.safe_load((HERE / "differences.yml").read_text("utf-8"))
    assert missing(column, selections) == set(differences[column])
    assert all(reason for reason in differences[column].values())


def test_a_worker_meets_it_at_the_moment_it_was_meant_for(selections: Selections) -> None:
    """Each row for staff stands on a list of its pause point."""
    points = yaml.safe_load((HERE / "differences.yml").read_text("utf-8"))["pause_points"]
    for row in rows():
        if row["staff"] == "Y":
            lists = [each for each in LISTS if each.id in points[row["pause_point"]]]
            assert id_of(row["id"]) in told(lists, selections)[1], row


def test_every_obligation_of_a_role_is_on_a_list_of_the_role(corpus: Corpus, selections: Selections) -> None:
    """Whoever answers for it or does it finds it there, by itself or served by an item of ours."""
    for role in corpus.vocabulary.roles:
        lists = [each for each in LISTS if role in each.roles]
        items, provisions = told(lists, selections)
        missing = [
            standing.obligation.id
            for standing in selections.of_role(role)
            if standing.obligation.id not in items and standing.provision.id not in provisions
        ]
        assert missing == [], role


def test_links_to_paper_do_not_depend_on_where_the_build_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the working folder has the name of the folder of PDFs."""
    (here := tmp_path / "sheets").mkdir()
    monkeypatch.chdir(here)
    assert printed("checklists/index", "all.ja") == "../../sheets/all.ja.pdf"
    assert printed("training", "all.ja") == "../sheets/all.ja.pdf"


def test_one_purpose_in_short_pauses(selections: Selections) -> None:
    """Fewer than ten items at a pause point, no item twice, every obligation in its own plain words."""
    for each in LISTS:
        stops = pauses(each, selections)
        items = [item for stop in stops for item in stop.items]
        assert all(0 < len(stop.items) <= MOST for stop in stops)
        assert len({item.id for item in items}) == len(items)
        for item in items:
            assert item.standing is None or item.words == item.standing.obligation.help.plain
            assert (item.standing is None) != (item.own is None)
            assert item.basis


def test_what_can_be_shown_stands_where_it_is_asked_for(selections: Selections) -> None:
    """Readiness for an inspection names the records to keep; other lists do not."""
    for each in LISTS:
        for item in (item for pause in pauses(each, selections) for item in pause.items):
            kept = item.standing.obligation.help.evidence if item.standing and each.evidence else ()
            assert item.evidence == kept
    assert [each.id for each in LISTS if each.evidence] == ["inspection"]


def test_what_was_asked_for_is_there() -> None:
    """Worker before, daily and at an incident; manager, trainer, inspection, subcontractor."""
    ids = {each.id for each in LISTS}
    assert {f"worker-{name}" for name in ("before-start", "making", "sending", "outside", "paper")} <= ids
    assert {"worker-talking", "worker-password", "worker-incident", "inspection", "subcontractor"} <= ids
    assert {f"manager-{name}" for name in ("start", "change", "incident", "end")} <= ids
    assert {f"trainer-{name}" for name in ("before", "during", "after")} <= ids


def test_each_key_of_a_query_narrows(selections: Selections) -> None:
    """Keys narrow, values of one key widen, `except` takes out; a chapeau is never meant."""

    def ids(**keys: tuple[str, ...]) -> set[str]:
        return {s.obligation.id for s in select(Query(file="", path="", **keys), selections)}

    everything = {s.obligation.id for s in selections.standings if not s.obligation.chapeau}
    assert ids(provisions=("SP-14",)) == {i for i in everything if i.startswith("SP-14-")}
    assert ids(provisions=("SP-14",), grades=("immediately",)) == {"SP-14-2.o1", "SP-14-3.o1"}
    assert ids(modalities=("power",)) | ids(modalities=("duty",)) == ids(modalities=("power", "duty"))
    assert set() < ids(owners=("system-administrator",)) < ids(roles=("system-administrator",)) < everything
    assert ids(events=("password.leaked",)) == {"AN-5-2.o1", "AN-5-2.o2"}
    assert ids(phases=("incident",), except_=("SP-14", "AN-9-1.o1")).isdisjoint({"SP-14-2.o1", "AN-9-1.o1"})
    assert ids(obligations=("AN-8-1.o1",)) == set()
