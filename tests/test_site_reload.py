"""Live editing reads the project's Python anew, all of it: no half-old, half-new modules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
from pathlib import Path
from macros.publish import plugin
from macros.publish.load import load_site

def fail(message):
    raise SystemExit(message)

before = load_site(Path("clauses"), "ja", None, fail)
plugin._forget_code()
from macros.publish.load import load_site
after = load_site(Path("clauses"), "ja", None, fail)
assert type(after) is not type(before), "the code was not read again"
import macros.model, macros.structure
assert macros.structure.Record is macros.model.Record
assert isinstance(after.corpus, macros.model.Corpus)
"""


def test_python_is_read_again_whole(root: Path) -> None:
    """What `serve` does between two builds: forget the code, import it again, load the data."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
