"""`studio rundown show` and `why`: a rundown in force, and what was left out of it."""

from __future__ import annotations

import shutil

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import LANGUAGE, _
from studio.pipeline.lengths import known_lengths
from studio.pipeline.planned import plan_of
from studio.pipeline.rundown_edit import broken_now
from studio.scheduling.exports.rundown_json import rundown_json
from studio.scheduling.exports.sheet import rundown_csv
from studio.scheduling.exports.table import rundown_table


@click.command(
    help=_(
        "Show the rundown of EPISODE in force: planned, estimated from its scripts with the likely error, recorded, "
        "aired, what is over or under, and the rules that it breaks."
    ),
    epilog=examples("studio rundown show 2012-05-17-voices --csv > rundown.csv"),
)
@click.argument("episode")
@click.option("--json", "plain", is_flag=True, help=_("Print the rundown as JSON."))
@click.option("--csv", "sheet", is_flag=True, help=_("Print the rundown as CSV for a spreadsheet."))
@click.pass_context
def show(ctx: click.Context, episode: str, plain: bool, sheet: bool) -> None:
    """Show a rundown."""
    with opened(ctx) as studio:
        standing = plan_of(studio, episode)
        planned = known_lengths(studio, standing)
        broken = () if plain or sheet else broken_now(studio, standing)
    if plain:
        click.echo(rundown_json(planned.plan), nl=False)
    elif sheet:
        click.echo(rundown_csv(planned.plan), nl=False)
    else:
        click.echo(rundown_table(planned.plan, planned.clock, LANGUAGE, shutil.get_terminal_size().columns), nl=False)
        shown.faults(broken, style="yellow")


@click.command(
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
