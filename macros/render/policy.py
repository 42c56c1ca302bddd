"""The Content Security Policy that seals the site: its own files, the theme's known inline scripts."""

from __future__ import annotations

from pathlib import Path

import yaml

FILE = Path(__file__).parent.parent / "theme" / "csp.yml"


def content_policy() -> str:
    """The policy as one header value, from `theme/csp.yml` (directive → sources)."""
    directives = yaml.safe_load(FILE.read_text("utf-8"))
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
