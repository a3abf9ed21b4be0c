"""`studio backup` and `studio restore`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.pipeline.safety import backup_workspace, restore_workspace


@click.command(
    help=_("Copy the workspace into TARGET, a new folder, while work goes on. Feeds and mixes can be made again."),
    epilog=examples("studio backup /media/stick/2012-05-17"),
)
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_context
def backup(ctx: click.Context, target: Path) -> None:
    """Write a backup."""
    with opened(ctx) as studio:
        count = backup_workspace(studio, target.resolve())
    shown.line(_("{count} files are safe in {where}.").format(count=count, where=target))


@click.command(
    help=_("Bring the backup SOURCE back into DIRECTORY, which must be empty. STUDIO_DATABASE_URL is respected."),
    epilog=examples("studio restore /media/stick/2012-05-17 my-station"),
)
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def restore(source: Path, directory: Path) -> None:
    """Bring a backup back."""
    count = restore_workspace(source.resolve(), directory.resolve(), os.environ.get("STUDIO_DATABASE_URL", ""))
    shown.line(_("{count} files came back to {where}.").format(count=count, where=directory))
