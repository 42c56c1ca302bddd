"""The plugin `tokki`: pages from data, macros in prose, the theme's assets. The thinking is elsewhere."""

from __future__ import annotations

import importlib
import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.utils.templates import TemplateContext

    from macros.render.pages import Fragment, Site
    from macros.render.parts import Branch

PACKAGE = Path(__file__).parent.parent
FOLDER = PACKAGE / "theme" / "assets"
ASSETS = "assets/tokki"
SHIM = "polyfills/iframe-worker.js"
"""Lets the search start on file://. Its name keeps the offline plugin from asking another host for one."""

log = logging.getLogger("mkdocs.plugins.tokki")


class TokkiConfig(base.Config):
    """Options of the plugin in mkdocs.yml."""

    clauses = config_options.Dir(exists=True, default="clauses")
    forms = config_options.Type(str, default="forms")
    profile = config_options.Type(str, default="")
    prefilled = config_options.Type(str, default="")
    """A company's profile that the site shall carry in copies of the forms. None unless it is asked for."""
    sheets = config_options.Choice(("", "plain", "coded"), default="")
    """1 where the PDFs of training will stand beside the site: pages lead to them."""
    since = config_options.Type(str, default="")
    """The name of an earlier edition: what changed since will stand beside the site, with the PDFs."""
    base = config_options.Type(str, default="")
    """Path under which this language is served, such as /handbook/ja; the 404 page needs it."""


class TokkiPlugin(BasePlugin[TokkiConfig]):
    """Puts the pages made from data into a build."""

    def __init__(self) -> None:
        self._serving = False
        self._site: Site | None = None
        self._fragments: dict[str, list[Fragment]] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Being called at all keeps the plugin alive between the builds of `serve`."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the data, check it, and set what depends on it: name, navigation, assets."""
        if self._serving:
            _forget_code()
        from macros.publish.load import load_site

        folder = Path(config.config_file_path).parent
        language = str(config.theme["language"])
        profile = folder / self.config.profile if self.config.profile else None
        forms = folder / self.config.forms
        prefilled = folder / self.config.prefilled if self.config.prefilled else None
        clauses = folder / self.config.clauses
        options = (self.config.sheets, self.config.since)
        self._site = site = load_site(clauses, language, profile, _fail, forms, prefilled, *options)
        config.docs_dir = str(folder / "docs" / language)
        config.site_name = site.words["site_name"]
        config.nav = [_entry(branch) for branch in site.navigation()]
        config.extra["tokki"] = site.interface()
        config.extra.setdefault("polyfills", []).append(f"{ASSETS}/{SHIM}")
        _translate_palette(config, site.books[0].t)
        config.extra_css += [f"{ASSETS}/{path.name}" for path in _assets("css")]
        config.extra_javascript += [f"{ASSETS}/{path.name}" for path in _assets("js")]
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the pages made from data, and the assets of the theme."""
        assert self._site is not None
        for leaf in self._site.leaves():
            head = [f"title: {_quoted(leaf.title)}"]
            if leaf.description:
                head.append(f"description: {_quoted(leaf.description)}")
            if leaf.wide:
                head.append("hide: [toc]")
            content = "\n".join(["---", *head, "---", "", "{{ " + leaf.call + " }}", ""])
            files.append(File.generated(config, f"{leaf.path}.md", content=content))
        for path in sorted(FOLDER.rglob("*.*")):
            uri = f"{ASSETS}/{path.relative_to(FOLDER).as_posix()}"
            files.append(File.generated(config, uri, abs_src_path=str(path)))
        for uri, script in self._form_scripts():
            files.append(File.generated(config, uri, content=script))
        from macros.publish.exported import course_files

        for uri, copy in (*self._prefilled(), *course_files(self._site)):
            files.append(File.generated(config, uri, content=copy))
        from macros.publish.search import worker, worker_uri

        files.append(File.generated(config, worker_uri(), content=worker()))
        return files

    def _prefilled(self) -> Iterator[tuple[str, bytes]]:
        assert self._site is not None
        if self._site.prefilled:
            from macros.publish.prefilled import prefilled_files

            yield from prefilled_files(self._site.shelf.forms, self._site.prefilled, self._site.language)

    def _form_scripts(self) -> list[tuple[str, str]]:
        assert self._site is not None
        if not self._site.shelf.forms:
            return []
        from macros.pdf.fonts import FontMissing
        from macros.publish.form_scripts import form_scripts

        try:
            return list(form_scripts(self._site.shelf.forms, self._site.language))
        except FontMissing as error:
            raise PluginError(str(error)) from error

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Compile the theme's templates once for all builds."""
        from macros.render.templates import Compiled

        env.bytecode_cache = Compiled(env)
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The 404 page is shown at any depth: its links start at the root of the host."""
        if template_name == "404.html":
            context["base_url"] = self.config.base or "."
        return context

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Run the macros of a page; what they give waits outside Markdown, which must not read it again."""
        assert self._site is not None
        path = page.file.src_uri.removesuffix(".md")
        page.meta["search"] = {"exclude": True}  # what can be found is known from the data
        fragments = self._fragments[path] = []

        def waiting(macro: Any) -> Any:
            def call(*arguments: str) -> str:
                fragments.append(macro(*arguments))
                return f"\u27e6tokki-{len(fragments) - 1}\u27e7"

            return call

        macros = {name: waiting(macro) for name, macro in self._site.macros(path).items()}
        environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
        try:
            return environment.from_string(markdown).render(macros)
        except (jinja2.TemplateError, LookupError, TypeError, ValueError) as error:
            where = getattr(error, "name", None) or page.file.src_uri
            line = getattr(error, "lineno", None)
            raise PluginError(f"{page.file.src_uri}: {where}{f':{line}' if line else ''}: {error}") from error

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put what the macros gave in its place, and its headings into the table of contents."""
        path = page.file.src_uri.removesuffix(".md")
        fragments = self._fragments.pop(path, [])

        def put(match: re.Match[str]) -> str:
            return fragments[int(match[1] or match[2])].html

        html = re.sub("<p>\u27e6tokki-(\\d+)\u27e7</p>|\u27e6tokki-(\\d+)\u27e7", put, html)
        outline = [heading for fragment in fragments for heading in fragment.outline]
        if outline:
            page.toc = TableOfContents(_anchors(list(page.toc), outline))
        return html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Let the search ask our worker."""
        return _pointed(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for the 404 page."""
        return _pointed(output_content) if template_name == "404.html" else output_content

    @event_priority(-50)  # after the theme has written its index, before it is made a script for file://
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what can be found."""
        from macros.publish.search import write_index

        assert self._site is not None
        write_index(self._site, Path(config.site_dir))

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: Any,
    ) -> LiveReloadServer:
        """Watch everything a page can depend on."""
        folder = Path(config.config_file_path).parent
        for name in (self.config.clauses, "forms", "docs", "macros"):
            if (folder / name).is_dir():
                server.watch(str(folder / name))
        return server


def _fail(message: str) -> None:
    raise PluginError(message)


def _pointed(html: str) -> str:
    from macros.publish.search import NoWorker, pointed

    try:
        return pointed(html)
    except NoWorker as error:
        raise PluginError(str(error)) from error


def _forget_code() -> None:
    """Let the next import read the project's Python again (this module is the engine's, and stays)."""
    stays = {"macros.publish", __name__}
    for name in [name for name in sys.modules if name.startswith("macros.") and name not in stays]:
        del sys.modules[name]
        above, _, own = name.rpartition(".")
        package = sys.modules.get(above)
        if package is not None and hasattr(package, own):
            delattr(package, own)  # `from macros import rules` would find the old one there
    importlib.invalidate_caches()


def _assets(ending: str) -> list[Path]:
    return sorted(FOLDER.glob(f"*.{ending}"))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _entry(branch: Branch) -> dict[str, Any]:
    if branch.below:
        return {branch.title: [_entry(below) for below in branch.below]}
    return {branch.title: f"{branch.path}.md"}


def _translate_palette(config: MkDocsConfig, t: Callable[[str], str]) -> None:
    for choice, key in zip(
        config.theme["palette"], ("palette_auto", "palette_light", "palette_dark"), strict=True
    ):
        choice["toggle"]["name"] = t(key)


def _anchors(roots: list[AnchorLink], outline: list[tuple[int, str, str]]) -> list[AnchorLink]:
    """Headings added to the engine's tree `roots`, below those that are open at its end."""
    open_: list[AnchorLink] = []
    at = roots
    while at:
        open_.append(at[-1])
        at = at[-1].children
    for level, id_, title in outline:
        anchor = AnchorLink(title, id_, level)
        while open_ and open_[-1].level >= level:
            open_.pop()
        (open_[-1].children if open_ else roots).append(anchor)
        open_.append(anchor)
    return roots
