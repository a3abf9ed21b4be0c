"""The web door: one application with the faces of a workspace."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response

from studio.pipeline.airing_desk import MOST_MB
from studio.pipeline.opening import Studio
from studio.pipeline.uploads import largest
from studio.web.desk.faces import add_desk
from studio.web.desk.gate import FORM_BYTES, Gate
from studio.web.desk.routes.airings import ADDRESS as AIRINGS
from studio.web.desk.routes.takes import ADDRESS as TAKES
from studio.web.desk.visit import PUBLISHED, Desk
from studio.web.guard import Guarded
from studio.web.published import PublishedSite
from studio.web.report.desk_file import ADDRESS
from studio.web.report.gate import ReportGate
from studio.web.report.routes import add_report
from studio.web.tries import Tries


def create_app(feeds: Path, studio: Studio | None = None) -> FastAPI:
    """The application that serves a workspace's feeds/ to the world, only what is published there.

    studio: the workspace, where it has a desk too.
    """
    site = PublishedSite(feeds)

    async def refused(request: Request, error: Exception) -> Response:
        """The page of a refusal, in both languages."""
        return site.page(request, error.status_code if isinstance(error, HTTPException) else 500)

    desk = Desk(studio, Tries(studio.settings.desk.reports_per_minute), Lock()) if studio else None
    app = FastAPI(
        title="Studio",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[Middleware(Guarded), *gates(desk)],
        exception_handlers={HTTPException: refused, Exception: refused},
    )
    if desk:
        add_desk(app, desk)
        add_report(app)
    app.add_api_route(PUBLISHED, site.read, methods=["GET", "HEAD"], include_in_schema=False, response_model=None)
    return app


def gates(desk: Desk | None) -> list[Middleware]:
    """What stands before the desk and before the report form of a workspace."""
    if desk is None:
        return []
    room = largest(desk.studio) + FORM_BYTES
    return [
        Middleware(Gate, desk=desk, room={ADDRESS: room, TAKES: room, AIRINGS: (MOST_MB << 20) + FORM_BYTES}),
        Middleware(ReportGate, largest=largest(desk.studio)),
    ]
