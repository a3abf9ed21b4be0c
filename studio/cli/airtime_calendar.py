"""`studio airtime calendar`: the coming airtimes for the calendars of others."""

from __future__ import annotations

import click

from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.pipeline.airtime_calendar import calendar


@click.command(
    help=_("Print the coming airtimes as iCalendar."),
    epilog=examples("studio airtime calendar --station golden-river > golden-river.ics"),
)
@click.option("--station", "station_slug", default="", metavar="STATION", help=_("Those of one station."))
@click.pass_context
def print_calendar(ctx: click.Context, station_slug: str) -> None:
    """iCalendar on standard output."""
    with opened(ctx) as studio:
        click.echo(calendar(studio, station_slug), nl=False)
