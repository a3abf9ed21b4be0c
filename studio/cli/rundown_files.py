"""`studio rundown export | import`: rundowns as files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import LANGUAGE, _
from studio.languages import Language
from studio.pipeline.folder import write_rundown
from studio.pipeline.planned import plan_of
from studio.pipeline.rundown_export import FORMATS, export_rundowns
from studio.pipeline.rundown_import import Returned, import_rundowns
from studio.sentences.say import say
from studio.store.files import write_bytes


@click.command(
    "export",
    help=_(
        "Write the rundowns of EPISODE… for others. csv, xlsx: to edit and import again. html: a page to read and "
        "print. ics: a station's calendar. m3u8, xspf, cue, liquidsoap: the station's master, cut at each entry. "
        "mos: a running order for newsrooms. ontime: a project for the clocks of a studio."
    ),
    epilog=examples(
        "studio rundown export 2012-05-17-voices --as xlsx -o rundown.xlsx",
        "studio rundown export 2012-05-17-voices --as liquidsoap --media /srv/radio > list.m3u",
    ),
)
@click.argument("episodes", nargs=-1, required=True, metavar="EPISODE...")
@click.option("--as", "form", type=click.Choice(list(FORMATS)), required=True, help=_("The format."))
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), help=_("Write to FILE."))
@click.option("--media", default="", metavar="PLACE", help=_("The folder or URL where the master will be found."))
@click.option(
    "--language",
    type=click.Choice([one.value for one in Language]),
    default="km",
    show_default=True,
    help=_("The language of the titles, where a format takes one."),
)
@click.pass_context
def export_files(
    ctx: click.Context, episodes: tuple[str, ...], form: str, path: Path | None, media: str, language: str
) -> None:
    """Export rundowns."""
    if len(set(episodes)) > 1 and not FORMATS[form].several:
        raise click.UsageError(_("{form} holds one edition; name one EPISODE.").format(form=form))
    if path is None and not FORMATS[form].text and sys.stdout.isatty():
        raise click.UsageError(_("{form} is no text for a terminal; name a file with -o FILE.").format(form=form))
    with opened(ctx) as studio:
        made = export_rundowns(studio, episodes, form, Language(language), media)
    if path is None:
        shown.as_bytes(made)
        return
    write_bytes(path, made)
    shown.line(str(path))


@click.command(
    "import",
    help=_(
        "Compare FILE, an exported csv or xlsx that was edited, with the rundowns of EPISODE…, and show what would "
        "change. --apply keeps it: the order of the rows, position, version, locked and floated. Rows are found by "
        "their key. Every fault is named with its row and column, and then nothing is kept."
    ),
    epilog=examples(
        "studio rundown import 2012-05-17-voices rundown.xlsx",
        "studio rundown import 2012-05-17-voices 2012-05-24-voices season.csv --apply",
    ),
)
@click.argument("episodes", nargs=-1, required=True, metavar="EPISODE...")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--apply", "keep", is_flag=True, help=_("Keep the changes as new versions."))
@AS_JSON
@click.pass_context
def import_file(ctx: click.Context, episodes: tuple[str, ...], file: Path, keep: bool, plain: bool) -> None:
    """Import rundowns."""
    with opened(ctx) as studio:
        done = import_rundowns(studio, episodes, file, apply=keep)
        for one in done:
            if one.new:
                planned = plan_of(studio, one.slug)
                write_rundown(studio, planned, planned.plan)
    if plain:
        shown.as_json(
            [
                {
                    "episode": one.slug,
                    "number": one.number,
                    "new": one.new,
                    "changes": shown.fault_rows(one.changes),
                    "broken": shown.fault_rows(one.broken),
                }
                for one in done
            ]
        )
        return
    for one in done:
        shown.line(f"{one.slug}:")
        for change in one.changes:
            shown.line(f"  {say(change, LANGUAGE)[0]}")
        shown.faults(one.broken, style="yellow")
        shown.line(f"  {outcome(one, keep)}")


def outcome(one: Returned, keep: bool) -> str:
    """What became of an edition in a line."""
    if not one.changes:
        return _("Nothing changed.")
    return _("Version {number}, new.").format(number=one.number) if keep else _("Nothing is kept without --apply.")
