"""Ctrl-C in a command that works for long: what was made stays, and which command goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from studio.cli import shown
from studio.languages import N_

STOPPED = N_("Stopped. What was finished stays. To go on, give the same command again.")
"""What is true of every command that has nothing more precise to say: each is all there, not there, or gone on with."""

INTERRUPTED = 130
"""What a shell sees of a program that Ctrl-C ended: 128 and the number of the signal."""


def interrupted(error: BaseException | None) -> bool:
    """Whether it failed because Ctrl-C was ending it, as a database does that is closed within a statement."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


@contextmanager
def resumable(told: str) -> Iterator[None]:
    """Where Ctrl-C ends the block, say on stderr what stays and what to do, and leave with INTERRUPTED.

    told: in the language of the terminal. Within such a block, another one's own words come first.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, click.exceptions.Exit) or not interrupted(error):
            raise
        shown.warning(f"\n{told}")
        raise click.exceptions.Exit(INTERRUPTED) from error
