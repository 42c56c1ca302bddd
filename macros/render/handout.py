"""What one role has to know, on one hand-out: every obligation once, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from macros.model import Words
from macros.queries import Standing
from macros.render.parts import Blank, Said
from macros.render.printed import Printed

Section = tuple[str, str, list[Standing]]
"""A heading, what it means, and the obligations below it."""


@dataclass(frozen=True)
class Handout(Printed):
    """The hand-out of one role."""

    role: str

    @cached_property
    def standings(self) -> list[Standing]:
        """All obligations of the role, in the order of the text."""
        return self.book.query.of_role(self.role)

    def prohibitions(self) -> list[Standing]:
        """What must not be done."""
        return [s for s in self.standings if s.obligation.modality == "prohibition"]

    def powers(self) -> list[Standing]:
        """What others may do or ask."""
        return [s for s in self.standings if s.obligation.modality in ("power", "permission")]

    def deadlines(self) -> Iterator[Section]:
        """Duties with a deadline, the strictest grade first."""
        for tag in self.press.corpus.vocabulary.grades:
            found = [s for s in self._duties if s.obligation.deadline and s.obligation.deadline.grade == tag]
            if found:
                yield self.book.label("grades", tag), self.book.meaning("grades", tag), found

    def duties(self) -> Iterator[Section]:
        """The other duties, by the phases they are due in."""
        order = {tag: number for number, tag in enumerate(self.press.corpus.vocabulary.phases)}
        groups: dict[tuple[int, ...], list[Standing]] = {}
        for standing in self._duties:
            if standing.obligation.deadline is None:
                key = tuple(sorted(order[phase] for phase in standing.obligation.help.phases))
                groups.setdefault(key, []).append(standing)
        tags = list(order)
        for key, found in sorted(groups.items()):
            labels = (self.book.label("phases", tags[number]) for number in key)
            yield self.book.t("list_comma").join(labels), "", found

    @cached_property
    def _duties(self) -> list[Standing]:
        return [s for s in self.standings if s.obligation.modality == "duty"]

    def urgency(self, standing: Standing) -> str:
        """The time that the words state, where they state one; "" where the grade says it all."""
        deadline = standing.obligation.deadline
        return self.book.urgency(deadline) if deadline and deadline.duration else ""

    def contacts(self) -> Iterator[tuple[Blank, str]]:
        """What only the Ordering Party can say and an incident needs, with the provision that needs it."""
        parameters = {p.id: p for p in self.book.body.instrument.parameters}
        for standing in self.book.query.of_phase("incident"):
            if (tag := standing.obligation.parameter) is not None and tag in parameters:
                yield self.book.blank(parameters[tag]), standing.provision.id

    def silences(self) -> Iterator[tuple[Said, str]]:
        """What the provisions of the role do not say, with the provision."""
        query = self.book.query
        seen = set()
        for standing in self.standings:
            chain = [standing.provision]
            while chain[-1].id in query.parent:
                chain.append(query.parent[chain[-1].id])
            for provision in reversed(chain):
                if provision.id not in seen:
                    seen.add(provision.id)
                    words: Words
                    for words in provision.silences:
                        yield self.book.say(words), provision.id

    def role_link(self) -> str:
        """The full address of the role's page; "" where the handbook has none yet."""
        return (
            f"{self.press.address}/{self.press.language}/role-{self.role}.html" if self.press.address else ""
        )

    @property
    def name(self) -> str:
        """The name of its file, without ending."""
        many = f"-{self.instrument}" if len(self.press.corpus.bodies) > 1 else ""
        return f"handout-{self.role}{many}.{self.press.tag}"
