"""Pure selections from a body of provisions. Everything here is computed; nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from macros.grounding import spans, ties_of
from macros.model import Body, Crossing, Effect, Grounded, Obligation, Provision, Reference, Tension


@dataclass(frozen=True)
class Standing:
    """An obligation with the provision whose words it comes from."""

    obligation: Obligation
    provision: Provision


class Selections:
    """The lookups that pages, checklists and forms share, computed once for a body."""

    def __init__(self, body: Body) -> None:
        self.body = body

    @cached_property
    def parent(self) -> dict[str, Provision]:
        """Id of a provision → the provision it belongs to; top provisions are absent."""
        return {child.id: p for top in self.body.tops() for p in top.walk() for child in p.provisions}

    @cached_property
    def top(self) -> dict[str, Provision]:
        """Id of a provision → the top provision whose page carries it."""
        return {p.id: top for top in self.body.tops() for p in top.walk()}

    @cached_property
    def part(self) -> dict[str, str]:
        """Id of a top provision → id of its part."""
        return {top.id: part for part, tops in self.body.provisions.items() for top in tops}

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """All obligations in the order of the text."""
        return tuple(Standing(o, p) for top in self.body.tops() for p in top.walk() for o in p.obligations)

    @cached_property
    def obligation(self) -> dict[str, Standing]:
        """Id → obligation with its provision."""
        return {s.obligation.id: s for s in self.standings}

    def of_role(self, role: str) -> list[Standing]:
        """What a role must see to, as owner or as one of those who do it; chapeaux are left out."""
        return [
            s
            for s in self.standings
            if not s.obligation.chapeau and role in (s.obligation.help.owner, *s.obligation.help.performers)
        ]

    def of_phase(self, phase: str) -> list[Standing]:
        """What is due in a phase of the contract."""
        return [s for s in self.standings if phase in s.obligation.help.phases and not s.obligation.chapeau]

    def of_checklist(self, checklist: str) -> list[Standing]:
        """The obligations that belong to a checklist."""
        return [s for s in self.standings if checklist in s.obligation.help.checklists]

    def of_grade(self, grade: str) -> list[Standing]:
        """The obligations with a deadline of that grade."""
        return [s for s in self.standings if s.obligation.deadline and s.obligation.deadline.grade == grade]

    @staticmethod
    def due(standings: Iterable[Standing], phase: str) -> list[Standing]:
        """Those of several obligations that are due in a phase of the contract."""
        return [s for s in standings if phase in s.obligation.help.phases]

    def pressing(self, phase: str, grade: str) -> list[Standing]:
        """What is due in a phase of the contract with a deadline of that grade."""
        return [
            s for s in self.of_phase(phase) if s.obligation.deadline and s.obligation.deadline.grade == grade
        ]

    def of_parameter(self, parameter: str) -> list[Standing]:
        """The obligations that need a value only the Ordering Party can give."""
        return [s for s in self.standings if s.obligation.parameter == parameter]

    @cached_property
    def defining(self) -> dict[str, list[Provision]]:
        """Id of a term → the provisions that define it."""
        found: dict[str, list[Provision]] = defaultdict(list)
        for top in self.body.tops():
            for provision in top.walk():
                for definition in provision.definitions:
                    found[definition.term].append(provision)
        return dict(found)

    def of_form(self, form: str) -> list[Standing]:
        """The obligations that are met on a form."""
        return [s for s in self.standings if s.obligation.form and s.obligation.form.form == form]

    def ground(self, obligation: Obligation, name: str) -> tuple[Standing, Grounded] | None:
        """Where the words of a part of an obligation stand (`as_in` followed); `None` where implied."""
        element = getattr(obligation, name)
        standing = self.obligation[obligation.id]
        seen = set()
        while element is not None and element.as_in and element.as_in not in seen:
            seen.add(element.as_in)
            standing = self.obligation[element.as_in]
            element = getattr(standing.obligation, name)
        return (standing, element) if element is not None and element.words else None

    def chapeau(self, provision: Provision) -> list[Standing]:
        """The chapeaux above a provision, nearest first: their conditions hold for it too."""
        found = []
        above = self.parent.get(provision.id)
        while above is not None:
            found += [Standing(o, above) for o in above.obligations if o.chapeau]
            above = self.parent.get(above.id)
        return found

    @cached_property
    def survivors(self) -> frozenset[str]:
        """Ids of provisions that hold after the contract period (stated once, in the survival effect)."""
        kept: set[str] = set()
        for top in self.body.tops():
            for provision in top.walk():
                for effect in provision.effects:
                    kept |= self._kept(effect)
        return frozenset(kept)

    def _kept(self, effect: Effect) -> set[str]:
        index = self.body.index
        under = {p.id for id_ in effect.provisions if id_ in index for p in index[id_].walk()}
        return under - {p.id for id_ in effect.except_ if id_ in index for p in index[id_].walk()}

    @cached_property
    def survival(self) -> Provision | None:
        """The provision that says what survives."""
        for top in self.body.tops():
            for provision in top.walk():
                if any(effect.kind == "survival" for effect in provision.effects):
                    return provision
        return None

    @cached_property
    def referring(self) -> dict[str, list[Provision]]:
        """Id of a top provision → the provisions elsewhere whose words point to it or below it."""
        found: dict[str, list[Provision]] = defaultdict(list)
        for top in self.body.tops():
            for provision in top.walk():
                for reference in provision.references:
                    target = self.top.get(reference.to or "")
                    if target and target.id != top.id and provision not in found[target.id]:
                        found[target.id].append(provision)
        return dict(found)

    def references(self, obligation: Obligation) -> Iterator[Reference]:
        """The references that stand inside the words an obligation rests on."""
        provision = self.obligation[obligation.id].provision
        language = self.body.instrument.language
        text = provision.text(language)
        ours = [span for tie in ties_of(obligation, language) for span in spans(text, tie.quote)[:1]]
        for reference in provision.references:
            for quote in reference.words.get(language, ()):
                if any(s <= a and b <= e for a, b in spans(text, quote)[:1] for s, e in ours):
                    yield reference
                    break

    def tensions_of(self, standings: Iterable[Standing]) -> list[Tension]:
        """The tensions that the provisions of several obligations take part in, each once."""
        ids = {s.provision.id for s in standings}
        return [tension for tension in self.body.tensions if ids.intersection(tension.provisions)]

    def crossings(self, provision: Provision) -> list[Crossing]:
        """The rows of the crosswalk for a provision and all below it."""
        ids = {p.id for p in provision.walk()}
        crosswalk = self.body.crosswalk
        return [row for row in crosswalk.rows if row.provision in ids] if crosswalk else []

    @cached_property
    def tensions(self) -> dict[str, list[Tension]]:
        """Id of a provision → the tensions it takes part in."""
        found: dict[str, list[Tension]] = defaultdict(list)
        for tension in self.body.tensions:
            for id_ in tension.provisions:
                found[id_].append(tension)
        return dict(found)
