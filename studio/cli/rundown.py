"""`studio rundown`."""

from __future__ import annotations

import shutil

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.rundown_edit import COMMANDS
from studio.cli.rundown_files import export_files, import_file
from studio.cli.words import LANGUAGE, _
from studio.pipeline.folder import write_rundown
from studio.pipeline.schedule import plan_of, propose_rundown
from studio.scheduling.exports.rundown_json import rundown_json
from studio.scheduling.exports.sheet import rundown_csv
from studio.scheduling.exports.table import rundown_table
from studio.scheduling.values import Lock


@click.group(
    help=_("What is heard in an airtime, in order, to the millisecond, and why anything was left out."),
    epilog=examples("studio rundown propose 2012-05-17-voices"),
)
def rundown() -> None:
    """Rundowns."""


@rundown.command(
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
    shown.line(_("Version {number}, new.").format(number=planned.number) if planned.new else _("Nothing changed."))


@rundown.command(
    help=_("Show the rundown of EPISODE in force."),
    epilog=examples("studio rundown show 2012-05-17-voices --csv > rundown.csv"),
)
@click.argument("episode")
@click.option("--json", "plain", is_flag=True, help=_("Print the rundown as JSON."))
@click.option("--csv", "sheet", is_flag=True, help=_("Print the rundown as CSV for a spreadsheet."))
@click.pass_context
def show(ctx: click.Context, episode: str, plain: bool, sheet: bool) -> None:
    """Show a rundown."""
    with opened(ctx) as studio:
        planned = plan_of(studio, episode)
    if plain:
        click.echo(rundown_json(planned.plan), nl=False)
    elif sheet:
        click.echo(rundown_csv(planned.plan), nl=False)
    else:
        click.echo(rundown_table(planned.plan, planned.clock, LANGUAGE, shutil.get_terminal_size().columns), nl=False)


@rundown.command(
    help=_("Why each candidate was left out of EPISODE, and what would let it in."),
    epilog=examples("studio rundown why 2012-05-17-voices"),
)
@click.argument("episode")
@click.option("--json", "plain", is_flag=True, help=_("Print the reasons as JSON."))
@click.pass_context
def why(ctx: click.Context, episode: str, plain: bool) -> None:
    """Explain what was left out."""
    with opened(ctx) as studio:
        planned = plan_of(studio, episode)
    if plain:
        shown.as_json([{"key": one.key, "reasons": shown.fault_rows(one.reasons)} for one in planned.plan.left_out])
        return
    for one in planned.plan.left_out:
        shown.line(one.key)
        for row in shown.fault_rows(one.reasons):
            shown.line(f"  {row['what']} {row['mend']}")


for command in (*COMMANDS, export_files, import_file):
    rundown.add_command(command)
