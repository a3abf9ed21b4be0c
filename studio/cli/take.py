"""`studio take`."""

from __future__ import annotations

from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.languages import Language
from studio.pipeline.takes import add_take, parts_of
from studio.units import Ms, clock_text

LANGUAGES = click.Choice([one.value for one in Language])


@click.group(
    help=_("Presenters' recordings of approved scripts, one for each part that a presenter reads."),
    epilog=examples("studio take list btb-01-20120305-24e7"),
)
def take() -> None:
    """Takes."""


@take.command(
    help=_(
        "Keep FILE (wav, mp3, m4a, ogg, opus, flac, amr) as the newest take of PART of the script KEY. "
        "The original stays."
    ),
    epilog=examples("studio take add btb-01-20120305-24e7 1 story.wav"),
)
@click.argument("key")
@click.argument("part", type=click.IntRange(1))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@click.option("--synthetic", is_flag=True, help=_("The voice is synthetic; feed and page will say so."))
@AS_JSON
@click.pass_context
def add(ctx: click.Context, key: str, part: int, file: Path, language: str, synthetic: bool, plain: bool) -> None:
    """Add a take."""
    with opened(ctx) as studio:
        taken, report = add_take(studio, key, part, file, Language(language), synthetic=synthetic)
    if plain:
        shown.as_json(
            {
                "take": taken.number,
                "new": report is not None,
                "ms": taken.milliseconds,
                "lufs": taken.lufs,
                "codec": taken.codec,
                "warnings": shown.fault_rows(report.warnings if report else ()),
            }
        )
        return
    if report is None:
        shown.line(_("That recording is kept already, as take {number}.").format(number=taken.number))
        return
    shown.faults(report.warnings, style="yellow")
    if report.warnings:
        shown.line(_("It is kept all the same. Listen to it before you build."))
    shown.line(
        _("Take {number} of part {part}: {length}, {lufs} LUFS, {codec}.").format(
            number=taken.number,
            part=part,
            length=clock_text(Ms(taken.milliseconds)),
            lufs=round(taken.lufs, 1),
            codec=taken.codec,
        )
    )


@take.command(
    "list",
    help=_("The parts of the script KEY: who is heard, and the newest take of each."),
    epilog=examples("studio take list btb-01-20120305-24e7 --json"),
)
@click.argument("key")
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def list_takes(ctx: click.Context, key: str, language: str, plain: bool) -> None:
    """List parts and takes."""
    with opened(ctx) as studio:
        found = parts_of(studio, key, Language(language))
    rows = [
        {
            "part": part.number,
            "clip": part.clip,
            "take": taken.number if taken else None,
            "ms": taken.milliseconds if taken else None,
            "text": " ".join(line.text for line in part.lines if line.text),
        }
        for part, taken in found
    ]
    if plain:
        shown.as_json(rows)
    else:
        columns = [_("part"), _("clip"), _("take"), _("length ms"), _("text")]
        shown.table(key, columns, [list(row.values()) for row in rows])
