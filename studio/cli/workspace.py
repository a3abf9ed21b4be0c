"""`studio init`."""

from __future__ import annotations

from pathlib import Path

import click

from studio.cli import shown
from studio.cli.options import examples
from studio.cli.words import _
from studio.pipeline.opening import CUSTODIAN, make_workspace, prepare


@click.command(
    help=_(
        "Make a workspace in DIR: scripts/ for the editors, episodes/, audio/ and feeds/, studio.toml "
        "and the database.\n\n"
        "The custodian's key is written once to custodian.key. Take it off this machine: "
        "whoever holds it can open the names of your sources, and without it nobody can."
    ),
    epilog=examples("studio init my-station", "studio init my-station --upgrade"),
)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--upgrade", is_flag=True, help=_("Bring an existing workspace to this version of Studio."))
def init(directory: Path, upgrade: bool) -> None:
    """Make a workspace, or bring one up to date."""
    if upgrade:
        prepare(directory.resolve())
        shown.line(_("{where} is up to date.").format(where=directory))
        return
    make_workspace(directory.resolve())
    shown.line(_("Made a workspace in {where}.").format(where=directory))
    shown.line(_("Take {key} off this machine now, and keep it safe.").format(key=directory / CUSTODIAN))
