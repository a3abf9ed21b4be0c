"""`studio status`."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.amounts import moment
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import LANGUAGE, _
from studio.languages import Language
from studio.pipeline.sounds import Spoken
from studio.pipeline.status import Readiness, readiness
from studio.units import clock_text


@click.command(
    help=_("For the next airtimes: what is ready, and what each segment lacks (script, approval, consent, recording)."),
    epilog=examples("studio status", "studio status --most 1 --json"),
)
@click.option("--most", default=4, show_default=True, type=click.IntRange(1, 100), help=_("How many airtimes."))
@click.option("--all", "every", is_flag=True, help=_("From the first airtime on, not only those to come."))
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def status(ctx: click.Context, most: int, every: bool, plain: bool) -> None:
    """Show readiness."""
    with opened(ctx) as studio:
        found = readiness(studio, most, every=every)
    if plain:
        shown.as_json([row(one) for one in found])
        return
    if not found:
        shown.line(_("There is no airtime to come. Buy some: studio airtime slot, then: studio airtime plan"))
    for one in found:
        state = _("ready") if one.ready else _("no rundown") if not one.entries else _("not ready")
        shown.line(f"{one.airtime.episode.slug}  {moment(one.airtime.local_start)}  {state}")
        if one.entries:
            shown.table("", HEADS, [cells(entry) for entry in one.entries])
        shown.faults(one.lacks, style="yellow")


HEADS = [_("start"), _("length"), _("segment"), _("script"), _("approved"), _("consent"), _("recorded")]


def cells(one: Spoken) -> list[str]:
    """A segment with its lights."""
    title = one.entry.title_km if LANGUAGE is Language.KM else one.entry.title_en
    lights = one.lights
    return [
        clock_text(one.entry.start),
        clock_text(one.entry.heard),
        title or one.entry.key,
        *("●" if lit else "○" for lit in (lights.script, lights.approval, lights.consent, lights.recording)),
    ]


def row(one: Readiness) -> dict[str, object]:
    """An edition as plain values."""
    return {
        "episode": one.airtime.episode.slug,
        "starts_at": one.airtime.local_start.isoformat(),
        "ready": one.ready,
        "segments": [
            {
                "key": entry.entry.key,
                "script": entry.lights.script,
                "approval": entry.lights.approval,
                "consent": entry.lights.consent,
                "recording": entry.lights.recording,
                "lacks": shown.fault_rows(entry.lacks),
            }
            for entry in one.entries
        ],
    }
