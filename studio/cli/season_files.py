"""`studio season export | import`: a season as one sheet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.season_shown import row, summary
from studio.cli.words import LANGUAGE, _
from studio.pipeline.seasons.export import FORMATS, export_season
from studio.pipeline.seasons.sheet import import_season
from studio.sentences.say import say
from studio.store.files import write_bytes


@click.command(
    "export",
    help=_(
        "Write the newest plan, or plan NUMBER. csv, xlsx: a row for each segment in each airtime, to move to other "
        "airtimes, change, remove, add, and import again; xlsx has a second sheet with what was left out. html: a "
        "page to read and print. ics: a station's calendar."
    ),
    epilog=examples(
        "studio season export --as xlsx -o season.xlsx",
        "studio season export --as ics --station golden-river -o golden-river.ics",
    ),
)
@click.argument("number", type=click.IntRange(1), required=False)
@click.option("--as", "form", type=click.Choice(FORMATS), required=True, help=_("The format."))
@click.option("--station", default="", help=_("Only this station."))
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), help=_("Write to FILE."))
@click.pass_context
def export_file(ctx: click.Context, number: int | None, form: str, station: str, path: Path | None) -> None:
    """Export a season."""
    if path is None and form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError(_("{form} is no text for a terminal; name a file with -o FILE.").format(form=form))
    with opened(ctx) as studio:
        made = export_season(studio, form, number, station)
    if path is None:
        shown.as_bytes(made)
        return
    write_bytes(path, made)
    shown.line(str(path))


@click.command(
    "import",
    help=_(
        "Compare FILE, an exported csv or xlsx that was edited, with the newest plan, and show what would change and "
        "which rules it would break. --apply keeps it as the next plan. Airtimes that the file does not name stay. "
        "Every fault is named with its row and column, and then nothing is kept."
    ),
    epilog=examples("studio season import season.xlsx", "studio season import season.xlsx --apply"),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--apply", "keep", is_flag=True, help=_("Keep the changes as the next plan."))
@AS_JSON
@click.pass_context
def import_file(ctx: click.Context, file: Path, keep: bool, plain: bool) -> None:
    """Import a season."""
    with opened(ctx) as studio:
        done = import_season(studio, file, apply=keep)
    if plain:
        shown.as_json(
            {
                **row(done.kept),
                "changes": shown.fault_rows(done.changes),
                "broken": shown.fault_rows(done.broken),
            }
        )
        return
    for change in done.changes:
        shown.line(say(change, LANGUAGE)[0])
    shown.faults(done.broken, style="yellow")
    if not done.changes:
        shown.line(_("Nothing changed."))
    elif keep:
        shown.line(_("Plan {number}, new.").format(number=done.kept.number))
        shown.line(summary(done.kept))
    else:
        shown.line(_("Nothing is kept without --apply."))
