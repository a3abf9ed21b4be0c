"""`studio serve`."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.options import examples
from studio.cli.words import _
from studio.settings import find_workspace
from studio.web.serve import serve as serve_site


@click.command(
    help=_("Show the published site in a browser, from this machine only. Ctrl-C stops it."),
    epilog=examples("studio serve --port 8080"),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Serve feeds/."""
    feeds = find_workspace(ctx.find_root().obj["workspace"]) / "feeds"
    serve_site(
        feeds,
        host,
        port,
        lambda address: shown.line(_("The site is at {address} — Ctrl-C stops it.").format(address=address)),
    )
