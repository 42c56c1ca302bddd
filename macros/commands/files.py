"""Files written whole or not at all, and only inside the folder that was named."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

SCRATCH = ".tokki-"
"""Begins the names of files that are being written."""


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: whoever looks sees the old file or the whole new one.

    Raises `OSError`, which names `path`, where that cannot be done.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """The same for several: every one is written whole before the first is put in its place.

    Raises `OSError`, which names the file; where a disk is full, or a folder has the name of a file, all
    files stay what they were.
    """
    ready: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in files.items():
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            path.parent.mkdir(parents=True, exist_ok=True)
            ready[path] = draft(path.parent, data)
        for path, scratch in ready.items():
            put(scratch, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        for scratch in ready.values():
            scratch.unlink(missing_ok=True)


def draft(folder: Path, data: bytes) -> Path:
    """A new file in `folder` that holds `data`, for `put`. Raises `OSError`, and leaves nothing then."""
    scratch = folder / f"{SCRATCH}{secrets.token_hex(4)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(scratch, flags, 0o666)  # less the umask; mkstemp would take it from all others
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except BaseException as error:
        scratch.unlink(missing_ok=True)
        if isinstance(error, OSError):  # a full disk names no file
            raise OSError(error.errno, error.strerror, str(folder)) from None
        raise
    return scratch


def put(scratch: Path, path: Path) -> None:
    """Give a draft its name, in one step. Raises `OSError`, and takes the draft away then."""
    try:
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def tidy(folder: Path) -> None:
    """Take away what a run that was killed left half written."""
    for path in folder.glob(f"{SCRATCH}????????"):
        path.unlink(missing_ok=True)


def inside(folder: Path, name: str) -> Path:
    """The path of `name` in `folder`. Raises `ValueError` where it would lead out of it.

    A link of that name is no way out: `write` puts the file in its place.
    """
    path = folder / name
    if path.name != name or name == ".." or "\0" in name:
        raise ValueError(f"{name!r} is not a name in {folder}")
    return path
