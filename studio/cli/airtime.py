"""`studio airtime`."""

from __future__ import annotations

import click

from studio.cli.lazy import Lazy
from studio.cli.options import examples
from studio.cli.words import _

MEMBERS = {
    "station": ("airtime_bought", "station", _("Add a station, or change what it wants.")),
    "slot": ("airtime_bought", "slot", _("Buy airtime week by week, or change it.")),
    "plan": ("airtime_days", "plan", _("Create the editions of the coming weeks.")),
    "list": ("airtime_days", "list_airtimes", _("The coming airtimes, and what is due when.")),
    "calendar": ("airtime_calendar", "print_calendar", _("The coming airtimes as iCalendar.")),
    "except": ("airtime_except", "except_day", _("A day that is off, taken back or moved.")),
    "exceptions": ("airtime_except", "list_exceptions", _("Every such day.")),
    "aired": ("airtime_aired", "aired", _("Note what became of an edition.")),
    "ledger": ("airtime_aired", "ledger", _("Minutes bought, aired, lost, made good; cost.")),
}


@click.group(
    cls=Lazy,
    members=MEMBERS,
    help=_("Stations, the airtime bought on them week by week, and the editions it asks for."),
    epilog=examples("studio airtime list"),
)
def airtime() -> None:
    """Airtime."""
