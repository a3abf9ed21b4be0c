"""What belongs with a report at the desk: another one that tells the same, and others of the same activity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from studio.errors import StudioError
from studio.pipeline import report_pairs
from studio.pipeline.inbox import named_report, open_report
from studio.web.desk.routes.reports import Once, Reviewing, Text, opened, reader_of
from studio.web.desk.visit import Visit

router = APIRouter()

Other = Annotated[str, Form(max_length=80)]


@router.post("/desk/reports/{uuid}/merge")
def merge(visit: Reviewing, uuid: str, other: Other = "", text: Text = "", once: Once = "") -> Response:
    """Put a report away: another one tells the same."""
    typed = {"merge": text, "merge-other": other}
    return changed(visit, uuid, once, typed, lambda: report_pairs.merge(visit.studio, uuid, seen(visit, other), text))


@router.post("/desk/reports/{uuid}/part")
def part(visit: Reviewing, uuid: str, text: Text = "", once: Once = "") -> Response:
    """Take a report up again that was put away for another."""
    return changed(visit, uuid, once, {"part": text}, lambda: report_pairs.part(visit.studio, uuid, text))


@router.post("/desk/reports/{uuid}/join")
def join(visit: Reviewing, uuid: str, other: Other = "", once: Once = "") -> Response:
    """Note that another report tells of the same activity."""
    typed = {"join-other": other}
    return changed(visit, uuid, once, typed, lambda: report_pairs.join(visit.studio, uuid, seen(visit, other)))


@router.post("/desk/reports/{uuid}/leave")
def leave(visit: Reviewing, uuid: str, once: Once = "") -> Response:
    """Take a report out of its activity."""
    return changed(visit, uuid, once, {}, lambda: report_pairs.leave(visit.studio, uuid))


def seen(visit: Visit, name: str) -> str:
    """Another report by its receipt. Raises NotFound, also where whoever came may not see it."""
    return named_report(visit.studio, reader_of(visit), name)


def changed(visit: Visit, uuid: str, once: str, typed: dict[str, str], act: Callable[[], object]) -> Response:
    """Change what belongs with a report; where it is refused, what was typed is still there."""
    open_report(visit.studio, reader_of(visit), uuid)

    def acted() -> str:
        act()
        return f"/desk/reports/{uuid}#others"

    try:
        return visit.once(once, acted)
    except StudioError as error:
        return opened(visit, uuid, error, typed=typed)
