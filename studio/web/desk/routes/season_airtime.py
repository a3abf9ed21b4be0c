"""One airtime of the season: moved, taken back by the station, off, put back; and its stories repeated in another."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.errors import Conflict, NotFound, RundownImpossible, SettingsInvalid, StudioError, fault
from studio.pipeline.airtime import Airtime
from studio.pipeline.exceptions import exceptions, keep_exception, undo_exception
from studio.pipeline.planned import plan_of
from studio.pipeline.rundown_desk import edition
from studio.pipeline.seasons.desk import next_airtimes, state_now
from studio.records.airtime import AirtimeException, ExceptionIn
from studio.records.kinds import ExceptionKind
from studio.scheduling.pictures.board import STATE_WORDS
from studio.web.desk.needs import Needs
from studio.web.desk.routes.season import SIGNS
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_RUNDOWNS))]
Editing = Annotated[Visit, Depends(Needs(Right.EDIT_RUNDOWNS))]
Text = Annotated[str, Form(max_length=200)]
UNDO = "undo"
ACTS = f"^({'|'.join([*ExceptionKind, UNDO])})$"


@router.get("/desk/season/airtime/{slug}")
def show(visit: Reading, slug: str) -> Response:
    """One airtime, and what can be done with it."""
    return shown(visit, slug)


@router.post("/desk/season/airtime/{slug}")
def change(
    visit: Editing,
    slug: str,
    act: Annotated[str, Form(pattern=ACTS)],
    seen: Text,
    day: Text = "",
    hour: Text = "",
    reason: Text = "",
    once: Text = "",
) -> Response:
    """Move an airtime, or say that it is off or taken back; or undo that. seen: as the page showed it."""

    def deed() -> str:
        airtime, exception = found(visit, slug)
        if seen != mark(airtime, exception):
            raise Conflict(fault("ground.conflict", slug))
        if act == UNDO:
            undo_exception(visit.studio, airtime.slot.slug, airtime.episode.airs_on)
        else:
            kind = ExceptionKind(act)
            start = start_of(slug, day, hour) if kind is ExceptionKind.MOVED else None
            wanted = {"day": airtime.episode.airs_on, "kind": kind, "starts_at": start, "reason": reason.strip()}
            keep_exception(visit.studio, airtime.slot.slug, ExceptionIn.model_validate(wanted))
        return f"/desk/season/airtime/{slug}"

    try:
        return visit.once(once, deed)
    except StudioError as error:
        return shown(visit, slug, error, {"day": day, "hour": hour, "reason": reason})


@router.get("/desk/season/airtime/{slug}/repeat")
def repeat(visit: Editing, slug: str, to: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The way to a proposal for another airtime with the stories of this one, which is kept there or not.

    Raises NotFound where one of both is not there, or has no rundown to repeat.
    """
    planned = plan_of(visit.studio, slug)
    edition(visit.studio, to)
    keys = [one.key for one in planned.plan.heard if planned.clock.position(one.position).role == "choose"]
    if not keys:
        raise RundownImpossible(fault("ground.not-found", slug, kind="segment", command=f"studio rundown show {slug}"))
    return visit.to(f"/desk/rundown/{to}/propose?{urlencode([('keep', key) for key in keys])}")


def found(visit: Visit, slug: str) -> tuple[Airtime, AirtimeException | None]:
    """An airtime, and what was said of its day. Raises NotFound."""
    airtime, _shut = edition(visit.studio, slug)
    days = {one.day: one for _slot, one in exceptions(visit.studio, airtime.slot.slug)}
    return airtime, days.get(airtime.episode.airs_on)


def mark(airtime: Airtime, exception: AirtimeException | None) -> str:
    """Names an airtime as it stands, so that nobody changes what they did not see."""
    said = f"{exception.kind.value} {exception.made_at.isoformat()}" if exception else ""
    return f"{airtime.episode.changes} {airtime.episode.starts_at.isoformat()} {said}"


def start_of(slug: str, day: str, hour: str) -> datetime:
    """A local start as a form sends it. Raises SettingsInvalid."""
    try:
        return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=None)
    except ValueError:
        raise SettingsInvalid(fault("pipeline.exception-empty", slug, day=day)) from None


def shown(visit: Visit, slug: str, refusal: StudioError | None = None, given: dict[str, Any] | None = None) -> Response:
    """The page of an airtime. given: what was typed. Raises NotFound."""
    airtime, exception = found(visit, slug)
    try:
        planned = plan_of(visit.studio, slug).number
    except NotFound:
        planned = 0
    local = airtime.local_start
    return visit.page(
        "season_airtime",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        airtime=airtime,
        slug=slug,
        exception=exception,
        seen=mark(airtime, exception),
        state=state_now(visit.studio, airtime),
        words=STATE_WORDS,
        signs=SIGNS,
        planned=planned,
        others=next_airtimes(visit.studio, slug),
        given=given or {"day": local.date().isoformat(), "hour": f"{local:%H:%M}", "reason": ""},
        edits=visit.may(Right.EDIT_RUNDOWNS),
        notes=visit.may(Right.NOTE_AIRINGS),
    )
