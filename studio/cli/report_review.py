"""`studio report ask | answer | clear | withdraw | reject`: what is decided about a report."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.report_read import STATES
from studio.cli.words import _
from studio.pipeline import review
from studio.pipeline.clear import clear_report, withdraw_consent
from studio.records.kinds import Confidentiality


def told(done: review.Reviewed, plain: bool) -> None:
    """Say where a report stands now."""
    if plain:
        row = {"report": done.report, "before": done.before.value, "after": done.after.value, "comment": done.comment}
        shown.as_json(row)
    else:
        shown.line(_("Report {report}: {state}.").format(report=done.report, state=STATES[done.after]))


@click.command(
    help=_(
        "Ask the sender of REPORT something. The report has open questions from then on: it is not aired, even where "
        "it was cleared before, until they are answered and it is cleared again. Write codes, never names."
    ),
    epilog=examples('studio report ask 24e720e1 "Was S-0042 asked about the recording, too?"'),
)
@click.argument("report")
@click.argument("text")
@AS_JSON
@click.pass_context
def ask(ctx: click.Context, report: str, text: str, plain: bool) -> None:
    """Ask."""
    with opened(ctx) as studio:
        done = review.ask(studio, report, text)
    told(done, plain)


@click.command(
    help=_(
        "Note what the sender of REPORT answered. A report with open questions is then to be read again and can be "
        "cleared. Write codes, never names."
    ),
    epilog=examples('studio report answer 24e720e1 "Yes, on the same day."'),
)
@click.argument("report")
@click.argument("text")
@AS_JSON
@click.pass_context
def answer(ctx: click.Context, report: str, text: str, plain: bool) -> None:
    """Answer."""
    with opened(ctx) as studio:
        done = review.answer(studio, report, text)
    told(done, plain)


@click.command(
    help=_(
        "Note who may hear of REPORT, as its community says: public (it may be aired, as far as each person agreed), "
        "restricted (only the Network) or confidential (only those who review). A clearance ends with it."
    ),
    epilog=examples('studio report audience 24e720e1 public --told "Asked on the hotline on 14 May."'),
)
@click.argument("report")
@click.argument("who", type=click.Choice([one.value for one in Confidentiality]))
@click.option("--told", "text", required=True, help=_("How the community said so; codes only, never names."))
@AS_JSON
@click.pass_context
def audience(ctx: click.Context, report: str, who: str, text: str, plain: bool) -> None:
    """Note an audience."""
    with opened(ctx) as studio:
        done = review.note_audience(studio, report, Confidentiality(who), text)
    told(done, plain)


@click.command(
    help=_(
        "Reject REPORT. It stays in the records with the reason, and is never aired. To take it up again, ask its "
        "sender something: studio report ask."
    ),
    epilog=examples('studio report reject 24e720e1 --reason "The community took it back."'),
)
@click.argument("report")
@click.option("--reason", required=True, help=_("Why; codes only, never names."))
@AS_JSON
@click.pass_context
def reject(ctx: click.Context, report: str, reason: str, plain: bool) -> None:
    """Reject."""
    with opened(ctx) as studio:
        done = review.reject(studio, report, reason)
    told(done, plain)
    if not plain:
        text = _("To pull what is published, kept or at a station: studio withdraw {source} --reason …")
        shown.line(text.format(source=done.report))


@click.command(
    help=_(
        "Clear REPORT for air and feed: every voice, name, place and quote in it needs a consent that holds. "
        "Where one is missing nothing is cleared, and all that is missing is listed.\n\n"
        "What consent does not cover can be left out: --without S-0042:voice lets another voice read the words, "
        "S-0042:words leaves the person out. Whoever must stay unknown even to acquaintances needs somebody who read "
        "the whole report as a neighbour would: --jigsaw-checked-by."
    ),
    epilog=examples(
        "studio --actor ED-01 report clear 24e720e1",
        "studio report clear 24e720e1 --without S-0042:voice --without S-0042:name",
    ),
)
@click.argument("report")
@click.option(
    "--without",
    multiple=True,
    metavar="CODE:PURPOSE",
    help=_("Do without this: words, voice, name or place of a person. Can be given again."),
)
@click.option(
    "--jigsaw-checked-by",
    default="",
    metavar="CODE",
    help=_("Staff code of who checked that nobody can be recognised from all details together."),
)
@AS_JSON
@click.pass_context
def clear(ctx: click.Context, report: str, without: tuple[str, ...], jigsaw_checked_by: str, plain: bool) -> None:
    """Clear."""
    with opened(ctx) as studio:
        verdict = clear_report(studio, report, frozenset(without), jigsaw_checked_by).clearance
    if plain:
        shown.as_json(
            {
                "report": verdict.report,
                "media": [one.value for one in verdict.media],
                "covered": [
                    {"source": one.source, "purpose": one.purpose.value, "medium": one.medium.value, "until": one.until}
                    for one in verdict.covered
                ],
                "left_out": list(verdict.left_out),
                "usable_until": verdict.usable_until,
                "jigsaw_checked_by": verdict.jigsaw_checked_by,
            }
        )
        return
    covered: dict[str, list[str]] = {}
    for one in verdict.covered:
        covered.setdefault(one.source, []).append(f"{one.purpose.value}:{one.medium.value}")
    for source, uses in covered.items():
        shown.line(f"{source}  {' '.join(uses)}")
    if verdict.left_out:
        shown.line(_("Left out: {what}").format(what=", ".join(verdict.left_out)))
    shown.line(_("Report {report} is cleared.").format(report=verdict.report))
    if verdict.usable_until:
        shown.line(_("It can be used until {day}.").format(day=verdict.usable_until))


@click.command(
    help=_(
        "Withdraw every consent of SOURCE, a person's code, from today on: nobody has to give a reason to take a "
        "consent back, and it cannot be refused. From then on the person's words are in no rundown, no master and no "
        "feed that Studio makes. To pull what is published, kept or at a station: studio withdraw."
    ),
    epilog=examples(
        'studio report withdraw S-0042 --reason "by telephone, 14 May"',
        'studio withdraw S-0042 --reason "by telephone, 14 May"',
    ),
)
@click.argument("source")
@click.option("--reason", required=True, help=_("How it was withdrawn, or why; codes only, never names."))
@AS_JSON
@click.pass_context
def withdraw(ctx: click.Context, source: str, reason: str, plain: bool) -> None:
    """Withdraw consent."""
    with opened(ctx) as studio:
        done = withdraw_consent(studio, source, reason)
    if plain:
        shown.as_json(
            {
                "source": done.source,
                "consents": done.consents,
                "reports": list(done.reports),
                "editions": list(done.editions),
            }
        )
        return
    shown.line(
        _("Consents of {source} withdrawn: {count}.").format(count=done.consents, source=done.source)
        if done.consents
        else _("{source} has no consent that still holds; nothing changed.").format(source=done.source)
    )
    for one in done.reports:
        shown.line(f"  {one}")
    if done.consents and done.reports:
        shown.line(_("These reports are touched."))
        text = _("To pull what is published, kept or at a station: studio withdraw {source} --reason …")
        shown.line(text.format(source=done.source))
    if done.editions:
        text = _("Taken out of the folders of these editions: {editions}. Propose their rundowns again.")
        shown.line(text.format(editions=", ".join(done.editions)))
