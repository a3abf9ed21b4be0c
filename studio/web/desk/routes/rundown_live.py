"""A rundown that somebody else changes: an open page is told so by server-sent events.

Source: HTML Living Standard, 9.2 Server-sent events.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Annotated

from anyio import sleep
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from studio.accounts.rights import Right
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_history import newest_number, newest_version
from studio.pipeline.sign_in import glanced
from studio.web.desk.needs import Needs
from studio.web.desk.visit import Visit

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_RUNDOWNS))]

MOST, MOST_EACH = 64, 3
"""Pages that are told at once: of all, and of one session."""
LOOK_S = 1.0
"""Seconds between two looks at the newest version."""
CHECK_LOOKS, BEAT_LOOKS = 5, 15
"""Looks between two checks of the session, and between two signs that the connection still stands."""


@dataclass(slots=True)
class Watching:
    """How many pages of each session are told at the moment."""

    sessions: list[int] = field(default_factory=list)

    def full(self, session: int) -> bool:
        """Whether one more would be too many."""
        return len(self.sessions) >= MOST or self.sessions.count(session) >= MOST_EACH


class Live(StreamingResponse):
    """A stream of events that is counted as long as it lasts."""

    def __init__(self, events: AsyncIterator[str], watching: Watching, session: int) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(events, media_type="text/event-stream", headers=headers)
        self._watching, self._session = watching, session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what happens until somebody ends it."""
        self._watching.sessions.append(self._session)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._watching.sessions.remove(self._session)


@router.get("/desk/rundown/{slug}/live")
async def live(visit: Reading, slug: str, after: Annotated[int, Query(ge=0, le=10**9)] = 0) -> Response:
    """Every change of a rundown as it happens. after: the version that the page shows.

    Ends when the session does, when the server stops, or when the page is closed. 503 where too many are open.
    """
    assert visit.here is not None
    await run_sync(newest_number, visit.studio, slug)
    state = visit.request.app.state
    if not hasattr(state, "watching"):
        state.watching = Watching()
    session = visit.here.session.id or 0
    if state.watching.full(session):
        return Response(status_code=503, headers={"retry-after": "60"})
    clock, token = visit.awake, visit.here.token
    ending: Callable[[], bool] = getattr(state, "ending", lambda: False)

    def stands() -> bool:
        """Whether whoever watches is still signed in."""
        return glanced(clock, token) is not None

    return Live(changes(visit.studio, slug, after, stands, ending), state.watching, session)


async def changes(
    studio: Studio, slug: str, known: int, stands: Callable[[], bool], ending: Callable[[], bool]
) -> AsyncIterator[str]:
    """The events of a rundown: a new version with who made it, that the session is over, and nothing now and then.

    known: the version that is shown already. stands: whether the session does; ending: whether the server stops.
    """
    yield "retry: 3000\n\n"
    looks = 0
    while not ending():
        newest = await run_sync(newest_version, studio, slug)
        if newest is not None and newest.number != known:
            known = newest.number
            yield told("version", {"number": newest.number, "by": newest.made_by})
        if looks % CHECK_LOOKS == CHECK_LOOKS - 1 and not await run_sync(stands):
            yield told("over", {})
            return
        if looks % BEAT_LOOKS == BEAT_LOOKS - 1:
            yield ": here\n\n"
        looks += 1
        await sleep(LOOK_S)


def told(event: str, values: dict[str, int | str]) -> str:
    """An event as it is sent."""
    return f"event: {event}\ndata: {json.dumps(values)}\n\n"
