"""`studio vault`."""

from __future__ import annotations

import sys

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.pipeline.safety import vault_faults


@click.group(
    help=_("Recordings and masters, stored by the SHA-256 of their bytes in audio/vault."),
    epilog=examples("studio vault verify"),
)
def vault() -> None:
    """The vault."""


@vault.command(
    help=_("Read every stored file and name each that is not what it was. Exit code 1 when one is damaged."),
    epilog=examples("studio vault verify --json"),
)
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def verify(ctx: click.Context, plain: bool) -> None:
    """Read everything."""
    with opened(ctx) as studio:
        count, found = vault_faults(studio)
    if plain:
        shown.as_json({"files": count, "faults": shown.fault_rows(found)})
    else:
        shown.faults(found)
        shown.line(_("{count} files read, {bad} damaged.").format(count=count, bad=len(found)))
    sys.exit(1 if found else 0)
