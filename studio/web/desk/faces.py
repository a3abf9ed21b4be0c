"""The routes of the desk put together, and what is answered where one of them refuses."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import RedirectResponse, Response

from studio.errors import IntakeRefused, StudioError, fault
from studio.web.desk import assets
from studio.web.desk.live import Watching
from studio.web.desk.needs import Elsewhere, Forbidden
from studio.web.desk.routes import (
    account,
    airings,
    builds,
    door,
    people,
    report_pairs,
    reports,
    rundown,
    rundown_changes,
    rundown_live,
    scripts,
    season,
    season_airtime,
    season_plan,
    shares,
    takes,
    takes_heard,
    trace,
    withdrawals,
)
from studio.web.desk.visit import Desk, Visit, language_of
from studio.web.report.desk_file import router as filing
from studio.web.shared.routes import router as shared

ROUTERS = (
    door.router,
    account.router,
    people.router,
    reports.router,
    report_pairs.router,
    shares.router,
    scripts.router,
    rundown.router,
    rundown_changes.router,
    rundown_live.router,
    season.router,
    season_airtime.router,
    season_plan.router,
    takes_heard.router,
    takes.router,
    builds.router,
    airings.router,
    withdrawals.router,
    trace.router,
    filing,
)


def add_desk(app: FastAPI, desk: Desk) -> None:
    """Give an application the desk of a workspace."""
    app.state.desk, app.state.watching = desk, Watching()
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(shared)
    app.add_api_route(f"{assets.BELOW}{{name}}", read_asset, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_exception_handler(StudioError, refused)
    app.add_exception_handler(Elsewhere, led)
    app.add_exception_handler(Forbidden, forbidden)
    app.add_exception_handler(RequestValidationError, misfilled)


def read_asset(request: Request) -> Response:
    """A stylesheet, a font or a script of the desk."""
    return assets.read(request.url.path) or Response(status_code=404)


def refused(request: Request, error: Exception) -> Response:
    """The page of what cannot be done, with its mends."""
    assert isinstance(error, StudioError)
    asked = getattr(request.state, "asked", "") or language_of(request.query_params.get("lang"))
    return Visit(request.app.state.desk, request, getattr(request.state, "here", None), asked).refused(error)


def misfilled(request: Request, _error: Exception) -> Response:
    """The page of a form that no page of ours could have sent: no word of what was in it."""
    return refused(request, IntakeRefused(fault("web.form-bad")))


def led(_request: Request, error: Exception) -> Response:
    """The way to what has to be done first."""
    assert isinstance(error, Elsewhere)
    return RedirectResponse(error.address, 303)


def forbidden(_request: Request, error: Exception) -> Response:
    """The page of what somebody may not do."""
    assert isinstance(error, Forbidden)
    return error.visit.page("refused", 403, (fault("web.forbidden"),))
