"""The web door: one application over a published folder."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response

from studio.web.guard import Guarded
from studio.web.published import PublishedSite


def create_app(feeds: Path) -> FastAPI:
    """The application that serves a workspace's feeds/ to the world; reads only, and only what is published there."""
    site = PublishedSite(feeds)

    async def refused(request: Request, error: Exception) -> Response:
        """The page of a refusal, in both languages."""
        return site.page(request, error.status_code if isinstance(error, HTTPException) else 500)

    app = FastAPI(
        title="Studio",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[Middleware(Guarded)],
        exception_handlers={HTTPException: refused, Exception: refused},
    )
    app.add_api_route("/{path:path}", site.read, methods=["GET", "HEAD"], include_in_schema=False, response_model=None)
    return app
