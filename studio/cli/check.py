"""`studio check`."""

from __future__ import annotations

import sys

import click

from studio.cli import shown
from studio.cli.lazy import Lazy
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.pipeline.selfcheck import self_check

CHECKS = {"feed": ("check_feed", "feed", _("A feed, ours or anybody's, by the rules of RSS and of podcast apps."))}


@click.group(
    cls=Lazy,
    members=CHECKS,
    invoke_without_command=True,
    help=_(
        "Check settings, database, audit chain, vault, templates, clocks and feed. Exit code 1 when anything is wrong."
    ),
    epilog=examples("studio check", "studio check --json", "studio check feed https://example.org/feed.xml"),
)
@AS_JSON
@click.pass_context
def check(ctx: click.Context, plain: bool) -> None:
    """Run every self-check, where no other check is named."""
    if ctx.invoked_subcommand is not None:
        if plain:
            raise click.UsageError(_("Write --json after the check that is named."), ctx)
        return
    with opened(ctx) as studio:
        found = self_check(studio)
    if plain:
        shown.as_json({one.name: shown.fault_rows(one.faults) for one in found})
    else:
        for one in found:
            shown.line(f"{'✗' if one.faults else '✓'} {one.name}")
            shown.faults(one.faults)
    sys.exit(1 if any(one.faults for one in found) else 0)
