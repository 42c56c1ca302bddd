"""`python -m bench.forms`: copies of the 届出書 a second, beside laying each out anew with WeasyPrint.

CPU time of one core, the median of three runs, after the sheet was laid out once; peak memory of a process
that makes 100 copies and of one that makes 10,000; how much more two processes make than one, and how long
`tokki form batch` takes with either.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

from bench.measure import Spent, python, spent
from macros.forms.answers import as_data
from macros.forms.definition import Answers, Form
from macros.forms.files import answers_of
from macros.forms.load import read
from macros.forms.table import to_csv
from macros.pdf import layout
from macros.pdf.press import Press
from macros.pdf.sheet import sheet

ROOT = Path(__file__).parent.parent
FORM = "todokede"
AIMS = {"editable": 150, "final": 80}
"""Copies a second, at least. For a final copy that keeps its tags 50 would do."""
ROWS = 2000
"""Of the table that `tokki form batch` is timed with."""
LARGEST = {"blank": 1_600_000, "final": 100_000}
"""Bytes, at most."""


def material() -> tuple[Form, Answers]:
    """The form and the first of its samples."""
    shelf = read(ROOT / "forms").shelf
    answers, problems = answers_of(shelf.samples[FORM][0], shelf.forms[FORM])
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return shelf.forms[FORM], answers


def timed(work: Callable[[], object], times: int) -> float:
    """Seconds of CPU that one call takes."""
    runs = []
    for _ in range(3):
        start = time.process_time()
        for _ in range(times):
            work()
        runs.append((time.process_time() - start) / times)
    return median(runs)


def copies(kind: str, count: int) -> None:
    """Make so many copies and print what they took: seconds of wall time, the first copy left out."""
    form, answers = material()
    make = getattr(Press(form), kind)
    make(answers)
    start = time.perf_counter()
    for _ in range(count):
        make(answers)
    print(json.dumps(time.perf_counter() - start))


def two_cores(kind: str, count: int) -> float:
    """How many times as many copies two processes make in the time of one."""

    def one(_: int) -> float:
        return spent(python("-m", "bench.forms", kind, str(count)), cwd=ROOT).wall

    start = time.perf_counter()
    one(0)
    alone = time.perf_counter() - start
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    return 2 * alone / (time.perf_counter() - start)


def rows_of(answers: Answers, count: int) -> str:
    """A table of so many filings, each of another company."""
    data = {name: str(value) for name, value in as_data(answers).items() if not isinstance(value, list)}
    for group, blocks in answers.groups.items():
        for number, block in enumerate(blocks, 1):
            data |= {f"{group}_{number}_{name}": str(value) for name, value in block.items()}
    made = ([(data | {"name": f"株式会社見本{number}"})[name] for name in data] for number in range(count))
    return to_csv([list(data), *made])


def batches(count: int) -> dict[int, Spent]:
    """Processes (one, two) → what `tokki form batch` takes for so many rows, from start to end.

    The best of three pairs by wall time, one after the other. On a machine that does something else beside,
    the CPU time tells more: what two processes take in all above one is what they cost.
    """
    took: dict[int, list[Spent]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        table.write_text(rows_of(material()[1], count), "utf-8-sig")
        for turn in range(3):
            for processes, runs in took.items():
                words = f"form batch {table} --form {FORM} --final --processes {processes}".split()
                out = f"{folder}/{turn}-{processes}"
                runs.append(spent(python("-m", "macros", *words, "--out", out), cwd=ROOT))
    return {processes: min(runs, key=lambda run: run.wall) for processes, runs in took.items()}


def main() -> None:
    """Measure, then print the lines."""
    form, answers = material()
    press = Press(form)
    anew = timed(lambda: layout.write(sheet(form).html), 2)
    print(f"WeasyPrint, each anew   {anew * 1000:8.1f} ms {1 / anew:8.1f}/s")
    for kind, aim in AIMS.items():
        make = getattr(press, kind)
        size = len(make(answers).data)
        took = timed(partial(make, answers), 300)
        met = "" if 1 / took >= aim else ", missed"
        print(f"{kind:22}  {took * 1000:8.1f} ms {1 / took:8.1f}/s  {size:>9,} bytes  aim {aim}/s{met}")
    small, large = (spent(python("-m", "bench.forms", "final", n), cwd=ROOT).memory for n in ("100", "10000"))
    print(f"peak memory, final      {small:8.1f} MB for 100, {large:.1f} MB for 10,000")
    for kind in AIMS:
        print(f"two cores, {kind:12} {two_cores(kind, 4000):8.2f} times one")
    batch = batches(ROWS)
    for processes, run in batch.items():
        faster = batch[1].wall / run.wall
        print(
            f"batch, {ROWS:,} rows, {processes} proc. {run.wall:6.1f} s, {faster:.2f} times as fast,"
            f" {run.cpu:.1f} s of CPU in all"
        )
    sizes = {"blank": len(press.blank()), "final": len(press.final(answers).data)}
    for kind, most in LARGEST.items():
        met = "" if sizes[kind] <= most else ", missed"
        print(f"{kind:22}  {sizes[kind]:>9,} bytes, aim {most:,}{met}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        copies(sys.argv[1], int(sys.argv[2]))
    else:
        main()
