"""`studio serve`."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
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
    with opened(ctx) as studio:
        feeds = studio.workspace.feeds
    shown.line(_("The site is at http://{host}:{port}/ — Ctrl-C stops it.").format(host=host, port=port))
    serve_site(feeds, host, port)
