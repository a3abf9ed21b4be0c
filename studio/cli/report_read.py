"""`studio report list | show`: reports for the eye of an editor; people by code, never by name."""

from __future__ import annotations

from collections.abc import Iterator

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import LANGUAGE, _
from studio.languages import Language
from studio.pipeline.reports_shown import Agreed, Listed, PersonShown, ReportShown, list_reports, local, show_report
from studio.records.kinds import AnonymousFrom, ReviewState
from studio.records.network import Organization, Place
from studio.units import Ms, clock_text

STATES = {
    ReviewState.RECEIVED: _("received"),
    ReviewState.HAS_ISSUES: _("questions open"),
    ReviewState.EDITED: _("to be read again"),
    ReviewState.APPROVED: _("approved"),
    ReviewState.REJECTED: _("rejected"),
}
HIDDEN_FROM = {
    AnonymousFrom.NONE: _("may be known"),
    AnonymousFrom.PUBLIC: _("unknown to the public"),
    AnonymousFrom.ACQUAINTANCES: _("unknown even to acquaintances"),
}


def either(km: str, en: str) -> str:
    """The text of the reader's language, or the other one where that is empty."""
    return (km or en) if LANGUAGE is Language.KM else (en or km)


@click.command(
    "list",
    help=_(
        "List the reports by the day they were sent: how each is named, its review, whether it is cleared, who made "
        "it, its title. The first column is enough to name a report in every other command, and so is its receipt."
    ),
    epilog=examples("studio report list --state received --state edited", "studio report list --org BTB-01 --json"),
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([one.value for one in ReviewState]),
    help=_("Only reports in this state. Can be given again."),
)
@click.option(
    "--org", "organizations", multiple=True, metavar="CODE", help=_("Only of this organization. Can be given again.")
)
@AS_JSON
@click.pass_context
def list_them(ctx: click.Context, states: tuple[str, ...], organizations: tuple[str, ...], plain: bool) -> None:
    """List reports."""
    with opened(ctx) as studio:
        found = list_reports(studio, [ReviewState(one) for one in states], organizations)
        sent = [local(studio, one.report.submitted_at) for one in found]
    if plain:
        rows = [listed_row(one) | {"submitted_at": when.isoformat()} for one, when in zip(found, sent, strict=True)]
        shown.as_json(rows)
        return
    columns = [_("report"), _("sent"), _("review"), _("cleared"), _("organizations"), _("place"), _("title")]
    cells = [
        (
            one.short,
            f"{when:%Y-%m-%d}",
            STATES[one.report.review_state],
            "●" if one.decided else "○",
            " ".join(one.organizations),
            one.report.place_code,
            either(one.report.event_title_km, one.report.event_title_en),
        )
        for one, when in zip(found, sent, strict=True)
    ]
    shown.table("", columns, cells)


def listed_row(one: Listed) -> dict[str, object]:
    """A report of the list as plain values."""
    return {
        "report": one.report.root_uuid,
        "short": one.short,
        "receipt": one.report.receipt,
        "state": one.report.review_state.value,
        "cleared": one.decided,
        "organizations": list(one.organizations),
        "place": one.report.place_code,
        "sectors": [str(sector) for sector in one.report.sectors],
        "title_km": one.report.event_title_km,
        "title_en": one.report.event_title_en,
    }


@click.command(
    help=_(
        "Show REPORT as its editor reads it: who made it, where, its texts, its people by code with what they agreed "
        "to, questions and answers, and everything that stands between it and the air, each with its mend. "
        "No name is ever shown.\n\nREPORT is its root_uuid, the beginning of it, or its receipt."
    ),
    epilog=examples("studio report show 24e720e1", 'studio report show "482 913 5067" --json'),
)
@click.argument("report")
@AS_JSON
@click.pass_context
def show(ctx: click.Context, report: str, plain: bool) -> None:
    """Show a report."""
    with opened(ctx) as studio:
        one = show_report(studio, report)
        sent = local(studio, one.report.submitted_at)
        said = [local(studio, comment.at) for comment in one.comments]
    comments = [
        {"at": when.isoformat(), "author": comment.author, "text": comment.text}
        for comment, when in zip(one.comments, said, strict=True)
    ]
    if plain:
        shown.as_json(shown_row(one) | {"submitted_at": sent.isoformat(), "comments": comments})
        return
    shown.line(f"{one.report.root_uuid}  {sent:%Y-%m-%d %H:%M}  {_('receipt')} {one.report.receipt}")
    for text in lines_of(one):
        shown.line(text)
    for person in one.people:
        for text in person_lines(person):
            shown.line(text)
    for comment in comments:
        shown.line(f"{comment['at'][:16].replace('T', ' ')}  {comment['author']}: {comment['text']}")
    shown.line("")
    if one.lacks:
        shown.line(_("It cannot be aired as it stands:"))
        for row in shown.fault_rows(one.lacks):
            shown.line(f"  ✗ {row['what']}")
            shown.line(f"    → {row['mend']}")
    else:
        until = one.clearance.usable_until if one.clearance else None
        shown.line(_("Cleared, until {day}.").format(day=until) if until else _("Cleared."))


def lines_of(one: ReportShown) -> Iterator[str]:
    """A report's own lines."""
    report = one.report
    yield f"{_('Review')}: {STATES[report.review_state]}"
    for organization in one.organizations:
        yield f"{_('Made by')}: {named(organization)} ({organization.code})"
    place = named(one.place) if one.place.code == one.province.code else f"{named(one.place)}, {named(one.province)}"
    yield f"{_('Place')}: {place} ({one.place.code})"
    if one.commune:
        yield f"{_('Commune, never aired')}: {named(one.commune)} ({one.commune.code})"
    days = {report.initial_date.isoformat(): None, report.final_date.isoformat(): None}
    yield f"{_('Days')}: {' – '.join(days)}"
    if report.not_before or report.expires_on:
        since, until = report.not_before, report.expires_on
        yield f"{_('May be aired')}: {' – '.join(day.isoformat() if day else '…' for day in (since, until))}"
    if report.together:
        yield f"{_('Aired together with the reports of')}: {report.together}"
    yield f"{_('Confidentiality')}: {report.confidentiality.value}, {_('sensitivity')}: {report.sensitivity.value}"
    yield ""
    yield from (text for text in (report.event_title_km, report.event_title_en) if text)
    parts = (
        (_("What happened"), report.event_description_km, report.event_description_en),
        (_("What changed"), report.impact_km, report.impact_en),
        (_("Message"), report.message_km, report.message_en),
    )
    for title, km, en in parts:
        for text in filter(None, (km, en)):
            yield f"{title}: {text}"


def named(one: Organization | Place) -> str:
    """The name of an organization or a place."""
    return either(one.name_km, one.name_en)


def person_lines(person: PersonShown) -> Iterator[str]:
    """A person's lines: the code, what may be heard, what was said, what was agreed to."""
    about = [person.code, either(person.role_km, person.role_en), HIDDEN_FROM[person.anonymous_from]]
    about += [_("a minor")] if person.minor else []
    about += [_("wants to be called by name")] if person.wants_name else []
    about += [_("recording {length}").format(length=clock_text(Ms(person.recording_ms)))] if person.recording_ms else []
    yield ""
    yield " · ".join(filter(None, about))
    yield from (f"  “{text}”" for text in (person.quote_km, person.quote_en) if text)
    yield from (f"  {agreed_line(one)}" for one in person.consents)
    if not person.consents:
        yield f"  {_('No consent is recorded.')}"


def agreed_line(one: Agreed) -> str:
    """An act of consent in a line."""
    text = _("agreed on {day} ({method}): {scopes}").format(
        day=one.obtained_on, method=one.method, scopes=" ".join(one.scopes)
    )
    if one.withdrawn_on:
        return f"{text}; {_('withdrawn on {day}').format(day=one.withdrawn_on)}"
    return f"{text}; {_('until {day}').format(day=one.expires_on)}" if one.expires_on else text


def shown_row(one: ReportShown) -> dict[str, object]:
    """A report as plain values."""
    report = one.report
    texts = ("event_title", "event_description", "impact", "message")
    return {
        "report": report.root_uuid,
        "receipt": report.receipt,
        "state": report.review_state.value,
        "confidentiality": report.confidentiality.value,
        "sensitivity": report.sensitivity.value,
        "individual_or_joint": report.individual_or_joint.value,
        "organizations": [
            {"code": made.code, "name_km": made.name_km, "name_en": made.name_en} for made in one.organizations
        ],
        "place": place_row(one.place),
        "province": place_row(one.province),
        "commune": place_row(one.commune) if one.commune else None,
        "initial_date": report.initial_date.isoformat(),
        "final_date": report.final_date.isoformat(),
        "not_before": report.not_before.isoformat() if report.not_before else None,
        "expires_on": report.expires_on.isoformat() if report.expires_on else None,
        "together": report.together,
        "sectors": [str(sector) for sector in report.sectors],
        "rights_affected": list(report.rights_affected),
        "reached_women": report.reached_women,
        "reached_men": report.reached_men,
        **{f"{name}_{code}": getattr(report, f"{name}_{code}") for name in texts for code in ("km", "en")},
        "people": [person_row(person) for person in one.people],
        "cleared": not one.lacks,
        "lacks": shown.fault_rows(one.lacks),
    }


def place_row(place: Place) -> dict[str, str]:
    """A place as plain values."""
    return {"code": place.code, "name_km": place.name_km, "name_en": place.name_en}


def person_row(person: PersonShown) -> dict[str, object]:
    """A person as plain values."""
    return {
        "code": person.code,
        "sex": person.sex,
        "role_km": person.role_km,
        "role_en": person.role_en,
        "anonymous_from": person.anonymous_from.value,
        "minor": person.minor,
        "wants_name": person.wants_name,
        "quote_km": person.quote_km,
        "quote_en": person.quote_en,
        "recording_ms": person.recording_ms,
        "consents": [
            {
                "scopes": list(one.scopes),
                "method": one.method,
                "obtained_on": one.obtained_on.isoformat(),
                "obtained_by": one.obtained_by,
                "subject": one.subject,
                "expires_on": one.expires_on.isoformat() if one.expires_on else None,
                "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
                "status": one.status,
            }
            for one in person.consents
        ],
    }
