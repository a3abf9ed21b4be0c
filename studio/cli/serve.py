"""`studio serve`."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.settings import find_workspace
from studio.web.serve import serve as serve_site


@click.command(
    help=_(
        "Open the desk (/desk) and show the published site in a browser, from this machine only. Ctrl-C stops it. "
        "--site-only leaves the desk closed, where nobody but listeners comes."
    ),
    epilog=examples("studio user add sokha --role admin", "studio serve --port 8080"),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--site-only", is_flag=True, help=_("Only what is published; no database is opened."))
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, site_only: bool) -> None:
    """Serve feeds/, and the desk."""
    if site_only:
        feeds = find_workspace(ctx.find_root().obj["workspace"]) / "feeds"
        serve_site(feeds, host, port, told)
        return
    with opened(ctx) as studio:
        serve_site(studio.workspace.feeds, host, port, told_both, studio)


def told(address: str) -> None:
    """Say where the site is."""
    shown.line(_("The site is at {address} — Ctrl-C stops it.").format(address=address))


def told_both(address: str) -> None:
    """Say where the desk and the site are."""
    shown.line(_("The desk is at {address}desk, the site at {address} — Ctrl-C stops both.").format(address=address))
