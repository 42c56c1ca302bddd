"""The templates, compiled once for all runs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from macros import kept
from macros.render.parts import Said
from macros.render.typeset import apostrophes, runs

TEMPLATES = Path(__file__).parent.parent / "templates"


class Compiled(jinja2.BytecodeCache):
    """Keeps compiled templates in the cache folder; Jinja itself sees to it that they fit their sources."""

    def __init__(self, environment: jinja2.Environment) -> None:
        how = (
            jinja2.__version__,
            environment.trim_blocks,
            environment.lstrip_blocks,
            environment.autoescape,
            sorted(environment.extensions),
        )
        self.prefix = f"template-{hashlib.sha256(repr(how).encode()).hexdigest()[:8]}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was kept."""
        if (found := kept.load(f"{self.prefix}-{bucket.key}")) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        kept.keep(f"{self.prefix}-{bucket.key}", bucket.bytecode_to_string())


def environment() -> jinja2.Environment:
    """The templates: everything escaped, everything undefined an error, read from the package alone."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"said": Said, "runs": runs, "apostrophes": apostrophes}
    made.bytecode_cache = Compiled(made)
    return made
