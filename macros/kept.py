"""What was made before and would be made the same again, kept between runs in the user's cache folder.

Never needed, only faster: a folder that cannot be read or written is no fault. The name of what is kept
says everything that it depends on.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

MOST = 2000
"""Files in the folder; the oldest go first."""


def folder() -> Path:
    """Where it is kept: `$XDG_CACHE_HOME/tokki`, by default `~/.cache/tokki`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "tokki"


def load(name: str) -> bytes | None:
    """What was kept under a name, `None` where nothing was."""
    try:
        return (folder() / name).read_bytes()
    except OSError:
        return None


def keep(name: str, data: bytes) -> None:
    """Keep `data` under a name, in one step: a reader finds all of it or nothing."""
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder(), prefix=".", delete=False) as file:
            try:
                file.write(data)
                file.close()
                Path(file.name).replace(folder() / name)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
        _thin()


def _thin() -> None:
    files = [path for path in folder().iterdir() if path.is_file()]
    if len(files) > MOST:
        for path in sorted(files, key=lambda path: path.stat().st_mtime)[: len(files) - MOST]:
            path.unlink(missing_ok=True)
