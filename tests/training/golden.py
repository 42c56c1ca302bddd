"""Writes tests/training/report.json anew: run it after a wanted change, and read what changed."""

from __future__ import annotations

import json

from macros.corpus import load
from tests.conftest import ROOT
from tests.test_training_report import GOLDEN, tables

if __name__ == "__main__":
    made = tables(load(ROOT / "clauses"))
    GOLDEN.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
