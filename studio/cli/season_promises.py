"""`studio season promise | promises`: what communities were promised."""

from __future__ import annotations

from datetime import date

import click

from studio.cli import shown
from studio.cli.amounts import Day, Few
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.pipeline.seasons.promises import promise, promises, take_back


@click.command(
    "promise",
    help=_("Promise COMMUNITY, by its code, that it is heard by a day, or take that back."),
    epilog=examples("studio season promise BTB-01 --by 2012-06-30", "studio season promise BTB-01 --remove"),
)
@click.argument("community")
@click.option("--by", type=Day(), help=_("The last day, YYYY-MM-DD."))
@click.option("--note", type=Few(), default="", help=_("What was said, in a few words."))
@click.option("--remove", is_flag=True, help=_("Take the promise back."))
@click.pass_context
def make_promise(ctx: click.Context, community: str, by: date | None, note: str, remove: bool) -> None:
    """Make or take back a promise."""
    if (by is not None) == remove:
        raise click.UsageError(_("Say one of --by and --remove."))
    with opened(ctx) as studio:
        if by is None:
            take_back(studio, community)
            shown.line(_("The promise to {community} is taken back.").format(community=community))
            return
        new = promise(studio, community, by, note)
    told = _("{community} is promised to be heard by {day}.").format(community=community, day=by.isoformat())
    shown.line(told if new else _("Nothing changed."))


@click.command(
    "promises",
    help=_("Every promise to a community that stands."),
    epilog=examples("studio season promises --json"),
)
@AS_JSON
@click.pass_context
def list_promises(ctx: click.Context, plain: bool) -> None:
    """List promises."""
    with opened(ctx) as studio:
        found = promises(studio)
    if plain:
        names = ("community", "by", "note", "made_on", "made_by")
        shown.as_json([{name: getattr(one, name) for name in names} for one in found])
        return
    columns = [_("community"), _("by"), _("made"), _("noted by"), _("note")]
    rows = [[one.community, one.by, one.made_on, one.made_by, one.note] for one in found]
    shown.table(_("Promises"), columns, rows)
