"""How long each stage of our own pipeline takes, without the engine.

Run as `python -m bench.stages PROJECT LANGUAGE`: prints a JSON object, stage → seconds of CPU.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import jinja2

from macros import corpus, rules
from macros.render.pages import Site

T = TypeVar("T")


def stages(project: Path, language: str) -> dict[str, float]:
    """Stage → seconds of user and system time: reading the files, the rules, every page made from data."""
    taken: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        result = work()
        taken[stage] = time.process_time() - start
        return result

    reading = timed("load", lambda: corpus.read(project / "clauses"))
    faults = timed("check", lambda: list(rules.problems_of(reading)))
    if faults or reading.corpus is None:
        raise SystemExit("\n".join(map(str, faults)))
    site = Site(reading.corpus, language)
    timed("render", lambda: render(site))
    return taken


def render(site: Site) -> int:
    """Render every page made from data; gives back the number of characters."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    size = 0
    for leaf in site.leaves():
        template = environment.from_string("{{ (" + leaf.call + ").html }}")
        size += len(template.render(site.macros(leaf.path)))
    return size


if __name__ == "__main__":
    print(json.dumps(stages(Path(sys.argv[1]), sys.argv[2])))
