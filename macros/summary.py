"""What the check has seen, in a few lines: counts and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macros.grounding import coverage
from macros.model import Body, Corpus
from macros.queries import Selections
from macros.rules.case import Patterns


def lines(corpus: Corpus, untied: bool = False) -> Iterator[str]:
    """Counts and coverage of each instrument; with `untied`, the pieces of text that nothing is tied to."""
    patterns = Patterns(corpus.vocabulary)
    for body in corpus.bodies:
        language = body.instrument.language
        provisions = body.index.values()
        standings = Selections(body).standings
        kinds = Counter(s.obligation.modality for s in standings)
        cues = cue_counts(body, patterns)
        measured = [coverage(p, language) for p in provisions]
        tied, whole = sum(m[0] for m in measured), sum(m[1] for m in measured)
        share = f"{tied / whole:.1%}" if whole else "none"
        yield (
            f"{body.instrument.id}: {len(provisions)} provisions, "
            f"{sum(len(p.sentences) for p in provisions)} sentences, {len(standings)} obligations ("
            + ", ".join(f"{kinds[tag]} {tag}" for tag in corpus.vocabulary.modalities if kinds[tag])
            + "); cues in the text: "
            + ", ".join(f"{cues[tag]} {tag}" for tag in corpus.vocabulary.modalities if cues[tag])
            + f"; coverage {share} of {whole:,} characters"
        )
        if untied:
            for provision, (_, _, pieces) in zip(provisions, measured, strict=True):
                for piece in pieces:
                    if len(piece.strip("\n、。")) > 1:
                        yield f"  {provision.id}: {' '.join(piece.split())}"


def cue_counts(body: Body, patterns: Patterns) -> Counter[str]:
    """Cues in the text of a body by the modality they say; one that can say two counts for the first."""
    language = body.instrument.language
    return Counter(
        min(tags, key=lambda tag: tag == "permission")
        for provision in body.index.values()
        for _, _, tags in patterns.cues(provision.text(language), language)
    )
