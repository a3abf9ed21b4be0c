"""`studio report`."""

from __future__ import annotations

import click

from studio.cli.lazy import Lazy
from studio.cli.options import examples
from studio.cli.words import _

MEMBERS = {
    "template": ("report_files", "template", _("Get an explained example file to fill in.")),
    "import": ("report_files", "import_file", _("Keep the reports of a CSV or XLSX file.")),
    "submit": ("report_files", "submit", _("Keep one report from JSON.")),
    "list": ("report_read", "list_them", _("List reports and how far their review is.")),
    "show": ("report_read", "show", _("Read a report, and what it lacks to be aired.")),
    "ask": ("report_review", "ask", _("Ask the sender something.")),
    "answer": ("report_review", "answer", _("Note what the sender answered.")),
    "audience": ("report_review", "audience", _("Note who may hear of a report.")),
    "clear": ("report_review", "clear", _("Decide that a report may be aired.")),
    "withdraw": ("report_review", "withdraw", _("Take back every consent of a person.")),
    "merge": ("report_pairs", "merge", _("Put a report away that tells the same as another.")),
    "part": ("report_pairs", "part", _("Take a merged report up again.")),
    "join": ("report_pairs", "join", _("Note that two reports tell of one activity.")),
    "leave": ("report_pairs", "leave", _("Take a report out of its activity.")),
    "reject": ("report_review", "reject", _("Reject a report.")),
    "export": ("report_files", "export", _("Write all reports to a file, without names.")),
}


@click.group(
    cls=Lazy,
    members=MEMBERS,
    help=_(
        "Activity reports: what communities did, told by themselves. They come in from files or one by one, are read "
        "and asked about, and can be used only once they are cleared. People are codes everywhere."
    ),
    epilog=examples("studio report template > reports.csv", "studio report import reports.csv", "studio report list"),
)
def report() -> None:
    """Reports."""
