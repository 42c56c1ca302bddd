"""The completion record: the file that the course saves for a person, and the trainer's desk reads.

JSON in UTF-8, at most `MAX_BYTES`. `check` is the CRC-32 of the canonical JSON of all its other keys (keys
sorted at every level, no blanks, non-ASCII kept): it tells a damaged file, it does not prove who wrote it.
`theme/assets/training/record.js` reads by the same schema and the same rules, held equal by
`tests/training/records.yml`.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

from macros import source
from macros.errors import Place, Problem, shown
from macros.training.jsonfile import loads
from macros.training.shape import Fault, Several, Text, Whole, faults
from macros.training.shape import schema_of as _schema_of

MAX_BYTES = 200_000
"""A record of 60 questions has 4,000."""

_CONTROL = (
    r"\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff"
)
_END = r"(?!\n)$"
"""The end of the text; `$` alone stands before a last line break too, in Python."""

LINE = rf"^[^{_CONTROL}]*{_END}"
"""Text on one line: no control characters, no marks that turn its direction, no half of a character."""
NAME = rf"^(?!\s)[^{_CONTROL}]*[^\s{_CONTROL}]{_END}"
"""The same with something in it, and no blanks around."""
_NAMED = re.compile(r'"name"\s*:\s*("(?:[^"\\]|\\.)*")')
SLUG = rf"^[a-z0-9][a-z0-9-]*{_END}"
ID = rf"^[A-Za-z0-9][A-Za-z0-9.-]*{_END}"
MOMENT = (
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
)


def _hex(digits: int) -> Text:
    return Text(digits, digits, "^[0-9a-f]+$")


Moment = Annotated[str, Text(40, 20, MOMENT)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered: how often, and whether the answer was right in the end."""

    tries: Annotated[int, Whole(999, 1)]
    right: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """Who went through the course, when, in which edition of the text, and with what result."""

    record: Literal["tokki-training-completion"]
    version: Literal[1]
    id: Annotated[str, _hex(16)]
    """Follows from the content: an answer or a name that is changed makes another record."""
    name: Annotated[str, Text(100, 1, NAME)]
    department: Annotated[str, Text(100, 0, LINE)]
    instrument: Annotated[str, Text(60, 1, SLUG)]
    edition: Annotated[str, _hex(12)]
    digest: Annotated[str, _hex(64)]
    course: Annotated[str, _hex(12)]
    language: Annotated[str, Text(10, 2, SLUG)]
    started: Moment
    finished: Moment
    answered: Annotated[int, Whole(500)]
    right: Annotated[int, Whole(500)]
    """How many were right at the first try."""
    questions: Annotated[Mapping[str, Asked], Several(500, SLUG)]
    weak: Annotated[tuple[Annotated[str, Text(60, 1, ID)], ...], Several(500)]
    """Ids of the provisions or obligations whose questions were not right at the first try."""
    check: Annotated[str, _hex(8)]

    @property
    def began(self) -> datetime:
        """When the course was begun."""
        return datetime.fromisoformat(self.started)

    @property
    def ended(self) -> datetime:
        """When it was finished."""
        return datetime.fromisoformat(self.finished)


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of a completion record."""
    return _schema_of(Completion)


def canonical(data: Mapping[str, Any]) -> str:
    """Plain data as the JSON that `check` is made from; the key `check` itself is left out."""
    rest = {key: value for key, value in data.items() if key != "check"}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def check_of(data: Mapping[str, Any]) -> str:
    """The CRC-32 of a record in 8 hexadecimal digits."""
    return f"{zlib.crc32(canonical(data).encode()):08x}"


def as_data(record: Completion) -> dict[str, Any]:
    """A record as plain data, its check as it stands."""
    return json.loads(json.dumps(asdict(record)))  # type: ignore[no-any-return]


def to_json(data: Mapping[str, Any]) -> str:
    """A record file from the plain data of a record; `check` is made anew."""
    whole = {key: value for key, value in data.items() if key != "check"} | {"check": check_of(data)}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def parse(raw: bytes, file: str) -> tuple[Completion | None, list[Problem]]:
    """The record in a file, or `None` and every fault in it, each at its place in `file`."""
    place = Place(file, 1, 1)
    if len(raw) > MAX_BYTES:
        rule = f"a completion record has at most {MAX_BYTES:,} bytes"
        return None, [Problem(place, "size", rule, f"{len(raw):,}")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        mend = "take the file as the course saved it"
        return None, [Problem(place, "encoding", "a completion record is UTF-8", mend=mend)]
    data, fault = loads(text, file, "a completion record is JSON")
    if fault is not None:
        return None, [replace(fault, about={**fault.about, **_whose(text)})]
    found = list(_faults(data))
    if found:
        about = _whose(text)
        node = source.parse(text, file)[0]  # JSON is YAML but for tabs and escapes: good for places
        return None, [
            Problem(
                source.find(node, file, each.path) if node is not None else Place(file, 1, 1, each.path),
                each.code, each.rule, each.got, each.mend, about,
            )
            for each in found
        ]  # fmt: skip
    asked = {key: Asked(**value) for key, value in data["questions"].items()}
    return Completion(**{**data, "questions": asked, "weak": tuple(data["weak"])}), []


def _whose(text: str) -> dict[str, str]:
    """The name in a record that is damaged; nothing where it has none, several, or one that is unsound."""
    found = _NAMED.findall(text) if "tokki-training-completion" in text else []
    try:
        name = json.loads(found[0]) if len(found) == 1 else ""
    except ValueError:
        return {}
    return {"who": shown(name, 40)} if len(name) <= 100 and re.match(NAME, name) else {}


def _faults(data: Any) -> Iterator[Fault]:
    """Faults of shape; where there are none, those of sense; where there are none, that of the check."""
    if not isinstance(data, dict) or data.get("record") != "tokki-training-completion":
        yield Fault("record" if isinstance(data, dict) else "", "kind", "the file is no completion record")
        return
    if data.get("version", 1) != 1 or isinstance(data.get("version"), bool):
        rule, got = "a completion record is of version 1", shown(data["version"], 40)
        yield Fault("version", "version", rule, got, "use the desk of the handbook that wrote it")
        return
    found = list(faults(schema(), data))
    found = found or list(_sense(data))
    if not found and data["check"] != check_of(data):
        rule = "the check does not fit: the file was damaged or changed after it was saved"
        got, mend = shown(data["name"], 40), "ask the person for the file once more"
        found = [Fault("check", "check", rule, got, mend)]
    yield from found


def _sense(data: Mapping[str, Any]) -> Iterator[Fault]:
    moments = {}
    for key in ("started", "finished"):
        try:
            moments[key] = datetime.fromisoformat(data[key])
        except ValueError:
            yield Fault(key, "date", "the calendar has no such day", data[key])
    if len(moments) == 2 and moments["finished"] < moments["started"]:
        yield Fault("finished", "order", "the course ends after it begins", data["finished"])
    if data["digest"][:12] != data["edition"]:
        yield Fault("edition", "edition", "an edition is named by the first 12 digits of its digest")
    questions = data["questions"].values()
    first = sum(asked["right"] and asked["tries"] == 1 for asked in questions)
    if data["answered"] != len(questions):
        rule = "`answered` is the number of questions"
        yield Fault("answered", "count", rule, str(data["answered"]), f"{len(questions)} are in the file")
    if data["right"] != first:
        rule = "`right` is the number of questions right at the first try"
        yield Fault("right", "count", rule, str(data["right"]), f"{first} are in the file")
