"""What a link shows: a script to read at the microphone, or a rundown; nothing can be changed there."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from studio.errors import StudioError
from studio.languages import Language
from studio.pipeline.reading_view import reading_view
from studio.pipeline.sharing import READING, link_behind, shared_rundown, shared_scripts
from studio.web.desk.gate import PRIVATE
from studio.web.desk.visit import Visit, language_of

router = APIRouter()


@router.get("/shared/{token}")
def show(request: Request, token: str, language: Language = Language.KM) -> Response:
    """What a link opens, for whoever has it; a link that ended looks like one that never was."""
    visit = Visit(request.app.state.desk, request, None, language_of(request.query_params.get("lang")))
    try:
        answer = opened(visit, token, language)
    except StudioError as error:
        answer = visit.refused(error)
    for name, value in PRIVATE.items():
        answer.headers[name] = value
    return answer


def opened(visit: Visit, token: str, language: Language) -> Response:
    """The page behind a link. Raises NotFound."""
    link = link_behind(visit.studio, token)
    if link.kind != READING:
        return visit.page("shared_rundown", planned=shared_rundown(visit.studio, link), ends=link.ends_at)
    told = shared_scripts(visit.studio, link)
    spoken = language if language in told else next(iter(told))
    view = reading_view(visit.studio, told[spoken])
    return visit.page("reading", view=view, spoken=spoken, others=[one for one in told if one != spoken], back="")
