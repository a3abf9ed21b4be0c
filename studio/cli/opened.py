"""A workspace opened for a command, with progress on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from studio.cli.shown import progress
from studio.pipeline.opening import Studio, open_studio


@contextmanager
def opened(ctx: click.Context) -> Iterator[Studio]:
    """The workspace that the command names."""
    wanted = ctx.find_root().obj
    with progress() as tell:
        studio = open_studio(wanted["workspace"], actor=wanted["actor"], tell=tell)
        try:
            yield studio
        finally:
            studio.engine.dispose()
