"""The gate of the desk: before anything of a request is read, it is known where it came from and who sent it."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio.pipeline.opening import awake
from studio.pipeline.sign_in import SignedIn, glanced, signed_in
from studio.web.desk.assets import BELOW
from studio.web.desk.visit import Desk
from studio.web.guard import policy

COOKIE = "__Host-studio"
FACE = "/desk"
OPEN = frozenset({"/desk/sign-in"})
"""Where strangers may send a form."""
BY_ITSELF = ("/live", "/now")
"""How addresses end that an open page asks for without anybody's doing: they keep no session alive."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_BYTES = 512 * 1024
"""The most that a form without a file may have. Routes that take files name their own limit."""
PRIVATE = {
    "cache-control": "no-store",
    "content-security-policy": policy(form_action="'self'"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
}


class TooLarge(HTTPException):
    """More came than a form may have."""

    def __init__(self) -> None:
        super().__init__(413)


class Gate:
    """An application whose desk is behind a gate; everything else passes."""

    def __init__(self, app: ASGIApp, desk: Desk, room: dict[str, int] | None = None) -> None:
        self._app, self._desk, self._room = app, desk, room or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with who sent it, or refuse it unread."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not (path == FACE or path.startswith(f"{FACE}/")):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        changes = scope["method"] not in SAFE
        token = "" if path.startswith(BELOW) else token_of(headers)
        look = glanced if scope["method"] == "GET" and path.endswith(BY_ITSELF) else signed_in
        here = await run_sync(look, awake(self._desk.studio), token) if token else None
        refused = self._refused(path, headers, here) if changes else 0
        if refused:
            await PlainTextResponse("", refused, PRIVATE)(scope, receive, send)
            return
        scope.setdefault("state", {})["here"] = here
        await self._app(scope, bounded(receive, self._most(path)), private(send))

    def _refused(self, path: str, headers: Headers, here: SignedIn | None) -> int:
        """The status with which a change is refused before it is read; 0: it is let in."""
        if not from_here(headers):
            return 403
        if here is None and path not in OPEN:
            return 401
        length = headers.get("content-length", "0")
        return 413 if not length.isdigit() or int(length) > self._most(path) else 0

    def _most(self, path: str) -> int:
        return next((most for start, most in self._room.items() if path.startswith(start)), FORM_BYTES)


def token_of(headers: Headers) -> str:
    """What the session's cookie carries; empty where there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def from_here(headers: Headers) -> bool:
    """Whether a change may have been asked for by a page of this site; the form's own token has the last word.

    Browsers that know Sec-Fetch-Site tell it. Pages that send no referrer have the origin "null" in their forms.
    Source: Fetch standard, Sec-Fetch-Site and Origin.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    return origin in (None, "null") or urlsplit(origin).netloc == headers.get("host", "")


def bounded(receive: Receive, most: int) -> Receive:
    """The same request, which ends with TooLarge once more came than it may have."""
    came = 0

    async def receive_bounded() -> Message:
        """The next part of it."""
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise TooLarge
        return message

    return receive_bounded


def private(send: Send) -> Send:
    """The same answer, kept by nobody and shown nowhere else, except where it says so itself."""

    async def send_private(message: Message) -> None:
        """The next part of it, with the headers as it begins."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in PRIVATE.items():
                headers.setdefault(name, value)
        await send(message)

    return send_private
