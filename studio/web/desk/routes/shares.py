"""Reading at the microphone, and links with which somebody without an account reads along."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.errors import StudioError
from studio.languages import Language
from studio.pipeline.reading_view import reading_view
from studio.pipeline.script_desk import newest_of, segment
from studio.pipeline.sharing import MOST_DAYS, READING, RUNDOWN, Made, links_of, revoke, share
from studio.web.desk.labels import LABELS
from studio.web.desk.needs import Needs
from studio.web.desk.routes.reports import reader_of
from studio.web.desk.routes.scripts import at
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_SCRIPTS))]
Sharing = Annotated[Visit, Depends(Needs(Right.SHARE))]
Once = Annotated[str, Form(max_length=200)]

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@router.get("/desk/scripts/{key:path}/read")
def read(visit: Reading, key: str, language: Language = Language.KM) -> Response:
    """A script in large type, which moves on as fast as its presenter reads."""
    script = newest_of(visit.studio, reader_of(visit), key, language)
    told = segment(visit.studio, reader_of(visit), key).told
    view = reading_view(visit.studio, script)
    return visit.page(
        "reading", view=view, spoken=language, others=[one for one in told if one != language], back=at(key)
    )


@router.get("/desk/shares")
def listed(visit: Sharing) -> Response:
    """One's own links."""
    return shown(visit)


@router.post("/desk/shares")
def make(
    visit: Sharing,
    kind: Annotated[str, Form(pattern=f"^({READING}|{RUNDOWN})$")],
    subject: Annotated[str, Form(max_length=200)] = "",
    days: Annotated[int, Form()] = 7,
    once: Once = "",
) -> Response:
    """Make a link; its address is shown once."""
    made: list[Made] = []

    def act() -> str:
        made.append(share(visit.studio, reader_of(visit), kind, subject, days))
        return "/desk/shares"

    try:
        answer = visit.once(once, act)
    except StudioError as error:
        return shown(visit, error)
    return shown(visit, made=made[0]) if made else answer


@router.post("/desk/shares/{number}/revoke")
def end(visit: Sharing, number: int) -> Response:
    """End one of one's own links."""
    with visit.desk.alone:
        revoke(visit.studio, number)
    return visit.to("/desk/shares")


def shown(visit: Visit, refusal: StudioError | None = None, made: Made | None = None) -> Response:
    """The list of one's own links. made: one that was just made, with its address."""
    return visit.page(
        "shares",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        labels=LABELS,
        links=links_of(visit.studio),
        address=f"{origin(visit)}/shared/{made.token}" if made else "",
        made=made,
        most=MOST_DAYS,
        at=at,
    )


def origin(visit: Visit) -> str:
    """Where this site is, as a browser knows it: the desk is read over TLS, except on the machine itself."""
    here = visit.request.url
    return f"{'http' if here.hostname in LOOPBACK else 'https'}://{here.netloc}"
