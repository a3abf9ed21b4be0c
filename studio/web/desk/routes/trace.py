"""The whole chain from any report, script, take, airing or edition, both ways."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.languages import N_
from studio.pipeline.trace import trace
from studio.pipeline.trace_values import Stage
from studio.web.desk.labels import LABELS
from studio.web.desk.needs import Needs
from studio.web.desk.routes.reports import reader_of
from studio.web.desk.routes.scripts import at
from studio.web.desk.visit import Visit

router = APIRouter()

Tracing = Annotated[Visit, Depends(Needs(Right.TRACE))]

STAGES: dict[Stage, str] = {
    Stage.REPORT: N_("Reports"),
    Stage.CONSENT: N_("Consent"),
    Stage.CLEARANCE: N_("Clearance"),
    Stage.SCRIPT: N_("Script versions"),
    Stage.RUNDOWN: N_("In rundowns"),
    Stage.TAKE: N_("Takes"),
    Stage.MASTER: N_("Masters"),
    Stage.PUBLICATION: N_("Published"),
    Stage.AIRING: N_("On the air"),
    Stage.WITHDRAWAL: N_("Withdrawals"),
}
"""What the stages are called."""

STATES: dict[str, str] = LABELS | {
    "stands": N_("stands"),
    "revoked": N_("ended"),
    "approved-script": N_("approved"),
    "unapproved": N_("waits for approval"),
    "guide": N_("guide voice"),
    "published": N_("is in the feed"),
    "held-back": N_("held back"),
    "aired": N_("aired"),
    "partial": N_("aired in part"),
    "late": N_("aired late"),
    "refused": N_("refused by the station"),
    "unknown": N_("nobody knows"),
    "no-longer": N_("no longer in the newest version"),
    "done": N_("carried out"),
    "under-way": N_("under way"),
}
"""What states are called."""


ACTIONS: dict[str, str] = {
    "identity.sealed": N_("name sealed away"),
    "consent.recorded": N_("consent noted"),
    "consent.withdrawn": N_("consent taken back"),
    "report.asked": N_("sender asked"),
    "report.answered": N_("answer noted"),
    "report.audience-noted": N_("noted who may hear of it"),
    "report.approved": N_("report approved"),
    "report.rejected": N_("report spiked"),
    "report.merged": N_("put away: another report tells the same"),
    "report.parted": N_("taken up again"),
    "report.joined": N_("noted as part of an activity"),
    "report.left": N_("taken out of its activity"),
    "clearance.decided": N_("cleared for air and feed"),
    "clearance.revoked": N_("clearance ended"),
    "script.edited": N_("script written by hand"),
    "script.approved": N_("script approved"),
    "take.treated": N_("take treated"),
    "rundown.proposed": N_("rundown proposed"),
    "rundown.edited": N_("rundown changed"),
    "episode.published": N_("published"),
    "episode.changed": N_("published again, changed"),
    "episode.held-back": N_("held back from the feed"),
    "airtime.moved": N_("airtime moved"),
    "airtime.cancelled": N_("airtime cancelled"),
    "airtime.restored": N_("airtime taken up again"),
    "airtime.noted": N_("airing noted"),
    "withdrawal.decided": N_("withdrawal decided"),
    "withdrawal.carried-out": N_("withdrawal carried out"),
    "share.made": N_("link made"),
    "share.revoked": N_("link ended"),
}
"""What is done, as the audit chain calls it; anything else is shown as it is called there."""


@router.get("/desk/trace/{what:path}")
def show(visit: Tracing, what: str) -> Response:
    """One chain."""
    chain = trace(visit.studio, reader_of(visit), what)
    kind, _, name = what.partition(":")
    return visit.page(
        "trace",
        chain=chain,
        stages=STAGES,
        states=STATES,
        actions=ACTIONS,
        labels=LABELS,
        kind=kind,
        name=name,
        at=at,
    )
