"""`studio publish`."""

from __future__ import annotations

import sys

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.pipeline.publish import publish_all


@click.command(
    help=_(
        "Publish every mastered edition into feeds/: media, transcripts, pages, the feed last. "
        "An edition that lost a consent is held back and leaves the feed. Publishing again changes nothing."
    ),
    epilog=examples("studio publish", "studio publish --json"),
)
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def publish(ctx: click.Context, plain: bool) -> None:
    """Publish."""
    with opened(ctx) as studio, studio.alone():
        done = publish_all(studio)
    if plain:
        held = {slug: shown.fault_rows(error.faults) for slug, error in done.held.items()}
        shown.as_json(
            {
                "episodes": done.slugs,
                "written": len(done.result.written),
                "unchanged": done.result.unchanged,
                "removed": len(done.result.removed),
                "feed": str(done.result.feed),
                "page": str(done.result.page),
                "held": held,
                "faults": shown.fault_rows(done.faults),
            }
        )
    else:
        for slug, error in done.held.items():
            shown.line(_("{episode} is held back:").format(episode=slug))
            shown.faults(error.faults, style="yellow")
        shown.faults(done.faults)
        shown.line(
            _("{count} episodes; {written} files written, {same} unchanged, {gone} removed.").format(
                count=len(done.slugs),
                written=len(done.result.written),
                same=done.result.unchanged,
                gone=len(done.result.removed),
            )
        )
        shown.line(str(done.result.feed))
        shown.line(str(done.result.page))
    sys.exit(1 if done.faults or done.held else 0)
