"""What changed since the last filing, and whether it had to be filed before or has to be after."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.errors import Place
from macros.forms import load
from macros.forms.answers import checked
from macros.forms.definition import Answers, Form
from macros.forms.diff import Change, changes, filings
from macros.forms.files import answers_of
from macros.model import Corpus
from tests.forms.strategies import given_to

SHELF = load.load(Path(__file__).parent.parent / "forms")
FORM = SHELF.forms["todokede"]
SAMPLES = {Path(s.file).stem: answers_of(s, FORM)[0] for s in SHELF.samples["todokede"]}


def block(service: str, **more: str) -> dict[str, str]:
    """A cloud service."""
    return {"service": service, "provider": "社", "storage": "国内", "certified": "none"} | more


def with_clouds(*blocks: dict[str, str], **values: str) -> Answers:
    """Answers with these cloud services."""
    clouds = {"cloud_services": blocks} if blocks else {}
    return Answers("todokede", {"cloud": "used" if blocks else "none"} | values, clouds)


def told(found: tuple[Change, ...]) -> list[tuple[str, str, int | None, int | None]]:
    """Changes in short."""
    return [(change.name, change.kind, change.was, change.now) for change in found]


ONE, TWO = block("一"), block("二")


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (with_clouds(ONE), with_clouds(ONE), []),
        (with_clouds(ONE, TWO), with_clouds(TWO, ONE), []),
        (with_clouds(ONE, ONE), with_clouds(ONE, ONE), []),
        (with_clouds(date="2026-04-01"), with_clouds(date="2026-11-22"), []),
        (with_clouds(block("ｻｰﾋﾞｽ A")), with_clouds(block("サービスA")), [
            ("cloud_services.service", "changed", 1, 1),
        ]),
        (with_clouds(address="旧"), with_clouds(address="新"), [("address", "changed", None, None)]),
        (with_clouds(), with_clouds(media="新"), [("media", "added", None, None)]),
        (with_clouds(ONE), with_clouds(block("一", provider="他社")), [
            ("cloud_services.provider", "changed", 1, 1),
        ]),
        (with_clouds(TWO, ONE), with_clouds(ONE), [
            (f"cloud_services.{name}", "removed", 1, None)
            for name in ("service", "provider", "storage", "certified")
        ]),
        (with_clouds(ONE, block("一", provider="他社")), with_clouds(block("一", provider="他社")), [
            (f"cloud_services.{name}", "removed", 1, None)
            for name in ("service", "provider", "storage", "certified")
        ]),
        (with_clouds(), with_clouds(ONE), [
            ("cloud", "changed", None, None),
            *((f"cloud_services.{name}", "added", None, 1)
              for name in ("service", "provider", "storage", "certified")),
        ]),
    ],
)  # fmt: skip
def test_changes(old: Answers, new: Answers, wanted: list[tuple[str, str, int | None, int | None]]) -> None:
    """Blocks are known by the name of the service, whatever their order; the date is no change."""
    assert told(changes(FORM, old, new)) == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (with_clouds(ONE), with_clouds(ONE, TWO), {"AN-3-1.o2": "in-advance"}),
        (with_clouds(ONE), with_clouds(TWO), {"AN-3-1.o2": "in-advance"}),
        (with_clouds(ONE), with_clouds(), {"AN-3-1.o2": "in-advance"}),
        (with_clouds(ONE), with_clouds(block("一", provider="他社")), {"AN-3-1.o2": "in-advance"}),
        (with_clouds(ONE), with_clouds(block("一", storage="米国")), {"SP-5.o2": "promptly"}),
        (with_clouds(ONE), with_clouds(block("一", certified="certified")), {"SP-5.o2": "promptly"}),
        (with_clouds(ai="none"), with_clouds(ai="used"), {"SP-8-3.o2": "promptly"}),
        (with_clouds(address="旧"), with_clouds(address="新"), {"SP-5.o2": "promptly"}),
        (with_clouds(date="2026-04-01"), with_clouds(date="2026-11-22"), {}),
        (with_clouds(ONE, ai="none", media="旧"), with_clouds(TWO, ai="used", media="新"),
         {"AN-3-1.o2": "in-advance", "SP-8-3.o2": "promptly", "SP-5.o2": "promptly"}),
    ],
)  # fmt: skip
def test_when_to_file(old: Answers, new: Answers, wanted: dict[str, str], corpus: Corpus) -> None:
    """Another cloud service is filed before the change (別紙3(1)); all else promptly (第5, 第8第3号)."""
    found = filings(FORM, changes(FORM, old, new), corpus.bodies[0])
    assert {filing.obligation: filing.grade for filing in found} == wanted


def test_samples(corpus: Corpus) -> None:
    """The two samples that follow each other: each change is in one filing, none is lost."""
    found = changes(FORM, SAMPLES["shinki"], SAMPLES["henko"])
    by = {f.obligation: told(f.changes) for f in filings(FORM, found, corpus.bodies[0])}
    assert sorted((c for some in by.values() for c in some), key=str) == sorted(told(found), key=str)
    assert {name for name, *_ in by["SP-5.o2"]} == {
        "media", "location", "country", "overseas_data", "cloud_services.certification",
    }  # fmt: skip
    assert {name for name, *_ in by["SP-8-3.o2"]} == {
        "ai", "ai_services.service", "ai_services.provider", "ai_services.purpose",
    }  # fmt: skip
    assert len(by["AN-3-1.o2"]) == 5 + 4


@settings(max_examples=40, deadline=None)
@given(form=st.sampled_from(list(SHELF.forms.values())), data=st.data())
def test_nothing_changes_by_itself(form: Form, data: st.DataObject) -> None:
    """No change from answers to themselves; and what was added one way was removed the other."""

    def invented() -> Answers:
        return checked(form, data.draw(given_to(form)), lambda path: Place("invented", path=path))

    old, new = invented(), invented()
    assert changes(form, old, old) == ()
    there, back = changes(form, old, new), changes(form, new, old)
    mirrored = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((c.name, mirrored[c.kind]) for c in back) == sorted((c.name, c.kind) for c in there)
