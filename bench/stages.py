"""How long each stage of our own pipeline takes inside a build: our plugin's events, timed.

Run as `python -m bench.stages CONFIG LANGUAGE SITE`: prints a JSON object, stage → seconds of CPU.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from mkdocs.commands.build import build
from mkdocs.config import load_config

from macros import corpus, rules

P = ParamSpec("P")
T = TypeVar("T")


class Clock:
    """Adds up what the functions that it was put on take: seconds of user and system time."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    def timed(self, stage: str, work: Callable[P, T]) -> Callable[P, T]:
        """`work`, its time counted under `stage`."""

        @wraps(work)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            start = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                self.taken[stage] += time.process_time() - start  # type: ignore[assignment]

        return call


def stages(config_file: Path, language: str, site: Path) -> dict[str, float]:
    """Stage → seconds of CPU, in one build into `site`; `all` is the whole process."""
    os.environ["TOKKI_LANGUAGE"] = language
    clock = Clock()
    config = load_config(str(config_file), site_dir=str(site))
    config.plugins.on_startup(command="build", dirty=False)
    ours = config.plugins["tokki"]
    for event, methods in config.plugins.events.items():
        methods[:] = [
            clock.timed(event, method) if getattr(method, "__self__", None) is ours else method
            for method in methods
        ]
    with (
        patch.object(rules, "read", clock.timed("read", corpus.read)),
        patch.object(rules, "check", clock.timed("check", rules.check)),
    ):
        build(config)
    taken = clock.taken
    return {
        "load": taken["read"],
        "check": taken["check"] - taken["read"],
        "forms, navigation": taken["config"] - taken["check"],
        "files": taken["files"],
        "render": taken["page_markdown"] + taken["page_content"],
        "all": time.process_time(),
    }


if __name__ == "__main__":
    print(json.dumps(stages(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))))
