"""What every record has, and the names that are declared elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from macros.errors import Place

Words = Mapping[str, str]
Quotes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Names:
    """Marks a text field whose value is a name declared elsewhere: a tag of a section, or an id."""

    section: str


ModalityTag = Annotated[str, Names("modalities")]
GradeTag = Annotated[str, Names("grades")]
PartyTag = Annotated[str, Names("parties")]
RoleTag = Annotated[str, Names("roles")]
PhaseTag = Annotated[str, Names("phases")]
EventTag = Annotated[str, Names("events")]
ActTag = Annotated[str, Names("acts")]
ChecklistTag = Annotated[str, Names("checklists")]
TermTag = Annotated[str, Names("terms")]
FormTag = Annotated[str, Names("forms")]
ParameterTag = Annotated[str, Names("parameters")]
FrameworkTag = Annotated[str, Names("frameworks")]
InstrumentTag = Annotated[str, Names("instruments")]
Language = Annotated[str, Names("languages")]
ProvisionId = Annotated[str, Names("provision")]
ObligationId = Annotated[str, Names("obligation")]
TensionId = Annotated[str, Names("tensions")]
Id = Annotated[str, Names("id")]
"""A provision or an obligation."""


def digest_of(text: str) -> str:
    """The short digest (8 hex digits of SHA-256) that ties a translation to the words it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Record:
    """Base of everything read from YAML: remembers the file and the path it stands at."""

    file: str = field(repr=False)
    path: str = field(repr=False)

    def at(self, path: str = "") -> Place:
        """The place of the field `path` (such as `words.ja`), its line still to be looked up."""
        dotted = f".{path}" if path and self.path and not path.startswith("[") else path
        return Place(self.file, path=self.path + dotted)
