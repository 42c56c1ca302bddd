"""Invented answers: whatever a form takes, computed from its definition."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from hypothesis import strategies as st

from macros.forms import dates
from macros.forms.definition import Conditions, Entry, Field, Form, entries, groups, opened_by
from macros.forms.values import clean
from macros.forms.wording import behind

WORDS = (
    "髙﨑 𠮷郎", "①②③", "ﾃｽﾄ会社", "東京都見本区例示町１－２－３", "<b>&amp;</b>", "=1+1",
    "'=x", "no", "1:30", "確認中", "{{ x }}", "#", "null", "- a: b", "“”", "../../x",
)  # fmt: skip
LETTERS = st.one_of(
    st.sampled_from("髙﨑𠮷①ｱﾞァあ漢一人日月生用行葛󠄀，、。「」〜～−－ー‐"),
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")),
)
"""What Japanese forms hold, and whatever else paper can show."""


def texts(field: Field, printed: str) -> st.SearchStrategy[str]:
    """Text that a field takes; among it words that trip readers of YAML, CSV and HTML."""
    lines = st.lists(st.text(LETTERS, max_size=8), min_size=1, max_size=3).map("\n".join)
    free = st.text(LETTERS, max_size=24) if field.kind == "text" else lines
    return (
        st.one_of(free, st.sampled_from(WORDS))
        .map(clean)
        .filter(lambda t: bool(t) and len(t) <= field.limit and not (printed and t.endswith(printed)))
    )


def days() -> st.SearchStrategy[date]:
    """Days that can be written in an era."""
    return st.dates(dates.FIRST, date(2117, 12, 31))


def values(form: Form, field: Field) -> st.SearchStrategy[Any]:
    """A value of a field."""
    minutes = st.times().map(lambda t: t.replace(second=0, microsecond=0))
    found: st.SearchStrategy[Any]
    if field.kind in ("text", "multiline"):
        found = texts(field, behind(form, field.name))
    elif field.kind == "choice":
        found = st.sampled_from([option.value for option in field.options])
    elif field.kind == "flag":
        found = st.just(True)
    elif field.kind == "integer":
        found = st.integers(0, field.limit)
    elif field.kind == "date":
        found = days().map(date.isoformat)
    elif field.kind == "time":
        found = minutes.map(lambda t: time.isoformat(t, "minutes"))
    else:
        found = st.builds(datetime.combine, days(), minutes).map(lambda m: m.isoformat(timespec="minutes"))
    if field.pending and form.pending:
        found = st.one_of(found, st.just(form.pending[form.language]))
    return found


def _holds(conditions: Conditions, *scopes: dict[str, Any]) -> bool:
    merged = {name: value for scope in scopes for name, value in scope.items()}
    return all(merged.get(name) in values_ for name, values_ in conditions)


@st.composite
def given_to(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """What a person could fill in without a fault, as plain data."""

    def fill(members: list[Entry], above: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for entry in members:
            field = entry.field
            if field.sum is not None or not _holds(entry.conditions, above, found):
                continue
            if field.required or draw(st.booleans()):
                found[field.name] = draw(values(form, field))
            first = found.get(field.not_before or "")
            if first and field.name in found:
                found[field.name] = max(first, found[field.name])
        return found

    given = fill([entry for entry in entries(form) if entry.group is None], {})
    for name, group in groups(form).items():
        if _holds(opened_by(form)[name], given):
            members = [entry for entry in entries(form) if entry.group is group]
            given[name] = [fill(members, given) for _ in range(draw(st.integers(1, 3)))]
    return given
