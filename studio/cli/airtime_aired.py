"""`studio airtime aired` and `ledger`: what became of what was bought."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.amounts import MOMENT, Length, Month, Offset, length, money
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.pipeline.airings import Word, note_airing
from studio.pipeline.airtime_ledger import SUMS, Account, airtime_ledger
from studio.records.episodes import Airing
from studio.records.kinds import AiringOutcome
from studio.units import Ms

MONEY_SUMS = ("cost", "cost_aired", "cost_lost", "cost_open", "cost_made_good", "cost_owed")


@click.command(
    help=_(
        "Note what became of EPISODE: aired in full, in part (--from, --to), late (--at), refused, or unknown. Every "
        "note is kept, and the newest counts; what is planned stays as it is. --evidence is a few words, or a file "
        "with a log or a recording. --makes-good says that the station aired it in the place of a lost one, unpaid."
    ),
    epilog=examples(
        "studio airtime aired 2012-05-17-voices --outcome aired",
        'studio airtime aired 2012-05-24-voices --outcome partial --to 7:30 --evidence "power cut in Aek Phnum"',
    ),
)
@click.argument("episode")
@click.option(
    "--outcome",
    type=click.Choice([one.value for one in AiringOutcome]),
    required=True,
    help=_("What became of it."),
)
@click.option("--at", type=MOMENT, help=_('When it began, local time, "YYYY-MM-DD HH:MM"; else as planned.'))
@click.option("--from", "start", type=Offset(), help=_("From where in the airtime it was heard, for example 2:00."))
@click.option("--to", "end", type=Length(), help=_("Up to where it was heard, for example 7:30."))
@click.option("--evidence", default="", metavar="FILE|TEXT", help=_("Who heard it, or a log or recording."))
@click.option("--makes-good", default="", metavar="EPISODE", help=_("The lost edition whose place it took."))
@AS_JSON
@click.pass_context
def aired(
    ctx: click.Context,
    episode: str,
    outcome: str,
    at: datetime | None,
    start: int | None,
    end: int | None,
    evidence: str,
    makes_good: str,
    plain: bool,
) -> None:
    """Note an airing."""
    file = Path(evidence) if evidence and len(evidence) < 1000 and Path(evidence).is_file() else None
    word = Word(
        AiringOutcome(outcome),
        at=at,
        start=None if start is None else Ms(start),
        end=None if end is None else Ms(end),
        evidence=file.name if file else evidence,
        file=file,
        makes_good=makes_good,
    )
    with opened(ctx) as studio:
        row = note_airing(studio, episode, word)
    if plain:
        shown.as_json(row.model_dump(mode="json", exclude={"id", "episode_id", "station_id"}))
        return
    shown.line(_("{episode} is noted as {outcome}.").format(episode=episode, outcome=outcome))
    show_entries(row)


def show_entries(row: Airing) -> None:
    """Print how long each entry was heard."""
    cells = [
        [one["key"], length(one["planned_ms"]), "" if one["aired_ms"] is None else length(one["aired_ms"])]
        for one in row.entries
    ]
    if cells:
        shown.table("", [_("segment"), _("planned"), _("aired")], cells)


@click.command(
    help=_(
        "Minutes bought, planned, aired, lost, made good and open (to come, or nobody knows yet), and their cost, by "
        "month and station. What is bought is aired, lost or open; what was lost and not made good is owed."
    ),
    epilog=examples(
        "studio airtime ledger --month 2012-05", "studio airtime ledger --station golden-river --csv > airtime.csv"
    ),
)
@click.option("--month", type=Month(), help=_("Only this month, YYYY-MM."))
@click.option("--station", default="", help=_("Only this station."))
@click.option("--csv", "sheet", is_flag=True, help=_("Print CSV for a spreadsheet: lengths in ms, money as amounts."))
@AS_JSON
@click.pass_context
def ledger(ctx: click.Context, month: str | None, station: str, sheet: bool, plain: bool) -> None:
    """Show the ledger."""
    with opened(ctx) as studio:
        found = airtime_ledger(studio, month or "", station)
    if plain:
        shown.as_json([row_of(one) for one in found])
    elif sheet:
        shown.as_bytes(shown.BOM + as_csv(found).encode())
    else:
        shown.table(_("Airtime"), HEADS, [cells_of(one) for one in found])


HEADS = [
    _("month"),
    _("station"),
    _("airtimes"),
    _("bought"),
    _("planned"),
    _("aired"),
    _("lost"),
    _("made good"),
    _("open"),
    _("cost"),
    _("owed"),
    _("currency"),
]


def row_of(one: Account) -> dict[str, object]:
    """An account as plain values: lengths in ms, money in hundredths."""
    names = {"month": one.month, "station": one.station, "currency": one.currency, "airtimes": one.airtimes}
    lengths = {f"{name}_ms": getattr(one, name) for name in SUMS if name != "airtimes" and name not in MONEY_SUMS}
    amounts = {f"{name}_cents": getattr(one, name) for name in MONEY_SUMS}
    return {**names, **lengths, "owed_ms": one.owed, **amounts}


def as_csv(found: list[Account]) -> str:
    """Accounts as CSV: lengths in ms, money as amounts with two decimals."""
    out = io.StringIO()
    rows = [row_of(one) for one in found] or [row_of(Account("", "", ""))]
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name.removesuffix("_cents") for name in rows[0]])
    for row in rows if found else []:
        writer.writerow([money(int(str(one))) if name.endswith("_cents") else one for name, one in row.items()])
    return out.getvalue()


def cells_of(one: Account) -> list[object]:
    """An account as a line of a table."""
    lengths = (one.bought, one.planned, one.aired, one.lost, one.made_good, one.open)
    owed = f"{length(one.owed)} · {money(one.cost_owed)}" if one.owed or one.cost_owed else ""
    return [one.month, one.station, one.airtimes, *map(length, lengths), money(one.cost), owed, one.currency]
