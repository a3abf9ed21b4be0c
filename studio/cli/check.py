"""`studio check`."""

from __future__ import annotations

import sys

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.pipeline.selfcheck import self_check


@click.command(
    help=_(
        "Check settings, database, audit chain, vault, templates, clocks and feed. Exit code 1 when anything is wrong."
    ),
    epilog=examples("studio check", "studio check --json"),
)
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def check(ctx: click.Context, plain: bool) -> None:
    """Run every self-check."""
    with opened(ctx) as studio:
        found = self_check(studio)
    if plain:
        shown.as_json({one.name: shown.fault_rows(one.faults) for one in found})
    else:
        for one in found:
            shown.line(f"{'✗' if one.faults else '✓'} {one.name}")
            shown.faults(one.faults)
    sys.exit(1 if any(one.faults for one in found) else 0)
