"""`studio report`."""

from __future__ import annotations

import click

from studio.cli.options import examples
from studio.cli.report_files import export, import_file, submit, template
from studio.cli.report_read import list_them, show
from studio.cli.report_review import answer, ask, clear, reject, withdraw
from studio.cli.words import _


@click.group(
    help=_(
        "Activity reports: what communities did, told by themselves. They come in from files or one by one, are read "
        "and asked about, and can be used only once they are cleared. People are codes everywhere."
    ),
    epilog=examples("studio report template > reports.csv", "studio report import reports.csv", "studio report list"),
)
def report() -> None:
    """Reports."""


for command in (import_file, submit, template, export, list_them, show, ask, answer, clear, withdraw, reject):
    report.add_command(command)
