"""Coming in and leaving: name and password, a one-time code, a password of one's own, an authenticator."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from studio.accounts import codes
from studio.accounts.rights import Right
from studio.errors import AccessRefused, StudioError, fault
from studio.pipeline.sign_in import Step, change_password, give_code, sign_in, sign_out
from studio.publishing.qr import qr
from studio.web.desk.gate import COOKIE
from studio.web.desk.needs import SIGN_IN, Needs, Waits, visit_of
from studio.web.desk.visit import Visit

router = APIRouter()

Anybody = Annotated[Visit, Depends(visit_of)]
Waiting = Annotated[Visit, Depends(Waits(Step.CODE))]
New = Annotated[Visit, Depends(Waits(Step.PASSWORD))]
Enrolling = Annotated[Visit, Depends(Waits(Step.ENROL))]
Own = Annotated[Visit, Depends(Needs(Right.OWN))]
Text = Annotated[str, Form(max_length=1_000)]

TOO_OFTEN = AccessRefused(fault("accounts.too-often"))


@router.get("/desk")
def home(visit: Own) -> Response:
    """The first place that whoever came may see."""
    return visit.to(visit.first)


@router.get(SIGN_IN)
def ask(visit: Anybody, to: str = "") -> Response:
    """The form to sign in."""
    return visit.to("/desk") if visit.here else visit.page("sign_in", to=inside(to), login="")


@router.post(SIGN_IN)
def begin(visit: Anybody, login: Text = "", password: Text = "", to: Text = "") -> Response:
    """Begin a session."""
    try:
        if not visit.desk.tries.allowed("sign-in", login.strip().lower()[:80]):
            raise TOO_OFTEN
        token = sign_in(visit.awake, login, password)
    except AccessRefused as error:
        return visit.page("sign_in", 403, error.faults, to=inside(to), login=login)
    answer = replace(visit, asked="").to(inside(to) or "/desk")
    answer.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="lax", path="/")
    return answer


@router.post("/desk/sign-out")
def leave(visit: Anybody) -> Response:
    """End the session."""
    answer: RedirectResponse = visit.to(SIGN_IN)
    if visit.here is not None:
        sign_out(visit.awake, visit.here)
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer


@router.get("/desk/code")
def ask_code(visit: Waiting) -> Response:
    """The form for a one-time code."""
    return visit.page("code")


@router.post("/desk/code")
def take_code(visit: Waiting, code: Text = "") -> Response:
    """Take a one-time code."""
    return coded(visit, "code", code)


@router.get("/desk/password")
def ask_password(visit: New) -> Response:
    """The form for a password of one's own."""
    return visit.page("password", first=True)


@router.post("/desk/password")
def take_password(visit: New, old: Text = "", new: Text = "", again: Text = "") -> Response:
    """Take a password of one's own."""
    return replaced(visit, old, new, again, "/desk", first=True)


@router.get("/desk/authenticator")
def ask_authenticator(visit: Enrolling) -> Response:
    """What a new authenticator reads, and the form for its first code."""
    return enrolling(visit, codes.new_secret())


@router.post("/desk/authenticator")
def take_authenticator(visit: Enrolling, code: Text = "", secret: Text = "") -> Response:
    """Take the first code of a new authenticator."""
    return coded(visit, "authenticator", code, secret)


def enrolling(visit: Visit, secret: str, status: int = 200, error: StudioError | None = None) -> Response:
    """The page with the QR code of a secret."""
    title = visit.desk.studio.settings.show.title_en
    address = codes.address(secret, visit.login, title)
    picture = qr(address, visit.login)
    faults = error.faults if error else ()
    return visit.page("authenticator", status, faults, secret=secret, picture=picture, address=address)


def coded(visit: Visit, template: str, code: str, secret: str = "") -> Response:
    """Take a code, or say why not."""
    assert visit.here is not None
    try:
        if not visit.desk.tries.allowed("code", visit.login):
            raise TOO_OFTEN
        if template == "authenticator" and not codes.is_secret(secret):
            raise AccessRefused(fault("accounts.code-wrong"))
        give_code(visit.awake, visit.here, code, secret)
    except AccessRefused as error:
        if template == "authenticator":
            return enrolling(visit, secret if codes.is_secret(secret) else codes.new_secret(), 403, error)
        return visit.page(template, 403, error.faults)
    return visit.to("/desk")


def replaced(visit: Visit, old: str, new: str, again: str, then: str, *, first: bool) -> Response:
    """Take a new password, or say everything that is wrong with it."""
    assert visit.here is not None
    try:
        if not visit.desk.tries.allowed("sign-in", visit.login):
            raise TOO_OFTEN
        AccessRefused.raise_if([fault("accounts.password-differs")] if new != again else [])
        change_password(visit.awake, visit.here, old, new)
    except AccessRefused as error:
        return visit.page("password", 422, error.faults, first=first)
    return visit.to(then)


def inside(address: str) -> str:
    """An address of the desk, as it is; nothing for any other."""
    return address if address.startswith("/desk/") and "\\" not in address and "//" not in address else ""
