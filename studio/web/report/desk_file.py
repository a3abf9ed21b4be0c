"""Reporting for somebody else, from the hotline, paper or the field: the same form with its channel."""

from __future__ import annotations

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.accounts.tokens import form_token
from studio.web.desk.needs import Needs
from studio.web.desk.visit import Visit
from studio.web.report.routes import LIMITER, kept, shown, typed_of, with_files
from studio.web.report.typed import MOST_PEOPLE, Typed, new_number
from studio.web.report.words import WORDS

router = APIRouter()
ADDRESS = "/desk/file"
CHANNELS = frozenset(value for value, _name in WORDS["channel"])

Filing = Annotated[Visit, Depends(Needs(Right.FILE))]


@router.get(ADDRESS)
def ask(visit: Filing) -> Response:
    """The empty form."""
    return shown(visit.studio, visit.language, Typed({"root_uuid": new_number()}), **own(visit))


@router.post(ADDRESS)
async def send(visit: Filing, request: Request) -> Response:
    """Take the form."""
    form = await request.form()
    try:
        return await run_sync(taken, visit, form, limiter=LIMITER)
    finally:
        await form.close()


def taken(visit: Visit, form: FormData) -> Response:
    """Keep the report, or show the form again with everything that is wrong."""
    typed = typed_of(form)
    channel = typed("channel") if typed("channel") in CHANNELS else "field"
    typed = typed.with_values(channel=channel, root_uuid=typed("root_uuid") or new_number())
    if "more" in form:
        typed = Typed(typed.values, typed.lists, min(typed.people + 1, MOST_PEOPLE))
        return shown(visit.studio, visit.language, typed, **own(visit))
    typed, faults = with_files(visit.studio, form, typed)
    province = visit.here.account.province if visit.here else ""
    return kept(visit.studio, visit.language, typed, faults, stranger=False, province=province, **own(visit))


def own(visit: Visit) -> dict[str, Any]:
    """What the form has at the desk."""
    assert visit.here is not None
    action = f"{ADDRESS}?lang={visit.language.value}"
    return {"staff": True, "token": form_token(visit.here.token), "action": action}
