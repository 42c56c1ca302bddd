"""Child processes and what they cost. This module stays light: a child's peak begins at its parent's."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
"""Silences banners of the engine's heirs and rivals."""


class ChildError(Exception):
    """A measured command failed; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one child process cost, its own children included."""

    cpu: float
    """Seconds of user and system time."""
    wall: float
    """Seconds."""
    memory: float
    """Peak resident size in MB (10⁶ bytes): of the child, or of the largest of its children."""


def spent(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Spent:
    """Run a command to its end and tell what it cost. Raises `ChildError` where it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, env=os.environ | QUIET | dict(env or {}), cwd=cwd, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            words = said.read().decode("utf-8", "replace").strip()
            raise ChildError(f"{' '.join(command)}: exit status {child.returncode}\n{words[-4000:]}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, KiB on Linux
    return Spent(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit / 1e6)


def answer(command: Sequence[str], cwd: Path) -> str:
    """What a command prints. Raises `ChildError` where it fails."""
    env = os.environ | QUIET
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ChildError(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr.strip()}")
    return done.stdout


def python(*arguments: str) -> list[str]:
    """A command for this interpreter."""
    return [sys.executable, *arguments]


def middle(all_: Iterable[Spent]) -> Spent:
    """The median of each figure."""
    runs = list(all_)
    return Spent(*(median(getattr(run, name) for run in runs) for name in ("cpu", "wall", "memory")))


def alternating(
    one: Callable[[], Spent], other: Callable[[], Spent], times: int, seconds: float = 0
) -> list[tuple[Spent, Spent]]:
    """Both in turn, so that what slows the machine for a while slows both.

    At least `times` times, and again until `seconds` have gone: what is short needs more runs.
    """
    start = time.perf_counter()
    pairs: list[tuple[Spent, Spent]] = []
    while len(pairs) < times or time.perf_counter() - start < seconds:
        pairs.append((one(), other()))
    return pairs


def say(corpus: str, what: str) -> None:
    """Tell the one who waits what is being done."""
    print(f"{corpus}: {what} …", file=sys.stderr, flush=True)
