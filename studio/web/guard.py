"""Headers that every answer carries: nothing from elsewhere is loaded, nothing about the reader is told elsewhere."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
"""What the pages of the site may load, by kind."""


def policy(**directives: str) -> str:
    """The Content-Security-Policy, with directives of a page of its own (style_src="'sha256-…'")."""
    own = {name.replace("_", "-"): value for name, value in directives.items()}
    return "; ".join(f"{name} {value}" for name, value in (POLICY | own).items())


HEADERS = {
    "content-security-policy": policy(),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


EMBED = "/embed/"
"""Pages below it are players, made to be shown inside the pages of other sites."""


class Guarded:
    """An application whose every answer carries HEADERS, except where it set one itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers as its answer begins."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                shown_inside = EMBED in str(scope.get("path", ""))
                own = {"content-security-policy": policy(frame_ancestors="*")} if shown_inside else {}
                for name, value in (HEADERS | own).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_guarded)
