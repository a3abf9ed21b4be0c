"""`studio rundown move | lock | unlock | float | remove | insert | swap`: a rundown changed by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

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

Asked = Callable[[Callable[..., Any]], Callable[..., Any]]
Made = Callable[..., tuple[Change, str]]
"""From what a command asks for besides the edition: the change, and what the audit chain calls it."""

EPISODE, SEGMENT = click.argument("episode"), click.argument("segment")
PLACE = click.argument("place", type=click.IntRange(1))
AFTER = click.option(
    "--after",
    type=click.IntRange(1),
    metavar="N",
    help=_("The version you looked at; when it is not the newest any more, nothing is changed."),
)
VERSION = click.option(
    "--version", type=click.Choice(["long", "short"]), default="long", show_default=True, help=_("Which version of it.")
)


def by_hand(told: str, example: str, *asked: Asked) -> Callable[[Made], click.Command]:
    """A command that changes a rundown: EPISODE, SEGMENT, what else is asked, and the version that was looked at."""

    def command(made: Made) -> click.Command:
        def run(ctx: click.Context, /, episode: str, after: int | None, **given: Any) -> None:
            change, action = made(**given)
            edited(ctx, episode, change, action, after)

        wrapped: Callable[..., Any] = click.pass_context(run)
        wanted: tuple[Asked, ...] = (AFTER, *reversed(asked), SEGMENT, EPISODE)
        for one in wanted:
            wrapped = one(wrapped)
        name = made.__name__.removesuffix("_segment")
        shown_example = examples(f"studio rundown {name} 2012-05-17-voices {example}")
        return click.command(name, help=told, epilog=shown_example)(wrapped)

    return command


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


@by_hand(
    _("Take SEGMENT to the number PLACE, where it stays, and to the position found there."),
    "btb-01-20120305-24e7 4",
    PLACE,
)
def move(segment: str, place: int) -> tuple[Change, str]:
    """A segment at another place."""
    return moved(segment, place - 1), "rundown.moved"


@by_hand(_("Keep SEGMENT where it is, whatever is proposed."), "btb-01-20120305-24e7 --after 2")
def lock(segment: str) -> tuple[Change, str]:
    """A segment that stays."""
    return locked(segment, True), "rundown.locked"


@by_hand(
    _("Let SEGMENT go again when something better is proposed: studio rundown propose --again."),
    "btb-01-20120305-24e7",
)
def unlock(segment: str) -> tuple[Change, str]:
    """A segment that may go."""
    return locked(segment, False), "rundown.unlocked"


@by_hand(
    _("Leave SEGMENT in the list without time; --back gives it its time again."),
    "btb-01-20120305-24e7",
    click.option("--back", is_flag=True, help=_("It takes its time again.")),
)
def float_segment(segment: str, back: bool) -> tuple[Change, str]:
    """A segment without time, or with it again."""
    return floated(segment, not back), "rundown.unfloated" if back else "rundown.floated"


@by_hand(_("Take SEGMENT out of this version. A later proposal may bring it back."), "btb-01-20120305-24e7")
def remove(segment: str) -> tuple[Change, str]:
    """Without a segment."""
    return removed(segment), "rundown.removed"


@by_hand(
    _("Put SEGMENT at the number PLACE, in POSITION of the clock, where it stays."),
    "btb-01-20120305-24e7 stories-first 4 --version short",
    click.argument("position"),
    PLACE,
    VERSION,
)
def insert(segment: str, position: str, place: int, version: Version) -> tuple[Change, str]:
    """With another segment."""
    return inserted(segment, position, place - 1, version), "rundown.inserted"


@by_hand(
    _("Put OTHER in the place of SEGMENT, where it stays; the same one again in another --version."),
    "btb-01-20120305-24e7 btb-02-20120312-ddb2",
    click.argument("other"),
    VERSION,
)
def swap(segment: str, other: str, version: Version) -> tuple[Change, str]:
    """With another segment in its place."""
    return swapped(segment, other, version), "rundown.swapped"
