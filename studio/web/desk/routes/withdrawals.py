"""What somebody took back is withdrawn at the desk: all that it touches is shown, then it is done, with a receipt."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.errors import Conflict, Fault, IntakeRefused, StudioError, fault
from studio.pipeline.desk_work import begin_work
from studio.pipeline.withdrawals.desk import carried, withdrawals
from studio.pipeline.withdrawals.preview import Preview, preview
from studio.pipeline.withdrawals.withdraw import begun, interrupted
from studio.web.desk.mark import mark_of, require_seen
from studio.web.desk.needs import Needs
from studio.web.desk.routes.builds import WATCHED, told_live, watched, working
from studio.web.desk.routes.rundown import said
from studio.web.desk.visit import Visit

router = APIRouter()

ADDRESS = "/desk/withdraw"
Withdrawing = Annotated[Visit, Depends(Needs(Right.WITHDRAW))]
Text = Annotated[str, Form(max_length=400)]


@router.get(ADDRESS)
def ask(visit: Withdrawing) -> Response:
    """What is to be withdrawn, and what was."""
    return asked(visit)


@router.post(f"{ADDRESS}/look")
def look(visit: Withdrawing, what: Text = "", reason: Text = "") -> Response:
    """All that a withdrawal would touch; nothing is changed."""
    try:
        IntakeRefused.raise_if(unsaid(visit, what, reason))
        found = preview(visit.studio, what.strip())
    except StudioError as error:
        return asked(visit, error, what, reason)
    return asked(visit, None, what, reason, found)


@router.post(ADDRESS)
def withdraw(
    visit: Withdrawing, what: Text = "", reason: Text = "", sure: Text = "", seen: Text = "", once: Text = ""
) -> Response:
    """Withdraw it; sure, seen: whoever asks has read what it touches, and that it was just this."""

    def deed() -> str:
        IntakeRefused.raise_if([*unsaid(visit, what, reason), *([] if sure else [fault("web.withdrawal-unsure")])])
        if begun(visit.studio, what.strip()) is None:
            require_seen(seen, preview(visit.studio, what.strip()).touched, what.strip())
        begin_work(visit.studio, "withdraw", what.strip(), reason.strip())
        return WATCHED["withdraw"][0]

    try:
        return visit.once(once, deed)
    except Conflict as error:
        return asked(visit, error, what, reason, preview(visit.studio, what.strip()))
    except StudioError as error:
        return asked(visit, error, what, reason)


@router.get(WATCHED["withdraw"][0])
def watch(visit: Withdrawing) -> Response:
    """How far a withdrawal is."""
    return watched(visit, "withdraw")


@router.get(f"{WATCHED['withdraw'][0]}-live")
def tell(visit: Withdrawing) -> Response:
    """How far a withdrawal is, as it goes on."""
    return told_live(visit, "withdraw")


@router.get(f"{ADDRESS}/{{code}}")
def receipt(visit: Withdrawing, code: str) -> Response:
    """The receipt of a withdrawal, and the notices for stations."""
    return visit.page("withdrawal", found=carried(visit.studio, code, visit.language))


def unsaid(visit: Visit, what: str, reason: str) -> list[Fault]:
    """What is missing in the form; one that was interrupted has its reason already."""
    empty = [name for name, text in (("what", what), ("reason", reason)) if not text.strip()]
    if empty == ["reason"] and begun(visit.studio, what.strip()) is not None:
        return []
    return [fault("web.withdrawal-empty", name) for name in empty]


def asked(
    visit: Visit, refusal: StudioError | None = None, what: str = "", reason: str = "", found: Preview | None = None
) -> Response:
    """The form; found: with all that it would touch."""
    return working(
        visit,
        "withdraw",
        refusal,
        what=what,
        reason=reason,
        found=found,
        seen=mark_of(found.touched) if found else "",
        titles=said(visit, found.titles, {}) if found else (),
        touched=said(visit, found.touched.lines, {}) if found else (),
        kept=said(visit, found.touched.unchangeable, {}) if found else (),
        by_hand=said(visit, [fault("withdrawal.by-hand", one) for one in found.touched.by_hand], {}) if found else (),
        rows=withdrawals(visit.studio),
        open_ones=[one.name for one in interrupted(visit.studio)],
    )
