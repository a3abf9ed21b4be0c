"""`studio airtime plan` and `list`: editions ahead of their airtimes, and what is due when."""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from studio.cli import shown
from studio.cli.amounts import length, moment, money
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import LANGUAGE, _
from studio.languages import Language, translator
from studio.pipeline.airtime import Airtime, coming, make_editions
from studio.pipeline.standing import standings
from studio.scheduling.pictures.board import STATE_WORDS, State


@click.command(
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


@click.command(
    help=_("The coming airtimes with their editions, how far each is, and when its master is due at the station."),
    epilog=examples("studio airtime list --json"),
)
@click.option("--all", "every", is_flag=True, help=_("Those that are over or cancelled, too."))
@AS_JSON
@click.pass_context
def list_airtimes(ctx: click.Context, every: bool, plain: bool) -> None:
    """List editions."""
    with opened(ctx) as studio:
        found = coming(studio, every=every)
        states = standings(studio)
        now = studio.now
    rows = [row(one, states[one.episode.slug]) for one in found]
    if plain:
        shown.as_json(rows)
        return
    columns = [_("episode"), _("starts"), _("length"), _("station"), _("clock"), _("state"), _("due"), _("price")]
    shown.table(_("Airtime"), columns, [cells(one, states[one.episode.slug], now) for one in found])


def late(one: Airtime, state: State, now: datetime) -> bool:
    """Whether a master should be at its station by now and is not made."""
    return state in (State.EMPTY, State.PLANNED) and one.deliver_by <= now


def cells(one: Airtime, state: State, now: datetime) -> list[str]:
    """An airtime as a line of a table."""
    due = moment(one.deliver_by)
    return [
        one.episode.slug,
        moment(one.local_start),
        length(one.episode.length_ms),
        one.station.name_km if LANGUAGE is Language.KM else one.station.name_en,
        one.episode.clock,
        translator(LANGUAGE)(STATE_WORDS[state]),
        f"{due} !" if late(one, state, now) else due,
        f"{money(one.episode.price_cents)} {one.episode.currency}",
    ]


def row(one: Airtime, state: State) -> dict[str, object]:
    """An airtime as plain values."""
    return {
        "episode": one.episode.slug,
        "starts_at": one.local_start.isoformat(),
        "length_ms": one.episode.length_ms,
        "station": one.station.name_km if LANGUAGE is Language.KM else one.station.name_en,
        "clock": one.episode.clock,
        "slot": one.slot.slug,
        "day": one.episode.airs_on.isoformat(),
        "state": state.value,
        "deliver_by": one.deliver_by.isoformat(),
        "price_cents": one.episode.price_cents,
        "currency": one.episode.currency,
        "makes_good": one.episode.makes_good,
        "cancelled": one.episode.cancelled,
    }
