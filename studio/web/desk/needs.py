"""What a page or a form needs of whoever comes; every route of the desk names it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from studio.accounts.rights import Right
from studio.accounts.tokens import form_fits
from studio.pipeline.sign_in import SignedIn, Step
from studio.web.desk.visit import Desk, Visit, language_of

SAFE = frozenset({"GET", "HEAD"})
SIGN_IN = "/desk/sign-in"
STEPS = {Step.CODE: "/desk/code", Step.PASSWORD: "/desk/password", Step.ENROL: "/desk/authenticator"}
"""Where a session leads that waits for something."""


class Elsewhere(Exception):
    """Whoever came has something else to do first, at an address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class Forbidden(Exception):
    """Whoever came may not do this, or a form is not of this session."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit.login)
        self.visit = visit


@dataclass(frozen=True, slots=True)
class Needs:
    """A right. As a dependency: the visit of somebody who has it. Raises Elsewhere, Forbidden."""

    right: Right

    async def __call__(self, request: Request) -> Visit:
        """The visit."""
        visit = await visit_of(request)
        if visit.here is None:
            raise Elsewhere(f"{SIGN_IN}?to={request.url.path}" if request.method in SAFE else SIGN_IN)
        if visit.here.step is not Step.IN:
            raise Elsewhere(STEPS[visit.here.step])
        if not visit.may(self.right):
            raise Forbidden(visit)
        return visit


@dataclass(frozen=True, slots=True)
class Waits:
    """As a dependency: the visit of somebody whose session waits for a step. Raises Elsewhere, Forbidden."""

    step: Step

    async def __call__(self, request: Request) -> Visit:
        """The visit."""
        visit = await visit_of(request)
        if visit.here is None:
            raise Elsewhere(SIGN_IN)
        if visit.here.step is not self.step:
            raise Elsewhere(STEPS.get(visit.here.step, "/desk"))
        return visit


async def visit_of(request: Request) -> Visit:
    """A visit by anybody; a form that is sent within a session carries that session's token. Raises Forbidden."""
    desk: Desk = request.app.state.desk
    here: SignedIn | None = request.state.here
    asked = language_of(request.query_params.get("lang"))
    visit = Visit(desk, request, here, asked)
    if here is not None and request.method not in SAFE:
        form = await request.form()
        request.state.asked = asked or language_of(form.get("lang"))
        visit = Visit(desk, request, here, request.state.asked)
        given = form.get("form", "")
        if not isinstance(given, str) or not form_fits(here.token, given):
            raise Forbidden(visit)
    return visit
