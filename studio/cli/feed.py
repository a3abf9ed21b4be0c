"""`studio feed`."""

from __future__ import annotations

import sys

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, PREVIEW, examples, feed_file
from studio.cli.words import _
from studio.pipeline.feed_check import Document, from_file
from studio.pipeline.feed_import import Room, Taken, fetched_feed, import_feed


@click.group(help=_("A podcast that was published elsewhere."), epilog=examples("studio feed import feed.xml"))
def feed() -> None:
    """Feeds."""


@feed.command(
    "import",
    help=_(
        "Take a podcast over: its guids, dates, titles and numbers stay as they are, its sounds come into the vault, "
        "and the next studio publish publishes it from here without a duplicate in any app. Interrupted and run "
        "again, it goes on where it stopped."
    ),
    epilog=examples("studio feed import https://example.org/feed.xml", "studio feed import feed.xml --dry-run"),
)
@click.argument("feed", metavar="URL|FILE")
@click.option("--skip", is_flag=True, help=_("Leave out episodes with faults, and tell which; without it all or none."))
@click.option("--allow-loopback", is_flag=True, help=_("Fetch also from this machine and this network."))
@click.option(
    "--seconds", default=600, show_default=True, type=click.IntRange(1, 86_400), help=_("How long one file may take.")
)
@click.option(
    "--megabytes", default=1000, show_default=True, type=click.IntRange(1, 100_000), help=_("How large one may be.")
)
@PREVIEW
@AS_JSON
@click.pass_context
def import_(
    ctx: click.Context,
    feed: str,
    skip: bool,
    allow_loopback: bool,
    seconds: int,
    megabytes: int,
    dry_run: bool,
    plain: bool,
) -> None:
    """Take a podcast over."""
    room = Room(seconds, megabytes * 1_000_000, allow_loopback)
    document = _document(feed, room)
    with opened(ctx) as studio, studio.alone():
        done = import_feed(studio, document, room, skip=skip, dry_run=dry_run)
    if plain:
        rows = {"new": done.new, "changed": done.changed, "same": done.same, "silent": done.silent}
        faults = shown.fault_rows(done.faults)
        shown.as_json({"title": done.title, "guid": done.guid, "feed": done.feed, **rows, "faults": faults})
    else:
        _print(done, dry_run)
    sys.exit(1 if done.faults else 0)


def _document(named: str, room: Room) -> Document:
    if named.lower().startswith(("http://", "https://")):
        return fetched_feed(named, room)
    if "://" in named:
        raise click.BadParameter(_("“{value}” is no address with http or https.").format(value=named))
    return from_file(feed_file(named))


def _print(done: Taken, dry_run: bool) -> None:
    shown.faults(done.faults, style="yellow")
    counts = {"new": len(done.new), "changed": len(done.changed), "same": len(done.same)}
    shown.line(
        _("{title}: {new} episodes new, {changed} changed, {same} as before.").format(title=done.title, **counts)
    )
    if done.silent:
        shown.line(_("Items without a sound, which are no episodes: {count}.").format(count=done.silent))
    if not dry_run:
        shown.line(_("Now run: studio publish"))
        shown.line(_("Then let the old address lead here for good (301), or put this into the old feed:"))
        shown.line(f"<itunes:new-feed-url>{done.feed}</itunes:new-feed-url>")
