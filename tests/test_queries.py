"""Everything selected or derived agrees with the records it is computed from."""

from __future__ import annotations

from collections import Counter

import pytest

from macros.model import Body, Corpus
from macros.queries import Selections
from macros.render.wording import languages


@pytest.fixture(scope="module")
def body(corpus: Corpus) -> Body:
    """The project's own instrument."""
    return next(body for body in corpus.bodies if body.instrument.id == "joho-security")


@pytest.fixture(scope="module")
def query(body: Body) -> Selections:
    """Its selections."""
    return Selections(body)


def test_what_survives(query: Selections) -> None:
    """第19 keeps 第12, 第13, 第14 without its first paragraph and 第18 in force, and nothing else."""
    assert query.survivors == {"SP-12", "SP-13", "SP-14", "SP-14-2", "SP-14-3", "SP-18"}
    assert query.survival is not None
    assert query.survival.id == "SP-19"


def test_survival_is_stated_once(body: Body) -> None:
    """One effect says it; no other record has a word of it."""
    effects = [(p.id, e.kind) for p in body.index.values() for e in p.effects]
    assert effects == [("SP-19", "in-force"), ("SP-19", "survival")]


def test_back_links(query: Selections) -> None:
    """A provision knows who points to it from elsewhere."""
    found = {id_: [p.id for p in provisions] for id_, provisions in query.referring.items()}
    assert found == {
        "SP-3": ["SP-4"],
        "SP-5": ["SP-6", "AN-3-1"],
        "SP-6": ["AN-2-2"],
        "SP-9": ["AN-7"],
        "SP-12": ["SP-19"],
        "SP-13": ["SP-19"],
        "SP-14": ["SP-19"],
        "SP-18": ["SP-19"],
    }


def test_references_of_an_obligation(query: Selections) -> None:
    """An obligation has the references that stand inside its own words, and no others."""
    ids = ("SP-6.o1", "SP-6.o2", "SP-17.o1", "SP-17.o2", "AN-7-3.o1")
    found = {
        id_: [r.to or r.unresolved for r in query.references(query.obligation[id_].obligation)] for id_ in ids
    }
    assert found == {
        "SP-6.o1": [],
        "SP-6.o2": ["SP-5"],
        "SP-17.o1": ["T4"],
        "SP-17.o2": [],
        "AN-7-3.o1": ["AN-7-2"],
    }


def test_selections_add_up(query: Selections, corpus: Corpus) -> None:
    """Roles, phases, checklists, grades and parameters share out exactly what the obligations say."""
    all_ = [s.obligation for s in query.standings]
    real = [o for o in all_ if not o.chapeau]
    v = corpus.vocabulary
    roles = Counter(tag for o in real for tag in {o.help.owner, *o.help.performers})
    assert {tag: len(query.of_role(tag)) for tag in v.roles} == {tag: roles[tag] for tag in v.roles}
    phases = Counter(tag for o in real for tag in set(o.help.phases))
    assert {tag: len(query.of_phase(tag)) for tag in v.phases} == {tag: phases[tag] for tag in v.phases}
    lists = Counter(tag for o in all_ for tag in set(o.help.checklists))
    assert {t: len(query.of_checklist(t)) for t in v.checklists} == {t: lists[t] for t in v.checklists}
    grades = Counter(o.deadline.grade for o in all_ if o.deadline)
    assert {tag: len(query.of_grade(tag)) for tag in v.grades} == {tag: grades[tag] for tag in v.grades}
    needed = Counter(o.parameter for o in all_ if o.parameter)
    parameters = [p.id for p in query.body.instrument.parameters]
    assert {id_: len(query.of_parameter(id_)) for id_ in parameters} == {
        id_: needed[id_] for id_ in parameters
    }


def test_nobody_is_left_without_work(query: Selections, corpus: Corpus) -> None:
    """Every role, phase and checklist of the vocabulary has something; every obligation has an owner."""
    v = corpus.vocabulary
    assert all(query.of_role(tag) for tag in v.roles)
    assert all(query.of_phase(tag) for tag in v.phases)
    assert all(query.of_checklist(tag) for tag in v.checklists)
    owned = {s.obligation.id for tag in v.roles for s in query.of_role(tag)}
    assert owned == {s.obligation.id for s in query.standings if not s.obligation.chapeau}


def test_pressing(query: Selections, corpus: Corpus) -> None:
    """What is due in a phase with a deadline is due in that phase, and has that deadline."""
    for phase in corpus.vocabulary.phases:
        due = {s.obligation.id for s in query.due(query.of_phase(phase), phase)}
        assert due == {s.obligation.id for s in query.of_phase(phase)}
        for grade in corpus.vocabulary.grades:
            wanted = due & {s.obligation.id for s in query.of_grade(grade)}
            assert {s.obligation.id for s in query.pressing(phase, grade)} == wanted
    assert {s.obligation.id for s in query.pressing("incident", "within")} == {"AN-9-1.o1"}


def test_family(query: Selections, body: Body) -> None:
    """Parents, pages, parts and chapeaux agree with the tree."""
    assert query.top["AN-8-1-ka"].id == "AN-8"
    assert query.parent["AN-8-1-ka"].id == "AN-8-1"
    assert "AN-8" not in query.parent
    assert Counter(query.part.values()) == {"SP": 20, "AN": 9}
    assert [s.obligation.id for s in query.chapeau(body.index["AN-8-1-ka"])] == ["AN-8-1.o1", "AN-8.o1"]
    for id_, provision in body.index.items():
        assert query.top[id_].id == "-".join(id_.split("-")[:2])
        for standing in query.chapeau(provision):
            assert id_.startswith(f"{standing.provision.id}-")


def test_grounds_follow_as_in(query: Selections) -> None:
    """Every part leads to words that are its own or another's, over two steps too, or is implied."""
    found = query.ground(query.obligation["AN-5-2.o2"].obligation, "bearer")
    assert found is not None
    assert (found[0].obligation.id, found[1].words) == ("AN-1.o1", found[0].obligation.bearer.words)
    for standing in query.standings:
        for name, element in standing.obligation.elements():
            found = query.ground(standing.obligation, name)
            if element.implied:
                assert found is None
            elif element.words:
                assert found == (standing, element)
            elif found is not None:
                assert found[1].words
                assert found[0].obligation.id != standing.obligation.id
                for quote in (found[1].words or {})["ja"]:
                    assert quote in found[0].provision.text("ja")


def test_no_part_is_given_and_missing(query: Selections) -> None:
    """A part that is not given has no ground."""
    without = next(s.obligation for s in query.standings if s.obligation.deadline is None)
    assert query.ground(without, "deadline") is None


def test_forms_terms_and_tensions(query: Selections, body: Body) -> None:
    """The form serves the notifications; terms know where they are defined, provisions their tensions."""
    assert {s.obligation.act for s in query.of_form("todokede")} == {"notification"}
    assert [p.id for p in query.defining["confidential-data"]] == ["SP-3"]
    pairs = {(tension.id, id_) for tension in body.tensions for id_ in tension.provisions}
    assert pairs == {(t.id, id_) for id_, tensions in query.tensions.items() for t in tensions}
    every = query.tensions_of(query.standings)
    assert len({t.id for t in every}) == len(every)
    assert every == [t for t in body.tensions if t in every]
    assert query.tensions_of([]) == []


def test_crosswalk_has_a_row_for_each(query: Selections, body: Body) -> None:
    """A page shows the rows of its provision and those below; all pages together show all rows."""
    assert body.crosswalk is not None
    shown = [row.provision for top in body.tops() for row in query.crossings(top)]
    assert sorted(shown) == sorted(row.provision for row in body.crosswalk.rows)
    assert len(set(shown)) == len(shown)
    assert {query.top[id_].id for id_ in shown} == {top.id for top in body.tops()}


def test_the_interface_speaks_the_languages_of_the_data(corpus: Corpus) -> None:
    """Each language of the vocabulary has a locale, and the other way round."""
    assert set(corpus.vocabulary.languages) == set(languages())
