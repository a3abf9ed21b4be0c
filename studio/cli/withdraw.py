"""`studio withdraw`: pull what somebody took back from everything that is out, to come and kept."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.interrupts import resumable
from studio.cli.opened import opened
from studio.cli.options import PREVIEW, examples
from studio.cli.words import LANGUAGE, _
from studio.errors import Fault, fault
from studio.pipeline.opening import Studio
from studio.pipeline.withdrawals.preview import Preview, preview
from studio.pipeline.withdrawals.withdraw import CarriedOut, begun, interrupted
from studio.pipeline.withdrawals.withdraw import withdraw as carried_out
from studio.sentences.say import say


@click.command(
    help=_(
        "Withdraw WHAT: a report, a person (S-0042), a segment or an organization. First everything it touches is "
        "shown and nothing is changed. Once confirmed, what is out goes first: old addresses answer 410 Gone, "
        "published episodes are mastered again without it, rundowns to come lose it, stations get a notice, and words, "
        "voice and name are erased from vault, files and records. That cannot be undone. A receipt says what was "
        "changed and what cannot be.\n\nInterrupted, it is finished by asking for it again."
    ),
    epilog=examples(
        'studio withdraw S-0042 --reason "by telephone, 14 May"',
        'studio withdraw 24e720e1 --reason "the community took it back" --dry-run',
        'studio withdraw btb-01-20120305-24e7 --reason "a name was read out" --yes',
    ),
)
@click.argument("what")
@click.option("--reason", default="", help=_("Why, or how it was asked; codes only, never names."))
@click.option("--yes", is_flag=True, help=_("Do it without asking; for scripts."))
@PREVIEW
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON; with --yes or --dry-run."))
@click.pass_context
def withdraw(ctx: click.Context, what: str, reason: str, yes: bool, dry_run: bool, plain: bool) -> None:
    """Withdraw."""
    if yes and dry_run:
        raise click.UsageError(_("--yes and --dry-run exclude each other."))
    if plain and not (yes or dry_run):
        raise click.UsageError(_("--json asks nothing: give --yes or --dry-run."))
    with opened(ctx) as studio:
        going_on = begun(studio, what)
        if going_on is None and not (reason.strip() or dry_run):
            raise click.UsageError(_("Say why: --reason TEXT"))
        if dry_run:
            found = preview(studio, what)
            foreseen_json(found) if plain else foreseen(studio, found)
            return
        if going_on is None and not yes:
            found = preview(studio, what)
            foreseen(studio, found)
            if not found.touched.nothing:
                click.confirm(_("Withdraw it now? It cannot be undone."), abort=True)
        told_then = _("Stopped. The withdrawal is not finished. Finish it: studio withdraw {what} --yes --reason TEXT")
        with resumable(told_then.format(what=what)), studio.alone():
            done = carried_out(studio, what, reason)
        told_json(done) if plain else told(studio, done)


def said(lines: tuple[Fault, ...]) -> None:
    """Print lines, each with what to do about it."""
    for one in lines:
        what, mend = say(one, LANGUAGE)
        shown.line(f"  – {what} {mend}".rstrip())


def foreseen(studio: Studio, found: Preview) -> None:
    """Print what a withdrawal touches."""
    touched = found.touched
    for row in interrupted(studio):
        shown.faults([fault("withdrawal.interrupted", row.name)], style="yellow")
    if touched.nothing:
        shown.line(
            _("Nothing of {name} is out, to come or kept: there is nothing to withdraw.").format(name=touched.name)
        )
        return
    shown.line(_("Withdrawing {name} touches:").format(name=touched.name))
    said((*found.titles, *touched.lines))
    shown.line(_("What cannot be taken back:"))
    said(touched.unchangeable)
    if touched.by_hand:
        shown.line(_("What somebody has to do by hand:"))
        said(tuple(fault("withdrawal.by-hand", one) for one in touched.by_hand))


def foreseen_json(found: Preview) -> None:
    """Print the same for programs."""
    touched = found.touched
    shown.as_json(
        {
            "kind": touched.kind,
            "name": touched.name,
            "nothing": touched.nothing,
            "reports": list(touched.coverage.reports),
            "segments": [*touched.segments, *touched.naming],
            "editions": [one.slug for one in touched.editions],
            "addresses": list(touched.addresses),
            "touched": shown.fault_rows(touched.lines),
            "unchangeable": shown.fault_rows(touched.unchangeable),
            "by_hand": list(touched.by_hand),
        }
    )


def told(studio: Studio, done: CarriedOut) -> None:
    """Print what came of it, and where the receipt is."""
    if done.row is None:
        shown.line(_("There is nothing to withdraw."))
        return
    if done.new:
        said(done.told)
        shown.line(_("Withdrawal {code} is carried out.").format(code=done.row.code))
    else:
        shown.line(_("This was withdrawn before ({code}); nothing was left to do.").format(code=done.row.code))
    shown.line(_("Receipt: {path}").format(path=done.receipt))
    for row in interrupted(studio):
        shown.faults([fault("withdrawal.interrupted", row.name)], style="yellow")


def told_json(done: CarriedOut) -> None:
    """Print the same for programs."""
    shown.as_json(
        {
            "withdrawal": done.row.code if done.row else None,
            "new": done.new,
            "told": shown.fault_rows(done.told),
            "receipt": str(done.receipt) if done.receipt else None,
        }
    )
