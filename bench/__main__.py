"""`python -m bench`: build time and peak memory beside a bare mkdocs-material build of the same pages.

CPU is user and system time, in seconds. Where something runs several times, the figures are medians,
and a ratio is the median of the ratios of runs that followed each other. On a machine with
other work to do, the least CPU of all runs is nearer to the truth than the median.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import ChildError
from bench.suite import Bench, Options
from bench.table import Row, table


def options(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_true", help="the real corpus only (the same as --sizes 1)")
    sizes.add_argument("--sizes", default="1,10,50", help="how many times as large (default: 1,10,50)")
    parser.add_argument(
        "--repeat", type=int, default=3, metavar="N", help="builds of each kind, at least (default: 3)"
    )
    parser.add_argument("--language", default="ja", help="the language built (default: ja)")
    given = parser.parse_args(arguments)
    times = (1,) if given.quick else tuple(int(size) for size in given.sizes.split(","))
    if min(times) < 1 or given.repeat < 1:
        parser.error("sizes and repeats are 1 or more")
    return Options(times, given.repeat, given.language)


def run(asked: Options) -> Iterator[Row]:
    """Measure every size in turn."""
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="tokki-bench-") as folder:
            bench = Bench(size, Path(folder), asked)
            bench.prepare()
            if size == asked.sizes[0]:  # the first runs compile and fill the caches of the disk
                bench.ours()
                bench.bare()
            yield from bench.rows()


def main() -> None:
    """Measure, then print the table: after a fault, of what was measured before it."""
    asked = options()
    rows: list[Row] = []
    fault = ""
    try:
        for row in run(asked):
            rows.append(row)
    except (ChildError, KeyboardInterrupt) as error:
        fault = str(error) or "stopped"
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"language {asked.language}; medians of {asked.repeat} runs or more; {machine}")
    print(table(rows))
    if fault:
        raise SystemExit(fault)


if __name__ == "__main__":
    main()
