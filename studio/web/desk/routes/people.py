"""Who may come in, and as what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.errors import StudioError
from studio.pipeline.accounts import Admitted, accounts, add_account, change_role, disable, provinces, reset
from studio.records.kinds import Role
from studio.web.desk.needs import Needs
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

Keeper = Annotated[Visit, Depends(Needs(Right.USERS))]
Text = Annotated[str, Form(max_length=200)]
AsRole = Annotated[Role, Form()]


@router.get("/desk/people")
def show(visit: Keeper) -> Response:
    """Everybody with an account."""
    return listed(visit)


@router.post("/desk/people")
def add(visit: Keeper, role: AsRole, login: Text = "", name: Text = "", province: Text = "") -> Response:
    """Give somebody an account."""
    try:
        with visit.desk.alone:
            return listed(visit, add_account(visit.awake, login.strip().lower(), role, name, province))
    except StudioError as error:
        return listed(visit, refusal=error, given={"login": login, "name": name})


@router.post("/desk/people/{login}/role")
def change(visit: Keeper, login: str, role: AsRole, province: Text = "") -> Response:
    """Let somebody do other things."""
    with visit.desk.alone:
        change_role(visit.awake, login, role, province)
    return visit.to("/desk/people")


@router.post("/desk/people/{login}/reset")
def renew(visit: Keeper, login: str) -> Response:
    """Give somebody a new password."""
    with visit.desk.alone:
        return listed(visit, reset(visit.awake, login))


@router.post("/desk/people/{login}/disable")
def close(visit: Keeper, login: str) -> Response:
    """Let somebody in no more."""
    with visit.desk.alone:
        disable(visit.awake, login)
    return visit.to("/desk/people")


def listed(
    visit: Visit,
    admitted: Admitted | None = None,
    refusal: StudioError | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    """The list. admitted: whoever was just given a password, which is shown once."""
    return visit.page(
        "people",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        people=accounts(visit.awake),
        roles=list(Role),
        provinces=provinces(visit.awake),
        admitted=admitted,
        given=given or {"login": "", "name": ""},
    )
