"""`studio airtime`."""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import LANGUAGE, _
from studio.languages import Language
from studio.pipeline.airtime import calendar, coming, keep_slot, keep_station, make_editions
from studio.records.airtime import SlotIn, StationIn
from studio.scheduling.clocks.clock import duration


class Length(click.ParamType[int]):
    """A length of time as the clocks write it: 15:00, 30 s."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Milliseconds."""
        if isinstance(value, int):
            return value
        found = duration(value)
        if not found:
            self.fail(_("“{value}” is no length; write it like 15:00 or 30 s.").format(value=value), param, ctx)
        return int(found)


@click.group(
    help=_("Stations, the airtime bought on them week by week, and the editions it asks for."),
    epilog=examples("studio airtime list"),
)
def airtime() -> None:
    """Airtime."""


@airtime.command(
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


@airtime.command(
    help=_("Add airtime on STATION: an RRULE from a first day, a local start, a length, a clock of scripts/clocks/."),
    epilog=examples(
        "studio airtime slot golden-river voices --clock weekly-15 --first-on 2012-05-17 --starts 18:30 --length 15:00"
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
@click.option("--price", default=0.0, help=_("Price of one airing."))
@click.option("--currency", default="USD", show_default=True)
@click.pass_context
def slot(
    ctx: click.Context,
    station_slug: str,
    slug: str,
    clock: str,
    first_on: datetime,
    starts: datetime,
    length: int,
    rrule: str,
    timezone: str,
    language: str,
    price: float,
    currency: str,
) -> None:
    """Keep a slot."""
    with opened(ctx) as studio:
        wanted = SlotIn(
            slug=slug,
            show=studio.settings.show.slug,
            clock=clock,
            language=language,
            rrule=rrule,
            first_on=first_on.date(),
            starts=starts.time(),
            timezone=timezone,
            length_ms=length,
            hard_out_ms=length,
            price_cents=round(price * 100),
            currency=currency,
        )
        changed = keep_slot(studio, station_slug, wanted)
    shown.line(_("Airtime {slug} is kept.").format(slug=slug) if changed else _("Nothing changed."))


@airtime.command(
    help=_("Create the editions of the coming weeks; doing it again creates none twice."),
    epilog=examples("studio airtime plan --weeks 6"),
)
@click.option("--weeks", default=4, show_default=True, type=click.IntRange(1, 104))
@AS_JSON
@click.pass_context
def plan(ctx: click.Context, weeks: int, plain: bool) -> None:
    """Make editions."""
    with opened(ctx) as studio:
        new = make_editions(studio, studio.now + timedelta(weeks=weeks))
    if plain:
        shown.as_json({"new": list(new)})
        return
    for slug in new:
        shown.line(slug)
    if not new:
        shown.line(_("Nothing to do."))


@airtime.command(
    "list", help=_("The coming airtimes with their editions."), epilog=examples("studio airtime list --json")
)
@click.option("--all", "every", is_flag=True, help=_("Those that are over, too."))
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def list_airtimes(ctx: click.Context, every: bool, plain: bool) -> None:
    """List editions."""
    with opened(ctx) as studio:
        found = coming(studio, every=every)
    rows = [
        {
            "episode": one.episode.slug,
            "starts_at": one.local_start.isoformat(),
            "length_ms": one.slot.length_ms,
            "station": one.station.name_km if LANGUAGE is Language.KM else one.station.name_en,
            "clock": one.slot.clock,
        }
        for one in found
    ]
    if plain:
        shown.as_json(rows)
    else:
        columns = [_("episode"), _("starts"), _("length ms"), _("station"), _("clock")]
        shown.table(_("Airtime"), columns, [list(row.values()) for row in rows])


@airtime.command(
    "calendar",
    help=_("Print the coming airtimes as iCalendar."),
    epilog=examples("studio airtime calendar > airtime.ics"),
)
@click.pass_context
def print_calendar(ctx: click.Context) -> None:
    """iCalendar on standard output."""
    with opened(ctx) as studio:
        click.echo(calendar(studio), nl=False)
