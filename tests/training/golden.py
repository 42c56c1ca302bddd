"""Writes tests/training/report.json anew: run it after a wanted change, and read what changed."""

from __future__ import annotations

import json

from macros.corpus import load
from macros.render import desk_tables
from macros.render.desk import Given
from macros.render.voice import Voice
from tests.conftest import ROOT
from tests.test_training_report import GOLDEN, TODAY, sample

if __name__ == "__main__":
    corpus = load(ROOT / "clauses")
    said = Given(follow_up="12月10日に補講を行う")
    found = sample(corpus)
    made: dict[str, object] = {
        f"{language} {'names' if names else 'totals'}": desk_tables.tables(
            Voice.of(corpus, "joho-security", language), found, said, TODAY, names
        )
        for language, names in (("ja", True), ("en", False), ("both", False))
    }
    made["reading"] = desk_tables.reading(found)
    GOLDEN.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
