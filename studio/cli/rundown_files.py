"""`studio rundown export | import`: rundowns as files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.languages import Language
from studio.pipeline.rundown_export import FORMATS, export_rundowns
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
