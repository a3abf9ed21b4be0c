"""`studio publish`."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.pipeline.publish import Publishing, publish_all
from studio.pipeline.targets import Delivered, deliver_published, targets_named


@click.command(
    help=_(
        "Publish every mastered edition into feeds/: media, transcripts, pages, the feed last. "
        "An edition that lost a consent is held back and leaves the feed. Publishing again changes nothing."
    ),
    epilog=examples("studio publish", "studio publish --json", "studio publish --to NAME --dry-run"),
)
@click.option(
    "--to",
    "names",
    multiple=True,
    metavar="NAME",
    help=_("Then bring it to a target of studio.toml: [targets.NAME]. Can be given again."),
)
@click.option(
    "--dry-run", is_flag=True, help=_("With --to: publish and send nothing, show what would change at the target.")
)
@click.option("--mend", is_flag=True, help=_("Read every published file first; what is damaged or lost is made again."))
@AS_JSON
@click.pass_context
def publish(ctx: click.Context, names: tuple[str, ...], dry_run: bool, mend: bool, plain: bool) -> None:
    """Publish."""
    if dry_run and not names:
        raise click.UsageError(_("--dry-run needs --to: it shows what would change at a target."))
    if dry_run and mend:
        raise click.UsageError(_("--mend publishes, --dry-run does not: choose one."))
    with opened(ctx) as studio, studio.alone():
        targets = targets_named(studio, names)
        done = None if dry_run else publish_all(studio, mend=mend)
        fit = done is None or not done.faults
        sent = [deliver_published(studio, *one, dry_run=dry_run) for one in targets.items()] if fit else []
    if plain:
        published = _published(done) if done else {}
        shown.as_json({**published, **({"targets": [_delivered(one) for one in sent]} if names else {})})
    else:
        if done:
            _print(done)
        for one in sent:
            _print_delivered(one, dry_run)
    sys.exit(1 if done and (done.faults or done.held) else 0)


def _published(done: Publishing) -> Mapping[str, object]:
    return {
        "episodes": done.slugs,
        "written": len(done.result.written),
        "unchanged": done.result.unchanged,
        "removed": len(done.result.removed),
        "feed": str(done.result.feed),
        "page": str(done.result.page),
        "held": {slug: shown.fault_rows(error.faults) for slug, error in done.held.items()},
        "faults": shown.fault_rows(done.faults),
        "mended": shown.fault_rows(done.mended),
    }


def _delivered(one: Delivered) -> Mapping[str, object]:
    found = one.difference
    paths = {"added": found.added, "changed": found.changed, "removed": found.removed}
    return {"target": one.name, "place": one.place, **paths, "bytes": found.bytes}


def _print(done: Publishing) -> None:
    for slug, error in done.held.items():
        shown.line(_("{episode} is held back:").format(episode=slug))
        shown.faults(error.faults, style="yellow")
    shown.faults(done.mended, style="yellow")
    if done.mended:
        shown.line(_("{count} published files were damaged or lost.").format(count=len(done.mended)))
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


def _print_delivered(one: Delivered, dry_run: bool) -> None:
    found = one.difference
    if dry_run:
        for mark, paths in (("+", found.added), ("~", found.changed), ("-", found.removed)):
            for path in paths:
                shown.line(f"{mark} {path}")
    told = (
        _("{place}: would get {added} new and {changed} changed files ({megabytes} MB), and lose {removed}.")
        if dry_run
        else _("{place}: got {added} new and {changed} changed files ({megabytes} MB), and lost {removed}.")
    )
    counts = {"added": len(found.added), "changed": len(found.changed), "removed": len(found.removed)}
    shown.line(told.format(place=one.place, megabytes=f"{found.bytes / 1_000_000:.1f}", **counts))
