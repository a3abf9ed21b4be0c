"""A rundown that somebody else changes: an open page is told so."""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_history import newest_number, newest_version
from studio.web.desk.live import Event, Look, live
from studio.web.desk.needs import Needs
from studio.web.desk.visit import Visit

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_RUNDOWNS))]


@router.get("/desk/rundown/{slug}/live")
async def watch(visit: Reading, slug: str, after: Annotated[int, Query(ge=0, le=10**9)] = 0) -> Response:
    """Every change of a rundown as it happens. after: the version that the page shows."""
    await run_sync(newest_number, visit.studio, slug)
    return live(visit, versions(visit.studio, slug, after))


def versions(studio: Studio, slug: str, known: int) -> Look:
    """Each new version of a rundown with who made it. known: the version that is shown already."""

    def look() -> Event | None:
        nonlocal known
        newest = newest_version(studio, slug)
        if newest is None or newest.number == known:
            return None
        known = newest.number
        return Event("version", {"number": newest.number, "by": newest.made_by})

    return look
