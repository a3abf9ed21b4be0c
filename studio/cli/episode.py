"""`studio episode`."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.interrupts import resumable
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.pipeline.build import build_episode
from studio.pipeline.worker import give_way
from studio.units import clock_text


@click.group(
    help=_("From rundown and takes to a cue sheet, a mix and masters."),
    epilog=examples("studio episode build 2012-05-17-voices"),
)
def episode() -> None:
    """Episodes."""


@episode.command(
    help=_(
        "Cue, mix and master EPISODE: the podcast's file and the station's, measured after encoding. "
        "What is made stays."
    ),
    epilog=examples("studio episode build 2012-05-17-voices --json"),
)
@click.argument("name", metavar="EPISODE")
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def build(ctx: click.Context, name: str, plain: bool) -> None:
    """Build an episode."""
    told = _("Stopped. What was made so far stays. Go on from there: studio episode build {episode}")
    if ctx.obj.get("alone"):
        give_way()
    with resumable(told.format(episode=name)), opened(ctx) as studio, studio.alone():
        built = build_episode(studio, name)
    if plain:
        shown.as_json(
            {
                "folder": str(built.folder),
                "masters": [
                    {
                        "name": one.spec.name,
                        "path": str(one.path),
                        "lufs": one.lufs,
                        "dbtp": one.dbtp,
                        "ms": one.ms,
                        "new": one.new,
                    }
                    for one in built.masters
                ],
            }
        )
        return
    for one in built.masters:
        shown.line(
            f"{one.spec.name}: {clock_text(one.ms, millis=True)}  {one.lufs:.1f} LUFS  {one.dbtp:.1f} dBTP  "
            + (_("new") if one.new else _("unchanged"))
        )
    shown.line(str(built.folder))
