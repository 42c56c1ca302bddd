"""What is read from the project's files is the whole source, and every count of it adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros import corpus as reading
from macros.errors import DataError
from macros.model import Body, Corpus, Provision
from macros.rules.case import Patterns
from macros.summary import cue_counts
from tests import source_outline


@pytest.fixture(scope="module")
def body(corpus: Corpus) -> Body:
    """The project's own instrument."""
    return next(body for body in corpus.bodies if body.instrument.id == "joho-security")


@pytest.fixture(scope="module")
def printed(pristine: Path) -> str:
    """Its source, as printed."""
    return source_outline.words(pristine)


def test_every_provision_of_the_source_is_there(body: Body, printed: str) -> None:
    """第1 to 第20 and 別紙 1 to 9 with every (1) and ア that the print shows, in its order, and no other."""
    outline = source_outline.ids(printed)
    assert list(body.index) == outline
    kinds = Counter((id_[:2], id_.count("-"), id_[-1].isdigit()) for id_ in outline)
    assert kinds == {
        ("SP", 1, True): 20,
        ("SP", 2, True): 6,
        ("AN", 1, True): 9,
        ("AN", 2, True): 21,
        ("AN", 3, False): 15,
    }


def test_every_character_of_the_source_is_there(body: Body, printed: str) -> None:
    """Put together again, titles, labels, headings and sentences are the print, character for character."""
    pieces = []
    for part in body.instrument.parts:
        pieces.append(part.title["ja"])
        for top in body.provisions[part.id]:
            pieces += [piece for provision in top.walk() for piece in head_and_words(provision, part.id)]
    assert source_outline.bare("".join(pieces)) == source_outline.bare(printed)


def head_and_words(provision: Provision, part: str) -> Iterator[str]:
    """A provision as it is printed: 第N with its heading before it and in parentheses."""
    heading = provision.heading["ja"] if provision.heading else ""
    before = part == "SP" and provision.id.count("-") == 1
    yield f"({heading}){provision.label['ja']}" if before else provision.label["ja"] + heading
    yield provision.text("ja")


def test_cues_counted_two_ways(body: Body, corpus: Corpus, printed: str) -> None:
    """The patterns find in the data what plain counting finds in the print: 56 duties, 13 bans, 4 powers."""
    count = printed.count
    prohibitions = count("てはならない") + count("ないこと。")
    powers = count("ことができる")
    duties = {
        "なければならない": count("なければならない"),
        "ものとする": count("ものとする"),
        "こと。": count("こと。") - count("ないこと。"),
    }
    assert duties == {"なければならない": 11, "ものとする": 16, "こと。": 27}
    assert (sum(duties.values()), prohibitions, powers) == (54, 13, 4)  # as the task counts them
    # Here the ものとする of 「公表することができるものとする」 (第16) belongs to its power; and
    # 「ものとし、」 (第4, 別紙8(2)ア) and 「遵守する義務を負う」 (別紙1) are duties, too.
    assert count("ことができるものとする") == 1
    assert (count("ものとし、"), count("義務を負う")) == (2, 1)
    ours = {"duty": 54 - 1 + 2 + 1, "prohibition": 13, "power": 4}
    assert cue_counts(body, Patterns(corpus.vocabulary)) == ours


def test_every_cue_is_claimed(body: Body, corpus: Corpus) -> None:
    """As many different cues are claimed by obligations as there are; one more by the survival effect."""
    patterns = Patterns(corpus.vocabulary)
    claimed: Counter[str] = Counter()
    by_effects = 0
    for provision in body.index.values():
        text = provision.text("ja")
        for start, end, tags in patterns.cues(text, "ja"):
            inside = [
                o.modality
                for o in provision.obligations
                for quote in (o.cue or {}).get("ja", ())
                if text.find(quote) < end and start < text.find(quote) + len(quote)
            ]
            fitting = {tag for tag in inside if tag in tags}
            if not fitting:
                assert any(
                    text.find(quote) <= start and end <= text.find(quote) + len(quote)
                    for effect in provision.effects
                    for quote in effect.words["ja"]
                ), provision.id
                by_effects += 1
            claimed.update(sorted(fitting)[:1])
    assert claimed + Counter(duty=by_effects) == {"duty": 56, "prohibition": 13, "power": 4}
    assert by_effects == 1


def test_files_stand_in_natural_order(tmp_path: Path) -> None:
    """Letters before numbers, 2 before 10, 10 before 10a; a digit that is no decimal is like a letter."""
    names = ["a2.yml", "a10.yml", "1.yml", "1²2.yml", "02.yml", "9.yml", "10.yml", "10a.yml"]
    paths = [tmp_path / name for name in sorted(names)]
    assert [path.name for path in sorted(paths, key=reading.natural)] == names


def test_tops_stand_in_order(body: Body) -> None:
    """The order of the parts is that of the instrument, the order inside them that of the file names."""
    tops = [top.id for top in body.tops()]
    assert tops == [f"SP-{n}" for n in range(1, 21)] + [f"AN-{n}" for n in range(1, 10)]


def test_load_gives_sound_data_or_all_faults(clauses: Path) -> None:
    """Who asks for a corpus gets a sound one, or an error with every fault of reading, located."""
    for name in ("tokki/11.yml", "besshi/4.yml"):
        file = clauses / "joho-security" / name
        file.write_text(file.read_text("utf-8") + "extra: 'x'\n", "utf-8")
    with pytest.raises(DataError) as caught:
        reading.load(clauses)
    assert [(p.place.file, p.code) for p in caught.value.problems] == [
        ("clauses/joho-security/besshi/4.yml", "unknown-key"),
        ("clauses/joho-security/tokki/11.yml", "unknown-key"),
    ]
    assert all(p.place.line > 20 for p in caught.value.problems)
