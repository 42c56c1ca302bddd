"""The same pages for plain mkdocs-material: our HTML already in the Markdown, no plugin and no theme of ours.

Run as `python -m bench.bare CONFIG LANGUAGE TARGET`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, get_files
from mkdocs.utils.yaml import yaml_load

from macros.publish.load import load_site
from macros.render.pages import Fragment

WRITTEN = ("use_directory_urls", "markdown_extensions", "validation")
"""Settings that the bare project takes from our mkdocs.yml as they are written."""

COMPUTED = ("site_name", "nav", "extra_css", "extra_javascript")
"""Settings that it takes from what our plugin has made of them."""

FEATURES = ("navigation.prune", "navigation.footer")
"""What our own frame does for every page, and Material on request. Unpruned, its menu alone would take longer
than all of our build, and the comparison would flatter us."""


def dump(config_file: Path, language: str, target: Path) -> None:
    """Write in `target` a project (mkdocs.yml, docs/) whose bare build shows the pages of ours."""
    os.environ["TOKKI_LANGUAGE"] = language
    config = load_config(str(config_file))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    site = load_site(config_file.parent / "clauses", language, None, _fail)
    for file in files:
        path = target / "docs" / file.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.is_documentation_page():
            macros = site.macros(file.src_uri.removesuffix(".md"))
            path.write_text(written_out(file.content_string, macros), "utf-8")
        else:
            _copy(file, path)
    bare = settings(config_file, config)
    (target / "mkdocs.yml").write_text(json.dumps(bare, ensure_ascii=False, indent=1), "utf-8")


def written_out(markdown: str, macros: Mapping[str, Callable[..., Fragment]]) -> str:
    """Markdown with every macro replaced by its HTML; one that stands alone becomes one raw block."""
    html: list[str] = []

    def given(macro: Callable[..., Fragment]) -> Callable[..., str]:
        def call(*arguments: str) -> str:
            html.append(macro(*arguments).html.strip())
            return f"\u27e6{len(html) - 1}\u27e7"

        return call

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    text = environment.from_string(markdown).render({name: given(macro) for name, macro in macros.items()})
    text = re.sub("(?m)^\u27e6(\\d+)\u27e7$", "\n<div>\n\u27e6\\1\u27e7\n</div>\n", text)
    return re.sub("\u27e6(\\d+)\u27e7", lambda match: html[int(match[1])], text)


def settings(config_file: Path, config: MkDocsConfig) -> dict[str, Any]:
    """The mkdocs.yml of the bare project: ours without our plugin and our theme folder."""
    ours: dict[str, Any] = yaml_load(config_file.read_text("utf-8"))
    theme = {key: value for key, value in ours["theme"].items() if key not in ("custom_dir", "favicon")}
    theme["features"] = sorted({*theme.get("features", ()), *FEATURES})
    plugins = [plugin for plugin in ours["plugins"] if plugin != "tokki" and "tokki" not in plugin]
    extra = {key: value for key, value in config.extra.items() if key != "tokki"}
    written = {key: ours[key] for key in WRITTEN if key in ours}
    computed = {key: _plain(config[key]) for key in COMPUTED}
    return written | computed | {"theme": theme, "plugins": plugins, "extra": extra}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else str(value)


def _copy(file: File, path: Path) -> None:
    if file.abs_src_path:
        shutil.copyfile(file.abs_src_path, path)
    else:
        path.write_bytes(file.content_bytes)


def _fail(message: str) -> None:
    raise SystemExit(message)


if __name__ == "__main__":
    dump(Path(sys.argv[1]).absolute(), sys.argv[2], Path(sys.argv[3]))
