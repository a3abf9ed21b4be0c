"""`studio rundown move | lock | unlock | float | remove | insert | swap`: a rundown changed by hand."""

from __future__ import annotations

import shutil
from typing import cast

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import LANGUAGE, _
from studio.pipeline.folder import write_rundown
from studio.pipeline.rundown_edit import Change, edit_rundown, floated, inserted, locked, moved, removed, swapped
from studio.scheduling.exports.table import rundown_table
from studio.scheduling.values import Version
from studio.sentences.say import say

AFTER = click.option(
    "--after",
    type=click.IntRange(1),
    metavar="N",
    help=_("The version you looked at; when it is not the newest any more, nothing is changed."),
)
VERSION = click.option(
    "--version", type=click.Choice(["long", "short"]), default="long", show_default=True, help=_("Which version of it.")
)
AT = click.IntRange(1)


def edited(ctx: click.Context, episode: str, change: Change, action: str, after: int | None) -> None:
    """Make a change and show it, with what it breaks."""
    with opened(ctx) as studio:
        done = edit_rundown(studio, episode, change, action, after)
        if done.planned.new:
            write_rundown(studio, done.planned, done.planned.plan)
    plan, clock = done.planned.plan, done.planned.clock
    click.echo(rundown_table(plan, clock, LANGUAGE, shutil.get_terminal_size().columns), nl=False)
    for one in done.changes:
        shown.line(say(one, LANGUAGE)[0])
    shown.faults(done.broken, style="yellow")
    number = done.planned.number
    shown.line(_("Version {number}, new.").format(number=number) if done.planned.new else _("Nothing changed."))


@click.command(
    help=_("Take SEGMENT to the number PLACE, where it stays, and to the position found there."),
    epilog=examples("studio rundown move 2012-05-17-voices btb-01-20120305-24e7 4"),
)
@click.argument("episode")
@click.argument("segment")
@click.argument("place", type=AT)
@AFTER
@click.pass_context
def move(ctx: click.Context, episode: str, segment: str, place: int, after: int | None) -> None:
    """Move a segment."""
    edited(ctx, episode, moved(segment, place - 1), "rundown.moved", after)


@click.command(
    help=_("Keep SEGMENT where it is, whatever is proposed."),
    epilog=examples("studio rundown lock 2012-05-17-voices btb-01-20120305-24e7 --after 2"),
)
@click.argument("episode")
@click.argument("segment")
@AFTER
@click.pass_context
def lock(ctx: click.Context, episode: str, segment: str, after: int | None) -> None:
    """Lock a segment."""
    edited(ctx, episode, locked(segment, True), "rundown.locked", after)


@click.command(
    help=_("Let SEGMENT go again when something better is proposed: studio rundown propose --again."),
    epilog=examples("studio rundown unlock 2012-05-17-voices btb-01-20120305-24e7"),
)
@click.argument("episode")
@click.argument("segment")
@AFTER
@click.pass_context
def unlock(ctx: click.Context, episode: str, segment: str, after: int | None) -> None:
    """Unlock a segment."""
    edited(ctx, episode, locked(segment, False), "rundown.unlocked", after)


@click.command(
    "float",
    help=_("Leave SEGMENT in the list without time; --back gives it its time again."),
    epilog=examples("studio rundown float 2012-05-17-voices btb-01-20120305-24e7"),
)
@click.argument("episode")
@click.argument("segment")
@click.option("--back", is_flag=True, help=_("It takes its time again."))
@AFTER
@click.pass_context
def float_segment(ctx: click.Context, episode: str, segment: str, back: bool, after: int | None) -> None:
    """Float a segment."""
    edited(ctx, episode, floated(segment, not back), "rundown.unfloated" if back else "rundown.floated", after)


@click.command(
    help=_("Take SEGMENT out of this version. A later proposal may bring it back."),
    epilog=examples("studio rundown remove 2012-05-17-voices btb-01-20120305-24e7"),
)
@click.argument("episode")
@click.argument("segment")
@AFTER
@click.pass_context
def remove(ctx: click.Context, episode: str, segment: str, after: int | None) -> None:
    """Remove a segment."""
    edited(ctx, episode, removed(segment), "rundown.removed", after)


@click.command(
    help=_("Put SEGMENT at the number PLACE, in POSITION of the clock, where it stays."),
    epilog=examples("studio rundown insert 2012-05-17-voices btb-01-20120305-24e7 stories-first 4 --version short"),
)
@click.argument("episode")
@click.argument("segment")
@click.argument("position")
@click.argument("place", type=AT)
@VERSION
@AFTER
@click.pass_context
def insert(
    ctx: click.Context, episode: str, segment: str, position: str, place: int, version: str, after: int | None
) -> None:
    """Insert a segment."""
    change = inserted(segment, position, place - 1, cast(Version, version))
    edited(ctx, episode, change, "rundown.inserted", after)


@click.command(
    help=_("Put OTHER in the place of SEGMENT, where it stays; the same one again in another --version."),
    epilog=examples("studio rundown swap 2012-05-17-voices btb-01-20120305-24e7 btb-02-20120312-ddb2"),
)
@click.argument("episode")
@click.argument("segment")
@click.argument("other")
@VERSION
@AFTER
@click.pass_context
def swap(ctx: click.Context, episode: str, segment: str, other: str, version: str, after: int | None) -> None:
    """Swap a segment."""
    edited(ctx, episode, swapped(segment, other, cast(Version, version)), "rundown.swapped", after)


COMMANDS: tuple[click.Command, ...] = (move, lock, unlock, float_segment, remove, insert, swap)
