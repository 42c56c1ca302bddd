"""The recount notices every small fault that could creep into the counting."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from hypothesis import Phase, given, settings

from tests import training_cases
from tests.conftest import ROOT
from tests.training_cases import Case, cases
from tests.training_model import Model, seen

pytestmark = pytest.mark.verify

MODULES = ("report", "directory", "collect")
"""In the order in which they import each other."""

FAULTS = (
    # of several records of one person the last counts, and the others are told
    ("collect", "sound.sort(key=lambda pair: (pair[1].ended, pair[0]))", "pass"),
    ("collect", "(pair[1].ended, pair[0])", "(pair[1].finished, pair[0])"),
    ("collect", "            counted[key] = name, record\n        else", "            pass\n        else"),
    ("collect", "files = replace(files, twice=files.twice + 1)", "pass"),
    ("collect", 'problems.append(Problem(place, "later", rule', 'Problem(place, "later", (rule'),
    ("collect", "before = counted[key][0]", "before = name"),
    # a name that two people have
    ("collect", "            several += 1\n", ""),
    ("collect", "refused=files.refused + several", "refused=files.refused"),
    ("collect", "refused += 1\n            problems.append(_several(", "problems.append(_several("),
    ("collect", "met += [(seat.name, seat.department)", "met += [(seat.name, '')"),
    ("directory", "if len(listed) + len(elsewhere) > 1:", "if len(listed) > 1:"),
    ("directory", "elsewhere = [] if key[1] else", "elsewhere = [] and"),
    ("directory", "if len(listed) == 1 and key_of(", "if key_of("),
    ("directory", "if _may_be(p.department, department)", "if p"),
    # what is not counted
    ("collect", "any(other.check != record.check for _, other in others)", "False"),
    ("collect", "refused += 1 + len(others)", "refused += len(others)"),
    ("collect", "            twice += 1\n    sound", "    sound"),
    ("collect", "record.ended.date() > today", "record.ended.date() >= today"),
    ("collect", "record.digest != edition.digest", "False"),
    (
        "collect",
        "Counter(record.course for _, record in counted.values())",
        "Counter(record.course for _, record in sound)",
    ),
    ("collect", "listed=self.free", "listed=True"),
    # what is said of a person, and the totals
    ("report", "known = {seat.status for seat in self.seats}", "known = {s.status for s in self.seats[:1]}"),
    ("report", 'if seat.day and seat.status != "absent"', "if seat.day"),
    ("report", "found.add(self.record.ended.date())", "found.add(self.record.began.date())"),
    ("report", "self.days[0] <= self.person.joined", "self.days[0] < self.person.joined"),
    ("report", "self.days[0] <= self.person.joined", "self.days[-1] <= self.person.joined"),
    ("report", "sum(not each.listed and each.status", "sum(each.status"),
    ("report", "by_record=len(records)", "by_record=self.files.counted"),
    ("report", "any(seat.status == ", "any(seat.status >= "),
    ("report", "if each.listed and each.record is not None", "if each.record is not None"),
    ("report", "if each.listed for day in each.days", "for day in each.days"),
)
"""A module; words of it; what they are changed into."""


@settings(max_examples=400, phases=[Phase.generate])
@given(cases())
def recount(case: Case) -> None:
    """The property of test_training_totals.py, without the search for a small example."""
    assert seen(training_cases.collected(case)) == Model(case).whole()


def count_with(monkeypatch: pytest.MonkeyPatch, module: str, old: str, new: str) -> None:
    """From here on, records are counted with these words changed."""
    for name in MODULES:
        path = ROOT / "macros" / "training" / f"{name}.py"
        source = path.read_text("utf-8")
        if name == module:
            assert source.count(old) >= 1, "the words to be changed are no longer there"
            source = source.replace(old, new, 1)
        made = ModuleType(f"macros.training.{name}")
        made.__file__ = str(path)
        monkeypatch.setitem(sys.modules, made.__name__, made)
        exec(compile(source, str(path), "exec"), made.__dict__)
    monkeypatch.setattr(training_cases, "collect", made.collect)


def test_without_a_fault_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noticed below is the fault, not the way in which it is brought in."""
    count_with(monkeypatch, "", "", "")
    recount()


@pytest.mark.parametrize(("module", "old", "new"), FAULTS)
def test_faults_are_noticed(monkeypatch: pytest.MonkeyPatch, module: str, old: str, new: str) -> None:
    """With the fault, the property fails within as many examples as it has in `make test`."""
    count_with(monkeypatch, module, old, new)
    with pytest.raises(AssertionError, match="'sources': "):
        recount()
