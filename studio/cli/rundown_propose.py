"""`studio rundown propose`."""

from __future__ import annotations

import shutil

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import LANGUAGE, _
from studio.pipeline.folder import write_rundown
from studio.pipeline.schedule import propose_rundown
from studio.scheduling.exports.table import rundown_table
from studio.scheduling.values import Lock


@click.command(
    help=_(
        "Propose the rundown of EPISODE from what is cleared, written and approved, and write the "
        "edition's own scripts. "
        "A story named with --keep stands in it, whatever else is left out for it, and in every later one: "
        "what is locked stays until studio rundown unlock."
    ),
    epilog=examples("studio rundown propose 2012-05-17-voices --keep btb-01-20120305-24e7"),
)
@click.argument("episode")
@click.option("--keep", "kept", multiple=True, metavar="SEGMENT", help=_("Keep this segment in the rundown."))
@click.option("--again", is_flag=True, help=_("Propose anew even where nothing changed."))
@click.pass_context
def propose(ctx: click.Context, episode: str, kept: tuple[str, ...], again: bool) -> None:
    """Propose a rundown."""
    with opened(ctx) as studio:
        planned = propose_rundown(studio, episode, [Lock(key) for key in kept], again=again)
        if planned.new:
            write_rundown(studio, planned, planned.plan)
    click.echo(rundown_table(planned.plan, planned.clock, LANGUAGE, shutil.get_terminal_size().columns), nl=False)
    shown.faults((*planned.dropped, *planned.broken), style="yellow")
    shown.line(_("Version {number}, new.").format(number=planned.number) if planned.new else _("Nothing changed."))
