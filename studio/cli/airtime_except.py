"""`studio airtime except` and `exceptions`: days on which an airtime is not as its rule has it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from studio.cli import shown
from studio.cli.airtime_bought import moved_line
from studio.cli.amounts import MOMENT, Day, Few, Length, length, moment
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.pipeline.exceptions import Excepted, exceptions, keep_exception, undo_exception
from studio.records.airtime import AirtimeException, AirtimeSlot, ExceptionIn
from studio.records.kinds import ExceptionKind

KIND_WORDS = {
    ExceptionKind.OFF: _("off"),
    ExceptionKind.PRE_EMPTED: _("taken back by the station"),
    ExceptionKind.MOVED: _("moved"),
}


@click.command(
    "except",
    help=_(
        "Say that the airtime of SLOT on DATE, a day of its rule, is not as usual: --off (a holiday: nothing is "
        "bought), --pre-empted (the station took it back, and owes it), --moved-to another time, or of another "
        "--length with a "
        "--clock that fills it. Its edition goes with it under its name and number. --undo takes all that back."
    ),
    epilog=examples(
        'studio airtime except voices 2012-05-17 --moved-to "2012-05-18 19:00"',
        "studio airtime except voices 2012-05-24 --pre-empted --reason football",
        "studio airtime except voices 2012-05-24 --undo",
    ),
)
@click.argument("slot")
@click.argument("day", metavar="DATE", type=Day())
@click.option("--off", is_flag=True, help=_("Nothing is bought on that day."))
@click.option("--pre-empted", is_flag=True, help=_("The station took it back; it was bought, and is lost."))
@click.option("--moved-to", type=MOMENT, help=_('Its local start instead, "YYYY-MM-DD HH:MM".'))
@click.option("--length", "other_length", type=Length(), help=_("Its length instead, for example 10:00."))
@click.option("--clock", default="", help=_("The clock that it is filled by instead."))
@click.option("--reason", type=Few(), default="", help=_("Why, in a few words."))
@click.option("--undo", is_flag=True, help=_("Take back what was said of that day."))
@AS_JSON
@click.pass_context
def except_day(
    ctx: click.Context,
    slot: str,
    day: date,
    off: bool,
    pre_empted: bool,
    moved_to: datetime | None,
    other_length: int | None,
    clock: str,
    reason: str,
    undo: bool,
    plain: bool,
) -> None:
    """Keep or undo an exception."""
    moved = moved_to is not None or other_length is not None or bool(clock)
    if off + pre_empted + moved + undo != 1:
        raise click.UsageError(_("Say one of --off, --pre-empted, --moved-to (or --length, --clock) and --undo."))
    kind = ExceptionKind.OFF if off else ExceptionKind.PRE_EMPTED if pre_empted else ExceptionKind.MOVED
    with opened(ctx) as studio:
        if undo:
            done = undo_exception(studio, slot, day)
        else:
            wanted = {"day": day, "kind": kind, "starts_at": moved_to, "length_ms": other_length, "clock": clock}
            done = keep_exception(studio, slot, ExceptionIn.model_validate({**wanted, "reason": reason}))
    show_done(done, plain)


def show_done(done: Excepted, plain: bool) -> None:
    """Print what an exception changed."""
    one = done.edition
    if plain:
        edition = one and {"episode": one.slug, "before": one.before, "after": one.after, "cancelled": one.cancelled}
        shown.as_json({"changed": done.changed, "edition": edition})
    elif one is not None:
        shown.line(moved_line(one.slug, one.after, cancelled=one.cancelled is not None))
    else:
        shown.line(_("Kept. No edition is made for that day.") if done.changed else _("Nothing changed."))


@click.command(
    "exceptions",
    help=_("Every day on which an airtime is not as its rule has it, or those of SLOT."),
    epilog=examples("studio airtime exceptions", "studio airtime exceptions voices --json"),
)
@click.argument("slot", required=False, default="")
@AS_JSON
@click.pass_context
def list_exceptions(ctx: click.Context, slot: str, plain: bool) -> None:
    """List exceptions."""
    with opened(ctx) as studio:
        found = exceptions(studio, slot)
    if plain:
        shown.as_json([row(bought, one) for bought, one in found])
        return
    columns = [_("airtime"), _("day"), _("what"), _("starts"), _("length"), _("clock"), _("reason"), _("noted by")]
    shown.table(_("Exceptions"), columns, [cells(bought, one) for bought, one in found])


def row(slot: AirtimeSlot, one: AirtimeException) -> dict[str, object]:
    """An exception as plain values."""
    plain = one.model_dump(mode="json", include={"day", "kind", "starts_at", "length_ms", "clock", "reason", "made_by"})
    return {"slot": slot.slug, **plain}


def cells(slot: AirtimeSlot, one: AirtimeException) -> list[str]:
    """An exception as a line of a table."""
    starts = moment(one.starts_at.astimezone(ZoneInfo(slot.timezone)), zone=True) if one.starts_at else ""
    lasts = length(one.length_ms) if one.length_ms else ""
    return [slot.slug, one.day.isoformat(), KIND_WORDS[one.kind], starts, lasts, one.clock, one.reason, one.made_by]
