"""`studio airtime station` and `slot`: what was bought, and from whom."""

from __future__ import annotations

from datetime import datetime

import click

from studio.cli import shown
from studio.cli.amounts import Currency, Length, Money, moment
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.languages import Language
from studio.pipeline.airtime import Kept, change_slot, keep_station
from studio.records.airtime import SlotIn, StationIn


@click.command(
    help=_("Add a station, or change what it wants delivered."),
    epilog=examples(
        'studio airtime station golden-river --name-km "វិទ្យុទន្លេមាស" --name-en "Golden River Radio" --lufs -23'
    ),
)
@click.argument("slug")
@click.option("--name-km", required=True, help=_("Its name in Khmer."))
@click.option("--name-en", required=True, help=_("Its name in English."))
@click.option("--lufs", default=-23.0, show_default=True, help=_("Loudness of the air master (EBU R 128)."))
@click.option("--dbtp", default=-1.0, show_default=True, help=_("True-peak ceiling of the air master."))
@click.option("--codec", type=click.Choice(["flac", "wav"]), default="flac", show_default=True)
@click.pass_context
def station(ctx: click.Context, slug: str, name_km: str, name_en: str, lufs: float, dbtp: float, codec: str) -> None:
    """Keep a station."""
    with opened(ctx) as studio:
        changed = keep_station(
            studio, StationIn(slug=slug, name_km=name_km, name_en=name_en, lufs=lufs, dbtp=dbtp, codec=codec)
        )
    shown.line(_("Station {slug} is kept.").format(slug=slug) if changed else _("Nothing changed."))


@click.command(
    help=_(
        "Add airtime on STATION: an RRULE from a first day, a local start, a length, a clock of scripts/clocks/. Where "
        "SLUG is there already, the editions to come move with it; those that are built stay, and are named."
    ),
    epilog=examples(
        "studio airtime slot golden-river voices --clock weekly-15 --first-on 2012-05-17 --starts 18:30 --length 15:00 "
        "--price 120",
        "studio airtime slot golden-river again --clock weekly-15 --first-on 2012-05-20 --starts 9:00 --length 15:00 "
        '--rrule "FREQ=DAILY;COUNT=1" --makes-good 2012-05-17-voices',
    ),
)
@click.argument("station_slug", metavar="STATION")
@click.argument("slug")
@click.option("--clock", required=True, help=_("The clock's name, for example weekly-15."))
@click.option("--first-on", type=click.DateTime(["%Y-%m-%d"]), required=True, help=_("The first day, YYYY-MM-DD."))
@click.option("--starts", type=click.DateTime(["%H:%M", "%H:%M:%S"]), required=True, help=_("The local start, HH:MM."))
@click.option("--length", type=Length(), required=True, help=_("The length of the slot, for example 15:00."))
@click.option("--rrule", default="FREQ=WEEKLY", show_default=True, help=_("How it recurs (RFC 5545)."))
@click.option("--timezone", default="Asia/Phnom_Penh", show_default=True)
@click.option("--language", type=click.Choice([one.value for one in Language]), default="km", show_default=True)
@click.option("--price", type=Money(), default="0", help=_("Price of one airing."))
@click.option("--currency", type=Currency(), default="USD", show_default=True)
@click.option(
    "--deliver-hours",
    type=click.IntRange(0, 1000),
    default=24,
    show_default=True,
    help=_("Hours before airtime at which the master has to be at the station."),
)
@click.option(
    "--presenter", "presenters", multiple=True, help=_("Who can be at the microphone. Can be given again; none: all.")
)
@click.option("--makes-good", default="", metavar="EPISODE", help=_("The lost edition whose place it takes, unpaid."))
@click.option("--with-built", is_flag=True, help=_("Move editions that are built already, too."))
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def slot(
    ctx: click.Context,
    /,
    station_slug: str,
    slug: str,
    first_on: datetime,
    starts: datetime,
    length: int,
    price: int,
    presenters: tuple[str, ...],
    with_built: bool,
    plain: bool,
    **others: str,
) -> None:
    """Keep a slot."""
    with opened(ctx) as studio:
        wanted = SlotIn.model_validate(
            {
                "slug": slug,
                "show": studio.settings.show.slug,
                "first_on": first_on.date(),
                "starts": starts.time(),
                "length_ms": length,
                "hard_out_ms": length,
                "price_cents": price,
                "presenters": list(presenters),
                **others,
            }
        )
        kept = change_slot(studio, station_slug, wanted, with_built=with_built)
    show_kept(slug, kept, plain)


def show_kept(slug: str, kept: Kept, plain: bool) -> None:
    """Print what became of a slot and its editions."""
    if plain:
        moved = [
            {"episode": one.slug, "before": one.before, "after": one.after, "cancelled": one.cancelled}
            for one in kept.editions.changed
        ]
        shown.as_json({"changed": kept.changed, "editions": moved, "built": list(kept.editions.standing)})
        return
    shown.line(_("Airtime {slug} is kept.").format(slug=slug) if kept.changed else _("Nothing changed."))
    for one in kept.editions.changed:
        shown.line(moved_line(one.slug, one.after, cancelled=one.cancelled is not None))
    for name in kept.editions.standing:
        shown.line(_("{episode} is built and stays where it was; --with-built moves it, too.").format(episode=name))


def moved_line(slug: str, after: datetime, *, cancelled: bool) -> str:
    """What became of an edition's airtime, in a line."""
    if cancelled:
        return _("{episode} has no airtime any more; its stories are free.").format(episode=slug)
    return _("{episode} is aired at {starts}.").format(episode=slug, starts=moment(after, zone=True))
