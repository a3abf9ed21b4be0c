"""The gate of the report form: open to everybody, narrow for floods, and silent about whoever comes."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio.web.desk.gate import FORM_BYTES, PRIVATE, SAFE, bounded, from_here
from studio.web.guard import policy

FACE = "/report"
FORMS = frozenset({"/report", "/report/en"})
UPLOADS = "/report/uploads"
CLOSED = PRIVATE | {"content-security-policy": policy(form_action="'self'", media_src="'self' blob:")}
"""A recording that was just made is heard from the phone's own memory: blob."""
MOST_AT_ONCE = 60
"""Changes beyond which the answer is "429": the rest of the server is for the desk and for listeners."""


class ReportGate:
    """An application whose report form has a gate of its own; everything else passes. largest: bytes of a file."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self._app, self._largest, self._inside = app, largest, 0
        self._packed = GZipMiddleware(app, minimum_size=400, compresslevel=9)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it unread."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not (path == FACE or path.startswith(f"{FACE}/")):
            await self._app(scope, receive, send)
            return
        if scope["method"] in SAFE:
            ready = path.startswith(UPLOADS) or path.endswith(".woff2")
            await (self._app if ready else self._packed)(scope, receive, closed(send))
            return
        status = self._refused(path, Headers(scope=scope))
        if status:
            extra = {"retry-after": "120"} if status == 429 else {}
            await PlainTextResponse("", status, CLOSED | extra)(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._packed(scope, bounded(receive, self._most(path)), closed(send))
        finally:
            self._inside -= 1

    def _refused(self, path: str, headers: Headers) -> int:
        """The status with which a change is refused before it is read; 0: it is let in."""
        if not from_here(headers):
            return 403
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._most(path):
            return 413
        return 429 if self._inside >= MOST_AT_ONCE else 0

    def _most(self, path: str) -> int:
        files = path in FORMS or path.startswith(UPLOADS)
        return self._largest + FORM_BYTES if files else FORM_BYTES


def closed(send: Send) -> Send:
    """The same answer, kept by nobody and shown nowhere else, except where it says so itself."""

    async def send_closed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in CLOSED.items():
                headers.setdefault(name, value)
        await send(message)

    return send_closed
