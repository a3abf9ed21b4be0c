"""The receipt: did it arrive, where does it stand, what does the editor ask; and the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from studio.errors import Fault, NotFound, StudioError, fault
from studio.languages import Language
from studio.pipeline.forms import answered, begun
from studio.pipeline.opening import Studio, awake
from studio.pipeline.receipt_asked import answer, look_up
from studio.web.desk.visit import Desk, status_of
from studio.web.report.page import page
from studio.web.report.typed import new_number

router = APIRouter()
Short = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=20_000)]
SENDER = "web"
"""Who is answerable for what comes in without an account."""


def acting(studio: Studio) -> Studio:
    """The workspace, with a sender as the one who is answerable."""
    return replace(studio, actor=SENDER)


@router.get("/report/receipt")
def ask_khmer(request: Request) -> Response:
    """The question for a receipt, in Khmer."""
    return shown(request, Language.KM, "")


@router.get("/report/receipt/en")
def ask_english(request: Request) -> Response:
    """The question for a receipt, in English."""
    return shown(request, Language.EN, "")


@router.post("/report/receipt")
def tell_khmer(request: Request, receipt: Short = "", text: Text = "", once: Short = "") -> Response:
    """Where a report stands, in Khmer; an answer is taken first."""
    return told(request, Language.KM, receipt, text, once)


@router.post("/report/receipt/en")
def tell_english(request: Request, receipt: Short = "", text: Text = "", once: Short = "") -> Response:
    """Where a report stands, in English."""
    return told(request, Language.EN, receipt, text, once)


def told(request: Request, language: Language, receipt: str, text: str, once: str) -> Response:
    """Answer for a receipt. once: the token of an answer, which is taken once. What is refused is still there."""
    desk: Desk = request.app.state.desk
    if not desk.tries.allowed("receipt", "".join(receipt.split())[:20]):
        return shown(request, language, receipt, (fault("web.receipt-often"),), 429, text=text)
    studio = acting(desk.studio)
    try:
        if once:
            with desk.alone:
                if begun(awake(studio), once) is None:
                    answer(studio, receipt, text)
                    answered(awake(studio), once, "/report/receipt")
    except NotFound as error:
        return shown(request, language, receipt, error.faults, 404)
    except StudioError as error:
        return shown(request, language, receipt, error.faults, status_of(error), text=text)
    return shown(request, language, receipt, done=bool(once))


def shown(
    request: Request,
    language: Language,
    receipt: str,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
    text: str = "",
    *,
    done: bool = False,
) -> Response:
    """The page of a receipt. text: an answer that was typed and not taken."""
    desk: Desk = request.app.state.desk
    standing = None
    if receipt and status not in (404, 429):
        try:
            standing = look_up(acting(desk.studio), receipt)
        except NotFound as error:
            faults, status = error.faults, 404
    values = {"standing": standing, "receipt": receipt, "text": text, "once": new_number(), "done": done}
    return HTMLResponse(page(desk.studio, language, "receipt", faults, **values), status)
