"""`studio report merge | part | join | leave`: reports that tell the same, and reports of one activity."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.report_review import told
from studio.cli.words import _
from studio.pipeline import report_pairs


@click.command(
    help=_(
        "Put REPORT away because another one tells the same, which is kept. Nothing moves from one to the other: what "
        "people agreed to stays with their own words. The one that is kept has to speak for the same communities, and "
        "to be as careful. The sender of REPORT reads what you tell. Write codes, never names."
    ),
    epilog=examples('studio report merge 24e720e1 --into 7f1c22ab --told "It was sent twice; the other one is used."'),
)
@click.argument("report")
@click.option("--into", required=True, metavar="REPORT", help=_("The report that is kept."))
@click.option("--told", "text", required=True, help=_("What its sender reads about it; codes only, never names."))
@AS_JSON
@click.pass_context
def merge(ctx: click.Context, report: str, into: str, text: str, plain: bool) -> None:
    """Merge."""
    with opened(ctx) as studio:
        done = report_pairs.merge(studio, report, into, text)
    told(done, plain)


@click.command(
    help=_(
        "Take REPORT up again that was merged into another one: it is to be read again, and can be cleared. Its sender "
        "reads what you tell. Write codes, never names."
    ),
    epilog=examples('studio report part 24e720e1 --told "It was another meeting."'),
)
@click.argument("report")
@click.option("--told", "text", required=True, help=_("What its sender reads about it; codes only, never names."))
@AS_JSON
@click.pass_context
def part(ctx: click.Context, report: str, text: str, plain: bool) -> None:
    """Part."""
    with opened(ctx) as studio:
        done = report_pairs.part(studio, report, text)
    told(done, plain)


def _activity(done: report_pairs.Activity, plain: bool) -> None:
    if plain:
        shown.as_json({"activity": done.name, "reports": list(done.reports)})
    elif done.reports:
        shown.line(_("Aired together, or not at all: {reports}").format(reports=", ".join(done.reports)))
    else:
        shown.line(_("The activity has no report any more that waits for another."))


@click.command(
    help=_(
        "Note that REPORT and OTHER, of different communities, tell of one activity: their stories are aired in one "
        "edition, or not at all."
    ),
    epilog=examples("studio report join 24e720e1 7f1c22ab"),
)
@click.argument("report")
@click.argument("other")
@AS_JSON
@click.pass_context
def join(ctx: click.Context, report: str, other: str, plain: bool) -> None:
    """Join."""
    with opened(ctx) as studio:
        done = report_pairs.join(studio, report, other)
    _activity(done, plain)


@click.command(
    help=_("Take REPORT out of its activity. Who is left alone in it is in none any more."),
    epilog=examples("studio report leave 24e720e1"),
)
@click.argument("report")
@AS_JSON
@click.pass_context
def leave(ctx: click.Context, report: str, plain: bool) -> None:
    """Leave."""
    with opened(ctx) as studio:
        done = report_pairs.leave(studio, report)
    _activity(done, plain)
