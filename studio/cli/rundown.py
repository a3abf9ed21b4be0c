"""`studio rundown`."""

from __future__ import annotations

import click

from studio.cli.lazy import Lazy
from studio.cli.options import examples
from studio.cli.words import _

MEMBERS = {
    "propose": ("rundown_propose", "propose", _("Propose what is heard in an airtime.")),
    "show": ("rundown_show", "show", _("What is heard, with every length known so far.")),
    "why": ("rundown_show", "why", _("Why each candidate was left out.")),
    "move": ("rundown_edit", "move", _("Take a segment to another place.")),
    "lock": ("rundown_edit", "lock", _("Keep a segment where it is.")),
    "unlock": ("rundown_edit", "unlock", _("Let a segment go again.")),
    "float": ("rundown_edit", "float_segment", _("Leave a segment in the list without time.")),
    "remove": ("rundown_edit", "remove", _("Take a segment out.")),
    "insert": ("rundown_edit", "insert", _("Put a segment in.")),
    "swap": ("rundown_edit", "swap", _("Put a segment in the place of another.")),
    "export": ("rundown_files", "export_files", _("Write rundowns for others.")),
    "import": ("rundown_files", "import_file", _("Bring edited rundowns back.")),
}


@click.group(
    cls=Lazy,
    members=MEMBERS,
    help=_("What is heard in an airtime, in order, to the millisecond, and why anything was left out."),
    epilog=examples("studio rundown propose 2012-05-17-voices"),
)
def rundown() -> None:
    """Rundowns."""
