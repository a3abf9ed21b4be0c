"""One's own account: language, password, and the sessions that are open."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.languages import Language
from studio.pipeline.accounts import speak
from studio.pipeline.sign_in import end_session, sessions_of
from studio.web.desk.needs import Needs
from studio.web.desk.routes.door import inside, replaced
from studio.web.desk.visit import Visit

router = APIRouter()

Own = Annotated[Visit, Depends(Needs(Right.OWN))]
Text = Annotated[str, Form(max_length=1_000)]


@router.get("/desk/account")
def show(visit: Own) -> Response:
    """One's own account."""
    return visit.page("account", sessions=sessions_of(visit.awake, visit.login))


@router.post("/desk/account/language")
def choose(visit: Own, language: Annotated[Language, Form()], to: Text = "") -> Response:
    """Choose the language of the desk."""
    speak(visit.awake, visit.login, language)
    return replace(visit, asked="").to(inside(to) or "/desk/account")


@router.get("/desk/account/password")
def ask(visit: Own) -> Response:
    """The form for a new password."""
    return visit.page("password", first=False)


@router.post("/desk/account/password")
def change(visit: Own, old: Text = "", new: Text = "", again: Text = "") -> Response:
    """Take a new password."""
    return replaced(visit, old, new, again, "/desk/account", first=False)


@router.post("/desk/account/sessions/{number}/end")
def end(visit: Own, number: int) -> Response:
    """End one of one's own sessions."""
    assert visit.here is not None
    end_session(visit.awake, visit.here, number)
    return visit.to("/desk/account")
