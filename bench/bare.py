"""The same pages for plain mkdocs-material: our HTML already in the Markdown, no plugin and no theme of ours.

Run as `python -m bench.bare CONFIG LANGUAGE TARGET`.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.yaml import yaml_load

WRITTEN = ("use_directory_urls", "markdown_extensions", "validation")
"""Settings that the bare project takes from our mkdocs.yml as they are written."""

COMPUTED = ("site_name", "nav", "extra_css", "extra_javascript")
"""Settings that it takes from what our plugin has made of them."""

FEATURES = ("navigation.prune", "navigation.footer")
"""What our own frame does for every page, and Material on request. Unpruned, its menu alone would take longer
than all of our build, and the comparison would flatter us."""

STANDING = re.compile("^\u27e6[^\u27e7\n]+\u27e7$", re.MULTILINE)
"""The mark that our plugin leaves for a macro's HTML, alone on a line."""


def dump(config_file: Path, language: str, target: Path) -> None:
    """Write in `target` a project (mkdocs.yml, docs/) whose bare build shows the pages of ours."""
    os.environ["TOKKI_LANGUAGE"] = language
    config = load_config(str(config_file))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    for file in files:
        path = target / "docs" / file.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.is_documentation_page():
            path.write_text(written_out(file, config, files), "utf-8")
        else:
            path.write_bytes(file.content_bytes)
    bare = settings(config_file, config)
    (target / "mkdocs.yml").write_text(json.dumps(bare, ensure_ascii=False, indent=1), "utf-8")


def written_out(file: File, config: MkDocsConfig, files: Files) -> str:
    """The Markdown of a page with the HTML of its macros in it, each that stands alone as one raw block."""
    page = Page(None, file, config)
    page.toc = TableOfContents([])
    markdown = config.plugins.on_page_markdown(file.content_string, page=page, config=config, files=files)
    markdown = STANDING.sub("\n<div>\n\\g<0>\n</div>\n", markdown)
    # Our plugin puts the HTML in place wherever its marks stand: here that is still Markdown.
    return config.plugins.on_page_content(markdown, page=page, config=config, files=files)


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


if __name__ == "__main__":
    dump(Path(sys.argv[1]).absolute(), sys.argv[2], Path(sys.argv[3]))
