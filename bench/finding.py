"""The harness of the search: the site's own worker in a real browser, asked every query, letter by letter.

Asks whatever worker a site names in Material's protocol (0 set up, 1 ready, 2 query, 3 result), so that
another site built with Material can be measured by it as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

ASK = """async ({queries, letters}) => {
  const config = JSON.parse(document.getElementById('__config').textContent)
  const base = new URL(config.base, location).href.replace(/\\/?$/, '/')
  const index = await (await fetch(new URL('search/search_index.json', base))).json()
  const began = performance.now()
  const worker = new Worker(new URL(config.search, location))
  const ask = (message) => new Promise((found, failed) => {
    worker.onmessage = (event) => found(event.data)
    worker.onerror = (event) => failed(new Error(event.message))
    worker.postMessage(message)
  })
  await ask({type: 0, data: {config: index.config, docs: index.docs, options: {suggest: false}}})
  const ready = performance.now() - began
  const best = (group) => group.reduce((best, item) => (item.score < best.score ? best : item))
  const answers = []
  let first = null
  for (const query of queries) {
    const start = performance.now()
    const answer = await ask({type: 2, data: query})
    first ??= performance.now() - start
    answers.push(answer.data.items.map((group) => [best(group).location, best(group).score]))
  }
  const typed = []
  for (const query of letters ? queries : []) {
    for (let end = 1; end <= query.length; end++) {
      const start = performance.now()
      await ask({type: 2, data: query.slice(0, end)})
      typed.push(performance.now() - start)
    }
  }
  worker.terminate()
  return {ready, first, answers, typed}
}"""


@dataclass(frozen=True)
class Asked:
    """A query and what answers it: `9` is 第9, `b8.1.ka` 別紙8(1)カ, `f.3` box 3 of the form; any will do."""

    text: str
    kind: str
    relevant: tuple[str, ...]


@dataclass
class Score:
    """How well a set of queries is answered."""

    count: int = 0
    first: int = 0
    """The page is right that comes first."""
    five: int = 0
    """One of the first five pages is right."""
    item: int = 0
    """What comes first is right down to the item."""
    none: int = 0
    """Nothing was found."""
    missed: list[str] = field(default_factory=list)
    """Queries that are not answered first, with what came instead."""

    def part(self, what: str) -> float:
        """One of these as a part of all queries."""
        value: int = getattr(self, what)
        return value / self.count if self.count else 0.0


@dataclass(frozen=True)
class Answers:
    """What the worker said."""

    ready: float
    """Milliseconds until it was ready for the first query."""
    first: float
    """Milliseconds for the first query."""
    found: Sequence[Sequence[tuple[str, float]]]
    """For each query the best hit of each page: location and score, best first."""
    typed: Sequence[float]
    """Milliseconds for each letter typed."""

    def late(self, part: float = 0.95) -> float:
        """The time within which that part of the letters was answered."""
        ordered = sorted(self.typed)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def queries(path: Path) -> list[Asked]:
    """A file of queries."""
    return [Asked(q["q"], q["kind"], tuple(q["relevant"])) for q in json.loads(path.read_text("utf-8"))]


def ask(page: Page, texts: Sequence[str], letters: bool = False) -> Answers:
    """Ask the worker of the site that the page is of; with `letters` also every beginning of every query."""
    said = page.evaluate(ASK, {"queries": list(texts), "letters": letters})
    found = [[(location, score) for location, score in answer] for answer in said["answers"]]
    return Answers(said["ready"], said["first"], found, said["typed"])


def place(location: str) -> str:
    """A location as the queries name it; the location itself where it is none of the text or the form."""
    anchor = location.rpartition("#")[2]
    if match := re.fullmatch(r"(SP|AN)-([0-9]+)((?:-[0-9a-z]+)*)", anchor):
        return ("b" if match[1] == "AN" else "") + match[2] + match[3].replace("-", ".")
    if match := re.search(r"forms/todokede\.html#(?:form|box-([0-9]+))$", location):
        return f"f.{match[1]}" if match[1] else "f"
    return location


def _page(name: str) -> str:
    return name.partition(".")[0] if re.fullmatch(r"(b?[0-9]+|f)(\..*)?", name) else name.partition("#")[0]


def _right(name: str, relevant: tuple[str, ...]) -> bool:
    return any(name == r or name.startswith(f"{r}.") if "." in r else _page(name) == r for r in relevant)


def scored(asked: Sequence[Asked], found: Sequence[Sequence[tuple[str, float]]]) -> dict[str, Score]:
    """The score of all queries (under `all`) and of each kind."""
    scores: dict[str, Score] = {"all": Score()}
    for query, hits in zip(asked, found, strict=True):
        names = [place(location) for location, _ in hits]
        pages = list(dict.fromkeys(map(_page, names)))
        wanted = {_page(r) for r in query.relevant}
        for score in (scores["all"], scores.setdefault(query.kind, Score())):
            score.count += 1
            score.first += bool(pages) and pages[0] in wanted
            score.five += any(page in wanted for page in pages[:5])
            score.item += bool(names) and _right(names[0], query.relevant)
            score.none += not names
            if not names or not _right(names[0], query.relevant):
                score.missed.append(f"{query.text}: {', '.join(names[:3]) or 'nothing'}")
    return scores


def told(scores: Mapping[str, Score]) -> str:
    """The scores as a table."""
    lines = [f"{'':10}{'n':>5}{'s@1':>8}{'s@5':>8}{'item':>8}{'none':>8}"]
    for kind, score in scores.items():
        parts = (score.part(name) for name in ("first", "five", "item", "none"))
        lines.append(f"{kind:10}{score.count:5}" + "".join(f"{part:8.3f}" for part in parts))
    return "\n".join(lines)
