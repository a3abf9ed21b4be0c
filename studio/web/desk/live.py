"""What happens while a page is open: told to it by server-sent events, as long as its session stands.

Source: HTML Living Standard, 9.2 Server-sent events.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

from anyio import sleep
from anyio.to_thread import run_sync
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from studio.pipeline.sign_in import glanced
from studio.web.desk.visit import Visit

MOST, MOST_EACH = 64, 3
"""Pages that are told at once: of all, and of one session."""
LOOK_S = 1.0
"""Seconds between two looks at what there is to tell."""
CHECK_LOOKS, BEAT_LOOKS = 5, 15
"""Looks between two checks of the session, and between two signs that the connection still stands."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell. last: nothing comes after it."""

    name: str
    values: Mapping[str, int | str] = field(default_factory=dict)
    last: bool = False

    def __str__(self) -> str:
        """The event as it is sent."""
        return f"event: {self.name}\ndata: {json.dumps(self.values)}\n\n"


Look = Callable[[], Event | None]
"""What there is to tell since the last look; None where that is nothing."""


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


def live(visit: Visit, look: Look) -> Response:
    """The events of a page, as they happen.

    Ends with the last event, when the session or the server ends, or when the page is closed; 503 where too many are.
    """
    assert visit.here is not None
    state = visit.request.app.state
    watching: Watching = state.watching
    session = visit.here.session.id or 0
    if watching.full(session):
        return Response(status_code=503, headers={"retry-after": "60"})
    clock, token = visit.awake, visit.here.token
    ending: Callable[[], bool] = getattr(state, "ending", lambda: False)

    def stands() -> bool:
        """Whether whoever watches is still signed in."""
        return glanced(clock, token) is not None

    return Live(events(look, stands, ending), watching, session)


async def events(look: Look, stands: Callable[[], bool], ending: Callable[[], bool]) -> AsyncIterator[str]:
    """What is found at each look, that the session is over, and nothing now and then.

    stands: whether the session does; ending: whether the server stops.
    """
    yield "retry: 3000\n\n"
    looks = 0
    while not ending():
        found = await run_sync(look)
        if found is not None:
            yield str(found)
            if found.last:
                return
        if looks % CHECK_LOOKS == CHECK_LOOKS - 1 and not await run_sync(stands):
            yield str(Event("over"))
            return
        if looks % BEAT_LOOKS == BEAT_LOOKS - 1:
            yield ": here\n\n"
        looks += 1
        await sleep(LOOK_S)
