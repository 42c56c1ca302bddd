"""Answers files: what is read, what is refused, where it is said to stand; hostile ones do no harm."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.errors import DataError, Problem
from macros.forms import files, load
from macros.forms.answers import asked
from macros.forms.files import answers_of, parse, to_json, to_yaml

SHELF = load.load(Path(__file__).parent.parent / "forms")
FORM = SHELF.forms["todokede"]

SOUND = """\
form: todokede
revision: 1
filing: change
profile: mihon
answers:
  date: 2026-11-22
  address: 東京都見本区例示町1-2-3
  name: no
  contract_date: 令和8年4月1日
  contract_name: 1:30
  media: |
    一行目
    = 二行目
  location: 日本国内のみ
  country:
  cloud: 無
  ai: 無
  subcontracting: ~
"""


def faults(text: str, name: str = "a.yml") -> list[Problem]:
    """Everything that is wrong with an answers file."""
    try:
        return answers_of(parse(text, name), FORM)[1]
    except DataError as error:
        return list(error.problems)


def test_text_stays_as_written() -> None:
    """Nothing has to be quoted in YAML; what is left blank was not given."""
    answers, problems = answers_of(parse(SOUND, "a.yml"), FORM)
    assert [(p.code, p.place.path) for p in problems] == [("required", "answers.subcontracting")]
    assert answers.values["name"] == "no"
    assert answers.values["contract_name"] == "1:30"
    assert answers.values["media"] == "一行目\n= 二行目"
    assert (answers.filing, answers.profile) == ("change", "mihon")


def test_places_in_yaml_and_json() -> None:
    """A fault is told by line and column, in both."""
    text = SOUND.replace("cloud: 無", "cloud: たぶん").replace("subcontracting: ~", "subcontracting: 無")
    (problem,) = faults(text)
    assert str(problem).startswith("a.yml:16:10: answers.cloud: one of the options is chosen here (got “た")
    sheet = {"form": "todokede", "answers": parse(text, "a.yml").given}
    (problem,) = faults(json.dumps(sheet, indent=1, ensure_ascii=False), "a.json")
    assert (problem.place.line, problem.place.column, problem.code) == (12, 12, "choice")


def yaml_bomb() -> str:
    """A billion laughs."""
    laughs = [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    return "\n".join(["form: todokede", "a0: &a0 [x, x]", *laughs, "answers: {}"])


DEEP = "[" * 100_000
HOSTILE: list[tuple[str, str, str, str, str]] = [
    ("bomb", "a.yml", yaml_bomb(), "yaml-alias", "anchors"),
    ("python-object", "a.yml", "form: !!python/object/apply:os.system [id]\nanswers: {}", "yaml-tag", "tags"),
    ("merge", "a.yml", "form: todokede\n<<: {answers: {}}", "unknown-key", "no such key"),
    ("deep-flow", "a.yml", f"form: {DEEP}", "yaml", "must be YAML"),
    ("deep-block", "a.yml", "form:\n" + "- " * 100_000 + "x", "yaml", "YAML"),
    ("two-documents", "a.yml", "form: todokede\n---\nform: x", "yaml", "another document"),
    ("twice", "a.yml", "form: todokede\nform: x\nanswers: {}", "yaml-duplicate", "given once"),
    ("list-key", "a.yml", "? [a]\n: b", "yaml-key", "a key must be text"),
    ("control", "a.yml", "form: todo\x07kede", "control", "U+0007"),
    ("escaped-control", "a.yml", 'form: todokede\nanswers: {address: "a\\x1b[31m"}', "control", "U+001B"),
    ("escaped-surrogate", "a.yml", 'form: todokede\nanswers: {address: "\\ud842"}', "yaml", "Unicode"),
    ("broken", "a.yml", "form: [", "yaml", "must be YAML"),
    ("tabs", "a.yml", "form: todokede\n\tanswers: {}", "yaml", "not tabs"),
    ("empty", "a.yml", "", "yaml", "not be empty"),
    ("scalar", "a.yml", "todokede", "shape", "a mapping"),
    ("no-form", "a.yml", "answers: {}", "missing-key", "`form`"),
    ("no-answers", "a.yml", "form: todokede", "missing-key", "`answers`"),
    ("list-form", "a.yml", "form: [todokede]\nanswers: {}", "shape", "text"),
    ("list-answers", "a.yml", "form: todokede\nanswers: [a]", "shape", "mapping"),
    ("list-label", "a.yml", "profile: x\nlabel: [a]\nanswers: {}", "shape", "language"),
    ("filing", "a.yml", "form: todokede\nfiling: 変更\nanswers: {}", "shape", "new, change"),
    ("revision", "a.yml", "form: todokede\nrevision: first\nanswers: {}", "shape", "whole number"),
    ("old-revision", "a.yml", SOUND.replace("revision: 1", "revision: 9"), "revision", "revision 1"),
    ("other-form", "a.yml", SOUND.replace("todokede", "ippo"), "form", "for the form todokede"),
    ("path-as-form", "a.yml", SOUND.replace("todokede", "../../etc/passwd"), "form", "todokede"),
    ("huge-key", "a.yml", f"form: todokede\n? {'k' * 100_000}\n: x\nanswers: {{}}", "unknown-key", "kkk…"),
    ("huge-field", "a.yml", f"form: todokede\nanswers:\n  ? {'k' * 100_000}\n  : x", "unknown", "kkk…"),
    ("huge-value", "a.yml", f"form: todokede\nanswers: {{address: {'長' * 500_000}}}", "long", "500000"),
    ("many-blocks", "a.yml", "form: todokede\nanswers:\n  cloud: 有\n  cloud_services:\n" + "  - {}\n" * 999,
     "long", "at most 20"),
    ("escape-codes", "a.json", '{"form":"todokede","answers":{"\\u001b[2J":"x"}}', "unknown", "such field"),
    ("json-broken", "a.json", '{"form": ', "json", "must be JSON"),
    ("json-deep", "a.json", DEEP, "json", "nested"),
    ("json-twice", "a.json", '{"form": "todokede",\n "form": "x"}', "json", "given once"),
    ("json-surrogate", "a.json", '{"form":"todokede","answers":{"address":"\\ud842"}}', "control", "U+D842"),
    ("json-control", "a.json", '{"form":"todokede","answers":{"address":"\\u0000"}}', "control", "U+0000"),
    ("json-fraction", "a.json", '{"form":"todokede","answers":{"address":1.5}}', "json", "1.5"),
    ("json-nan", "a.json", '{"form":"todokede","answers":{"address":NaN}}', "json", "NaN"),
    ("json-digits", "a.json", '{"form":"todokede","answers":{"address":' + "9" * 5000 + "}}", "json", "JSON"),
    ("json-null", "a.json", '{"form":"todokede","answers":{"address":null}}', "kind", "a single value"),
    ("json-array", "a.json", "[]", "shape", "a mapping"),
    ("json-proto", "a.json", '{"form":"todokede","answers":{"__proto__":{"x":1}}}', "unknown", "__proto__"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "code", "said"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)
def test_hostile_files(name: str, text: str, code: str, said: str) -> None:
    """Each ends in a fault that says what is wrong, in one short line, and soon."""
    begun = time.monotonic()
    found = faults(text, name)
    assert time.monotonic() - begun < 5
    assert code in {problem.code for problem in found}, found
    assert any(said in str(problem) for problem in found if problem.code == code)
    for problem in found:
        assert len(str(problem)) < 500
        assert str(problem).isprintable()
        assert problem.place.file == name
        assert problem.place.line > 0


SHOWN_AS_TEXT = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ config }}",
    "{% include '/etc/passwd' %}",
    "${jndi:ldap://x}",
    '=HYPERLINK("http://x")',
    "@import url(http://x)",
    "file:///etc/passwd",
    "../../../etc/passwd",
    "$(rm -rf /)",
    "%s%n",
    "(Do you) /JavaScript \\( <</S/URI>>",
]


@pytest.mark.parametrize("text", SHOWN_AS_TEXT)
def test_markup_is_text(text: str) -> None:
    """What means something elsewhere means nothing here: it comes back as it was written."""
    sheet = {"form": "todokede", "answers": {"address": text}}
    answers, problems = answers_of(parse(json.dumps(sheet), "a.json"), FORM, partial=True)
    assert problems == []
    assert answers.values == {"address": text}
    for again, name in ((to_yaml(FORM, answers), "a.yml"), (to_json(FORM, answers), "a.json")):
        assert answers_of(parse(again, name), FORM, partial=True)[0] == answers


def test_only_files_are_read(tmp_path: Path) -> None:
    """A folder, a pipe, a device, a file that is too large or not UTF-8, or not there: one fault each."""
    large, latin, pipe = tmp_path / "large.yml", tmp_path / "latin.yml", tmp_path / "pipe.yml"
    large.write_bytes(b"a" * 2_000_001)
    latin.write_bytes("form: 届出".encode("cp932"))
    os.mkfifo(pipe)
    for path, said in (
        (tmp_path, "in a file"),
        (pipe, "in a file"),
        (Path("/dev/zero"), "in a file"),
        (large, "at most"),
        (latin, "UTF-8"),
        (tmp_path / "none.yml", "readable"),
    ):
        with pytest.raises(DataError, match=said):
            files.read(path)


def test_a_form_is_looked_up_never_opened() -> None:
    """The name of a form in a file is no path."""
    for name in ("../todokede", "/etc/passwd", "todokede/form.yml", ""):
        with pytest.raises(DataError, match="there is no such form"):
            SHELF.form(name)
    assert SHELF.form("ippo").id == "ippo"


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: (
    st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["form", "answers", "date", "cloud", "cloud_services", "x"]), inner)
), max_leaves=12))  # fmt: skip
def test_any_json_is_answers_or_faults(data: Any) -> None:
    """Nothing else is ever raised, and what has no fault can be asked for."""
    with suppress(DataError):
        answers, problems = answers_of(parse(json.dumps(data), "a.json"), FORM, partial=True)
        assert problems or any(asked(FORM, answers))
