"""All measurements of one corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.measure import ChildError, Spent, alternating, answer, middle, python, say, spent
from bench.table import Row

ROOT = Path(__file__).parent.parent
BUILD_AIM = 1.25
"""Our build takes at most this many times what the bare one takes."""
CHECK_AIM = 0.5
"""Seconds of CPU that `tokki check` takes at most on the real corpus, beyond the start of the interpreter."""
MIN_SECONDS = 30.0
"""Builds are repeated for at least so long, however few were asked for."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    sizes: tuple[int, ...]
    """How many times as large as the real corpus."""
    repeat: int
    """Builds of each kind, at least."""
    language: str
    """The language that is built on its own."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The measurements of one corpus: a project of ours, and the bare project made from it."""

    size: int
    folder: Path
    options: Options

    @property
    def name(self) -> str:
        """×10."""
        return f"×{self.size}"

    @property
    def project(self) -> Path:
        """The project with the grown corpus."""
        return self.folder / "project"

    def prepare(self) -> None:
        """Grow the corpus and write out the bare project."""
        say(self.name, "growing the corpus")
        spent(python("-m", "bench.grow", str(ROOT), str(self.project), str(self.size)), cwd=ROOT)
        say(self.name, "writing out the pages")
        config, language = str(self.project / "mkdocs.yml"), self.options.language
        spent(python("-m", "bench.bare", config, language, str(self.folder / "bare")), cwd=ROOT)

    def ours(self, language: str = "") -> Spent:
        """One build of ours."""
        language = language or self.options.language
        return self._build(self.project, f"site-{language}", {"TOKKI_LANGUAGE": language}, "--strict")

    def bare(self) -> Spent:
        """One build by plain mkdocs-material."""
        return self._build(self.folder / "bare", "site-bare", {})

    def _build(self, project: Path, site: str, env: dict[str, str], *more: str) -> Spent:
        config, target = str(project / "mkdocs.yml"), str(self.folder / site)
        command = python("-m", "mkdocs", "build", "--clean", "--config-file", config, "--site-dir", target)
        return spent([*command, *more], env, ROOT)

    def rows(self) -> Iterator[Row]:
        """Every figure of this corpus."""
        say(self.name, "building, ours and bare in turn")
        pairs = alternating(self.ours, self.bare, self.options.repeat, MIN_SECONDS)
        yield from self._built(pairs)
        say(self.name, "checking")
        yield from self._checked()
        yield from self._stages()
        say(self.name, "building all languages")
        yield from self._whole(middle(ours for ours, _ in pairs))

    def _built(self, pairs: Sequence[tuple[Spent, Spent]]) -> Iterator[Row]:
        ours, bare = middle(one for one, _ in pairs), middle(other for _, other in pairs)
        pages, bare_pages = self._pages(f"site-{self.options.language}"), self._pages("site-bare")
        if set(pages) != set(bare_pages):
            raise ChildError(f"the builds differ in {sorted(set(pages) ^ set(bare_pages))[:5]}")
        yield Row(self.name, "pages", "", len(pages), "bare", len(bare_pages))
        size, bare_size = sum(pages.values()) / 1e6, sum(bare_pages.values()) / 1e6
        yield Row(self.name, "HTML written", "MB", size, "bare", bare_size, size / bare_size)
        for name, figure, unit, aim in (
            ("cpu", "build, CPU", "s", BUILD_AIM),
            ("wall", "build, wall", "s", None),
            ("memory", "build, peak memory", "MB", BUILD_AIM),
        ):
            ratio = median(getattr(one, name) / getattr(other, name) for one, other in pairs)
            yield Row(self.name, figure, unit, getattr(ours, name), "bare", getattr(bare, name), ratio, aim)
        least, bare_least = min(one.cpu for one, _ in pairs), min(other.cpu for _, other in pairs)
        yield Row(self.name, "build, CPU, least", "s", least, "bare", bare_least, least / bare_least)

    def _pages(self, site: str) -> dict[str, int]:
        folder = self.folder / site
        return {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*.html")}

    def _checked(self) -> Iterator[Row]:
        command = python("-m", "macros", "check", "--root", str(self.project))
        start = python("-c", "pass")
        pairs = alternating(lambda: spent(command, cwd=ROOT), lambda: spent(start), self.options.repeat, 5)
        check, empty = middle(one for one, _ in pairs), middle(other for _, other in pairs)
        aim = CHECK_AIM if self.size == 1 else None
        beyond = check.cpu - empty.cpu
        yield Row(self.name, "check, CPU beyond start", "s", beyond, "python -c pass", empty.cpu, None, aim)
        yield Row(self.name, "check, peak memory", "MB", check.memory, "python -c pass", empty.memory)

    def _stages(self) -> Iterator[Row]:
        config, target = str(self.project / "mkdocs.yml"), str(self.folder / "site-stages")
        command = python("-m", "bench.stages", config, self.options.language, target)
        answers = [json.loads(answer(command, ROOT)) for _ in range(self.options.repeat)]
        for stage in answers[0]:
            if stage != "all":
                seconds, whole = median(a[stage] for a in answers), median(a["all"] for a in answers)
                share = median(a[stage] / a["all"] for a in answers)
                yield Row(self.name, f"{stage}, CPU", "s", seconds, "that build", whole, share)

    def _whole(self, first: Spent) -> Iterator[Row]:
        builds = [first]
        builds += [self.ours(language) for language in self._languages() if language != self.options.language]
        target = str(self.folder / "site-all")
        site = spent(
            python("-m", "macros", "site", "--root", str(self.project), "--target", target), cwd=ROOT
        )
        for name, figure in (("cpu", "tokki site, CPU"), ("wall", "tokki site, wall")):
            ours, sum_ = getattr(site, name), sum(getattr(build, name) for build in builds)
            yield Row(self.name, figure, "s", ours, f"{len(builds)} builds in turn", sum_, ours / sum_)

    def _languages(self) -> list[str]:
        return sorted(path.stem for path in (ROOT / "macros" / "locales").glob("*.yml"))
