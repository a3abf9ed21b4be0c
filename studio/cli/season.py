"""`studio season`."""

from __future__ import annotations

import click

from studio.cli.lazy import Lazy
from studio.cli.options import examples
from studio.cli.words import _

MEMBERS = {
    "propose": ("season_propose", "propose", _("Propose what is heard when.")),
    "show": ("season_read", "show", _("A plan, its calendar, and who is heard how much.")),
    "why": ("season_read", "why", _("Why each segment is in no airtime.")),
    "publish": ("season_read", "publish", _("Let rundowns keep what a plan says.")),
    "export": ("season_files", "export_file", _("A plan as a sheet to edit, a page, a calendar.")),
    "import": ("season_files", "import_file", _("A sheet that was edited, as the next plan.")),
    "promise": ("season_promises", "make_promise", _("Promise a community that it is heard.")),
    "promises": ("season_promises", "list_promises", _("Every promise that stands.")),
}


@click.group(
    cls=Lazy,
    members=MEMBERS,
    help=_("Many airtimes on several stations at once: proposed, explained, promised and published."),
    epilog=examples("studio season propose", "studio season show", "studio season publish"),
)
def season() -> None:
    """Seasons."""
