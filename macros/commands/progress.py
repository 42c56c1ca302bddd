"""How far a long command is."""

from __future__ import annotations

import sys
import time

import click

from macros.commands.teller import Teller


class Progress:
    """A count on one line of a terminal; nothing where errors go to a file."""

    def __init__(self, teller: Teller) -> None:
        self.teller, self.shown, self.next = teller, sys.stderr.isatty(), 0.0
        self.open = False

    def count(self, number: int) -> None:
        """Show how many there are, ten times a second at most."""
        if self.shown and (now := time.monotonic()) >= self.next:
            self.next, self.open = now + 0.1, True
            click.echo(f"\r{self.teller.say('told_progress', count=f'{number:,}')}", err=True, nl=False)

    def line(self, text: str) -> None:
        """Something that stays."""
        self.end()
        click.echo(text, err=True)

    def end(self) -> None:
        """Leave the line of the count."""
        if self.open:
            click.echo("", err=True)
            self.open = False
