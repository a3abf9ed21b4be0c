"""`studio season propose`."""

from __future__ import annotations

from datetime import date

import click

from studio.cli import shown
from studio.cli.amounts import Day
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.searching import searching
from studio.cli.season_shown import row, show_choices, summary
from studio.cli.words import _
from studio.pipeline.seasons.propose import propose_plan
from studio.scheduling.seasons.values import Effort


@click.command(
    help=_(
        "Propose which segment is heard in which airtime, from today to the last edition there is. What is built or "
        "locked by hand stays. A terminal shows the points and how far they can be from the best; Ctrl-C keeps what "
        "is found. The same records and --seed give the same plan."
    ),
    epilog=examples("studio season propose", "studio season propose --from 2012-06-01 --until 2012-08-31 --seed 7"),
)
@click.option("--from", "since", type=Day(), help=_("The first day, YYYY-MM-DD; else today."))
@click.option("--until", type=Day(), help=_("The last day, YYYY-MM-DD; else that of the last edition."))
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help=_("Of the search."))
@click.option("--rounds", type=click.IntRange(0, 100_000), help=_("How many searches; else as the season needs."))
@click.option("--hold", is_flag=True, help=_("Change only airtimes of the published plan that must change."))
@AS_JSON
@click.pass_context
def propose(
    ctx: click.Context, since: date | None, until: date | None, seed: int, rounds: int | None, hold: bool, plain: bool
) -> None:
    """Propose a season."""
    with opened(ctx) as studio, searching() as (tell, stopped):
        effort = Effort(rounds=rounds)
        kept = propose_plan(studio, since, until, seed, effort, tell=tell, stopped=stopped, hold=hold)
    if plain:
        shown.as_json(row(kept))
        return
    show_choices(kept)
    shown.line(summary(kept))
    shown.line(_("Version {number}, new.").format(number=kept.number) if kept.new else _("Nothing changed."))
