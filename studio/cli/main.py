"""`studio`: the door on the command line.

Each group is loaded when it is asked for, so that a short command does not wait for the sound or the solver.
"""

from __future__ import annotations

import getpass
import io
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from studio.cli import shown
from studio.cli.interrupts import STOPPED, resumable
from studio.cli.lazy import Lazy
from studio.cli.words import _
from studio.errors import StudioError

GROUPS = {
    "init": ("workspace", "init", _("Make a workspace: the four folders, a database, a custodian's key.")),
    "demo": ("demo", "demo", _("Build and publish two real editions from the pilot's reports.")),
    "report": ("report", "report", _("Activity reports: import, submit, review, clear.")),
    "org": ("org", "org", _("Organizations of the Network and their directory.")),
    "script": ("script", "script", _("Broadcast scripts: write, show, approve, print.")),
    "airtime": ("airtime", "airtime", _("Stations, bought airtime, and the editions it asks for.")),
    "season": ("season", "season", _("Many airtimes at once: proposed, explained, published.")),
    "rundown": ("rundown", "rundown", _("What is heard in an airtime, to the millisecond.")),
    "take": ("take", "take", _("Presenters' recordings of approved scripts.")),
    "episode": ("episode", "episode", _("Cue, mix and master an edition.")),
    "publish": ("publish", "publish", _("Write feed, transcripts and archive pages.")),
    "feed": ("feed", "feed", _("Take over a podcast that was published elsewhere.")),
    "archive": ("archive", "archive", _("Bags of editions for those who come later, and whether all is as it was.")),
    "withdraw": ("withdraw", "withdraw", _("Pull what somebody took back, from everything.")),
    "user": ("user", "user", _("Who may come in at the desk, and as what.")),
    "status": ("status", "status", _("What is ready for the next airtimes, and what is missing.")),
    "vault": ("vault", "vault", _("Stored recordings and masters.")),
    "backup": ("backup", "backup", _("Copy the whole workspace as it stands now.")),
    "restore": ("backup", "restore", _("Bring a backup back.")),
    "check": ("check", "check", _("Check settings, database, vault, templates and feed.")),
    "serve": ("serve", "serve", _("Show the published site in a browser.")),
}


class Door(Lazy):
    """Turns errors into sentences and exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 stopped by Ctrl-C."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options of every command; Ctrl-C is told as within one."""
        with resumable(_(STOPPED)):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a refusal is a sentence and exit code 1, and so is a fault of our own."""
        try:
            with resumable(_(STOPPED)):
                return super().invoke(ctx)
        except StudioError as error:
            shown.refusal(error)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except OSError as error:
            where = error.filename or _("the file system")
            shown.failure(_("{where}: {reason}.").format(where=where, reason=error.strerror or error))
        except Exception as error:
            if os.environ.get("STUDIO_DEBUG"):
                traceback.print_exc()
            text = (str(error).splitlines() or [""])[0]
            fault = _("This is a fault in Studio itself ({kind}: {text}). STUDIO_DEBUG=1 shows where.")
            shown.failure(fault.format(kind=type(error).__name__, text=text))
        ctx.exit(1)


@click.group(
    cls=Door,
    members=GROUPS,
    help=_(
        "Studio turns what communities report into what the country hears: "
        "report → clearance → script → rundown → master → feed and archive."
    ),
    epilog=_("Start with: studio init DIR, then studio report template. Shell completion: see README."),
)
@click.version_option(package_name="studio-radio", prog_name="studio")
@click.option(
    "-C",
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    envvar="STUDIO_WORKSPACE",
    help=_("The workspace; without it the folder you stand in, or the nearest one above."),
)
@click.option(
    "--actor", default=getpass.getuser, envvar="STUDIO_ACTOR", help=_("Your staff code, for the audit chain.")
)
@click.pass_context
def cli(ctx: click.Context, workspace: Path, actor: str) -> None:
    """Keep what every command needs. alone: the command is a program of its own, not a call within another."""
    ctx.obj = {**(ctx.obj or {}), "workspace": workspace.resolve(), "actor": actor}


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(prog_name="studio", obj={"alone": True})
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
