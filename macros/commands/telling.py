"""In which language a clerk is told, and how faults of files end a command."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from macros.commands.teller import Teller
from macros.errors import DataError, Problem, ProjectFault, as_text
from macros.render.wording import languages


def system_language() -> str:
    """The language of this system's messages, if the interface speaks it; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if said := os.environ.get(name):
            own, *_ = re.split(r"[_.@-]", said.lower())
            return own if own in languages() else "en"
    return "en"


LANGUAGE = click.option(
    "--language",
    type=click.Choice(languages()),
    default=system_language,
    help="Of what is told. Default: that of the system.",
)


@contextmanager
def telling(teller: Teller, told: Callable[[Teller, Problem], str] | None = None) -> Iterator[None]:
    """Faults of the user's files as plain lines and exit status 1; never a traceback.

    `told` tells one problem, where a group of commands has words of its own.
    """
    from macros.pdf.fonts import FontMissing
    from macros.pdf.layout import LayoutError

    try:
        yield
    except ProjectFault as error:
        click.echo(as_text(error.problems), err=True)
        sys.exit(1)
    except DataError as error:
        lines = [told(teller, problem) for problem in error.problems] if told else []
        click.echo("\n".join(lines) or teller.all(error.problems), err=True)
        sys.exit(1)
    except (FontMissing, LayoutError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        name, why = error.filename or "", error.strerror or str(error)
        click.echo(teller.refused("told_system", why, file=name), err=True)
        sys.exit(1)
