"""`studio archive`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.pipeline.archive_bag import bag_edition
from studio.pipeline.archive_verify import verify as verify_all


@click.group(
    help=_("What is kept of editions for those who come later, and whether it is still what it was."),
    epilog=examples("studio archive bag 2012-05-17-voices", "studio archive verify"),
)
def archive() -> None:
    """The archive."""


@archive.command(
    help=_(
        "Put an edition as it was built into a bag (BagIt 1.0): masters, script, rundown, cue sheet, transcript, the "
        "takes that may be kept, and the codes of the consents. Never in it: originals, identities, recordings without "
        "consent. Made again, it is the same to the last byte."
    ),
    epilog=examples("studio archive bag 2012-05-17-voices", "studio archive bag 2012-05-17-voices --to /media/stick"),
)
@click.argument("episode", metavar="EPISODE")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=_("Where the bag's folder is made; without it archive/ of the workspace."),
)
@AS_JSON
@click.pass_context
def bag(ctx: click.Context, episode: str, to: Path | None, plain: bool) -> None:
    """Make a bag."""
    with opened(ctx) as studio, studio.alone():
        done = bag_edition(studio, episode, to.resolve() if to else None)
    if plain:
        rows = shown.fault_rows(done.left_out)
        shown.as_json({"folder": str(done.folder), "new": done.new, "files": done.files, "left_out": rows})
        return
    shown.faults(done.left_out, style="yellow")
    told = _("{where}: {count} files.") if done.new else _("{where}: {count} files, as before.")
    shown.line(told.format(where=done.folder, count=done.files))


@archive.command(
    help=_(
        "Read everything that is kept and name each file that is not what it was: bags, the vault, the published "
        "folder; or only the folders and editions that are named. Exit code 1 when one bit is not as it was."
    ),
    epilog=examples("studio archive verify", "studio archive verify 2012-05-17-voices /media/stick --json"),
)
@click.argument("named", nargs=-1, metavar="[DIR|EPISODE]...")
@AS_JSON
@click.pass_context
def verify(ctx: click.Context, named: tuple[str, ...], plain: bool) -> None:
    """Read everything."""
    with opened(ctx) as studio:
        done = verify_all(studio, named)
    if plain:
        shown.as_json(
            [
                {"kind": one.kind, "name": one.name, "files": one.files, "faults": shown.fault_rows(one.faults)}
                for one in done
            ]
        )
    else:
        for one in done:
            shown.faults(one.faults)
            shown.line(
                _("{where}: {count} files read, {bad} faults.").format(
                    where=one.name, count=one.files, bad=len(one.faults)
                )
            )
    sys.exit(1 if any(one.faults for one in done) else 0)
